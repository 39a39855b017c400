"""Pages of a questionnaire: all its questions, and which of them ask about which paragraph of its source."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.assessment.assessment import Scope
from app.core.assessment.quick_scan import quick_scan
from app.core.questionnaire.paragraphs import LinkedParagraph, linked_paragraphs
from app.core.questionnaire.questionnaire import Questionnaire
from app.http.dependencies import TheParts
from app.web.frame import Page, render
from app.web.path import TheQuestionnaire

router = APIRouter(prefix="/questionnaires/{questionnaire_id}/{version}")


class QuestionsPage(Page, template="questionnaires/questions.html"):
    """All questions of a questionnaire."""

    questionnaire: Questionnaire
    scope: Scope


class ParagraphsPage(Page, template="questionnaires/paragraphs.html"):
    """The paragraphs of its source, with their questions."""

    questionnaire: Questionnaire
    paragraphs: tuple[LinkedParagraph, ...]


@router.get("/questions")
def questions(parts: TheParts, questionnaire: TheQuestionnaire, scope: Scope = "full") -> HTMLResponse:
    """All questions before the start, with their levels and what counts: to read, or to print."""
    return render(
        parts,
        QuestionsPage(
            questionnaire=quick_scan(questionnaire) if scope == "quick" else questionnaire,
            scope=scope,
        ),
    )


@router.get("/paragraphs")
def paragraphs(parts: TheParts, questionnaire: TheQuestionnaire) -> HTMLResponse:
    """Every paragraph with its questions or the reason why there are none; then every question."""
    return render(
        parts,
        ParagraphsPage(
            questionnaire=questionnaire,
            paragraphs=linked_paragraphs(questionnaire),
        ),
    )

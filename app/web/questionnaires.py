"""Pages of a questionnaire: all its questions, and which of them ask about which paragraph of its source."""

from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.assessment.assessment import Scope
from app.core.assessment.quick_scan import quick_scan
from app.core.questionnaire.paragraphs import LinkedParagraph, linked_paragraphs
from app.core.questionnaire.questionnaire import Questionnaire
from app.http.dependencies import TheParts
from app.web.frame import Page, shown
from app.web.path import TheQuestionnaire

router = APIRouter(prefix="/questionnaires/{questionnaire_id}/{version}")


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(Page):
    """All questions of a questionnaire."""

    template: ClassVar[str] = "questionnaires/questions.html"
    questionnaire: Questionnaire
    scope: Scope


@dataclass(frozen=True, kw_only=True)
class ParagraphsPage(Page):
    """The paragraphs of its source, with their questions."""

    template: ClassVar[str] = "questionnaires/paragraphs.html"
    questionnaire: Questionnaire
    paragraphs: tuple[LinkedParagraph, ...]


@router.get("/questions")
def questions(parts: TheParts, questionnaire: TheQuestionnaire, scope: Scope = "full") -> HTMLResponse:
    """All questions before the start, with their levels and what counts: to read, or to print."""
    return shown(
        parts,
        QuestionsPage(
            questionnaire=quick_scan(questionnaire) if scope == "quick" else questionnaire,
            scope=scope,
        ),
    )


@router.get("/paragraphs")
def paragraphs(parts: TheParts, questionnaire: TheQuestionnaire) -> HTMLResponse:
    """Every paragraph with its questions or the reason why there are none; then every question."""
    return shown(
        parts,
        ParagraphsPage(
            questionnaire=questionnaire,
            paragraphs=linked_paragraphs(questionnaire),
        ),
    )

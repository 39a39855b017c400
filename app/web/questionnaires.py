"""Pages of a questionnaire: all its questions, and which of them ask about which paragraph of its source."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.assessment.assessment import Scope
from app.core.assessment.quick_scan import quick_scan
from app.core.questionnaire.paragraphs import linked_paragraphs
from app.http.dependencies import TheParts
from app.web.frame import shown
from app.web.path import TheQuestionnaire

router = APIRouter(prefix="/questionnaires/{questionnaire_id}/{version}")


@router.get("/questions")
def questions(parts: TheParts, questionnaire: TheQuestionnaire, scope: Scope = "full") -> HTMLResponse:
    """All questions before the start, with their levels and what counts: to read, or to print."""
    return shown(
        parts,
        "questionnaires/questions.html",
        questionnaire=quick_scan(questionnaire) if scope == "quick" else questionnaire,
        scope=scope,
    )


@router.get("/paragraphs")
def paragraphs(parts: TheParts, questionnaire: TheQuestionnaire) -> HTMLResponse:
    """Every paragraph with its questions or the reason why there are none; then every question."""
    return shown(
        parts,
        "questionnaires/paragraphs.html",
        questionnaire=questionnaire,
        paragraphs=linked_paragraphs(questionnaire),
    )

"""Page: which questions of a questionnaire ask about which paragraph of its source, both ways."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from app.core.paragraphs import linked_paragraphs
from app.dependencies import TheParts
from app.web.frame import shown

router = APIRouter(prefix="/questionnaires/{questionnaire_id}/{version}")


@router.get("/paragraphs")
def paragraphs(parts: TheParts, questionnaire_id: str, version: str) -> HTMLResponse:
    """Every paragraph with its questions or the reason why there are none; then every question."""
    found = parts.catalogue.find(questionnaire_id, version)
    if found is None:
        raise HTTPException(404)
    return shown(
        parts,
        "questionnaires/paragraphs.html",
        questionnaire=found,
        paragraphs=linked_paragraphs(found),
        here="",
    )

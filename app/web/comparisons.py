"""Page: an assessment beside the earlier one that it starts from, and what changed for certain."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.copies.copies import UncutCopy
from app.core.errors import NotComparableError
from app.http.dependencies import TheParts
from app.services.reports import comparison_of
from app.web.frame import shown
from app.web.opening import TheAssessment

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/comparison")
def show(parts: TheParts, opened: TheAssessment, copy: UncutCopy = "own") -> HTMLResponse:
    """The owner's own copies of both, or the masked ones; where they cannot be compared, why."""
    found, refusal = None, ""
    try:
        found = comparison_of(opened, copy=copy)
    except NotComparableError as refused:
        refusal = str(refused)
    return shown(
        parts,
        "comparisons/comparison.html",
        opened=opened,
        here="result",
        found=found,
        refusal=refusal,
        copy=copy,
    )

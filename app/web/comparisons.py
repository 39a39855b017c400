"""Page: an assessment beside the earlier one that it starts from, and what changed for certain."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.copies.copies import UncutCopy
from app.core.errors import NotComparableError
from app.core.method.comparison import Comparison
from app.services.reports import comparison_of
from app.web.frame import Page
from app.web.visit import TheVisit

router = APIRouter(prefix="/assessments/{assessment_id}")


class ComparisonPage(Page, template="comparisons/comparison.html", here="result"):
    """An assessment beside the earlier one; `refusal`: why they cannot be compared."""

    found: Comparison | None
    refusal: str
    copy: UncutCopy


@router.get("/comparison")
def show(visit: TheVisit, copy: UncutCopy = "own") -> HTMLResponse:
    """The owner's own copies of both, or the masked ones; where they cannot be compared, why."""
    found, refusal = None, ""
    try:
        found = comparison_of(visit.opened, copy=copy)
    except NotComparableError as refused:
        refusal = str(refused)
    return visit.page(
        ComparisonPage(
            found=found,
            refusal=refusal,
            copy=copy,
        )
    )

"""Page: the result, which is the one sentence, strengths, actions and the picture of the domains."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.copies.masking import withholds
from app.http.dependencies import TheParts
from app.services.reports import report_of
from app.web.frame import shown
from app.web.opening import TheAssessment

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/result")
def show(parts: TheParts, opened: TheAssessment) -> HTMLResponse:
    """The owner's own result, marked as a draft until the assessment is finished."""
    report = report_of(opened, copy="own", marking=parts.marking)
    return shown(
        parts,
        "results/result.html",
        opened=opened,
        here="result",
        report=report,
        withholds=withholds(report.assessment),
    )

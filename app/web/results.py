"""Page: the result, which is the one sentence, strengths, actions and the picture of the domains."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.copies.masking import withholds
from app.core.reports.choice import ReportChoice
from app.core.reports.report import Report
from app.services.reports import report_of
from app.web.frame import Page
from app.web.visit import TheVisit

router = APIRouter(prefix="/assessments/{assessment_id}")


class ResultPage(Page, template="results/result.html", here="result"):
    """The result; `withholds`: whether anything is withheld."""

    report: Report
    withholds: bool


@router.get("/result")
def show(visit: TheVisit) -> HTMLResponse:
    """The owner's own result, marked as a draft until the assessment is finished."""
    report = report_of(visit.opened, ReportChoice(copy="own", marking=visit.parts.marking))
    return visit.page(
        ResultPage(
            report=report,
            withholds=withholds(report.assessment),
        )
    )

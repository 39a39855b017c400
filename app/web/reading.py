"""Page: the executive or the full report to read, for screen readers and slow lines; the twin of the PDF."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.reports.kinds import READABLE
from app.http.dependencies import TheParts
from app.rendering.report import report_values
from app.web.errors import FieldError
from app.web.frame import say, shown
from app.web.opening import TheAssessment
from app.web.report_form import AskedFor
from app.web.reports import choice

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/report/read")
def read(
    parts: TheParts,
    opened: TheAssessment,
    typed: AskedFor,
) -> HTMLResponse:
    """The report that was chosen; a kind that has no page is told so on the page of the report (404)."""
    if typed.kind not in READABLE:
        sentence = say(parts)(
            "This kind has no page yet. Make the report (PDF), or choose the executive or the full report."
        )
        return choice(parts, opened, typed, FieldError(field="kind", message=sentence), status=404)
    said = typed.report(opened)
    values: dict[str, object] = {"opened": opened, "here": "report", **report_values(said)}
    return shown(parts, "reports/read.html", status=200, **values)

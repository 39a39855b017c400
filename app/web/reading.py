"""Page: the executive or the full report to read, for screen readers and slow lines; the twin of the PDF."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.dependencies import TheParts
from app.rendering.report import report_values
from app.web.frame import shown
from app.web.opening import TheAssessment
from app.web.report_form import AskedFor

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/report/read")
def read(
    parts: TheParts,
    opened: TheAssessment,
    typed: AskedFor,
) -> HTMLResponse:
    """The report that was chosen; of the kinds that are parts of the full one, the full one."""
    said = typed.report(opened, "executive" if typed.kind == "executive" else "full")
    values: dict[str, object] = {"opened": opened, "here": "report", **report_values(said)}
    return shown(parts, "reports/read.html", status=200, **values)

"""Page: a report to read, for screen readers and slow lines; the twin of the PDF."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.reports.kinds import kind_of
from app.core.reports.report import Report
from app.rendering.report import report_values
from app.web.errors import FieldError
from app.web.frame import Page
from app.web.report_form import AskedFor
from app.web.reports import choice
from app.web.visit import TheVisit

router = APIRouter(prefix="/assessments/{assessment_id}")


class ReadingPage(Page, template="reports/read.html", here="report"):
    """A report as a page: what its own templates are filled with in print."""

    report: Report
    frame: str = "web/reports/frame.html"

    def values(self) -> Mapping[str, object]:
        """What the templates of its kind are filled with."""
        return {**super().values(), **report_values(self.report)}


@router.get("/report/read")
def read(
    visit: TheVisit,
    typed: AskedFor,
) -> HTMLResponse:
    """The report that was chosen; a kind that has no page is told so on the page of the report (404)."""
    if not kind_of(typed.kind).is_read_as_page:
        sentence = visit.say(
            "This kind has no page yet. Make the report (PDF), or choose a kind that is read as a page."
        )
        return choice(visit, typed, FieldError(field="kind", message=sentence), status=404)
    report = typed.report(visit.opened)
    return visit.page(ReadingPage(report=report))

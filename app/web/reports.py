"""Pages: choose a copy, watch the report being made, and take the file, its tables or the answers."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from app.core.copies.copies import COPIES, Copy
from app.core.copies.sharing import released_domains
from app.core.errors import ChoiceRefusedError
from app.core.reports.choice import USUAL_KIND
from app.core.reports.kind import ReportKind
from app.core.reports.kinds import KINDS
from app.exports import (
    CSV_MIME_TYPE,
    csv_archive,
    tables_of,
    workbook,
)
from app.services.labels import report_label, report_name
from app.services.printing import Made, Making, PrintState
from app.services.reports import printed
from app.web.errors import FieldError
from app.web.frame import Page, Posted, gone_to
from app.web.prints import download, made_file, state_of
from app.web.report_form import AskedFor, ReportForm
from app.web.verifying import found
from app.web.visit import TheVisit, Visit
from app.workbook import MIME_TYPE

router = APIRouter(prefix="/assessments/{assessment_id}")


class ReportProgressPage(Page, template="reports/progress.html", here="report"):
    """How far the report under that key is."""

    state: PrintState
    key: str


class ReportPage(Page, template="reports/choose.html", here="report"):
    """The choice of a report, and what was made."""

    typed: ReportForm
    is_any_open: bool
    errors: tuple[FieldError, ...]
    kinds: tuple[ReportKind, ...]
    copies: list[Copy]
    made: list[Made]
    making: list[tuple[str, Making]]


@router.get("/report")
def choose(visit: TheVisit) -> HTMLResponse:
    """The kind, the copy (masked is preselected), and its marking."""
    return choice(
        visit, ReportForm(marking=visit.parts.marking, released=released_domains(visit.opened.whole))
    )


@router.post("/report")
def make(visit: TheVisit, form: Posted) -> Response:
    """Ask for a report and go to the page that shows its progress."""
    typed = ReportForm.of(form)
    try:
        report = typed.report(visit.opened)
    except ChoiceRefusedError as refused:
        return choice(visit, typed, FieldError(field=refused.choice, message=str(refused)))
    key = visit.parts.press.request(
        visit.opened.id, printed(report, visit.parts.language), report_label(report)
    )
    return gone_to(visit.address(f"/report/{key}"))


@router.get("/report/tables.xlsx")
def download_workbook(visit: TheVisit, typed: AskedFor) -> Response:
    """The tables of a report as one workbook."""
    report = typed.report(visit.opened, USUAL_KIND)
    made = workbook(tables_of(report, visit.parts.language))
    return download(made, MIME_TYPE, report_name(report, "tables", ending=".xlsx"))


@router.get("/report/tables.zip")
def download_csv(visit: TheVisit, typed: AskedFor) -> Response:
    """The same tables as CSV, all in one ZIP."""
    report = typed.report(visit.opened, USUAL_KIND)
    made = csv_archive(tables_of(report, visit.parts.language))
    return download(made, CSV_MIME_TYPE, report_name(report, "tables", ending=".zip"))


@router.get("/report/{key}.pdf")
def download_report(visit: TheVisit, key: str, request: Request) -> Response:
    """The file, once it is made."""
    return made_file(visit.parts, request, visit.opened.id, key)


@router.post("/report/{key}/verify")
def verify(visit: TheVisit, key: str) -> HTMLResponse:
    """What is found of a report that was made here, as of one that comes back."""
    state = visit.parts.press.state(visit.opened.id, key)
    if not isinstance(state, Made):
        raise HTTPException(404)
    return found(visit.parts, state.path.read_bytes())


@router.get("/report/{key}")
def watch(visit: TheVisit, key: str, request: Request) -> Response:
    """How far the report is; when it is made, where to take it."""
    state = state_of(visit.parts, request, visit.opened.id, key)
    if state is None:
        return gone_to(visit.address("/report"))
    return visit.page(ReportProgressPage(state=state, key=key))


def choice(visit: Visit, typed: ReportForm, *errors: FieldError, status: int = 422) -> HTMLResponse:
    """The page of the report with what was typed and what was made; `status` where it refuses."""
    return visit.page(
        ReportPage(
            typed=typed,
            is_any_open=bool(released_domains(visit.opened.whole)),
            errors=errors,
            kinds=KINDS,
            # The owner's own copy last: it is the one that must not leave.
            copies=sorted(COPIES, key=lambda copy: copy == "own"),
            made=[one for one in visit.parts.press.made(visit.opened.id) if one.label.what == "report"],
            making=[
                one for one in visit.parts.press.making(visit.opened.id) if one[1].label.what == "report"
            ],
        ),
        status=status if errors else 200,
    )

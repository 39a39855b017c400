"""Pages: choose a copy, watch the report being made, and take the file, its tables or the answers."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from app.core.copies.sharing import released_domains
from app.core.errors import ChoiceRefusedError
from app.core.reports.kinds import READABLE
from app.exports import (
    CSV_MIME_TYPE,
    csv_archive,
    tables_of,
    workbook,
)
from app.http.dependencies import Parts, TheParts
from app.services.assessments import Opened
from app.services.labels import report_label, report_name
from app.services.printing import Made
from app.services.reports import printed
from app.web.errors import FieldError
from app.web.frame import Posted, gone_to, shown
from app.web.opening import TheAssessment
from app.web.prints import download, state_of, taken
from app.web.report_form import AskedFor, ReportForm
from app.web.verifying import found
from app.workbook import MIME_TYPE

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/report")
def choose(parts: TheParts, opened: TheAssessment) -> HTMLResponse:
    """The kind, the copy (masked is preselected), and its marking."""
    return choice(parts, opened, ReportForm(marking=parts.marking, released=released_domains(opened.whole)))


@router.post("/report")
def make(parts: TheParts, opened: TheAssessment, form: Posted) -> Response:
    """Ask for a report and go to the page that shows its progress."""
    typed = ReportForm.of(form)
    try:
        said = typed.report(opened)
    except ChoiceRefusedError as refused:
        return choice(parts, opened, typed, FieldError(field=refused.choice, message=str(refused)))
    key = parts.press.request(opened.id, printed(said, parts.language), report_label(said))
    return gone_to(f"/assessments/{opened.id}/report/{key}")


@router.get("/report/tables.xlsx")
def take_workbook(parts: TheParts, opened: TheAssessment, typed: AskedFor) -> Response:
    """The tables of a report as one workbook."""
    said = typed.report(opened, "full")
    made = workbook(tables_of(said, parts.language))
    return download(made, MIME_TYPE, report_name(said, "tables", ending=".xlsx"))


@router.get("/report/tables.zip")
def take_csv(parts: TheParts, opened: TheAssessment, typed: AskedFor) -> Response:
    """The same tables as CSV, all in one ZIP."""
    said = typed.report(opened, "full")
    made = csv_archive(tables_of(said, parts.language))
    return download(made, CSV_MIME_TYPE, report_name(said, "tables", ending=".zip"))


@router.get("/report/{key}.pdf")
def take(parts: TheParts, opened: TheAssessment, key: str, request: Request) -> Response:
    """The file, once it is made."""
    return taken(parts, request, opened.id, key)


@router.post("/report/{key}/verify")
def verify(parts: TheParts, opened: TheAssessment, key: str) -> HTMLResponse:
    """What is found of a report that was made here, as of one that comes back."""
    state = parts.press.state(opened.id, key)
    if not isinstance(state, Made):
        raise HTTPException(404)
    return found(parts, state.path.read_bytes())


@router.get("/report/{key}")
def watch(parts: TheParts, opened: TheAssessment, key: str, request: Request) -> Response:
    """How far the report is; when it is made, where to take it."""
    state = state_of(parts, request, opened.id, key)
    if state is None:
        return gone_to(f"/assessments/{opened.id}/report")
    return shown(parts, "reports/progress.html", opened=opened, here="report", state=state, key=key)


def choice(
    parts: Parts, opened: Opened, typed: ReportForm, *errors: FieldError, status: int = 422
) -> HTMLResponse:
    """The page of the report with what was typed and what was made; `status` where it refuses."""
    return shown(
        parts,
        "reports/choose.html",
        status=status if errors else 200,
        opened=opened,
        here="report",
        typed=typed,
        is_any_open=bool(released_domains(opened.whole)),
        errors=errors,
        readable=READABLE,
        made=[one for one in parts.press.made(opened.id) if one.label.what == "report"],
        making=[one for one in parts.press.making(opened.id) if one[1].label.what == "report"],
    )

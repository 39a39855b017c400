"""Pages: choose a copy, watch the report being made, and take the file, its tables or the answers."""

import unicodedata
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response

from app.core.errors import ChoiceRefusedError
from app.core.kinds import Kind
from app.core.report import Copy
from app.core.sharing import released_domains
from app.dependencies import Parts, TheParts
from app.services.assessments import Opened
from app.services.reports import Made, printed
from app.tables import CSV_MIME_TYPE, csv_archive, tables_of, workbook
from app.web.errors import FieldError
from app.web.frame import Posted, gone_to, shown
from app.web.opening import TheAssessment
from app.web.report_form import AskedFor, ReportForm
from app.workbook import MIME_TYPE

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/report")
def choose(parts: TheParts, opened: TheAssessment) -> HTMLResponse:
    """The kind, the copy (masked is preselected), and its marking."""
    return _choice(parts, opened, ReportForm(marking=parts.marking, released=released_domains(opened.whole)))


@router.post("/report")
def make(parts: TheParts, opened: TheAssessment, form: Posted) -> Response:
    """Ask for a report and go to the page that shows its progress."""
    typed = ReportForm.of(form)
    try:
        said = typed.report(opened)
    except ChoiceRefusedError as refused:
        return _choice(parts, opened, typed, FieldError(field=refused.choice, message=str(refused)))
    key = parts.press.request(opened.id, printed(said, parts.language))
    query = urlencode({"kind": typed.kind, "copy": typed.copy, "edition": said.edition or ""})
    return gone_to(f"/assessments/{opened.id}/report/{key}?{query}")


@router.get("/report/tables.xlsx")
def take_workbook(parts: TheParts, opened: TheAssessment, typed: AskedFor) -> Response:
    """The tables of a report as one workbook."""
    taken = tables_of(typed.report(opened, "full"), parts.language)
    return _taken(workbook(taken), MIME_TYPE, _filename(opened, typed.copy, typed.edition, "-tables.xlsx"))


@router.get("/report/tables.zip")
def take_csv(parts: TheParts, opened: TheAssessment, typed: AskedFor) -> Response:
    """The same tables as CSV, all in one ZIP."""
    taken = tables_of(typed.report(opened, "full"), parts.language)
    name = _filename(opened, typed.copy, typed.edition, "-tables.zip")
    return _taken(csv_archive(taken), CSV_MIME_TYPE, name)


@router.get("/report/{key}.pdf")
def take(parts: TheParts, opened: TheAssessment, key: str, typed: AskedFor) -> Response:
    """The file, once it is made."""
    state = parts.press.state(opened.id, key)
    if not isinstance(state, Made):
        raise HTTPException(404)
    name = _filename(opened, typed.copy, typed.edition, _ending(typed.kind))
    return FileResponse(state.path, media_type="application/pdf", filename=name)


@router.get("/report/{key}")
def watch(parts: TheParts, opened: TheAssessment, key: str, typed: AskedFor) -> Response:
    """How far the report is; when it is made, where to take it."""
    state = parts.press.state(opened.id, key)
    if state is None:
        return gone_to(f"/assessments/{opened.id}/report")
    return shown(
        parts,
        "reports/progress.html",
        opened=opened,
        here="report",
        state=state,
        key=key,
        kind=typed.kind,
        copy=typed.copy,
        edition=typed.edition,
        is_quick=_is_quick(opened, typed.edition),
        query=urlencode({"kind": typed.kind, "copy": typed.copy, "edition": typed.edition}),
        filename=_filename(opened, typed.copy, typed.edition, _ending(typed.kind)),
    )


def _choice(parts: Parts, opened: Opened, typed: ReportForm, *errors: FieldError) -> HTMLResponse:
    return shown(
        parts,
        "reports/choose.html",
        status=422 if errors else 200,
        opened=opened,
        here="report",
        typed=typed,
        errors=errors,
    )


def _ending(kind: Kind) -> str:
    return ".pdf" if kind == "full" else f"-{kind}.pdf"


def _taken(content: bytes, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _is_quick(opened: Opened, edition: str) -> bool:
    """Whether what was made is a quick scan: an edition keeps its scope after the assessment grew."""
    found = next((one for one in opened.editions if str(one.number) == edition), None)
    return (found or opened).assessment.scope == "quick"


def _filename(opened: Opened, copy: Copy, edition: str, ending: str) -> str:
    """Country, date, edition, scope and copy in plain letters, so that no copy is taken for another."""
    name = unicodedata.normalize("NFKD", opened.assessment.country.name)
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name).split())
    state = f"edition-{edition}" if edition.isdecimal() else "draft"
    scope = "quick-scan-" if _is_quick(opened, edition) else ""
    country = plain or opened.assessment.country.code
    return f"{country}-{opened.assessment.reference_date}-{state}-{scope}{copy}-copy{ending}"

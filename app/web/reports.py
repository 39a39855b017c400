"""Pages: choose a copy, watch the report being made, and take the file, its tables or the answers."""

import unicodedata
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response

from app.answers import cleaned
from app.core.report import Copy, Report
from app.dependencies import TheParts
from app.services.assessments import Opened
from app.services.reports import Made, printed, report_of
from app.tables import CSV_MIME_TYPE, csv_archive, tables_of, workbook
from app.web.frame import Posted, gone_to, shown
from app.web.opening import TheAssessment
from app.workbook import MIME_TYPE

router = APIRouter(prefix="/assessments/{assessment_id}")

LONGEST_MARKING = 60


@router.get("/report")
def choose(parts: TheParts, opened: TheAssessment) -> HTMLResponse:
    """Own copy or masked copy (preselected), and its marking."""
    return shown(parts, "reports/choose.html", opened=opened, here="report")


@router.post("/report")
def make(parts: TheParts, opened: TheAssessment, form: Posted) -> Response:
    """Ask for a report and go to the page that shows its progress."""
    copy: Copy = "own" if form.get("copy") == "own" else "masked"
    said = chosen(opened, copy, str(form.get("marking", "")), str(form.get("edition", "")))
    key = parts.press.request(opened.id, printed(said, parts.language))
    query = urlencode({"copy": copy, "edition": said.edition or ""})
    return gone_to(f"/assessments/{opened.id}/report/{key}?{query}")


@router.get("/report/tables.xlsx")
def take_workbook(
    parts: TheParts, opened: TheAssessment, copy: Copy = "masked", marking: str = "", edition: str = ""
) -> Response:
    """The tables of a report as one workbook."""
    taken = tables_of(chosen(opened, copy, marking, edition), parts.language)
    return _taken(workbook(taken), MIME_TYPE, _filename(opened, copy, edition, "-tables.xlsx"))


@router.get("/report/tables.zip")
def take_csv(
    parts: TheParts, opened: TheAssessment, copy: Copy = "masked", marking: str = "", edition: str = ""
) -> Response:
    """The same tables as CSV, all in one ZIP."""
    taken = tables_of(chosen(opened, copy, marking, edition), parts.language)
    return _taken(csv_archive(taken), CSV_MIME_TYPE, _filename(opened, copy, edition, "-tables.zip"))


@router.get("/report/{key}.pdf")
def take(parts: TheParts, opened: TheAssessment, key: str, copy: Copy, edition: str = "") -> Response:
    """The file, once it is made."""
    state = parts.press.state(opened.id, key)
    if not isinstance(state, Made):
        raise HTTPException(404)
    return FileResponse(state.path, media_type="application/pdf", filename=_filename(opened, copy, edition))


@router.get("/report/{key}")
def watch(parts: TheParts, opened: TheAssessment, key: str, copy: Copy, edition: str = "") -> Response:
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
        copy=copy,
        edition=edition,
        is_quick=_is_quick(opened, edition),
        query=urlencode({"copy": copy, "edition": edition}),
        filename=_filename(opened, copy, edition),
    )


def chosen(opened: Opened, copy: Copy, marking: str, edition: str) -> Report:
    """The report that was chosen; 404 where there is no such edition."""
    known = {str(one.number): one.number for one in opened.editions}
    if edition and edition not in known:
        raise HTTPException(404)
    marking = cleaned(marking).strip()[:LONGEST_MARKING]
    return report_of(opened, copy=copy, marking=marking, edition=known.get(edition))


def _taken(content: bytes, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _is_quick(opened: Opened, edition: str) -> bool:
    """Whether what was made is a quick scan: an edition keeps its scope after the assessment grew."""
    found = next((one for one in opened.editions if str(one.number) == edition), None)
    return (found or opened).assessment.scope == "quick"


def _filename(opened: Opened, copy: Copy, edition: str, ending: str = ".pdf") -> str:
    """Country, date, edition, scope and copy in plain letters, so that no copy is taken for another."""
    name = unicodedata.normalize("NFKD", opened.assessment.country.name)
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name).split())
    state = f"edition-{edition}" if edition.isdecimal() else "draft"
    scope = "quick-scan-" if _is_quick(opened, edition) else ""
    country = plain or opened.assessment.country.code
    return f"{country}-{opened.assessment.reference_date}-{state}-{scope}{copy}-copy{ending}"

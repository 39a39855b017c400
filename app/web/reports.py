"""Pages: choose a copy, watch the report being made, and take the file; the answers file too."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from app.answers import cleaned
from app.dependencies import TheParts
from app.rendering.report import report_page
from app.services.reports import report_of
from app.web.frame import Posted, gone_to, shown
from app.web.opening import TheAssessment

router = APIRouter(prefix="/assessments/{assessment_id}")

LONGEST_MARKING = 60


@router.get("/report")
def choose(parts: TheParts, opened: TheAssessment) -> HTMLResponse:
    """Own copy or masked copy (preselected), and its marking."""
    return shown(parts, "reports/choose.html", opened=opened, here="report")


@router.post("/report")
def make(parts: TheParts, opened: TheAssessment, form: Posted) -> Response:
    """Ask for a report and go to the page that shows its progress."""
    copy = "own" if form.get("copy") == "own" else "masked"
    marking = cleaned(str(form.get("marking", ""))).strip()[:LONGEST_MARKING]
    edition = str(form.get("edition", ""))
    report = report_of(
        opened,
        copy=copy,
        marking=marking,
        edition=int(edition) if edition.isdecimal() and len(edition) < 5 else None,
    )
    key = parts.press.request(report_page(report, parts.language))
    return gone_to(f"/assessments/{opened.id}/report/{key}")


@router.get("/report/{key}")
def watch(parts: TheParts, opened: TheAssessment, key: str) -> Response:
    """How far the report is; when it is made, where to take it."""
    state = parts.press.state(key)
    if state is None:
        return gone_to(f"/assessments/{opened.id}/report")
    return shown(parts, "reports/progress.html", opened=opened, here="report", state=state, key=key)

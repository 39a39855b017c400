"""Page: the whole report to read, for screen readers and slow lines; the twin of the PDF."""

import gzip

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.core.report import Copy
from app.dependencies import TheParts
from app.rendering.report import report_values
from app.web.frame import shown
from app.web.opening import TheAssessment
from app.web.reports import chosen

router = APIRouter(prefix="/assessments/{assessment_id}")

_EFFORT = 6
"""Of gzip: more takes longer and saves little."""


@router.get("/report/read")
def read(
    parts: TheParts,
    opened: TheAssessment,
    request: Request,
    copy: Copy = "masked",
    marking: str = "",
    edition: str = "",
) -> HTMLResponse:
    """The report of the copy, the edition and the marking that were chosen."""
    said = chosen(opened, copy, marking, edition)
    values: dict[str, object] = {"opened": opened, "here": "report", **report_values(said)}
    return _packed(shown(parts, "reports/read.html", status=200, **values), request)


def _packed(page: HTMLResponse, request: Request) -> HTMLResponse:
    """The page as gzip where the browser takes that: it is the largest there is, and packs well."""
    page.headers["vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        page.body = gzip.compress(bytes(page.body), _EFFORT, mtime=0)
        page.headers["content-encoding"] = "gzip"
        page.headers["content-length"] = str(len(page.body))
    return page

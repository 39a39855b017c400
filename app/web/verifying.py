"""Pages: see whether a report is as it was printed. The file is looked at and kept nowhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from app.http.dependencies import Parts, TheParts
from app.services.verdicts import CAVEAT, ReportVerdict
from app.services.verifying import among, verified
from app.web.frame import Page, render, sent_file

router = APIRouter(prefix="/verify")


class VerifyPage(Page, template="verifying/verify.html"):
    """What is found of a report; None before one was sent."""

    verdict: ReportVerdict | None
    caveat: str
    is_missing: bool


async def sent_report(request: Request) -> bytes:
    """The PDF; empty where none was chosen."""
    return await sent_file(request, "report")


@router.get("")
def choose(parts: TheParts) -> HTMLResponse:
    """Choose the file."""
    return _page(parts)


@router.post("")
def look(parts: TheParts, file: Annotated[bytes, Depends(sent_report)]) -> HTMLResponse:
    """What is found of the file."""
    if not file:
        return _page(parts, is_missing=True)
    return found(parts, file)


def found(parts: Parts, file: bytes) -> HTMLResponse:
    """The page with what is found of a file."""
    return _page(parts, verified(file, among(parts.catalogue, parts.database), parts.press.again))


def _page(parts: Parts, verdict: ReportVerdict | None = None, *, is_missing: bool = False) -> HTMLResponse:
    return render(
        parts,
        VerifyPage(
            verdict=verdict,
            caveat=CAVEAT,
            is_missing=is_missing,
        ),
        status=422 if is_missing else 200,
    )

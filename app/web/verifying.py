"""Pages: see whether a report is as it was printed. The file is looked at and kept nowhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from app.dependencies import TheParts
from app.services.verifying import among, verified
from app.web.frame import shown

router = APIRouter(prefix="/verify")


async def sent_file(request: Request) -> bytes:
    """The one file of a form; empty where none was chosen. The guard limits it while it streams."""
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("report")
        return await file.read() if isinstance(file, UploadFile) else b""


@router.get("")
def choose(parts: TheParts) -> HTMLResponse:
    """Choose the file."""
    return shown(parts, "verifying/verify.html", verdict=None, is_missing=False)


@router.post("")
def look(parts: TheParts, file: Annotated[bytes, Depends(sent_file)]) -> HTMLResponse:
    """What is found of the file."""
    if not file:
        return shown(parts, "verifying/verify.html", status=422, verdict=None, is_missing=True)
    verdict = verified(file, among(parts.catalogue, parts.database), parts.press.again)
    return shown(parts, "verifying/verify.html", verdict=verdict, is_missing=False)

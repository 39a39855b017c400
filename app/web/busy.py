"""A database that cannot save: whatever was sent comes back in the page, to be sent once more."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from app.web.frame import Page, render
from app.web.kept import KeptField, address_of, kept


class BusyPage(Page, template="busy.html"):
    """A database that cannot save; `kept`: what was sent, `does_pass`: whether waiting helps."""

    kept: tuple[KeptField, ...]
    address: str
    does_pass: bool


async def busy(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    """The page of a busy database (503); after a form, with all of its fields in it."""
    return await _page(request, status=503)


async def unusable(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """The same page of a database that somebody has to mend first (500)."""
    return await _page(request, status=500)


async def _page(request: Request, *, status: int) -> Response:
    return render(
        request.app.state.parts,
        BusyPage(
            kept=await kept(request) if request.method == "POST" else (),
            address=address_of(request),
            does_pass=status == HTTPStatus.SERVICE_UNAVAILABLE,
        ),
        status=status,
    )

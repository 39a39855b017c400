"""A database that cannot save: whatever was sent comes back in the page, to be sent once more."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from app.web.frame import MOST_FIELDS, shown

SHORT = 40
"""Characters; longer ones were typed, and are shown as they were."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One field of the form that was sent."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether it is worth showing, rather than a choice or a number of the form."""
        is_mark = self.name.partition("-")[0] in {"mutation", "base", "was"}
        return not is_mark and (len(self.value) > SHORT or " " in self.value)


async def busy(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    """The page of a busy database (503); after a form, with all of its fields in it."""
    return await _page(request, status=503)


async def unusable(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """The same page of a database that somebody has to mend first (500)."""
    return await _page(request, status=500)


async def _page(request: Request, *, status: int) -> Response:
    kept = await _kept(request) if request.method == "POST" else ()
    has_to_wait = status == HTTPStatus.SERVICE_UNAVAILABLE
    return shown(
        request.app.state.parts,
        "busy.html",
        status=status,
        kept=kept,
        address=_address(request),
        does_pass=has_to_wait,
    )


async def _kept(request: Request) -> tuple[Kept, ...]:
    """The fields of the form; none where a file was sent, which a page cannot give back."""
    form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    fields = form.multi_items()
    if not all(isinstance(value, str) for _, value in fields):
        return ()
    return tuple(Kept(name=name, value=str(value)) for name, value in fields)


def _address(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path

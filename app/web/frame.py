"""What every page stands in: language, masthead, and the way a page is answered."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from app.dependencies import Parts
from app.rendering.environment import page
from app.rendering.language import language

MOST_FIELDS = 2_000
"""Fields of one form; a question with the most evidence rows has under 700."""


async def posted(request: Request) -> FormData:
    """The form of a request; files are refused. The only asynchronous dependency."""
    return await request.form(max_files=0, max_fields=MOST_FIELDS)


Posted = Annotated[FormData, Depends(posted)]


def say(parts: Parts) -> Callable[[str], str]:
    """Gettext in the server's language."""
    return language(parts.language).translations.gettext


def shown(parts: Parts, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of `templates/web/`; `opened` and `here` (the current masthead link) may be given."""
    frame = {"opened": None, "here": "", "marking": parts.marking, "author": ""}
    return HTMLResponse(page(parts.language, f"web/{template}", **(frame | values)), status_code=status)


def gone_to(address: str) -> RedirectResponse:
    """After a save: the browser fetches the next page with GET, so that reloading saves nothing twice."""
    return RedirectResponse(address, status_code=303)

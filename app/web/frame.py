"""What every page stands in: language, masthead, and the way a page is answered."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from app.core.errors import AlreadyFinishedError
from app.dependencies import Parts
from app.rendering.environment import page
from app.rendering.language import language

MOST_FIELDS = 2_000
"""Fields of one form; a question with the most evidence rows has under 700."""


MOST_BESIDE_A_FILE = 10
"""Fields of a form that sends a file."""

LONGEST_REVISION = 9
"""Digits of a revision."""


async def posted(request: Request) -> FormData:
    """The form of a request; files are refused."""
    return await request.form(max_files=0, max_fields=MOST_FIELDS)


async def sent_file(request: Request, name: str) -> bytes:
    """The one file of a form, under the name of its field; empty where none was chosen.

    The guard limits it while it streams.
    """
    async with request.form(max_files=1, max_fields=MOST_BESIDE_A_FILE) as form:
        file = form.get(name)
        return await file.read() if isinstance(file, UploadFile) else b""


Posted = Annotated[FormData, Depends(posted)]


def say(parts: Parts) -> Callable[[str], str]:
    """Gettext in the server's language."""
    return language(parts.language).translations.gettext


def shown(parts: Parts, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of `templates/web/`; `opened` and `here` (the current masthead link) may be given."""
    frame = {"opened": None, "here": "", "marking": parts.marking, "author": ""}
    return HTMLResponse(page(parts.language, f"web/{template}", **(frame | values)), status_code=status)


Unsaved = Literal["", "finished", "busy"]
"""Why what is in the form is not saved, where that is not the fault of what was typed."""

RETRY_AFTER_SECONDS = 5


def refused_save(error: Exception, form: Callable[[Unsaved, int], HTMLResponse]) -> HTMLResponse:
    """The form once more with all that was typed: finished meanwhile (409), or the database is busy (503)."""
    if isinstance(error, AlreadyFinishedError):
        return form("finished", 409)
    answer = form("busy", 503)
    answer.headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    return answer


def revision(form: FormData, name: str) -> int:
    """The revision that a form edits, from its hidden field; 0 where nothing was saved before."""
    typed = str(form.get(name, ""))
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_REVISION
    return int(typed) if is_number else 0


def gone_to(address: str) -> RedirectResponse:
    """After a save: the browser fetches the next page with GET, so that reloading saves nothing twice."""
    return RedirectResponse(address, status_code=303)

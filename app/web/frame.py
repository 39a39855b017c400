"""What every page stands in: language, masthead, and the way a page is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from http import HTTPStatus
from typing import Annotated, ClassVar, Literal, dataclass_transform

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from app.core.assessment.act import Act
from app.core.exact import whole_number
from app.http.dependencies import RETRY_AFTER_SECONDS, Parts
from app.rendering.environment import page
from app.rendering.language import language
from app.services.assessments import Opened
from app.services.namesakes import is_apart
from app.services.writing import new_mutation
from app.web.errors import Say

MOST_FIELDS = 8_000
"""Fields of one form; a question whose 50 positions have 50 documents each has under 8,000."""


MOST_BESIDE_A_FILE = 10
"""Fields of a form that sends a file."""


async def posted(request: Request) -> FormData:
    """The form of a request; files are refused."""
    await refuse_many_fields(request, MOST_FIELDS)
    return await request.form(max_files=0, max_fields=MOST_FIELDS)


async def refuse_many_fields(request: Request, most: int) -> None:
    """HTTPException where a form that has no files has too many fields.

    They are counted at once: the parser takes millions of empty ones one by one, and counts them not.
    """
    is_in_parts = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
    if not is_in_parts and (await request.body()).count(b"&") >= most:
        raise HTTPException(400, f"A form has at most {most:,} fields here.")


async def sent_file(request: Request, name: str) -> bytes:
    """The one file of a form, under the name of its field; empty where none was chosen.

    The guard limits it while it streams.
    """
    await refuse_many_fields(request, MOST_BESIDE_A_FILE)
    async with request.form(max_files=1, max_fields=MOST_BESIDE_A_FILE) as form:
        file = form.get(name)
        return await file.read() if isinstance(file, UploadFile) else b""


Posted = Annotated[FormData, Depends(posted)]


def say(parts: Parts) -> Say:
    """Gettext in the server's language."""
    return language(parts.language).translations.gettext


Unsaved = Literal["", "busy"]
"""Why what is in the form is not saved, where that is not the fault of what was typed."""

Here = Literal["", "tasks", "questions", "result", "report"]
"""The current link of the masthead; empty where a page is behind none of them."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Page:
    """What a template of `templates/web/` is filled with, beside its frame: a frozen dataclass for each."""

    template: ClassVar[str]
    here: ClassVar[Here]

    def __init_subclass__(cls, *, template: str, here: Here = "") -> None:
        cls.template, cls.here = template, here
        dataclass(frozen=True, kw_only=True)(cls)

    def values(self) -> Mapping[str, object]:
        """Its fields, under the names that the template has for them, and its place in the masthead."""
        assert is_dataclass(self)  # noqa: S101 - every page is made one
        return {"here": self.here} | {one.name: getattr(self, one.name) for one in fields(self)}


def render(
    parts: Parts, filled: Page, *, status: int = 200, opened: Opened | None = None, author: str = ""
) -> HTMLResponse:
    """A page; in an assessment, and under the name of a visitor, where these are given.

    `mutation` is a new one for the form of the page. A status of 503 says when to try again. Raises
    BusyError where `opened` is given.
    """
    frame = {
        "opened": opened,
        "marking": parts.marking,
        "author": author,
        "mutation": new_mutation(),
        "is_apart": opened is not None
        and is_apart(parts.database, parts.catalogue, opened.whole, opened.questionnaire_hash),
    }
    html = page(parts.language, f"web/{filled.template}", **(frame | dict(filled.values())))
    answer = HTMLResponse(html, status_code=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    return answer


def revision(form: FormData, name: str) -> int:
    """The revision that a form edits, from its hidden field; 0 where nothing was saved before."""
    return whole_number(str(form.get(name, ""))) or 0


def act_of(parts: Parts, form: FormData, author: str) -> Act:
    """What is entered under that name now; the try is that of the form, a new one where it names none."""
    return Act(by=author, at=parts.now(), mutation=str(form.get("mutation") or new_mutation()))


def gone_to(address: str) -> RedirectResponse:
    """After a save: the browser fetches the next page with GET, so that reloading saves nothing twice."""
    return RedirectResponse(address, status_code=303)

"""What a client may keep of an answer, and how it asks whether that is still so (RFC 9110, 9111)."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel

IMMUTABLE = "public, max-age=31536000, immutable"
"""For what never changes and is no secret."""
PUBLIC = "public, no-cache"
"""For what is no secret but may change."""
PRIVATE = "private, no-cache"
"""For what only its reader may keep, and asks for again each time."""
NOT_KEPT = "no-store"
"""For the owner's own copy; a program that holds its tag may still ask by it."""


class NotModifiedError(Exception):
    """The client already has what it asks for; `headers` are those of the answer that it has."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers
        super().__init__()


class Held:
    """What the client says that it has."""

    def __init__(self, tags: str) -> None:
        self._is_any = tags.strip() == "*"
        self._tags = {tag.strip().removeprefix("W/") for tag in tags.split(",")}

    def headers(self, tag: str, keeping: str, **more: str) -> dict[str, str]:
        """The headers of an answer with this tag. Raises NotModifiedError where the client has it.

        The answer has to exist: a client may ask by `*` for any at all.
        """
        headers = {"etag": tag, "cache-control": keeping, **more}
        if self._is_any or tag.removeprefix("W/") in self._tags:
            raise NotModifiedError(headers)
        return headers


def held(
    if_none_match: Annotated[
        str | None, Header(description="the `ETag` of what is already there: 304 if it still is the same")
    ] = None,
) -> Held:
    """What the client has already."""
    return Held(if_none_match or "")


TheHeld = Annotated[Held, Depends(held)]


def tag_of_content(content: bytes) -> str:
    """The tag of exactly these bytes."""
    return f'"{hashlib.sha256(content).hexdigest()}"'


def tag_of_state(*state: object) -> str:
    """The tag of what this program makes of a state, without making it."""
    return f'W/"{hashlib.sha256(repr((_program(), state)).encode()).hexdigest()}"'


@cache
def _program() -> str:
    """A hash over this program: another one may make something else of the same state."""
    whole = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def json_by_content(held: Held, shape: BaseModel, keeping: str = PRIVATE) -> Response:
    """A shape as JSON under the tag of its bytes. Raises NotModifiedError where the client has them."""
    content = shape.model_dump_json().encode()
    headers = held.headers(tag_of_content(content), keeping)
    return Response(content, media_type="application/json", headers=headers)


def tagged_responses(*, headers: tuple[str, ...] = (), **more: Any) -> dict[int | str, dict[str, Any]]:
    """The documented answers of a route that answers by tag; `headers` and `more` are those of 200 alone."""
    both = {
        "ETag": _header("changes whenever the body does"),
        "Cache-Control": _header("who may keep it, and for how long"),
    }
    described = {
        "Link": _header('where there is a next page, its address with `rel="next"`'),
        "Vary": _header("the form depends on `Accept`"),
        "Content-Disposition": _header("the name of a CSV file"),
    }
    return {
        200: {"headers": both | {name: described[name] for name in headers}, **more},
        304: {"description": "Not Modified: it is what `If-None-Match` names", "headers": both},
    }


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def install(edge: FastAPI) -> None:
    """Answer with 304 where the client has what it asks for."""

    @edge.exception_handler(NotModifiedError)
    def _not_modified(request: Request, known: NotModifiedError) -> Response:  # noqa: ARG001 - its shape
        return Response(status_code=304, headers=known.headers)

"""Style sheets, script and icon: compressed once, each under a name that changes with its content."""

import mimetypes
import re
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.http.compression import Coding, accepted, compressed
from app.rendering.environment import STATIC, static_address

_COMMENT = re.compile(rb"^[ \t]*/\*.*?\*/[ \t]*\n|^[ \t]*//[^\n]*\n", re.MULTILINE | re.DOTALL)
"""A comment on lines of its own, in a style sheet or a script: no browser needs it."""

_INDENT = re.compile(rb"^[ \t]+", re.MULTILINE)
"""What a line begins with; no text in these files goes over several lines."""

_CODINGS: tuple[Coding, ...] = ("br", "gzip")


class StaticFile:
    """One file without its comments and indents, in every coding in which it is smaller."""

    def __init__(self, file: Path) -> None:
        content = _INDENT.sub(b"", _COMMENT.sub(b"", file.read_bytes()))
        shorter = {coding: compressed(content, coding, once=True) for coding in _CODINGS}
        self._bodies: dict[Coding | None, bytes] = {None: content}
        self._bodies |= {coding: body for coding, body in shorter.items() if len(body) < len(content)}
        self._type = mimetypes.types_map[file.suffix]

    def answer(self, headers: Headers) -> Response:
        """The file as this browser reads it, to be kept for good."""
        coding = accepted(headers)
        coding = coding if coding in self._bodies else None
        sent = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
        if coding:
            sent["content-encoding"] = coding
        return Response(self._bodies[coding], media_type=self._type, headers=sent)


@cache
def _read(file: Path) -> StaticFile:
    return StaticFile(file)


class StaticFiles:
    """Answers GET and HEAD of the files' addresses; every other one is not found."""

    def __init__(self) -> None:
        self._files = {static_address(file.name): _read(file) for file in STATIC.iterdir()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = self._files.get(scope["path"])
        if found is None:
            raise HTTPException(404)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405)
        await found.answer(Headers(scope=scope))(scope, receive, send)

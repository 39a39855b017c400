"""Pages compressed with Brotli, or with gzip where a browser knows only that.

HTML alone. A page holds no secret that somebody else could guess by what compresses well: there is no
token in it, and where a request comes from is checked by its headers (app/http/guard.py). What is streamed
(results as NDJSON and CSV, files) and what carries an ETag goes as it is.
"""

import gzip
from typing import Literal

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Coding = Literal["br", "gzip"]

SMALLEST = 500
"""Bytes; below it a compressed page is hardly smaller."""

LARGEST_COMPRESSED = 4 * 1024 * 1024
"""Bytes; above it compressing would hold up everybody else."""

_QUICK = 5
_BEST = 11


def accepted(headers: Headers) -> Coding | None:
    """The best coding that a browser says it can read; None where it names neither."""
    offered = set()
    for one in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = one.partition(";")
        if quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            offered.add(name.strip())
    return "br" if "br" in offered else "gzip" if "gzip" in offered else None


def compressed(body: bytes, coding: Coding, *, once: bool = False) -> bytes:
    """The body in a coding; `once`: it is worth much time, because it is kept."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=_BEST if once else _QUICK))
    return gzip.compress(body, 9 if once else 6, mtime=0)


class Compression:
    """Compresses a page that is sent in one piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        coding = accepted(Headers(scope=scope))
        start: Message | None = None

        async def send_compressed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                MutableHeaders(scope=message).add_vary_header("accept-encoding")
                start = message
                return
            if start is not None:
                body = message.get("body", b"")
                is_whole = not message.get("more_body", False)
                if coding and is_whole and SMALLEST <= len(body) <= LARGEST_COMPRESSED:
                    message = {**message, "body": compressed(body, coding)}
                    headers = MutableHeaders(scope=start)
                    headers["content-encoding"] = coding
                    headers["content-length"] = str(len(message["body"]))
                await send(start)
                start = None
            await send(message)

        await self._app(scope, receive, send_compressed)


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return is_html and "content-encoding" not in headers and "etag" not in headers

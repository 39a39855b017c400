"""The outermost layer of the server: which requests are let in, and the headers on every answer."""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 6 * 1024 * 1024
"""Bytes of one request; above the largest answers file, which is refused in its own words."""

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Checks the Host header and the origin of unsafe requests; any website can post to localhost.

    `hosts`: the names, with port, under which the server may be addressed; `address`: the one that a person
    is told. `larger`: paths to which more than LARGEST_BODY bytes may be sent, with how many.
    """

    def __init__(self, app: ASGIApp, address: str, hosts: frozenset[str], larger: Mapping[str, int]) -> None:
        self._app = app
        self._address = address
        self._hosts = hosts
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        if scope["method"] == "HEAD":
            # Whatever answers GET answers this, without the body.
            await self({**scope, "method": "GET"}, receive, _without_body(send))
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
            return
        # What comes with a safe method is read by nobody.
        most = self._larger.get(scope["path"], LARGEST_BODY)
        read = receive if scope["method"] in _SAFE_METHODS else _limited(headers, receive, most)
        await self._app(scope, read, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse(
                f"This server does not answer to the Host {host!r}. Open {self._address} instead. "
                "Where another port leads here, as with a container, name that port by CIED_PUBLIC_PORT.",
                status_code=400,
            )
        if method in _SAFE_METHODS:
            return None
        if _is_of_another_site(headers, host):
            return PlainTextResponse("A page of another site sent this request.", status_code=403)
        return None


def _is_of_another_site(headers: Headers, host: str) -> bool:
    """A browser says where an unsafe request comes from; a program that is none says nothing."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in {"same-origin", "none"}
    return origin is not None and origin.partition("://")[2] != host


def _without_body(send: Send) -> Send:
    """Sending of the head of an answer alone."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


def _limited(headers: Headers, receive: Receive, most: int) -> Receive:
    """Reading that ends at the largest body; the edge that reads answers 413 in its own shape."""
    length = headers.get("content-length", "")
    too_large = HTTPException(413, f"A request has at most {most:,} bytes.")
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        if length.isdecimal() and int(length) > most:
            raise too_large
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise too_large
        return message

    return receive_limited

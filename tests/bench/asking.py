"""Requests to an application in this process, without a client between that would take time of its own."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message

from app.main import create_app
from app.settings import Settings
from tests import builders

HOST = (b"host", b"127.0.0.1:8000")
_Found = TypeVar("_Found")


@contextmanager
def product(data: Path, **more: str) -> Iterator[Any]:
    """The whole product over a data folder, with these further settings."""
    made = create_app(Settings(data=data, questionnaires=builders.QUESTIONNAIRES, **more))
    try:
        yield made
    finally:
        made.state.parts.press.close()
        made.state.parts.database.close()


def body(app: ASGIApp, path: str, query: str = "") -> bytes:
    """What a GET answers."""
    pieces: list[bytes] = []
    _run(_asked(app, path, query, pieces.append))
    return b"".join(pieces)


def seconds(app: ASGIApp, path: str, times: int, query: str = "") -> float:
    """Seconds of one GET of so many, one after the other, once the application is warm."""

    async def asked() -> float:
        await _asked(app, path, query, len)
        begun = time.perf_counter()
        for _ in range(times):
            await _asked(app, path, query, len)
        return (time.perf_counter() - begun) / times

    return _run(asked())


def _run(work: Coroutine[Any, Any, _Found]) -> _Found:
    """Runs it on a thread of its own: where a browser was driven before, this one has a running loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _asked(app: ASGIApp, path: str, query: str, take: Callable[[bytes], object]) -> None:
    statuses: list[int] = []

    async def receive() -> Message:
        # Nothing more comes from the client, which stays until it has its answer.
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        else:
            take(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [HOST],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    await app(scope, receive, send)
    if statuses != [200]:
        raise RuntimeError(f"{path} answers {statuses}.")

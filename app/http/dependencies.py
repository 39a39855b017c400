"""What both edges are handed: the parts of the product, the time, and who asks."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Request, Response
from starlette.routing import Match

from app.answers import LONGEST_AUTHOR
from app.catalogue import Catalogue
from app.services.printing import ReportPress
from app.storage.database import Database

AUTHOR_COOKIE = "cied_author"

RETRY_AFTER_SECONDS = 5
"""What whoever asked is told where the database cannot save at the moment."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the edges work with; made once by `create_app`."""

    database: Database
    catalogue: Catalogue
    press: ReportPress
    language: str
    marking: str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


async def parts(request: Request) -> Parts:
    """The parts of this server."""
    found: Parts = request.app.state.parts
    return found


async def author(request: Request) -> str:
    """The name that a person typed at the start; may be empty until there are accounts."""
    return unquote(request.cookies.get(AUTHOR_COOKIE, ""))[:LONGEST_AUTHOR]


def allowed(request: Request) -> str:
    """The methods that the address of a request answers to, as the header Allow lists them.

    HEAD is answered wherever GET is, by the guard.
    """
    answered = [
        method
        for method in ("GET", "POST")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return ", ".join(sorted([*answered, "HEAD"] if "GET" in answered else answered))


async def gone(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    """Nobody reads this answer: the line was cut while the request was still coming."""
    logging.getLogger("uvicorn.error").warning(
        "The line was cut during a %s; nothing of it was saved.", request.method
    )
    return Response(status_code=400)


TheParts = Annotated[Parts, Depends(parts)]
TheAuthor = Annotated[str, Depends(author)]

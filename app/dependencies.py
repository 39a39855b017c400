"""What both edges are handed: the parts of the product, the time, and who asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Request

from app.answers import LONGEST_AUTHOR
from app.catalogue import Catalogue
from app.services.printing import ReportPress
from app.storage.database import Database

AUTHOR_COOKIE = "cied_author"


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


TheParts = Annotated[Parts, Depends(parts)]
TheAuthor = Annotated[str, Depends(author)]

"""Pages of a list: a cursor, opaque to its reader, says where the next page begins."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from app.api.query import Digits

MOST = 1000
USUAL = 100

_LARGEST_NUMBER = 10**13
"""Of a key; moments are milliseconds, so this is in the year 2286."""

LimitQuery = Annotated[
    Annotated[int, Field(ge=1, le=MOST), Digits], Query(description="how many rows a page has at most")
]
CursorQuery = Annotated[
    str | None,
    Query(
        max_length=1000, description="where a page begins: `next` of the page before; the first one has none"
    ),
]


def cursor_of(of: object, key: Iterable[str | int]) -> str:
    """The cursor that leads behind the row of this key; `of` says which list it belongs to."""
    text = json.dumps([_mark(of), *key], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(cursor: str, of: object, kinds: tuple[type, ...]) -> list[Any]:
    """The key in a cursor of this list. Raises RequestValidationError for what `cursor_of` did not make."""
    try:
        key: list[Any]
        _, *key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        is_sound = tuple(map(type, key)) == kinds and all(
            0 <= part < _LARGEST_NUMBER for part in key if isinstance(part, int)
        )
        if is_sound and cursor_of(of, key) == cursor:
            return key
    except (ValueError, TypeError, RecursionError):
        pass
    raise RequestValidationError(
        [
            {
                "loc": ("query", "cursor"),
                "msg": "This is no cursor of this list with these parameters",
                "mend": "Take it from `next` of the page before, or leave it out to begin again.",
            }
        ]
    )


def link_to(request: Request, cursor: str | None) -> dict[str, str]:
    """The header that leads to the next page (RFC 8288), where there is one."""
    if cursor is None:
        return {}
    query = urlencode(dict(request.query_params) | {"cursor": cursor})
    return {"link": f'<{request.url.path}?{query}>; rel="next"'}


def _mark(of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()[:8]

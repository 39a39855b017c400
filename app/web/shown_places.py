"""Which position of what a form was built on each of its rows shows, and which documents of it.

A form does not show all of a document, so a save finds the rest by these places, and never by what is typed.
The hidden field `was-positions` has them: `0.0.1 - 1.0` says that the first row shows position 0 with its
documents 0 and 1, the second row nothing, and the third position 1 with its document 0; rows that follow show
nothing. It begins as the fields that `static/saving.js` sends beside what is typed, and sets after a save.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.assessment.answer import EvidenceItem, Position

FIELD = "was-positions"
"""The name of the hidden field."""

_PLACE = re.compile("0|[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Places:
    """What one row shows, each by its place from 0; None is nothing, as of a new row."""

    position: int | None = None
    documents: tuple[int | None, ...] = ()


def encoded_places(rows: Iterable[Places]) -> str:
    """The text of the hidden field, without what shows nothing at its end."""
    texts = (".".join(map(_written, (row.position, *row.documents))) for row in rows)
    return " ".join(text.rstrip(".-") or "-" for text in texts).rstrip(" -")


def parsed_places(text: str) -> tuple[Places, ...]:
    """The rows of a hidden field; what is no place shows nothing."""
    return tuple(Places(_read(first), tuple(map(_read, rest))) for first, *rest in _split(text))


def held_by(
    rows: Iterable[tuple[str, Places | None]], positions: Sequence[Position]
) -> list[Position | None]:
    """For each row, its agency as typed and its places, the position that it shows; each at most once.

    A row of a form that has no places shows the first position of its agency that no other row shows.
    """
    left = dict(enumerate(positions))
    held = []
    for agency, shows in rows:
        if shows is None:
            place = next((at for at, one in left.items() if one.agency == agency.strip()), None)
        else:
            place = shows.position
        held.append(None if place is None else left.pop(place, None))
    return held


def documents_of(
    shows: Places | None, position: Position | None, rows: int
) -> tuple[list[EvidenceItem | None], list[EvidenceItem]]:
    """For each of a position's rows of documents the document that it shows, and the ones no row shows."""
    left = dict(enumerate(position.evidence if position else ()))
    places = range(rows) if shows is None else (*shows.documents, *[None] * rows)[:rows]
    found = [None if place is None else left.pop(place, None) for place in places]
    return found, list(left.values())


def _written(place: int | None) -> str:
    return "-" if place is None else str(place)


def _read(place: str) -> int | None:
    return int(place) if _PLACE.fullmatch(place) else None


def _split(text: str) -> Iterable[list[str]]:
    return (row.split(".") for row in text.split(" ") if text)

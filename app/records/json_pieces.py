"""A long JSON text read piece by piece: what a piece holds is made when it is asked for, and not kept."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import NoReturn

from app.records.faults import refuse
from app.records.json_text import Members, blank, counted, piece, refuse_json, refuse_long

MOST_VALUES_OF_PIECE = 25_000
"""Of one member, or of one element of a list; an answer in which 50 agencies name 50 documents each, with
all their fields, has 18,000."""

MOST_VALUES = 3_000_000
"""Of the whole text; 100,000 entries have about two million."""

MOST_MEMBERS = 100
"""Of the outermost object."""

_COMPACT = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class Elements:
    """The elements of a long list, each made when it is its turn."""

    def __init__(self, text: str, places: list[tuple[int, int]]) -> None:
        self._text = text
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[object]:
        """Raises AnswersRefusedError at one that is not JSON."""
        return (piece(self._text, begin, end) for begin, end in self._places)


def in_pieces(text: str, largest: int, most_elements: int) -> object:
    """The members of the object that a text holds; those that are lists come as `Elements`.

    Where it holds no object, it is not looked at further, and an empty list or None stands for it. Raises
    AnswersRefusedError for a text too large, too deep, too full or not JSON.
    """
    refuse_long(text, largest)
    scan = _Scan(text, most_elements)
    begin = blank(text, text.startswith("\ufeff"))
    match text[begin : begin + 1]:
        case "{":
            return scan.members(begin)
        case "[":
            return []
        case _:
            return piece(text, begin, len(text.rstrip(" \t\n\r")))


def hash_of_members(members: Mapping[str, object]) -> str:
    """SHA-256 of all members but `hash`, as JSON in ASCII: sorted keys, no spaces; empty if too deep."""
    digest = hashlib.sha256()
    try:
        for part in _parts({key: value for key, value in members.items() if key != "hash"}):
            digest.update(part.encode())
    except RecursionError:
        return ""
    return digest.hexdigest()


def _parts(members: Mapping[str, object]) -> Iterator[str]:
    """The JSON of an object, the elements of a long list one by one."""
    opening = "{"
    for key in sorted(members):
        yield f"{opening}{json.dumps(key)}:"
        opening = ","
        value = members[key]
        if isinstance(value, list | Elements) and len(value):
            for number, element in enumerate(value):
                yield ("," if number else "[") + _compact(element)
            yield "]"
        else:
            yield "[]" if isinstance(value, Elements) else _compact(value)
    yield "}" if members else "{}"


def _compact(value: object) -> str:
    return _COMPACT.encode(value)


class _Scan:
    """Finds where members and elements lie, without making them."""

    def __init__(self, text: str, most_elements: int) -> None:
        self._text = text
        self._most_elements = most_elements
        self._left = MOST_VALUES
        self._newest = (0, 0)

    def members(self, at: int) -> Members:
        """Those of the object that begins there, after which the text ends."""
        pairs: list[tuple[str, object]] = []
        at, is_closed = self._begun(at, "}")
        while not is_closed:
            key, at = self._key(at)
            value, at = self._elements(at) if self._text.startswith("[", at) else self._member(at)
            pairs.append((key, value))
            if len(pairs) > MOST_MEMBERS:
                refuse(f"The file has more than {MOST_MEMBERS} members.", "Write it as documented.")
            at, is_closed = self._gone_on(at, "}")
        if at < len(self._text):
            self._refuse("Extra data", at)
        return Members.of(pairs)

    def _key(self, at: int) -> tuple[str, int]:
        if not self._text.startswith('"', at):
            self._refuse("Expecting property name enclosed in double quotes", at)
        end = self._counted(at)
        key = str(piece(self._text, at, end))
        at = blank(self._text, end)
        if not self._text.startswith(":", at):
            self._refuse("Expecting ':' delimiter", at)
        return key, blank(self._text, at + 1)

    def _member(self, at: int) -> tuple[object, int]:
        end = self._counted(at)
        return piece(self._text, at, end), end

    def _elements(self, at: int) -> tuple[Elements, int]:
        places: list[tuple[int, int]] = []
        at, is_closed = self._begun(at, "]")
        while not is_closed:
            end = self._counted(at)
            places.append((at, end))
            if len(places) > self._most_elements:
                problem = f"A list in it has more than {self._most_elements:,} elements."
                refuse(problem, "Check that it is the right file.")
            at, is_closed = self._gone_on(end, "]")
        return Elements(self._text, places), at

    def _counted(self, at: int) -> int:
        end, values = counted(self._text, at, MOST_VALUES_OF_PIECE)
        self._newest = at, end
        self._left -= values
        if self._left < 0:
            problem = f"It holds more than {MOST_VALUES:,} values, too many to be read."
            refuse(problem, "Check that it is the right file.")
        return end

    def _begun(self, at: int, closing: str) -> tuple[int, bool]:
        """After the bracket that opens: where to go on, and whether the closing one was there."""
        at = blank(self._text, at + 1)
        is_closed = self._text.startswith(closing, at)
        return (blank(self._text, at + 1) if is_closed else at), is_closed

    def _gone_on(self, at: int, closing: str) -> tuple[int, bool]:
        """The same after a member, where a comma or the closing bracket stands."""
        at = blank(self._text, at)
        is_closed = self._text.startswith(closing, at)
        if not is_closed and not self._text.startswith(",", at):
            piece(self._text, *self._newest)  # where a bracket is missing, the mistake is in there
            self._refuse("Expecting ',' delimiter", at)
        return blank(self._text, at + 1), is_closed

    def _refuse(self, message: str, at: int) -> NoReturn:
        refuse_json(json.JSONDecodeError(message, self._text, at))

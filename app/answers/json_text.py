"""JSON text → plain values, in which what an answers file may not hold is still to be seen."""

import json
from collections import Counter
from typing import NoReturn

from app.core.errors import AnswersRefusedError, Fault

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes."""

_LONGEST_NUMBER = 18
"""Digits; no number in an answers file comes near."""


class Inexact(str):
    """A number that is no whole number of a sensible size, as it was written."""

    __slots__ = ()


class Members(dict[str, object]):
    """An object; `twice` are the keys that it has more than once."""

    twice: tuple[str, ...] = ()


def decoded(content: bytes, largest: int = LARGEST_FILE) -> str:
    """The text of a file. Raises AnswersRefusedError where it is too large or not UTF-8."""
    _refuse_large(len(content), largest)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        _refuse(f"Byte {error.start + 1} is not UTF-8.", "Save the file as UTF-8.")


def parsed(text: str, largest: int = LARGEST_FILE) -> object:
    """The JSON value. Raises AnswersRefusedError for a text too large, too deep or not JSON."""
    _refuse_large(len(text.encode("utf-8", "surrogatepass")), largest)
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_members,
            parse_float=Inexact,
            parse_constant=Inexact,
            parse_int=_whole,
        )
    except RecursionError:
        _refuse("The file is nested too deep.", "Write it as the documentation shows.")
    except json.JSONDecodeError as error:
        _refuse(
            f"Line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}).",
            "Correct it there; a JSON editor shows the place.",
        )


def _members(pairs: list[tuple[str, object]]) -> Members:
    members = Members(pairs)
    if len(members) < len(pairs):
        times = Counter(key for key, _ in pairs)
        members.twice = tuple(key for key, number in times.items() if number > 1)
    return members


def _whole(written: str) -> int | Inexact:
    return int(written) if len(written) <= _LONGEST_NUMBER else Inexact(written)


def _refuse_large(size: int, largest: int) -> None:
    if size > largest:
        _refuse(
            f"The file has {size:,} bytes, and at most {largest:,} can be read.",
            "Shorten its comments, or check that it is the right file.",
        )


def _refuse(problem: str, mend: str) -> NoReturn:
    raise AnswersRefusedError([Fault(place=(), problem=problem, mend=mend)]) from None

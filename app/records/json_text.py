"""JSON text → plain values, in which what an answers file may not hold is still to be seen.

Things are counted before they are made: a short text can hold millions of empty objects.
"""

import json
import re
from collections import Counter
from typing import NoReturn

from app.records.faults import refuse

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes."""

MOST_VALUES = 250_000
"""Values in one text, those inside others too; they take up to 100 MB. An answers file in which each of
168 questions has 50 documents with all their fields has 60,000."""

LONGEST_STRING = 2 * LARGEST_FILE
"""Characters of one text in it, as written; signs of an answers file in quotes are at most doubled."""

_DEEPEST = 100
_LONGEST_NUMBER = 18
"""Digits; no number in an answers file comes near."""

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|([{\[])|([}\]])|(,)', re.DOTALL)
"""A string, an opening or a closing bracket, or a comma; `lastindex` says which, None for a string."""

_OPENS, _CLOSES = 1, 2
_TOKENS_OF_A_VALUE = 4
"""At most: its key, itself, a bracket or comma before it, and the bracket that closes it."""

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_BLANK = re.compile(r"[ \t\n\r]*+")
_SCALAR = re.compile(r"[^\s,\]}]*+")


class Inexact(str):
    """A number that is no whole number of a sensible size, as it was written."""

    __slots__ = ()


class Members(dict[str, object]):
    """An object; `twice` are the keys that it has more than once."""

    twice: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: list[tuple[str, object]]) -> "Members":
        """The object with these members, of which the last counts where several have one key."""
        members = cls(pairs)
        if len(members) < len(pairs):
            times = Counter(key for key, _ in pairs)
            members.twice = tuple(key for key, number in times.items() if number > 1)
        return members


def decoded(content: bytes, largest: int = LARGEST_FILE) -> str:
    """The text of a file of JSON. Raises AnswersRefusedError where it is too large or not UTF-8."""
    _refuse_large(len(content), largest)
    if len(content) <= LARGEST_FILE:
        return _decoded(content, 0)
    # One sign beyond the 65,536 of the basic plane would make each of millions four bytes wide, so it
    # comes as JSON writes it in ASCII.
    parts, begin = [], 0
    while begin < len(content):
        most = begin + 1024 * 1024
        # A sign of UTF-8 is not cut: it has up to three more bytes, of the form 10xxxxxx.
        within = re.match(rb"[\x80-\xbf]{0,3}", content[most : most + 3])
        end = most + (within.end() if within else 0)
        part = _decoded(content[begin:end], begin)
        parts.append(_WIDE.sub(lambda sign: json.dumps(sign[0])[1:-1], part))
        begin = end
    return "".join(parts)


def _decoded(content: bytes, before: int) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        refuse(f"Byte {before + error.start + 1} is not UTF-8.", "Save the file as UTF-8.")


def parsed_json(text: str) -> object:
    """The JSON value. Raises AnswersRefusedError for a text too large, too deep, too full or not JSON."""
    refuse_long(text, LARGEST_FILE)
    refuse_full(text)
    try:
        return _DECODER.decode(text.removeprefix("\ufeff"))
    except RecursionError:
        _refuse_deep()
    except json.JSONDecodeError as error:
        refuse_json(error)


def piece(text: str, begin: int, end: int) -> object:
    """The JSON value that lies there in a longer text; a mistake is told with its place in the whole."""
    try:
        value, stopped = _DECODER.raw_decode(text, begin)
    except RecursionError:
        _refuse_deep()
    except json.JSONDecodeError as error:
        refuse_json(error)
    if stopped != end:
        refuse_json(json.JSONDecodeError("Extra data", text, stopped))
    return value


def blank(text: str, at: int) -> int:
    """Where the white space that begins there ends."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def counted(text: str, at: int, most: int) -> tuple[int, int]:
    """Where the value that begins there ends, and how many values it has in it, itself included.

    Nothing is made of it, nor looked at whether it is JSON. Raises AnswersRefusedError where there are
    more than `most`, or where it is nested too deep or has too long a text.
    """
    if text[at : at + 1] not in ('"', "{", "["):
        found = _SCALAR.match(text, at)
        return (found.end() if found else at), 1
    depth, values = 0, 1
    for number, token in enumerate(_TOKEN.finditer(text, at)):
        sign = token.lastindex
        if sign is None:
            if token.end() - token.start() > LONGEST_STRING:
                problem = f"A text in it has more than {LONGEST_STRING:,} characters."
                refuse(problem, "Check that it is the right file.")
        elif sign == _CLOSES:
            depth -= 1
        else:
            values += 1
            depth += sign == _OPENS
        if depth > _DEEPEST:
            _refuse_deep()
        if values > most or number > _TOKENS_OF_A_VALUE * most:
            problem = f"It holds more than {most:,} values, too many to be read."
            refuse(problem, "Check that it is the right file.")
        if depth <= 0:
            return token.end(), values
    return len(text), values


def refuse_full(text: str, most: int = MOST_VALUES) -> None:
    """Raises AnswersRefusedError where a text holds more values than can be read."""
    if len(text) > most:  # each takes a character at least
        counted(text, blank(text, text.startswith("\ufeff")), most)


def refuse_long(text: str, largest: int) -> None:
    """Raises AnswersRefusedError where a text has too many bytes; they are never there all at once."""
    if text.isascii():
        _refuse_large(len(text), largest)
        return
    step = 1024 * 1024
    parts = (text[at : at + step] for at in range(0, len(text), step))
    _refuse_large(sum(len(part.encode("utf-8", "surrogatepass")) for part in parts), largest)


def refuse_json(error: json.JSONDecodeError) -> NoReturn:
    """Raises AnswersRefusedError with the place of a mistake."""
    refuse(
        f"Line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}).",
        "Correct it there; a JSON editor shows the place.",
    )


def _refuse_large(size: int, largest: int) -> None:
    if size > largest:
        refuse(
            f"The file is too large: at most {largest:,} bytes can be read.",
            "Shorten its comments, or check that it is the right file.",
        )


def _refuse_deep() -> NoReturn:
    refuse("The file is nested too deep.", "Write it as the documentation shows.")


def _whole(written: str) -> int | Inexact:
    return int(written) if len(written) <= _LONGEST_NUMBER else Inexact(written)


_DECODER = json.JSONDecoder(
    object_pairs_hook=Members.of, parse_float=Inexact, parse_constant=Inexact, parse_int=_whole
)

"""One TOML file that anyone may have written, read within limits of size, length and depth."""

import re
import tomllib
from pathlib import Path

from app.core.errors import Fault

LARGEST_TOML_FILE = 1024 * 1024
"""Bytes."""

MOST_LINES = 30_000
MOST_TABLES = 10_000
MOST_VALUES = 100_000

_KEY = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{20}}")
"""A key of more than 20 parts: the time to read it grows with the square of its length."""

_AT = re.compile(r" \(at (?:line (?P<line>[0-9]+), column [0-9]+|end of document)\)$")


class Decimal(str):
    """A number with a decimal point (also inf and nan), as it was written; allowed nowhere."""

    __slots__ = ()


class FileRefusedError(Exception):
    """A file that cannot be read at all; carries the fault."""

    def __init__(self, file: str, problem: str, mend: str, place: str | None = None) -> None:
        super().__init__(problem)
        where = (file,) if place is None else (file, place)
        self.fault = Fault(place=where, problem=problem, mend=mend)


def read_toml(folder: Path, file: str) -> dict[str, object]:
    """The content of `folder/file`; decimals come as `Decimal`, to be refused with their place.

    Raises FileRefusedError where it is missing, outside the folder, too large or not TOML.
    """
    text = _text(folder, file)
    if text.count("\n") > MOST_LINES:
        raise FileRefusedError(file, f"has more than {MOST_LINES} lines.", "Shorten it.")
    long = _LONG_KEY.search(text)
    if long is not None:
        line = text.count("\n", 0, long.start()) + 1
        raise FileRefusedError(file, "has a key of more than 20 parts.", "Shorten it.", place=f"line {line}")
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise FileRefusedError(file, "is nested too deep.", "Take the inner brackets out.") from None
    except ValueError as error:  # TOMLDecodeError, and a number of thousands of digits
        raise _syntax_fault(file, str(error)) from None
    tables, values = _size(content)
    if tables > MOST_TABLES or values > MOST_VALUES:
        raise FileRefusedError(
            file, f"holds {tables} tables and {values} values, too much to read.", "Shorten it."
        )
    return content


def _size(content: object) -> tuple[int, int]:
    """How many tables and how many values it holds, without recursion."""
    tables = values = 0
    waiting = [content]
    while waiting:
        value = waiting.pop()
        values += 1
        if isinstance(value, dict):
            tables += 1
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return tables, values


def _text(folder: Path, file: str) -> str:
    path = folder / file
    if not path.is_file():
        raise FileRefusedError(file, "is not there.", f"Write it into {folder.name}/.")
    if path.resolve().parent != folder.resolve():
        raise FileRefusedError(
            file, "is a link to another folder.", f"Copy the file itself into {folder.name}/."
        )
    with path.open("rb") as opened:
        content = opened.read(LARGEST_TOML_FILE + 1)
    if len(content) > LARGEST_TOML_FILE:
        raise FileRefusedError(
            file, f"is larger than {LARGEST_TOML_FILE // 1024} KiB.", "Divide it or shorten it."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefusedError(
            file, "is not UTF-8 text.", "Save it again as UTF-8.", place=f"line {line}"
        ) from None


def _syntax_fault(file: str, message: str) -> FileRefusedError:
    found = _AT.search(message)
    problem = message if found is None else message[: found.start()]
    place = None if found is None else "end of file" if found["line"] is None else f"line {found['line']}"
    return FileRefusedError(file, f"cannot be read: {problem[:200]}.", "Mend the TOML there.", place)

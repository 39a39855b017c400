"""A table as a value: words and numbers, before anything is known of files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TypeVar

from app.answers import cleaned

Cell = str | int | Decimal | None
"""None where nothing can be said, such as *claimed* where it is too early."""

_Thing = TypeVar("_Thing")
_Columns = Iterable[tuple[str, str, Callable[[_Thing], Cell]]]
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Column:
    """`key` is the same in every language, `head` is its name in this one."""

    key: str
    head: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of cells under columns. `key` names its file, `title` its sheet."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(key: str, title: str, things: Iterable[_Thing], columns: _Columns[_Thing]) -> Table:
    """The table with a row for each thing; a column is its key, its head, and what it says of a thing."""
    columns = tuple(columns)
    return Table(
        key=key,
        title=title,
        columns=tuple(Column(key=one, head=head) for one, head, _ in columns),
        rows=tuple(tuple(_cell(says(thing)) for _, _, says in columns) for thing in things),
    )


def figure(value: Fraction | None) -> Decimal | None:
    """A score or a share in points of a hundred, rounded to two decimals (half even)."""
    if value is None:
        return None
    # Exact first: a score has more digits than a Decimal carries.
    hundredths = round(value * 100)
    return (Decimal(hundredths) * _HUNDREDTH).quantize(_HUNDREDTH, rounding=ROUND_HALF_EVEN)


def share(value: Fraction) -> Decimal | None:
    """A share from 0 to 1 in percent."""
    return figure(value * 100)


def _cell(value: Cell) -> Cell:
    return cleaned(value) if isinstance(value, str) else value

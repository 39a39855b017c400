"""Store of the results: one row for each node of each edition, with the figures of its masked copy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Integer, Select, bindparam, delete, func, insert, select, tuple_, update

from app.core.assessment.assessment import Scope
from app.core.method.result_row import ResultRow
from app.core.method.scoring import NodeKind
from app.storage.database import Database
from app.storage.tables import RESULT, EditionRow

RowFormat = Literal["json", "csv"]
"""The text of a row that is handed out."""

AT_ONCE = 2000
"""Rows of a page of `pages`: large enough that beginning one costs nothing, small enough for any memory."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which results; `year` is that of the reference date, and None means any.

    Of one `scope` alone: full assessments and quick scans are not comparable. `apart`: the hashes of
    questionnaires whose rows stand with no others; only `questionnaire_hash` asks for them.
    """

    questionnaire: str | None = None
    version: str | None = None
    year: int | None = None
    kind: NodeKind | None = None
    scope: Scope = "full"
    with_demonstrations: bool = False
    questionnaire_hash: str | None = None
    apart: tuple[str, ...] = ()


class ResultKey(NamedTuple):
    """The place of a row in the order of all results."""

    questionnaire: str
    version: str
    country_code: str
    assessment: str
    edition: int
    place: int


@dataclass(frozen=True)
class WordedRow:
    """A row in the texts in which it is handed out: a JSON object, and a line of CSV without its end."""

    row: ResultRow
    json_text: str
    csv_text: str


@dataclass(frozen=True)
class RowPage:
    """Rows in order, each as a text; `last` is the place of the last one where more follow."""

    texts: list[str]
    last: ResultKey | None


_KEY = {name: RESULT.c[name] for name in ResultKey._fields}
_TEXTS = {"json": RESULT.c.json_text, "csv": RESULT.c.csv_text}
_Select = Select[*tuple[Any, ...]]
_OLDER = update(RESULT).where(RESULT.c.assessment == bindparam("of_assessment")).values(is_newest=False)
_STATE = select(func.count(), func.max(EditionRow.finished_at)).select_from(EditionRow)


def page(
    database: Database, wanted: Wanted, text: RowFormat, *, limit: int, after: ResultKey | None = None
) -> RowPage:
    """The first rows of the newest edition of each assessment, in the order of countries and of nodes.

    `after` has to be the key of a row that is wanted too.
    """
    ends, texts = _statements(wanted, text, is_first=after is None)
    place = {"limit": limit, "before_last": limit - 1} | ({} if after is None else after._asdict())
    with database.reading() as connection:
        last_and_next = connection.execute(ends, place).all()
        found = connection.scalars(texts, place).all()
    return RowPage(list(found), ResultKey(*last_and_next[0]) if len(last_and_next) > 1 else None)


def pages(database: Database, wanted: Wanted, text: RowFormat) -> Iterator[RowPage]:
    """All of them, a page at a time, each as it is at its moment; the first one may be empty."""
    after = None
    while True:
        one = page(database, wanted, text, limit=AT_ONCE, after=after)
        yield one
        if one.last is None:
            return
        after = one.last


def state(database: Database) -> str:
    """A text that changes whenever a result is added or goes."""
    with database.reading() as connection:
        count, newest = connection.execute(_STATE).one()
    return f"{count} {newest}"


def add(connection: Connection, rows: Sequence[WordedRow]) -> None:
    """Add the nodes of the newest edition of one assessment, in the questionnaire's order."""
    connection.execute(_OLDER, {"of_assessment": rows[0].row.assessment})
    connection.execute(insert(RESULT), rows_of(rows, is_newest=True))


def rows_of(rows: Sequence[WordedRow], *, is_newest: bool) -> list[dict[str, Any]]:
    """The rows of an edition's nodes, in the questionnaire's order."""
    return [{**_stored(one), "place": place, "is_newest": is_newest} for place, one in enumerate(rows)]


def remove(connection: Connection, assessment: str) -> None:
    """Remove the results of every edition of an assessment."""
    connection.execute(delete(RESULT).where(RESULT.c.assessment == assessment))


@lru_cache(maxsize=64)
def _statements(wanted: Wanted, text: RowFormat, *, is_first: bool) -> tuple[_Select, _Select]:
    """What reads the key of the last row of a page and of the one after it; and what reads its texts."""
    chosen = _chosen(wanted, is_first=is_first)
    ends = chosen.with_only_columns(*_KEY.values()).offset(bindparam("before_last", type_=Integer)).limit(2)
    return ends, chosen.with_only_columns(_TEXTS[text]).limit(bindparam("limit", type_=Integer))


def _chosen(wanted: Wanted, *, is_first: bool) -> _Select:
    same = {
        "questionnaire": wanted.questionnaire,
        "version": wanted.version,
        "year": wanted.year,
        "kind": wanted.kind,
        "scope": wanted.scope,
        "questionnaire_hash": wanted.questionnaire_hash,
        "is_demonstration": None if wanted.with_demonstrations else False,
    }
    chosen = select().where(RESULT.c.is_newest).order_by(*_KEY.values())
    for name, value in same.items():
        if value is not None:
            chosen = chosen.where(RESULT.c[name] == value)
    if wanted.apart and wanted.questionnaire_hash is None:
        chosen = chosen.where(RESULT.c.questionnaire_hash.not_in(wanted.apart))
    if is_first:
        return chosen
    # What is the same in all rows is left out, so that the index leads to the place at once.
    differs = {name: column for name, column in _KEY.items() if same.get(name) is None}
    place = (bindparam(name, type_=column.type) for name, column in differs.items())
    return chosen.where(tuple_(*differs.values()) > tuple_(*place))


def _stored(one: WordedRow) -> dict[str, object]:
    return {
        **dict(_values(one.row)),
        "year": one.row.reference_date.year,
        "json_text": one.json_text,
        "csv_text": one.csv_text,
    }


def _values(value: Any, before: str = "") -> Iterator[tuple[str, object]]:
    """What each column holds of a row, as `tables.RESULT` has them."""
    for field in fields(value):
        column, member = before + field.name, getattr(value, field.name)
        if is_dataclass(member):
            yield from _values(member, f"{column}_")
        else:
            yield column, str(member) if isinstance(member, Fraction) else member

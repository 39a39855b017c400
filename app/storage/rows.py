"""Rows exactly as they lie in the database, for whoever has to see whether they still are what was written.

Moments, dates and truth are not read as such: a text that only reads like the right one is another.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Date, String, Table, cast, select, type_coerce
from sqlalchemy.types import NullType

from app.storage.columns import UtcMoment
from app.storage.tables import RESULT, AssessmentRow, EditionRow, EntryRow

Row = dict[str, Any]
"""A value for each column; moments and dates as text, what lies there for a truth."""


def assessments(connection: Connection) -> list[str]:
    """The id of every assessment."""
    return list(connection.scalars(select(AssessmentRow.id).order_by(AssessmentRow.id)))


def assessment(connection: Connection, id: str) -> Row | None:  # noqa: A002 - its name everywhere
    """The row of an assessment; None where there is none."""
    found = _rows(connection, AssessmentRow, "id", id)
    return found[0] if found else None


def entries(connection: Connection, of: str) -> list[Row]:
    """Every entry of an assessment, by position."""
    return _rows(connection, EntryRow, "assessment", of, "position", "subject", "revision")


def editions(connection: Connection, of: str) -> list[Row]:
    """Every edition of an assessment, oldest first."""
    return _rows(connection, EditionRow, "assessment", of, "number")


def results(connection: Connection, of: str) -> list[Row]:
    """Every result of an assessment, by edition and place."""
    return _rows(connection, RESULT, "assessment", of, "edition", "place")


def _rows(connection: Connection, of: Any, key: str, value: str, *order: str) -> list[Row]:
    table: Table = getattr(of, "__table__", of)
    chosen = select(*map(_plain, table.columns)).where(table.c[key] == value)
    rows = connection.execute(chosen.order_by(*(table.c[name] for name in order)))
    return [{**row} for row in rows.mappings()]


def _plain(column: ColumnElement[Any]) -> ColumnElement[Any]:
    match column.type:
        case UtcMoment() | Date():
            return cast(column, String).label(column.key)
        case Boolean():
            return type_coerce(column, NullType()).label(column.key)
        case _:
            return column

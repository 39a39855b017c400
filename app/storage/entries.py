"""Store of the entries: the journal of every assessment, to which rows are only ever added."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Row, Select, bindparam, func, insert, or_, select
from sqlalchemy.orm import aliased

from app.answers import body, linked, moment_text, read_body
from app.core.assessment.journal import (
    ABOUT,
    STANDING,
    Entry,
    Subject,
    SubjectKind,
)
from app.storage.columns import UtcMoment
from app.storage.tables import EntryRow

_COLUMNS = (
    EntryRow.assessment,
    EntryRow.subject,
    EntryRow.revision,
    EntryRow.position,
    EntryRow.body,
    EntryRow.author,
    EntryRow.at,
    EntryRow.hash,
)
_later = aliased(EntryRow)
_IS_NEWEST = ~(
    select(_later.revision)
    .where(
        _later.assessment == EntryRow.assessment,
        _later.subject == EntryRow.subject,
        _later.revision == EntryRow.revision + 1,
    )
    .exists()
)
_PRESENT = select(*_COLUMNS).where(
    EntryRow.assessment == bindparam("assessment"),
    or_(_IS_NEWEST, EntryRow.subject.startswith(f"{SubjectKind.COMPONENT}:")),
)
_EVERY = (
    select(*_COLUMNS, EntryRow.mutation)
    .where(EntryRow.assessment == bindparam("assessment"))
    .order_by(EntryRow.position)
)
_SINCE = select(*_COLUMNS).where(
    EntryRow.assessment == bindparam("assessment"), EntryRow.position >= bindparam("position")
)
_OF_SUBJECT = (
    select(*_COLUMNS)
    .where(EntryRow.assessment == bindparam("assessment"), EntryRow.subject == bindparam("subject"))
    .order_by(EntryRow.revision.desc())
)
_NEWEST = _OF_SUBJECT.limit(1)
_OF_SUBJECT_BEFORE = _OF_SUBJECT.where(EntryRow.revision < bindparam("before")).limit(
    bindparam("limit", type_=Integer)
)
_BEFORE = (
    select(*_COLUMNS)
    .where(EntryRow.assessment == bindparam("assessment"), EntryRow.position < bindparam("before"))
    .order_by(EntryRow.position.desc())
    .limit(bindparam("limit", type_=Integer))
)
_ONE = select(*_COLUMNS).where(
    EntryRow.assessment == bindparam("assessment"),
    EntryRow.subject == bindparam("subject"),
    EntryRow.revision == bindparam("revision"),
)
_MADE_BY = select(*_COLUMNS).where(
    EntryRow.assessment == bindparam("assessment"),
    EntryRow.mutation == bindparam("mutation"),
    EntryRow.subject == bindparam("subject"),
)
_UNTIL = (
    select(*_COLUMNS)
    .where(EntryRow.assessment == bindparam("assessment"), EntryRow.position <= bindparam("position"))
    .order_by(EntryRow.position)
)
_POSITION_AT = select(func.max(EntryRow.position)).where(
    EntryRow.assessment == bindparam("assessment"), EntryRow.at <= bindparam("at", type_=UtcMoment)
)
_LAST = (
    select(EntryRow.position, EntryRow.hash)
    .where(EntryRow.assessment == bindparam("assessment"))
    .order_by(EntryRow.position.desc())
    .limit(1)
)
_HEADS = select(*_COLUMNS).where(EntryRow.subject.in_((str(ABOUT), str(STANDING))), _IS_NEWEST)
_CHANGED = select(EntryRow.assessment, func.max(EntryRow.at).label("at")).group_by(EntryRow.assessment)


class Last(NamedTuple):
    """Where a journal ends: the position of its newest entry, and its hash."""

    position: int
    hash: str


def present(connection: Connection, assessment: str) -> list[Entry]:
    """What the present state is folded from, in no order.

    The newest entry of every subject, and every entry of the components.
    """
    rows = connection.execute(_PRESENT, {"assessment": assessment})
    return [_entry(row) for row in rows]


def since(connection: Connection, assessment: str, position: int) -> list[Entry]:
    """What was entered at a position and after it, in no order."""
    rows = connection.execute(_SINCE, {"assessment": assessment, "position": position})
    return [_entry(row) for row in rows]


def every(connection: Connection, assessment: str) -> list[tuple[Entry, str]]:
    """The whole history, each entry with its mutation, in the order of positions."""
    return [(_entry(row), row.mutation) for row in connection.execute(_EVERY, {"assessment": assessment})]


def until(connection: Connection, assessment: str, position: int) -> list[Entry]:
    """The history up to a position, in the order of positions."""
    rows = connection.execute(_UNTIL, {"assessment": assessment, "position": position})
    return [_entry(row) for row in rows]


def of_subject(connection: Connection, assessment: str, subject: Subject) -> list[Entry]:
    """Every revision of one subject, newest first."""
    rows = connection.execute(_OF_SUBJECT, {"assessment": assessment, "subject": str(subject)})
    return [_entry(row) for row in rows]


def page_of_subject(
    connection: Connection, assessment: str, subject: Subject, *, before: int, limit: int
) -> list[Entry]:
    """The newest revisions of one subject before one of them, newest first."""
    wanted = {"assessment": assessment, "subject": str(subject), "before": before, "limit": limit}
    return [_entry(row) for row in connection.execute(_OF_SUBJECT_BEFORE, wanted)]


def page(connection: Connection, assessment: str, *, before: int, limit: int) -> list[Entry]:
    """The newest entries before a position, newest first."""
    wanted = {"assessment": assessment, "before": before, "limit": limit}
    return [_entry(row) for row in connection.execute(_BEFORE, wanted)]


def position_at(connection: Connection, assessment: str, at: datetime) -> int:
    """The position of the newest entry that was there at a moment; 0 where there was none."""
    return connection.scalar(_POSITION_AT, {"assessment": assessment, "at": at}) or 0


def newest_of(connection: Connection, assessment: str, subject: Subject) -> Entry | None:
    """The newest entry of one subject; None where nothing was entered."""
    return _one(connection, _NEWEST, assessment=assessment, subject=str(subject))


def find(connection: Connection, assessment: str, subject: Subject, revision: int) -> Entry | None:
    """One revision of a subject; None where there is none."""
    return _one(connection, _ONE, assessment=assessment, subject=str(subject), revision=revision)


def entered_by(connection: Connection, assessment: str, mutation: str, subject: Subject) -> Entry | None:
    """What a mutation entered for a subject; None where it entered nothing."""
    return _one(connection, _MADE_BY, assessment=assessment, mutation=mutation, subject=str(subject))


def last(connection: Connection, assessment: str) -> Last:
    """Where the journal of an assessment ends; every one has an entry."""
    return Last(*connection.execute(_LAST, {"assessment": assessment}).one())


def heads(connection: Connection, of: list[str] | None = None) -> dict[str, list[Entry]]:
    """Of some assessments, or of every one, the entries that say whose it is and where it stands."""
    found: dict[str, list[Entry]] = {}
    for row in _of_some(connection, _HEADS, of):
        found.setdefault(row.assessment, []).append(_entry(row))
    return found


def changed(connection: Connection, of: list[str] | None = None) -> dict[str, datetime]:
    """Of some assessments, or of every one, the moment of its newest entry."""
    return {row.assessment: row.at for row in _of_some(connection, _CHANGED, of)}


def add(
    connection: Connection, assessment: str, entries: Iterable[Entry], mutation: str, *, after: str
) -> tuple[Entry, ...]:
    """Add entries behind the one with the hash `after`, and give them with their own hashes.

    The keys refuse a revision or a position that is taken.
    """
    added, rows = [], []
    for entry in entries:
        values = {
            "position": entry.position,
            "subject": str(entry.subject),
            "revision": entry.revision,
            "body": body(entry.content),
            "author": entry.author,
            "mutation": mutation,
        }
        after = linked(after, at=moment_text(entry.at), **values)
        added.append(replace(entry, hash=after))
        rows.append({**values, "assessment": assessment, "at": entry.at, "hash": after})
    connection.execute(insert(EntryRow), rows)
    return tuple(added)


def _of_some(
    connection: Connection, statement: Select[*tuple[Any, ...]], of: list[str] | None
) -> Iterable[Row[*tuple[Any, ...]]]:
    chosen = statement if of is None else statement.where(EntryRow.assessment.in_(of))
    return connection.execute(chosen)


def _one(connection: Connection, statement: Select[*tuple[Any, ...]], **wanted: object) -> Entry | None:
    row = connection.execute(statement, wanted).one_or_none()
    return None if row is None else _entry(row)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    subject = Subject.parsed(row.subject)
    return Entry(
        subject=subject,
        revision=row.revision,
        position=row.position,
        content=read_body(subject.kind, row.body),
        author=row.author,
        at=row.at,
        hash=row.hash,
    )

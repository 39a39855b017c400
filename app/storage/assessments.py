"""Store of the assessments: which there are, and the lock that every write takes first."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, insert, or_, select, text

from app.answers import hash_of_assessment, moment_text
from app.storage.tables import RESULT, AssessmentRow, EditionRow, EntryRow, QuestionnaireRow

_ID = re.compile(r"[0-9a-f-]{36}", re.ASCII)


class NoSuchAssessmentError(LookupError):
    """There is no assessment with this id."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """An assessment as it is stored; `questionnaire_hash` leads to the text it was started with.

    `mutation`: that of its start.
    """

    id: str
    questionnaire: str
    version: str
    questionnaire_hash: str
    is_demonstration: bool
    created_at: datetime
    mutation: str


class AssessmentKey(NamedTuple):
    """The place of an assessment in the list of all."""

    created_at: datetime
    id: str


_ALL = (
    select(
        AssessmentRow.id,
        QuestionnaireRow.id.label("questionnaire"),
        QuestionnaireRow.version,
        QuestionnaireRow.hash.label("questionnaire_hash"),
        AssessmentRow.is_demonstration,
        AssessmentRow.created_at,
        AssessmentRow.mutation,
    )
    .join(QuestionnaireRow, QuestionnaireRow.hash == AssessmentRow.questionnaire)
    .order_by(AssessmentRow.created_at.desc(), AssessmentRow.id)
)
_ONE = _ALL.where(AssessmentRow.id == bindparam("id"))
_LOCKED = _ONE.with_for_update(of=AssessmentRow)
_STARTED_BY = _ALL.where(AssessmentRow.mutation == bindparam("mutation"))
_DEMONSTRATIONS = select(AssessmentRow.id).where(AssessmentRow.is_demonstration)
_STARTING = text("LOCK TABLE assessment IN SHARE ROW EXCLUSIVE MODE")


def add(
    connection: Connection,
    id: str,  # noqa: A002 - its name everywhere
    *,
    questionnaire_hash: str,
    is_demonstration: bool,
    mutation: str,
    now: datetime,
) -> str:
    """Add an assessment, still without entries; gives what stands for the hash before the first one."""
    row = {
        "id": id,
        "questionnaire": questionnaire_hash,
        "is_demonstration": is_demonstration,
        "created_at": now,
        "mutation": mutation,
    }
    connection.execute(insert(AssessmentRow), row)
    return hash_of_assessment(
        id,
        questionnaire_hash=questionnaire_hash,
        is_demonstration=is_demonstration,
        created_at=moment_text(now),
        mutation=mutation,
    )


def find(connection: Connection, id: str) -> Stored:  # noqa: A002 - its name everywhere
    """The assessment. Raises NoSuchAssessmentError."""
    return _found(connection, _ONE, id)


def locked(connection: Connection, id: str) -> Stored:  # noqa: A002 - its name everywhere
    """The assessment, on which nobody else writes until this transaction ends.

    Raises NoSuchAssessmentError.
    """
    return _found(connection, _LOCKED, id)


def lock_starting(connection: Connection) -> None:
    """Nobody else starts an assessment until this transaction ends, so that a repeat finds the first."""
    if connection.dialect.name == "postgresql":
        connection.execute(_STARTING)


def started_by(connection: Connection, mutation: str) -> Stored | None:
    """The assessment that a mutation started; None where it started none."""
    row = connection.execute(_STARTED_BY, {"mutation": mutation}).one_or_none()
    return None if row is None else _stored(row)


def every(connection: Connection) -> list[Stored]:
    """All of them, newest first."""
    return [_stored(row) for row in connection.execute(_ALL)]


def page(
    connection: Connection, *, limit: int, after: AssessmentKey | None, with_demonstrations: bool
) -> tuple[list[Stored], AssessmentKey | None]:
    """The newest ones after `after`, and the key of the last one where more follow."""
    chosen = _ALL.limit(limit + 1)
    if not with_demonstrations:
        chosen = chosen.where(~AssessmentRow.is_demonstration)
    if after is not None:
        is_older = AssessmentRow.created_at < after.created_at
        is_beside = and_(AssessmentRow.created_at == after.created_at, AssessmentRow.id > after.id)
        chosen = chosen.where(or_(is_older, is_beside))
    found = [_stored(row) for row in connection.execute(chosen)]
    listed = found[:limit]
    return listed, AssessmentKey(listed[-1].created_at, listed[-1].id) if len(found) > limit else None


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - its name everywhere
    """Remove one with all that belongs to it; the questionnaire's text stays."""
    _remove(connection, select(AssessmentRow.id).where(AssessmentRow.id == id))


def remove_demonstrations(connection: Connection) -> int:
    """Remove every demonstration with all that belongs to it; the number removed."""
    return _remove(connection, _DEMONSTRATIONS)


def _remove(connection: Connection, chosen: Select[*tuple[Any, ...]]) -> int:
    ids = connection.scalars(chosen.with_for_update()).all()
    for table, column in (
        (RESULT, RESULT.c.assessment),
        (EditionRow, EditionRow.assessment),
        (EntryRow, EntryRow.assessment),
        (AssessmentRow, AssessmentRow.id),
    ):
        connection.execute(delete(table).where(column.in_(ids)))
    return len(ids)


def _found(connection: Connection, statement: Select[*tuple[Any, ...]], id: str) -> Stored:  # noqa: A002
    row = connection.execute(statement, {"id": id}).one_or_none() if _ID.fullmatch(id) else None
    if row is None:
        raise NoSuchAssessmentError(id)
    return _stored(row)


def _stored(row: Row[*tuple[Any, ...]]) -> Stored:
    return Stored(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it

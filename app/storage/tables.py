"""The tables. They are neither what requests carry nor what the core works with."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime
from fractions import Fraction
from types import NoneType
from typing import Any, get_args, get_type_hints

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.core.method.result_row import ResultRow
from app.storage.columns import FreeText, UtcMoment


class QuestionnaireRow(SQLModel, table=True):
    """The canonical text of a questionnaire that an assessment was started with, under its hash."""

    __tablename__ = "questionnaire"

    hash: str = Field(primary_key=True, max_length=64)
    id: str
    version: str
    text: str = Field(sa_type=Text)


class AssessmentRow(SQLModel, table=True):
    """An assessment. Every write locks its row first. `mutation` is that of its start."""

    __tablename__ = "assessment"
    __table_args__ = (Index("assessment_newest", "created_at"),)

    id: str = Field(primary_key=True, max_length=36)
    questionnaire: str = Field(foreign_key="questionnaire.hash")
    is_demonstration: bool
    created_at: datetime = Field(sa_type=UtcMoment)
    mutation: str = Field(unique=True, max_length=64)


class EntryRow(SQLModel, table=True):
    """One thing entered; rows are only ever added. `hash` binds it to everything entered before it."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("assessment", "position", name="entry_position"),
        UniqueConstraint("assessment", "mutation", "subject", name="entry_mutation"),
    )

    assessment: str = Field(foreign_key="assessment.id", primary_key=True)
    subject: str = Field(primary_key=True, max_length=80)
    revision: int = Field(primary_key=True)
    position: int
    body: str = Field(sa_type=FreeText)
    author: str = Field(sa_type=FreeText)
    at: datetime = Field(sa_type=UtcMoment)
    mutation: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class EditionRow(SQLModel, table=True):
    """A finished state, frozen: the owner's own content, and the hashes of both copies.

    `journal_hash`: that of the entry at `position`, which stands for the whole history until then.
    """

    __tablename__ = "edition"
    __table_args__ = (Index("edition_finished", "finished_at"),)

    assessment: str = Field(foreign_key="assessment.id", primary_key=True)
    number: int = Field(primary_key=True)
    position: int
    content_hash: str = Field(max_length=64)
    content: str = Field(sa_type=FreeText)
    masked_hash: str = Field(max_length=64)
    finished_at: datetime = Field(sa_type=UtcMoment)
    author: str = Field(sa_type=FreeText)
    journal_hash: str = Field(max_length=64)


_TYPES = {str: String, int: Integer, bool: Boolean, date: Date, Fraction: String}
_NARROWER = {
    "questionnaire_hash": String(64),
    "country_code": String(2),
    "country_name": FreeText(),
    "scope": String(5),
}
"""Columns of a row of results whose type says more than that of their field."""


def _columns(shape: type, before: str = "") -> Iterator[Column[Any]]:
    """A column for each field; a value with fields of its own has one for each of them."""
    for name, hint in get_type_hints(shape).items():
        column = before + name
        if is_dataclass(hint):
            yield from _columns(hint, f"{column}_")
        else:
            # Of a choice of texts the texts, of what may be missing its type and None.
            kinds = get_args(hint) or (hint,)
            kind = str if isinstance(kinds[0], str) else kinds[0]
            yield Column(column, _NARROWER.get(column, _TYPES[kind]), nullable=NoneType in kinds)


RESULT = Table(
    "result",
    SQLModel.metadata,
    *_columns(ResultRow),
    Column("place", Integer, nullable=False),
    Column("is_newest", Boolean, nullable=False),
    Column("year", Integer, nullable=False),
    Column("json_text", FreeText, nullable=False),
    Column("csv_text", FreeText, nullable=False),
    PrimaryKeyConstraint("assessment", "edition", "place"),
    ForeignKeyConstraint(["assessment"], ["assessment.id"]),
    # The order in which the aggregate is read, and all that it is filtered by.
    Index(
        "result_aggregate",
        "is_newest",
        "questionnaire",
        "version",
        "country_code",
        "assessment",
        "edition",
        "place",
        "kind",
        "year",
        "is_demonstration",
        "scope",
    ),
)
"""What one node of one edition is worth in the masked copy; never a figure of the own copy.

The columns of a `ResultRow`, its figures exact, as "a/b". `place` is the node's in its edition. `is_newest`:
no later edition of the assessment exists. `year` is that of the reference date. The texts say the same once
more, as it is handed out: handing out a row costs no more than reading it.
"""

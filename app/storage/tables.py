"""The tables. They are neither what requests carry nor what the core works with."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.storage.columns import FreeText, Moment


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
    created_at: datetime = Field(sa_type=Moment)
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
    at: datetime = Field(sa_type=Moment)
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
    finished_at: datetime = Field(sa_type=Moment)
    author: str = Field(sa_type=FreeText)
    journal_hash: str = Field(max_length=64)


class ResultRow(SQLModel, table=True):
    """What one node of one edition is worth in the masked copy; never a figure of the own copy.

    Scores and coverage are exact, as "a/b". `place` is the node's in its edition. `is_newest`: no
    later edition of the assessment exists. The texts say the same once more, as it is handed out:
    handing out a row costs no more than reading it.
    """

    __tablename__ = "result"
    __table_args__ = (
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

    assessment: str = Field(foreign_key="assessment.id", primary_key=True)
    edition: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    is_newest: bool
    is_demonstration: bool
    questionnaire: str
    version: str
    questionnaire_hash: str = Field(max_length=64)
    country_code: str = Field(max_length=2)
    country_name: str = Field(sa_type=FreeText)
    reference_date: date
    year: int
    scope: str = Field(max_length=5)
    node: str
    kind: str
    score_low: str
    score_claimed: str | None
    score_high: str
    level_low: int | None
    level_high: int | None
    coverage: str
    json_text: str = Field(sa_type=FreeText)
    csv_text: str = Field(sa_type=FreeText)

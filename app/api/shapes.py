"""The published shapes of /api/v1; exact numbers travel as integers and as text, never as floats."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field, RootModel

from app.core.assessment.assessment import Scope
from app.exports.published import CountryShape
from app.exports.result_rows import ResultRowShape

ROWS_STATEMENT = "Self-assessments by States; not a measure of compliance, and no ranking."

_NEXT = "the `cursor` of the next page; null on the last one"


class QuestionnaireSummary(BaseModel):
    """A version of a questionnaire that this server has."""

    id: str = Field(examples=["a-res-75-59"])
    version: str = Field(examples=["0.9"])
    status: Literal["draft", "published"]
    title: str
    hash: str = Field(description="SHA-256 of the canonical text, in hexadecimal")
    domains: int = Field(examples=[1])
    questions: int = Field(examples=[18])


class QuestionnaireList(RootModel[list[QuestionnaireSummary]]):
    """Every version of a questionnaire on this server."""


class EditionShape(BaseModel):
    """A finished, frozen state of an assessment.

    The hash is that of its masked copy as it is made today, without what was withheld since it was finished.
    It is empty where the assessment is damaged.
    """

    number: int = Field(examples=[1])
    finished_at: datetime
    hash: str


class AssessmentSummary(BaseModel):
    """An assessment on this server, without its answers."""

    id: str
    country: CountryShape
    reference_date: date
    scope: Scope = Field(description="a *quick* scan is comparable with no *full* assessment")
    questionnaire: str = Field(examples=["a-res-75-59"])
    version: str = Field(examples=["0.9"])
    is_demonstration: bool
    is_finished: bool
    editions: list[EditionShape]


class AssessmentPage(BaseModel):
    """Assessments on this server, newest first."""

    assessments: list[AssessmentSummary]
    next: str | None = Field(description=_NEXT)


class Started(BaseModel):
    """The assessment that an imported answers file became."""

    id: str


class ResultRows(BaseModel):
    """Rows of the newest finished edition of each assessment."""

    statement: str = ROWS_STATEMENT
    rows: list[ResultRowShape]
    next: str | None = Field(description=_NEXT)

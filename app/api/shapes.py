"""The published shapes of /api/v1; exact numbers travel as integers and as text, never as floats."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from app.core.assessment.assessment import Scope

STATEMENT = "Self-assessments by States; not a measure of compliance, and no ranking."

_NEXT = "the `cursor` of the next page; null on the last one"


class ExactNumber(BaseModel):
    """A score (0 to 100) or a share (0 to 1): exact, and rounded half-even to one decimal as text."""

    numerator: int = Field(examples=[125])
    denominator: int = Field(examples=[3])
    rounded: str = Field(examples=["41.7"])


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


class CountryShape(BaseModel):
    """ISO 3166-1 alpha-2 code, user-assigned ones too, and the name that the State uses."""

    code: str = Field(examples=["XA"])
    name: str = Field(examples=["Xandoria"])


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


class ResultRow(BaseModel):
    """One node of one finished assessment, with the figures of its masked copy."""

    model_config = ConfigDict(extra="forbid")

    assessment: str
    country: CountryShape
    reference_date: date
    scope: Scope
    edition: int
    questionnaire: str
    version: str
    questionnaire_hash: str
    is_demonstration: bool
    node: str = Field(examples=["overall", "D3", "3.2"])
    kind: Literal["overall", "domain", "component"]
    score_low: ExactNumber
    score_claimed: ExactNumber | None
    score_high: ExactNumber
    level_low: int | None
    level_high: int | None
    coverage: ExactNumber


class ResultRows(BaseModel):
    """Rows of the newest finished edition of each assessment."""

    statement: str = STATEMENT
    rows: list[ResultRow]
    next: str | None = Field(description=_NEXT)

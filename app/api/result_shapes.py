"""The published shape of a result, as `app.exports.result_json` writes it; a test compares the two."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.core.assessment.assessment import ASSISTANCE_KINDS, COST_BANDS, Scope
from app.exports.published import CountryShape, ExactNumber


class Exact(BaseModel):
    """What is not named here is not published."""

    model_config = ConfigDict(extra="forbid")


class ScoreShape(Exact):
    """A score from 0 to 100: supported, possible, and claimed where two thirds are answered."""

    low: ExactNumber
    high: ExactNumber
    claimed: ExactNumber | None


class LevelShape(Exact):
    """From the supported level to the possible one."""

    low: int = Field(examples=[2])
    high: int = Field(examples=[3])


class CausesShape(Exact):
    """What the gap between possible and supported consists of, in points of the score."""

    unknown: ExactNumber
    disputed: ExactNumber
    unsupported: ExactNumber


class ClausesShape(Exact):
    """The three numbers whose least is the supported level."""

    share: int
    critical: int
    lag: int


class MoverShape(Exact):
    """A question that has to reach `level`, and what is wanted for that."""

    question: str = Field(examples=["3.2.1"])
    level: int
    want: Literal["answer", "raise", "agree", "document"]
    grade: str | None = Field(description="for *document*: the weakest evidence grade that suffices")


class TraceShape(Exact):
    """Why the supported level is what it is, and what lifts it by one."""

    clauses: ClausesShape
    binding: list[Literal["share", "critical", "lag"]]
    movers: list[MoverShape]


class NodeShape(Exact):
    """What a component, a domain or the whole is worth. The whole has neither level nor trace."""

    score: ScoreShape
    level: LevelShape | None
    coverage: ExactNumber
    is_too_early: bool
    asked: int
    answered: int
    causes: CausesShape
    evidence_mix: dict[str, ExactNumber]
    trace: TraceShape | None


class DomainShape(NodeShape):
    """A domain, with its target on the score axis."""

    target: ExactNumber


class QuestionShape(Exact):
    """The set of levels of a question, and the evidence grade behind it."""

    low: int
    high: int
    grade: str | None


class ReasonShape(Exact):
    """One reason for a line's tier or place; `names` are ids of what it is about."""

    why: str = Field(examples=["needed_first"])
    names: list[str]


class MoveShape(Exact):
    """The State's own place for a line, and why."""

    place: int
    reason: str


class PlanShape(Exact):
    """What the State intends for a component; each is empty where nothing was entered."""

    owner: str = Field(examples=["Ministry of Interior"])
    due: str = Field(examples=["2027-06"])
    cost_band: str = Field(
        examples=["small"], description=f"one of {', '.join(COST_BANDS)}; or the State's own words"
    )
    assistance_kind: str = Field(
        examples=["training"], description=f"one of {', '.join(ASSISTANCE_KINDS)}; or empty"
    )
    assistance: str


class LineShape(Exact):
    """What to do for one component."""

    component: str = Field(examples=["3.2"])
    tier: Literal["close_now", "verify", "build_first", "build_next", "build_later", "keep"]
    relevance: Literal["low", "medium", "high"]
    level: LevelShape
    target: int
    phase: str | None
    reasons: list[ReasonShape]
    todo: list[MoverShape]
    commitment: str
    plan: PlanShape
    rule_place: int
    place: int
    move: MoveShape | None


class LensShape(Exact):
    """A cut across the domains; never part of the overall result."""

    score: ScoreShape
    coverage: ExactNumber
    asked: int
    answered: int
    domains: int
    domains_adequate: int


class LeavingShape(Exact):
    """What counts neither for nor against, and why."""

    id: str
    why: Literal["not_asked", "not_applicable"]
    reason: str


class SideShape(Exact):
    """One of the two assessments. The hash is that of the copy that was compared."""

    reference_date: date
    version: str = Field(description="of the questionnaire", examples=["0.9"])
    edition: int | None = Field(description="null while it is not finished")
    content_hash: str


Movement = Literal["up", "down", "none"]


class ScoreChangeShape(Exact):
    """The score then and now, on the questions of both; `moved` only for certain."""

    moved: Movement
    then: ScoreShape
    now: ScoreShape


class LevelChangeShape(Exact):
    """The level then and now, on the questions of both; `moved` only for certain."""

    moved: Movement
    then: LevelShape
    now: LevelShape


class ChangeShape(Exact):
    """What changed of one node; the whole has no level."""

    verdict: Literal["improved", "fell", "mixed", "not_distinguishable"]
    is_better_known: bool
    is_better_documented: bool
    score: ScoreChangeShape
    level: LevelChangeShape | None


class AbsenceShape(Exact):
    """Why a question is not there to be compared."""

    why: Literal["missing", "not_asked", "not_applicable"]
    reason: str


class NotComparedShape(Exact):
    """A question that is not asked and applicable both times; null: there it is."""

    question: str
    then: AbsenceShape | None
    now: AbsenceShape | None


class ComparisonShape(Exact):
    """An assessment beside the earlier one that it starts from, scored on the questions of both."""

    statement: str
    scope: Scope
    questionnaire: str
    country: CountryShape
    then: SideShape
    now: SideShape
    questions: list[str] = Field(description="ids of the questions compared")
    overall: ChangeShape
    domains: dict[str, ChangeShape]
    components: dict[str, ChangeShape]
    not_compared: list[NotComparedShape]


class QuestionnaireShape(Exact):
    """Which questionnaire it is a result of."""

    id: str
    version: str
    status: Literal["draft", "published"]
    hash: str


class ResultShape(Exact):
    """A result; domains, components, questions and lenses stand under their ids."""

    statement: str
    scope: Scope
    questionnaire: QuestionnaireShape
    country: CountryShape
    reference_date: date
    content_hash: str
    overall: NodeShape
    domains: dict[str, DomainShape]
    components: dict[str, NodeShape]
    questions: dict[str, QuestionShape]
    priorities: list[LineShape]
    lenses: dict[str, LensShape]
    leaving: list[LeavingShape]
    open_facts: list[str]

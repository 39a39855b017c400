"""A result as JSON: what `cied score` prints, reports carry and the API publishes; never a float."""

from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field

from app.core.assessment.assessment import ASSISTANCE_KINDS, COST_BANDS, Scope
from app.core.method.scoring import LensResult, NodeResult
from app.core.method.trace import Clause, Want
from app.core.reports.report import Report
from app.exports.published import CountryShape, ExactNumber, Published

RESULT_STATEMENT = "self-assessment by the State; not a measure of compliance"
QUICK_SCAN = "quick scan, not comparable with a full assessment"


def statement(scope: Scope) -> str:
    """What is said of every result before its figures."""
    return f"{RESULT_STATEMENT}; {QUICK_SCAN}" if scope == "quick" else RESULT_STATEMENT


_InWords = BeforeValidator(lambda value: value.name.lower() if isinstance(value, Enum) else value)
"""For a word that is the name of a place in an order."""


class ScoreShape(Published):
    """A score from 0 to 100: supported, possible, and claimed where two thirds are answered."""

    low: ExactNumber
    high: ExactNumber
    claimed: ExactNumber | None


class LevelShape(Published):
    """From the supported level to the possible one."""

    low: int = Field(examples=[2])
    high: int = Field(examples=[3])


class CausesShape(Published):
    """What the gap between possible and supported consists of, in points of the score."""

    unknown: ExactNumber
    disputed: ExactNumber
    unsupported: ExactNumber


class ClausesShape(Published):
    """The three numbers whose least is the supported level."""

    share: int
    critical: int
    lag: int


class MoverShape(Published):
    """A question that has to reach `level`, and what is wanted for that."""

    question: str = Field(examples=["3.2.1"])
    level: int
    want: Want
    grade: str | None = Field(description="for *document*: the weakest evidence grade that suffices")


class TraceShape(Published):
    """Why the supported level is what it is, and what lifts it by one."""

    clauses: ClausesShape
    binding: list[Clause]
    movers: list[MoverShape]


class NodeShape(Published):
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


class QuestionShape(Published):
    """The set of levels of a question, and the evidence grade behind it."""

    low: int
    high: int
    grade: str | None


class ReasonShape(Published):
    """One reason for a line's tier or place; `names` are ids of what it is about."""

    why: str = Field(examples=["needed_first"])
    names: list[str]


class MoveShape(Published):
    """The State's own place for a line, and why."""

    place: int
    reason: str


class PlanShape(Published):
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


class LineShape(Published):
    """What to do for one component."""

    component: str = Field(examples=["3.2"])
    tier: Annotated[
        Literal["close_now", "verify", "build_first", "build_next", "build_later", "keep"], _InWords
    ]
    relevance: Annotated[Literal["low", "medium", "high"], _InWords]
    level: LevelShape
    target: int
    phase: str | None
    reasons: list[ReasonShape]
    actions: list[MoverShape]
    commitment: str
    plan: PlanShape
    rule_place: int
    place: int
    move: MoveShape | None


class LensShape(Published):
    """A cut across the domains; never part of the overall result."""

    score: ScoreShape
    coverage: ExactNumber
    asked: int
    answered: int
    domains: int
    domains_adequate: int


class LeavingShape(Published):
    """What counts neither for nor against, and why."""

    id: str
    why: Literal["not_asked", "not_applicable"]
    reason: str


_Node = TypeVar("_Node", bound=NodeShape)


class QuestionnaireShape(Published):
    """Which questionnaire it is a result of."""

    id: str
    version: str
    status: Literal["draft", "published"]
    hash: str


class ResultShape(Published):
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


def result_shape(report: Report) -> ResultShape:
    """The result of a report; `content_hash` is that of the copy that was scored.

    Domains, components, questions and lenses stand in the questionnaire's order, priorities in the State's.
    """
    assessment, result, targets = report.assessment, report.result, report.priorities.domain_targets
    return ResultShape.of(
        result,
        statement=statement(assessment.scope),
        scope=assessment.scope,
        questionnaire=QuestionnaireShape.of(report.whole, hash=report.provenance.questionnaire_hash),
        country=assessment.country,
        reference_date=assessment.reference_date,
        content_hash=report.provenance.content_hash,
        overall=_node(NodeShape, result.overall),
        domains={node.id: _node(DomainShape, node, target=targets[node.id]) for node in result.domains},
        components={node.id: _node(NodeShape, node) for node in result.components},
        questions=result.question_by_id,
        priorities=report.priorities.lines,
        lenses={lens.id: LensShape.of(lens, score=score_shape(lens)) for lens in result.lenses},
    )


def result_json(report: Report) -> dict[str, Any]:
    """The same as JSON can hold it."""
    return result_shape(report).model_dump(mode="json")


def score_shape(worth: NodeResult | LensResult) -> ScoreShape:
    """The score of a node or a lens."""
    return ScoreShape.of(worth.score, claimed=worth.claimed)


def _node(shape: type[_Node], node: NodeResult, **more: object) -> _Node:
    trace = node.trace and TraceShape.of(node.trace, binding=node.trace.clauses.binding)
    return shape.of(node, score=score_shape(node), trace=trace, **more)

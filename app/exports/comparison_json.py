"""A comparison as JSON: what the API publishes of an assessment beside the one that it starts from."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.answers import content_hash
from app.core.assessment.assessment import Scope
from app.core.method.comparison import ChangeVerdict, Comparison, Movement, NodeChange
from app.exports.published import CountryShape, Published
from app.exports.result_json import LevelShape, ScoreShape, score_shape, statement


class SideShape(Published):
    """One of the two assessments. The hash is that of the copy that was compared."""

    reference_date: date
    version: str = Field(description="of the questionnaire", examples=["0.9"])
    edition: int | None = Field(description="null while it is not finished")
    content_hash: str


class ScoreChangeShape(Published):
    """The score then and now, on the questions of both; `moved` only for certain."""

    moved: Movement
    then: ScoreShape
    now: ScoreShape


class LevelChangeShape(Published):
    """The level then and now, on the questions of both; `moved` only for certain."""

    moved: Movement
    then: LevelShape
    now: LevelShape


class ChangeShape(Published):
    """What changed of one node; the whole has no level."""

    verdict: ChangeVerdict
    is_better_known: bool
    is_better_documented: bool
    score: ScoreChangeShape
    level: LevelChangeShape | None


class AbsenceShape(Published):
    """Why a question is not there to be compared."""

    why: Literal["missing", "not_asked", "not_applicable"]
    reason: str


class NotComparedShape(Published):
    """A question that is not asked and applicable both times; null: there it is."""

    question: str
    then: AbsenceShape | None
    now: AbsenceShape | None


class ComparisonShape(Published):
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


def comparison_shape(comparison: Comparison, *, edition: int | None, edition_then: int) -> ComparisonShape:
    """A comparison, its nodes in the questionnaire's order. `edition`: None while not finished."""
    now, then = comparison.now, comparison.then
    return ComparisonShape.of(
        now,
        statement=statement(now.scope),
        questionnaire=comparison.questionnaire.id,
        then=SideShape.of(then, edition=edition_then, content_hash=content_hash(then)),
        now=SideShape.of(now, edition=edition, content_hash=content_hash(now)),
        questions=list(comparison.questionnaire.question_by_id),
        overall=_change(comparison.overall),
        domains={change.id: _change(change) for change in comparison.domains},
        components={change.id: _change(change) for change in comparison.components},
        not_compared=[NotComparedShape.of(one, question=one.question.id) for one in comparison.not_compared],
    )


def _change(change: NodeChange) -> ChangeShape:
    then, now, level = change.then, change.now, change.level
    return ChangeShape.of(
        change,
        score={"moved": change.score, "then": score_shape(then), "now": score_shape(now)},
        level=level and {"moved": level, "then": then.level, "now": now.level},
    )

"""Why a node has its level, and what lifts it by one (docs/method.md, section 3)."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.core.method.question_result import QuestionResult
from app.core.questionnaire.questionnaire import Questionnaire, Scale

Weighed = list[tuple[QuestionResult, Fraction]]
"""Asked questions of a node with their weights in it, which sum to 1."""

Clause = Literal["share", "critical", "lag"]
Want = Literal["answer", "raise", "agree", "document"]


@dataclass(frozen=True, kw_only=True)
class Clauses:
    """The three numbers whose least is the level.

    What two thirds have reached, the lowest critical question, and the lowest question plus the lag.
    """

    share: int
    critical: int
    lag: int

    @property
    def level(self) -> int:
        """The least of the three."""
        return min(self.share, self.critical, self.lag)

    @property
    def binding(self) -> tuple[Clause, ...]:
        """Those of the three that hold the level where it is."""
        numbers: tuple[tuple[Clause, int], ...] = (
            ("share", self.share),
            ("critical", self.critical),
            ("lag", self.lag),
        )
        return tuple(name for name, number in numbers if number == self.level)


@dataclass(frozen=True, kw_only=True)
class Mover:
    """A question that has to reach `level`, and what is wanted for that.

    `grade`: for *document it*, the id of the lowest evidence grade that suffices.
    """

    question: str
    level: int
    want: Want
    grade: str | None = None


@dataclass(frozen=True, kw_only=True)
class Trace:
    """The level at both ends, the clauses at the low end, and the movers to one level more.

    Movers stand in the order of their rules: critical questions, the lag, the share. They are empty
    where the low end is the top level; none of them can be left out.
    """

    low: int
    high: int
    clauses: Clauses
    movers: tuple[Mover, ...]


def trace(questionnaire: Questionnaire, weighed: Weighed) -> Trace:
    """The level of a node at both ends and why; `weighed` holds at least one question."""
    low = clauses(questionnaire.scale, weighed, lambda result: result.low)
    high = clauses(questionnaire.scale, weighed, lambda result: result.high)
    return Trace(
        low=low.level,
        high=high.level,
        clauses=low,
        movers=_movers(questionnaire, weighed, low.level + 1) if low.level < questionnaire.scale.top else (),
    )


def clauses(scale: Scale, weighed: Weighed, end: Callable[[QuestionResult], int]) -> Clauses:
    """The three numbers of the level rule over one end of every question's set."""
    levels = [(end(result), weight) for result, weight in weighed]
    return Clauses(
        # the greatest k with Σ(w : a ≥ k) ≥ 2/3, exact
        share=max(k for k in range(scale.top + 1) if _reached(levels, k) >= scale.share),
        # the lowest critical a; K where none is critical
        critical=min((end(result) for result, _ in weighed if result.question.critical), default=scale.top),
        # the lowest a + lag; at most K, and K where no lag is set
        lag=scale.top if scale.lag is None else min(scale.top, min(level for level, _ in levels) + scale.lag),
    )


def _reached(levels: list[tuple[int, Fraction]], k: int) -> Fraction:
    return sum((weight for level, weight in levels if level >= k), Fraction(0))


def _movers(questionnaire: Questionnaire, weighed: Weighed, wanted: int) -> tuple[Mover, ...]:
    scale = questionnaire.scale
    results = {result.question.id: result for result, _ in weighed}
    # every critical question below L + 1 moves to L + 1
    goals = {
        question: wanted
        for question, result in results.items()
        if result.question.critical and result.low < wanted
    }
    # every other question below L + 1 - lag moves there, and counts for nothing else
    if scale.lag is not None:
        for question, result in results.items():
            if question not in goals and result.low < wanted - scale.lag:
                goals[question] = wanted - scale.lag
    # then, by largest weight (ties: higher low end, then the questionnaire's order), others below
    # L + 1 move to L + 1 until two thirds are there
    there = sum(
        (weight for result, weight in weighed if goals.get(result.question.id, result.low) >= wanted),
        Fraction(0),
    )
    others = [
        (result, weight)
        for result, weight in weighed
        if result.question.id not in goals and result.low < wanted
    ]
    for result, weight in sorted(others, key=lambda other: (-other[1], -other[0].low)):
        if there >= scale.share:
            break
        goals[result.question.id] = wanted
        there += weight
    return tuple(mover(questionnaire, results[question], level) for question, level in goals.items())


def mover(questionnaire: Questionnaire, result: QuestionResult, level: int) -> Mover:
    """What is wanted so that the question is supported at `level`, which its low end does not reach."""
    question = result.question.id
    # answer it (not answered); raise it (h < n); agree (h ≥ n, but the lower end of its range or its
    # least position is below n); else document it, with the lowest grade that suffices
    if not result.is_answered:
        return Mover(question=question, level=level, want="answer")
    if result.high < level:
        return Mover(question=question, level=level, want="raise")
    if result.least < level:
        return Mover(question=question, level=level, want="agree")
    grade = next(grade.id for grade in questionnaire.evidence.grades if grade.cap >= level)
    return Mover(question=question, level=level, want="document", grade=grade)

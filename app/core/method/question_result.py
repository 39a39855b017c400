"""What one answer is worth: a set of levels, and the evidence behind it (docs/method.md, section 2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Positions,
    Range,
)
from app.core.questionnaire.questionnaire import EvidenceRules, Question, Questionnaire


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """What one asked question is worth.

    `low`, `high`: the set of levels. `least`: the lower end of a range or the least position, before
    evidence (0 where not answered). `grade`: the id of the evidence grade after ageing, of positions
    the weakest; None where not answered. `is_outdated`: an item counts one grade lower for its age.
    """

    question: Question
    answer: Answer
    low: int
    high: int
    least: int
    grade: str | None
    is_outdated: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether it has a level, a range or positions."""
        return self.grade is not None

    @property
    def unknown(self) -> int:
        """Levels of its gap that come from not knowing."""
        return 0 if self.is_answered else self.high - self.low

    @property
    def disputed(self) -> int:
        """Levels of its gap that come from differing values."""
        return self.high - self.least if self.is_answered else 0

    @property
    def unsupported(self) -> int:
        """Levels of its gap that come from weak evidence."""
        return self.high - self.low - self.unknown - self.disputed


def grade_after_ageing(rules: EvidenceRules, item: EvidenceItem, reference_date: date) -> int:
    """The place of an item's grade, 0 for the weakest, against the assessment's own reference date.

    An item above the weakest grade has a date; without one it shows nothing more than the weakest.
    Dated more than the shelf-life before the reference date, it counts one grade lower.
    """
    place = next(place for place, grade in enumerate(rules.grades) if grade.id == item.grade)
    if place == 0:
        return 0
    last = item.last_day
    if last is None:
        return 0
    # Compared as written, year by year, so that 29 February needs no day of its own in other years.
    fresh_until = (last.year + rules.shelf_life_years, last.month, last.day)
    is_fresh = fresh_until >= (reference_date.year, reference_date.month, reference_date.day)
    return place if is_fresh else place - 1


def question_result(
    questionnaire: Questionnaire, question: Question, answer: Answer, reference_date: date
) -> QuestionResult:
    """The set of levels [low, high] that an answer stands for, and the evidence behind it."""
    rules, top = questionnaire.evidence, questionnaire.scale.top

    def grade(items: Iterable[EvidenceItem]) -> int:
        # An answer may cite several items; the best counts. None cited: the weakest grade.
        return max((grade_after_ageing(rules, item, reference_date) for item in items), default=0)

    def result(low: int, high: int, least: int, place: int | None) -> QuestionResult:
        name = None if place is None else rules.grades[place].id
        return QuestionResult(
            question=question,
            answer=answer,
            low=low,
            high=high,
            least=least,
            grade=name,
            is_outdated=place is not None and any(outdated(item) for item in answer.cited),
        )

    def outdated(item: EvidenceItem) -> bool:
        fresh = replace(item, dated=reference_date.isoformat())
        return item.last_day is not None and grade_after_ageing(
            rules, item, reference_date
        ) < grade_after_ageing(rules, fresh, reference_date)

    match answer.value:
        # open, not known, withheld without a value: [0, K]. So is a declaration that cannot leave.
        case None | NotKnown() | NotApplicable():
            return result(0, top, 0, None)
        # level a, grade e: [min(a, cap(e)), a]
        case Level(level):
            place = grade(answer.evidence)
            return result(min(level, rules.grades[place].cap), level, level, place)
        # range b..c, grade e: [min(b, cap(e)), c]
        case Range(low, high):
            place = grade(answer.evidence)
            return result(min(low, rules.grades[place].cap), high, low, place)
        # positions, each with its own grade: [least min(p, cap(e)), greatest p]
        case Positions(positions):
            places = [grade(position.evidence) for position in positions]
            return result(
                min(
                    min(position.level, rules.grades[place].cap)
                    for position, place in zip(positions, places, strict=True)
                ),
                max(position.level for position in positions),
                min(position.level for position in positions),
                min(places),
            )
        case _:  # pragma: no cover - the type checker proves it
            assert_never(answer.value)

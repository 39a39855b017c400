"""The method once more, naively and by another way than the product: worlds, tested level by level.

An answer is the list of levels that may be true; a completion picks one for each question. The score of
a node is the mean of its children's scores, and a level is granted from the top down.
"""

import calendar
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from app.core.assessment.answer import Answer, EvidenceItem, Level, NotApplicable, NotKnown, Positions, Range
from app.core.assessment.assessment import Assessment
from app.core.method.exclusion import leaving
from app.core.questionnaire.questionnaire import Component, Domain, Question, Questionnaire

Completion = Mapping[str, int]
"""The level of every asked question."""

Node = Domain | Component | Questionnaire


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest over every completion."""

    score_low: Fraction
    score_high: Fraction
    level_low: int
    level_high: int


class Brute:
    """One assessment, completed in every way."""

    def __init__(
        self, questionnaire: Questionnaire, assessment: Assessment, without: Iterable[str] = ()
    ) -> None:
        """`without`: ids of what is left out beside what leaves."""
        self._questionnaire = questionnaire
        self._gone = {*leaving(questionnaire, assessment), *without}
        self._worlds = {
            question.id: possible_levels(
                questionnaire, assessment.answer(question.id), assessment.reference_date
            )
            for _, component, question in questionnaire.questions()
            if component.id not in self._gone and question.id not in self._gone
        }

    @property
    def size(self) -> int:
        return math.prod(len(levels) for levels in self._worlds.values())

    def completions(self) -> Iterator[Completion]:
        for levels in itertools.product(*self._worlds.values()):
            yield dict(zip(self._worlds, levels, strict=True))

    def bounds(self) -> dict[str, Bounds]:
        """Of every domain and component, and of the whole under `overall` (its level is meaningless)."""
        nodes: dict[str, Node] = {"overall": self._questionnaire}
        nodes |= {domain.id: domain for domain in self._questionnaire.domains}
        nodes |= {
            component.id: component
            for _, component in self._questionnaire.components()
            if component.id not in self._gone
        }
        seen: dict[str, list[tuple[Fraction, int]]] = {node_id: [] for node_id in nodes}
        for completion in self.completions():
            for node_id, node in nodes.items():
                seen[node_id].append((self.score(node, completion), self.level(node, completion)))
        return {
            node_id: Bounds(
                score_low=min(score for score, _ in pairs),
                score_high=max(score for score, _ in pairs),
                level_low=min(level for _, level in pairs),
                level_high=max(level for _, level in pairs),
            )
            for node_id, pairs in seen.items()
        }

    def score(self, node: Node, completion: Completion) -> Fraction:
        top = self._questionnaire.scale.top
        return self._mean(node, lambda question: Fraction(100 * completion[question.id], top))

    def level(self, node: Node, completion: Completion) -> int:
        """The highest level that nothing forbids, tried from the top."""
        scale = self._questionnaire.scale
        inside = self._questions(node)

        def is_granted(level: int) -> bool:
            if self._mean(node, lambda question: Fraction(completion[question.id] >= level)) < scale.share:
                return False
            if any(question.critical and completion[question.id] < level for question in inside):
                return False
            return scale.lag is None or all(
                level - completion[question.id] <= scale.lag for question in inside
            )

        return next(level for level in range(scale.top, -1, -1) if is_granted(level))

    def _mean(self, node: Node | Question, worth: Callable[[Question], Fraction]) -> Fraction:
        if isinstance(node, Question):
            return worth(node)
        children = self._children(node)
        total = sum(child.weight for child in children)
        return sum((child.weight * self._mean(child, worth) for child in children), Fraction(0)) / total

    def _questions(self, node: Node | Question) -> list[Question]:
        if isinstance(node, Question):
            return [node]
        return [question for child in self._children(node) for question in self._questions(child)]

    def _children(self, node: Node) -> list[Domain | Component | Question]:
        inside: tuple[Domain | Component | Question, ...]
        match node:
            case Questionnaire():
                inside = node.domains
            case Domain():
                inside = node.components
            case Component():
                inside = node.questions
        return [child for child in inside if child.id not in self._gone]


def possible_levels(questionnaire: Questionnaire, answer: Answer, reference_date: date) -> list[int]:
    """Every level that may be true of an answer."""

    def cap(items: tuple[EvidenceItem, ...]) -> int:
        rules = questionnaire.evidence
        caps = [grade.cap for grade in rules.grades]
        best = caps[0]
        for item in items:
            place = [grade.id for grade in rules.grades].index(item.grade)
            if place and item.last_day is None:
                place = 0
            if place and item.last_day and is_stale(item.last_day, rules.shelf_life_years, reference_date):
                place -= 1
            best = max(best, caps[place])
        return best

    top = questionnaire.scale.top
    match answer.value:
        case Level(level):
            claims = [(level, level, cap(answer.evidence))]
        case Range(low, high):
            claims = [(low, high, cap(answer.evidence))]
        case Positions(positions):
            claims = [(held.level, held.level, cap(held.evidence)) for held in positions]
        case None | NotKnown() | NotApplicable():
            claims = [(0, top, top)]
        case unknown:
            assert_never(unknown)
    lowest = min(min(low, limit) for low, _, limit in claims)
    return [level for level in range(top + 1) if lowest <= level <= max(high for _, high, _ in claims)]


def is_stale(dated: date, years: int, reference_date: date) -> bool:
    """Whether the reference date is past the anniversary; of 29 February that is the month's last day."""
    first = date(dated.year + years, dated.month, 1)
    days = calendar.monthrange(first.year, first.month)[1]
    return reference_date > first.replace(day=min(dated.day, days))


MOST_COMPLETIONS = 400
"""A tree with more completions is not tried by brute force."""

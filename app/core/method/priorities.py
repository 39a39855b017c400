"""What to do first, and why (docs/method.md, section 5): tiers by rules, never by a product of ordinals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from typing import Literal, assert_never

from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    Move,
    Plan,
    Relevance,
)
from app.core.method.question_result import QuestionResult
from app.core.method.scoring import LevelSpan, NodeResult, Result
from app.core.method.trace import Mover, mover
from app.core.questionnaire.questionnaire import Component, Questionnaire

WIDE = 2
"""A level range of this many levels or more asks for finding out first."""


class Tier(IntEnum):
    """The first that fits, in this order."""

    CLOSE_NOW = 1
    VERIFY = 2
    BUILD_FIRST = 3
    BUILD_NEXT = 4
    BUILD_LATER = 5
    KEEP = 6


_BUILD = {
    Relevance.HIGH: Tier.BUILD_FIRST,
    Relevance.MEDIUM: Tier.BUILD_NEXT,
    Relevance.LOW: Tier.BUILD_LATER,
}

TierReason = Literal[
    "critical_below",  # a critical question's possible level is below adequate (names: questions)
    "commitment",  # the State noted a binding commitment, and the supported level is below adequate
    "critical_unsure",  # a critical question may be below adequate (names: questions)
    "wide_range",  # the level range is two levels wide or more
    "below_target",  # the supported level is below the target
    "needed_first",  # components below target need this one first (names: components)
    "at_target",
]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason for a line's tier or place; `names` are ids of what it is about."""

    why: TierReason
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """What to do for one component.

    `rule_place` is its place by the rules, `place` the State's own (1 is first); they differ only where
    a line was moved. `phase` is the questionnaire's word for the next step, None for Verify and at the
    top level. `actions` is what to do, in order, each question once. `commitment` and `plan` are what the
    State entered.
    """

    component: str
    tier: Tier
    relevance: Relevance
    level: LevelSpan
    target: int
    phase: str | None
    reasons: tuple[Reason, ...]
    actions: tuple[Mover, ...]
    commitment: str
    plan: Plan
    rule_place: int
    place: int
    move: Move | None


@dataclass(frozen=True, kw_only=True)
class Priorities:
    """Every component that is asked, in the State's order, and the targets on the score axis (0 to 100)."""

    lines: tuple[Line, ...]
    domain_targets: Mapping[str, Fraction]

    @cached_property
    def line_by_component(self) -> Mapping[str, Line]:
        """Lines under the ids of their components."""
        return {line.component: line for line in self.lines}

    @cached_property
    def to_act_on(self) -> tuple[Line, ...]:
        """The lines that are not Keep."""
        return tuple(line for line in self.lines if line.tier is not Tier.KEEP)


def priorities(questionnaire: Questionnaire, assessment: Assessment, result: Result) -> Priorities:
    """The lines in order, with their reasons, and each domain's target."""
    judgement = _Judgement(questionnaire, assessment, result)
    judged = [judgement.line(component) for component in judgement.asked]
    judged.sort(key=lambda pair: pair[0])
    return Priorities(
        lines=_in_the_states_order([line for _, line in judged]),
        domain_targets=judgement.domain_targets(),
    )


class _Judgement:
    """Relevance, target and tier of every component that is asked."""

    def __init__(self, questionnaire: Questionnaire, assessment: Assessment, result: Result) -> None:
        self._questionnaire = questionnaire
        self._assessment = assessment
        self._result = result
        self.asked = [
            component for _, component in questionnaire.components() if component.id in result.node_by_id
        ]
        self._order = {component.id: place for place, component in enumerate(self.asked)}
        self._dependents = _dependents(questionnaire)
        self._relevance: dict[str, Relevance] = {}
        # Those that others wait for come last, so that a long chain of needs is no deep recursion.
        for component_id in sorted(self._order, key=lambda one: len(self._dependents[one])):
            self.relevance(component_id)

    # Relevance: the highest rating among the threat scenarios that list it as essential; unrated counts
    # as Medium. In no scenario: Medium if it is core, else Low. With a critical question, or in a domain
    # that is always relevant: never below Medium. What another below its target needs first,
    # transitively, has at least the relevance of that other.
    def relevance(self, component_id: str) -> Relevance:
        if component_id not in self._relevance:
            self._relevance[component_id] = max(
                self._own_relevance(component_id),
                *(self.relevance(other) for other in self.waiting(component_id)),
                Relevance.LOW,
            )
        return self._relevance[component_id]

    def _own_relevance(self, component_id: str) -> Relevance:
        component = self._questionnaire.component_by_id[component_id]
        rated = [
            self._assessment.ratings[scenario.id].relevance or Relevance.MEDIUM
            if scenario.id in self._assessment.ratings
            else Relevance.MEDIUM
            for scenario in self._questionnaire.scenarios
            if component_id in scenario.essential
        ]
        own = max(rated) if rated else Relevance.MEDIUM if component.is_core else Relevance.LOW
        if component.is_gate or self._questionnaire.domain_of[component_id].always_relevant:
            return max(own, Relevance.MEDIUM)
        return own

    def waiting(self, component_id: str) -> tuple[str, ...]:
        """The components below their target that need this one first, in the questionnaire's order."""
        return tuple(
            sorted(
                (
                    other
                    for other in self._dependents[component_id]
                    if other in self._order and self._node_level(other).low < self.target(other)
                ),
                key=self._order.__getitem__,
            )
        )

    # Target: set by the State per component; by default from its relevance.
    def target(self, component_id: str) -> int:
        own = self._assessment.component(component_id).target
        if own is not None:
            return own
        targets = self._questionnaire.targets
        match self.relevance(component_id):
            case Relevance.HIGH:
                return targets.high
            case Relevance.MEDIUM:
                return targets.medium
            case Relevance.LOW:
                return targets.low
            case other:
                assert_never(other)

    # On the score axis a domain's target is the weighted mean of its components' targets times 100 / K.
    def domain_targets(self) -> Mapping[str, Fraction]:
        targets: dict[str, Fraction] = {}
        for domain in self._questionnaire.domains:
            children = [child for child in domain.components if child.id in self._order]
            mean = sum((child.weight * self.target(child.id) for child in children), Fraction(0)) / sum(
                (child.weight for child in children), Fraction(0)
            )
            targets[domain.id] = mean * 100 / self._questionnaire.scale.top
        return targets

    def line(self, component: Component) -> tuple[tuple[int, ...], Line]:
        """The line, not yet placed, with the key that places it."""
        entry = self._entry(component.id)
        level = self._node_level(component.id)
        tier, reasons = self._tier(component)
        waiting = self.waiting(component.id)
        # Inside a tier: how many components below target need this one first; then the lower supported
        # level; then the questionnaire's order.
        key = (tier, -len(waiting), level.low, self._order[component.id])
        if waiting:
            reasons = (*reasons, Reason(why="needed_first", names=waiting))
        phase = self._questionnaire.scale.levels[level.low].phase
        return key, Line(
            component=component.id,
            tier=tier,
            relevance=self.relevance(component.id),
            level=level,
            target=self.target(component.id),
            phase=None if tier is Tier.VERIFY else phase,
            reasons=reasons,
            actions=self._movers(tier, component),
            commitment=entry.commitment,
            plan=entry.plan,
            rule_place=0,
            place=0,
            move=entry.move,
        )

    def _tier(self, component: Component) -> tuple[Tier, tuple[Reason, ...]]:
        adequate = self._questionnaire.scale.adequate
        level, target = self._node_level(component.id), self.target(component.id)
        critical = [result for result in self._questions(component) if result.question.critical]
        below = tuple(result.question.id for result in critical if result.high < adequate)
        unsure = tuple(result.question.id for result in critical if result.low < adequate <= result.high)

        # Close now: a critical question's high end is below adequate; or the State noted a binding
        # commitment on this component and its supported level is below adequate.
        close = [Reason(why="critical_below", names=below)] if below else []
        if self._entry(component.id).commitment and level.low < adequate:
            close.append(Reason(why="commitment"))
        if close:
            return Tier.CLOSE_NOW, tuple(close)
        # Verify: a critical question's low end is below adequate though its high end is not; or the
        # level range is two levels wide or more. First find out.
        verify = [Reason(why="critical_unsure", names=unsure)] if unsure else []
        if level.high - level.low >= WIDE:
            verify.append(Reason(why="wide_range"))
        if verify:
            return Tier.VERIFY, tuple(verify)
        # Build first, next, later: supported level below target, relevance High, Medium, Low.
        if level.low < target:
            return _BUILD[self.relevance(component.id)], (Reason(why="below_target"),)
        # Keep: at target; review on its cycle.
        return Tier.KEEP, (Reason(why="at_target"),)

    def _movers(self, tier: Tier, component: Component) -> tuple[Mover, ...]:
        why = self._node(component.id).trace
        movers = why.movers if why else ()
        match tier:
            case Tier.KEEP:
                return ()
            case Tier.VERIFY:
                return self._to_find_out(component)
            # first every critical question whose high end is below adequate (to adequate), then the
            # movers, each question once
            case Tier.CLOSE_NOW:
                adequate = self._questionnaire.scale.adequate
                critical = [
                    mover(self._questionnaire, result, adequate)
                    for result in self._questions(component)
                    if result.question.critical and result.high < adequate
                ]
                first = {wanted.question for wanted in critical}
                return (*critical, *(wanted for wanted in movers if wanted.question not in first))
            case _:
                return movers

    def _to_find_out(self, component: Component) -> tuple[Mover, ...]:
        """The questions with h > l by weight × (h - l), each with what is wanted to know it."""
        unsure = [result for result in self._questions(component) if result.high > result.low]
        unsure.sort(key=lambda result: -result.question.weight * (result.high - result.low))
        return tuple(mover(self._questionnaire, result, result.high) for result in unsure)

    def _questions(self, component: Component) -> list[QuestionResult]:
        return [
            self._result.question_by_id[question.id]
            for question in component.questions
            if question.id in self._result.question_by_id
        ]

    def _node(self, component_id: str) -> NodeResult:
        return self._result.node_by_id[component_id]

    def _node_level(self, component_id: str) -> LevelSpan:
        level = self._node(component_id).level
        assert level is not None  # noqa: S101 - only the overall node has none
        return level

    def _entry(self, component_id: str) -> ComponentEntry:
        return self._assessment.component(component_id)


def _dependents(questionnaire: Questionnaire) -> Mapping[str, frozenset[str]]:
    """Every component that needs this one first, transitively, also through what has left."""
    direct: dict[str, list[str]] = {component.id: [] for _, component in questionnaire.components()}
    for _, component in questionnaire.components():
        for needed in component.needs:
            direct[needed].append(component.id)
    return {component_id: frozenset(_reached(component_id, direct)) for component_id in direct}


def _reached(start: str, direct: Mapping[str, list[str]]) -> Iterable[str]:
    seen: set[str] = set()
    waiting = [*direct[start]]
    while waiting:
        component_id = waiting.pop()
        if component_id not in seen:
            seen.add(component_id)
            waiting.extend(direct[component_id])
    return seen


def _in_the_states_order(by_rule: list[Line]) -> tuple[Line, ...]:
    """Both orders: lines that were not moved keep the rules' order, and moved ones stand at their place.

    Of several moved to one place, the first by the rules stands there, and the others behind it.
    """
    placed = [replace(line, rule_place=place) for place, line in enumerate(by_rule, start=1)]
    moved = sorted(
        (line for line in placed if line.move is not None),
        key=lambda line: (line.move.place if line.move else 0, -line.rule_place),
    )
    ordered = [line for line in placed if line.move is None]
    for line in moved:
        ordered.insert((line.move.place if line.move else 1) - 1, line)
    return tuple(replace(line, place=place) for place, line in enumerate(ordered, start=1))

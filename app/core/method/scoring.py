"""score(questionnaire, assessment) -> Result: sets, what leaves, levels, scores and why.

Each rule stands under its clause of the method (docs/method.md). All arithmetic is exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from app.core.assessment.assessment import Assessment
from app.core.method.exclusion import Leaving, leaving
from app.core.method.question_result import QuestionResult, question_result
from app.core.method.trace import Trace, Weighed, trace
from app.core.questionnaire.questionnaire import OVERALL, Component, Domain, Questionnaire

NodeKind = Literal["overall", "domain", "component"]

ENOUGH = Fraction(2, 3)
"""Below this coverage it is too early to say (method, sections 3 and 5)."""


@dataclass(frozen=True)
class Span:
    """From the low end to the high end, of levels (int) or scores (Fraction, 0 to 100)."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class LevelSpan:
    """From the supported level to the possible one."""

    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Causes:
    """What the gap between the possible and the supported score consists of, in points of the score."""

    unknown: Fraction
    disputed: Fraction
    unsupported: Fraction


@dataclass(frozen=True, kw_only=True)
class NodeResult:
    """What a component, a domain or the whole is worth.

    `score`: 0 to 100. `level`: None for the whole. `claimed`: None under two thirds answered.
    `coverage` and `evidence_mix` are shares (0 to 1). `asked`, `answered`: numbers of questions.
    """

    id: str
    kind: NodeKind
    score: Span
    level: LevelSpan | None
    claimed: Fraction | None
    coverage: Fraction
    causes: Causes
    evidence_mix: Mapping[str, Fraction]
    trace: Trace | None
    asked: int
    answered: int

    @property
    def is_too_early(self) -> bool:
        """Whether under two thirds of its weight is answered."""
        return self.coverage < ENOUGH


@dataclass(frozen=True, kw_only=True)
class LensResult:
    """A cut across the domains over the questions tagged with a lens; never part of the overall result."""

    id: str
    score: Span
    claimed: Fraction | None
    coverage: Fraction
    asked: int
    answered: int
    domains: int
    domains_adequate: int


@dataclass(frozen=True, kw_only=True)
class Result:
    """Everything that follows from the answers alone. Nodes stand in the questionnaire's order."""

    overall: NodeResult
    domains: tuple[NodeResult, ...]
    components: tuple[NodeResult, ...]
    questions: tuple[QuestionResult, ...]
    leaving: tuple[Leaving, ...]
    lenses: tuple[LensResult, ...]
    open_facts: tuple[str, ...]

    @cached_property
    def node_by_id(self) -> Mapping[str, NodeResult]:
        """Overall, domains and components under their ids."""
        return {node.id: node for node in (self.overall, *self.domains, *self.components)}

    @cached_property
    def question_by_id(self) -> Mapping[str, QuestionResult]:
        """Results of the asked questions under their ids."""
        return {result.question.id: result for result in self.questions}


def score(questionnaire: Questionnaire, assessment: Assessment) -> Result:
    """The result of an assessment against its questionnaire (method, sections 1 to 3 and 6)."""
    tree = _Tree(questionnaire, assessment)
    everything = tree.whole()
    return Result(
        overall=_node(questionnaire, OVERALL, "overall", everything),
        domains=tuple(
            _node(questionnaire, domain.id, "domain", tree.domain(domain)) for domain in questionnaire.domains
        ),
        components=tuple(
            _node(questionnaire, component.id, "component", tree.component(component))
            for component in tree.components
        ),
        questions=tuple(result for result, _ in everything),
        leaving=tuple(tree.leaving.values()),
        lenses=tuple(_lenses(questionnaire, everything)),
        open_facts=tuple(fact.id for fact in questionnaire.facts if fact.id not in assessment.profile),
    )


# --- the tree, after what leaves has left (section 1) --------------------------------------------


class _Tree:
    """The tree after what leaves has left, with the result of each question that stays."""

    def __init__(self, questionnaire: Questionnaire, assessment: Assessment) -> None:
        self._questionnaire = questionnaire
        self.leaving = leaving(questionnaire, assessment)
        self.components = [
            component for _, component in questionnaire.components() if component.id not in self.leaving
        ]
        self._results = {
            component.id: [
                question_result(
                    questionnaire,
                    question,
                    assessment.answer(question.id),
                    assessment.reference_date,
                )
                for question in component.questions
                if question.id not in self.leaving
            ]
            for component in self.components
        }

    def whole(self) -> Weighed:
        """The questions of the whole with their weights in it, which sum to 1 as those of every node do.

        Section 3: the weight of a question in a node is the product of its shares on the way down from
        the node, each share taken among what has not left.
        """
        domains = [domain for domain in self._questionnaire.domains if self._children(domain)]
        total = sum(domain.weight for domain in domains)
        return [
            (result, domain.weight / total * weight)
            for domain in domains
            for result, weight in self.domain(domain)
        ]

    def domain(self, domain: Domain) -> Weighed:
        """The questions of a domain with their weights in it."""
        children = self._children(domain)
        total = sum(child.weight for child in children)
        return [
            (result, child.weight / total * weight)
            for child in children
            for result, weight in self.component(child)
        ]

    def component(self, component: Component) -> Weighed:
        """The questions of a component with their weights in it."""
        results = self._results[component.id]
        total = sum(result.question.weight for result in results)
        return [(result, result.question.weight / total) for result in results]

    def _children(self, domain: Domain) -> list[Component]:
        return [child for child in domain.components if child.id in self._results]


# --- section 3: component, domain, overall -------------------------------------------------------


def _node(
    questionnaire: Questionnaire,
    node_id: str,
    kind: NodeKind,
    weighed: Weighed,
) -> NodeResult:
    scale = questionnaire.scale
    points = Fraction(100, scale.top)
    # S_lo = 100 · Σ w·l / K, S_hi likewise with h
    span = Span(
        points * sum((weight * result.low for result, weight in weighed), Fraction(0)),
        points * sum((weight * result.high for result, weight in weighed), Fraction(0)),
    )
    # One rule for components and domains alike; overall has a score and no level.
    why = None if kind == "overall" else trace(questionnaire, weighed)
    coverage, claimed = _claimed(weighed, points)
    return NodeResult(
        id=node_id,
        kind=kind,
        score=span,
        level=None if why is None else LevelSpan(why.low, why.high),
        claimed=claimed,
        coverage=coverage,
        causes=Causes(
            unknown=points * sum((w * result.unknown for result, w in weighed), Fraction(0)),
            disputed=points * sum((w * result.disputed for result, w in weighed), Fraction(0)),
            unsupported=points * sum((w * result.unsupported for result, w in weighed), Fraction(0)),
        ),
        evidence_mix=_evidence_mix(questionnaire, weighed, coverage),
        trace=why,
        asked=len(weighed),
        answered=sum(1 for result, _ in weighed if result.is_answered),
    )


def _claimed(weighed: Weighed, points: Fraction) -> tuple[Fraction, Fraction | None]:
    """Coverage: the answered share of the weight. Claimed: the answered questions alone, each at its h."""
    coverage = sum((weight for result, weight in weighed if result.is_answered), Fraction(0))
    if coverage < ENOUGH:
        return coverage, None
    reached = sum((weight * result.high for result, weight in weighed if result.is_answered), Fraction(0))
    return coverage, points * reached / coverage


def _evidence_mix(
    questionnaire: Questionnaire, weighed: Weighed, coverage: Fraction
) -> Mapping[str, Fraction]:
    """The shares of the answered weight by grade, after ageing; all zero where nothing is answered."""
    return {
        grade.id: sum((weight for result, weight in weighed if result.grade == grade.id), Fraction(0))
        / (coverage or 1)
        for grade in questionnaire.evidence.grades
    }


# --- section 6: lenses ---------------------------------------------------------------------------


def _lenses(questionnaire: Questionnaire, weighed: Weighed) -> Iterable[LensResult]:
    points = Fraction(100, questionnaire.scale.top)
    for lens in questionnaire.lenses:
        tagged = [result for result, _ in weighed if lens.id in result.question.lens]
        if not tagged:  # a lens without questions left has no result
            continue
        equal: Weighed = [(result, Fraction(1, len(tagged))) for result in tagged]
        coverage, claimed = _claimed(equal, points)
        lows: dict[str, int] = {}
        for result in tagged:
            domain = questionnaire.domain_of[result.question.id].id
            lows[domain] = max(lows.get(domain, 0), result.low)
        yield LensResult(
            id=lens.id,
            score=Span(
                points * sum((w * result.low for result, w in equal), Fraction(0)),
                points * sum((w * result.high for result, w in equal), Fraction(0)),
            ),
            claimed=claimed,
            coverage=coverage,
            asked=len(tagged),
            answered=sum(1 for result in tagged if result.is_answered),
            domains=len(lows),
            domains_adequate=sum(1 for low in lows.values() if low >= questionnaire.scale.adequate),
        )

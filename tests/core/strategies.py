"""Small valid questionnaires, and assessments on them, with everything the method speaks of."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar, assert_never

from hypothesis import strategies as st

from app.core.assessment.answer import (
    ANSWER_KINDS,
    Answer,
    AnswerKind,
    AnswerValue,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.core.questionnaire.questionnaire import (
    Component,
    Fact,
    Question,
    Questionnaire,
    Targets,
)
from app.core.questionnaire.validity_of_exclusion import MOST_THAT_MAY_LEAVE
from tests.core.builders import (
    LENSES,
    SHELF_LIFE,
    assessment,
    component,
    domain,
    question,
    questionnaire,
    scale,
)

Node = TypeVar("Node", Component, Question)

WEIGHTS = st.sampled_from([Fraction(1)] * 4 + [Fraction(*pair) for pair in ((2, 1), (1, 2), (5, 3), (7, 1))])
CONDITIONS = st.sampled_from(
    [
        'coast == "none"',
        'coast != "none"',
        'coast in ["calm", "rough"]',
        '"army" in holders',
        'not "police" in holders',
        'coast == "rough" and "army" in holders',
        'coast == "rough" or "army" in holders',
    ]
)
REFERENCE_DATES = st.sampled_from([date(2026, 6, 30), date(2024, 2, 29), date(2025, 3, 1), date(2025, 2, 28)])


@dataclass(frozen=True)
class Case:
    """A questionnaire and an assessment on it."""

    questionnaire: Questionnaire
    assessment: Assessment


# --- questionnaires -------------------------------------------------------------------------------


@st.composite
def questionnaires(
    draw, *, most_domains: int = 3, most_components: int = 3, most_questions: int = 4
) -> Questionnaire:
    top = draw(st.integers(2, 5))
    numbers = draw(
        st.lists(
            st.lists(st.integers(1, most_questions), min_size=1, max_size=most_components),
            min_size=1,
            max_size=most_domains,
        )
    )
    names = [f"{d}.{c}" for d, sizes in enumerate(numbers, 1) for c in range(1, len(sizes) + 1)]
    needs = draw(_needs(names))
    domains = []
    for place, sizes in enumerate(numbers, start=1):
        children = [
            draw(_component(f"{place}.{number}", size, top, needs[f"{place}.{number}"], is_first=number == 1))
            for number, size in enumerate(sizes, start=1)
        ]
        staying = [child.is_core for child in children]
        domains.append(
            domain(
                f"D{place}",
                draw(_some_leave(children, staying)),
                weight=draw(WEIGHTS),
                always_relevant=draw(st.booleans()),
            )
        )
    return questionnaire(
        *domains,
        rule=scale(
            top,
            adequate=draw(st.integers(1, top)),
            share=draw(st.sampled_from([Fraction(2, 3), Fraction(1, 2)])),
            lag=draw(st.sampled_from([2, None, 0, 1])),
        ),
        caps=(*sorted(draw(st.lists(st.integers(0, top), max_size=3))), top),
        targets=draw(_targets(top)),
        scenarios=draw(
            st.dictionaries(
                st.sampled_from(["S1", "S2"]),
                st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True).map(tuple),
            )
        ),
    )


@st.composite
def _needs(draw, names: list[str]) -> dict[str, tuple[str, ...]]:
    """Prerequisites without a cycle: each component needs only what stands before it in some order."""
    order = draw(st.permutations(names))
    return {
        name: tuple(draw(st.lists(st.sampled_from(order[:place]), max_size=2, unique=True)) if place else ())
        for place, name in enumerate(order)
    }


@st.composite
def _targets(draw, top: int) -> Targets:
    low, medium, high = sorted(draw(st.tuples(*[st.integers(0, top)] * 3)))
    return Targets(high=high, medium=medium, low=low)


@st.composite
def _component(
    draw, component_id: str, size: int, top: int, needs: tuple[str, ...], *, is_first: bool
) -> Component:
    places = st.integers(0, size - 1)
    critical = draw(st.none() | places)
    # a component with a critical question has a core one; every domain has a core component
    core = draw(places if is_first or critical is not None else st.none() | places)
    questions = [
        question(
            f"{component_id}.{number + 1}",
            top=top,
            weight=draw(WEIGHTS),
            core=number == core,
            critical=number == critical,
            lens=tuple(draw(st.sets(st.sampled_from([lens.id for lens in LENSES])))),
        )
        for number in range(size)
    ]
    return component(
        component_id,
        draw(_some_leave(questions, [one.core or one.critical for one in questions])),
        weight=draw(WEIGHTS),
        needs=needs,
    )


@st.composite
def _some_leave(draw, nodes: list[Node], staying: list[bool]) -> list[Node]:
    """Lets some of those that do not have to stay leave, while they carry at most one third."""
    total = sum(node.weight for node in nodes)
    leaving = Fraction(0)
    result = []
    for node, stays in zip(nodes, staying, strict=True):
        may = not stays and (leaving + node.weight) / total <= MOST_THAT_MAY_LEAVE and draw(st.booleans())
        if may:
            leaving += node.weight
            may_be_na = draw(st.booleans())
            result.append(replace(node, may_be_na=may_be_na, when=None if may_be_na else draw(CONDITIONS)))
        else:
            result.append(node)
    return result


# --- assessments ----------------------------------------------------------------------------------


@st.composite
def evidence_items(draw, whole: Questionnaire, reference_date: date) -> EvidenceItem:
    """Of any grade; undated, fresh, stale, or dated within two days of the shelf-life."""
    edge = reference_date.replace(year=reference_date.year - SHELF_LIFE, day=min(reference_date.day, 28))
    dated = draw(
        st.sampled_from(["", "1999", str(reference_date.year), f"{edge:%Y-%m}", f"{edge:%Y}", "2020-02"])
        | st.integers(-2, 3).map(lambda days: (edge + timedelta(days)).isoformat())
    )
    grade = draw(st.sampled_from(whole.evidence.grades))
    return EvidenceItem(grade=grade.id, title="A record", dated=dated)


def evidence(whole: Questionnaire, reference_date: date) -> st.SearchStrategy[tuple[EvidenceItem, ...]]:
    return st.lists(evidence_items(whole, reference_date), max_size=2).map(tuple)


@st.composite
def positions(draw, whole: Questionnaire, reference_date: date) -> Position:
    return Position(
        agency=draw(st.sampled_from(["Army", "Customs", "Police"])),
        level=draw(st.integers(0, whole.scale.top)),
        evidence=draw(evidence(whole, reference_date)),
    )


@st.composite
def values(draw, kind: AnswerKind, whole: Questionnaire, reference_date: date) -> AnswerValue:
    """A value of that kind."""
    levels = st.integers(0, whole.scale.top)
    match kind:
        case "level":
            return Level(draw(levels))
        case "range":
            low, high = sorted(draw(st.lists(levels, min_size=2, max_size=2, unique=True)))
            return Range(low, high)
        case "positions":
            return Positions(tuple(draw(st.lists(positions(whole, reference_date), min_size=2, max_size=3))))
        case "not_known":
            return NotKnown()
        case "not_applicable":
            return NotApplicable(draw(st.sampled_from(["We have none.", "", " \n"])))
        case unknown:
            assert_never(unknown)


def claims(whole: Questionnaire, reference_date: date) -> st.SearchStrategy[AnswerValue]:
    """A level, a range or positions."""
    kinds = st.sampled_from(["level", "level", "range", "positions"])
    return kinds.flatmap(lambda kind: values(kind, whole, reference_date))


@st.composite
def answers(draw, whole: Questionnaire, asked: Question, reference_date: date) -> Answer:
    kinds = [kind for kind in ANSWER_KINDS if kind != "not_applicable" or asked.may_be_na]
    kind = draw(st.sampled_from(["open", "level", *kinds]))
    return Answer(
        value=None if kind == "open" else draw(values(kind, whole, reference_date)),
        withheld=draw(st.booleans()) and draw(st.booleans()),
        evidence=draw(evidence(whole, reference_date)),
        comment=draw(st.sampled_from(["", "A word on it."])),
    )


def fact_answers(fact: Fact) -> st.SearchStrategy[FactAnswer]:
    options = [option.id for option in fact.options]
    chosen = st.lists(st.sampled_from(options), min_size=1, max_size=2 if fact.many else 1, unique=True)
    return st.builds(FactAnswer, options=st.none() | chosen.map(tuple), withheld=st.booleans())


RATINGS = st.builds(Rating, relevance=st.none() | st.sampled_from(Relevance), withheld=st.booleans())


@st.composite
def component_entries(draw, whole: Questionnaire, entered: Component) -> ComponentEntry:
    is_declared = entered.may_be_na and draw(st.booleans())
    place = st.integers(1, len(whole.component_by_id))
    return ComponentEntry(
        not_applicable=draw(st.sampled_from(["We have none.", "", " \n"])) if is_declared else None,
        withheld=is_declared and draw(st.booleans()),
        target=draw(st.none() | st.integers(0, whole.scale.top)),
        commitment=draw(st.sampled_from(["", "A treaty"])),
        plan=Plan(owner=draw(st.sampled_from(["", "Ministry"]))),
        move=draw(st.none() | st.builds(Move, place=place, reason=st.just("It is urgent."))),
    )


@st.composite
def assessments(draw, whole: Questionnaire) -> Assessment:
    reference_date = draw(REFERENCE_DATES)
    return assessment(
        {
            asked.id: draw(answers(whole, asked, reference_date))
            for _, _, asked in whole.questions()
            if draw(st.booleans()) or draw(st.booleans())
        },
        facts={fact.id: draw(fact_answers(fact)) for fact in whole.facts if draw(st.booleans())},
        ratings={scenario.id: draw(RATINGS) for scenario in whole.scenarios if draw(st.booleans())},
        components={
            entered.id: draw(component_entries(whole, entered))
            for _, entered in whole.components()
            if draw(st.booleans())
        },
        reference_date=reference_date,
    )


@st.composite
def cases(draw, **sizes: int) -> Case:
    whole = draw(questionnaires(**sizes))
    return Case(whole, draw(assessments(whole)))

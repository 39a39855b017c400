"""What may leave the tree, and on what condition (docs/method.md, section 1)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.core.errors import ConditionRefusedError, Fault
from app.core.questionnaire.condition import (
    Includes,
    OneOf,
    comparisons_in,
    parsed_condition,
)
from app.core.questionnaire.place import (
    Place,
    placed_components,
    placed_domains,
    placed_questions,
)
from app.core.questionnaire.questionnaire import Component, Question, Questionnaire

MOST_THAT_MAY_LEAVE = Fraction(1, 3)


def faults_of_leaving(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault that could empty a node or open a gate, and every condition that is wrong."""
    for place, domain in placed_domains(questionnaire):
        yield from _faults_of_share(place, "components", domain.components)
        # every domain has a core component (one that holds a core question)
        if domain.components and not any(component.is_core for component in domain.components):
            yield Fault(
                place=place,
                problem="has no core component.",
                mend="Mark one question in it with core = true.",
            )
    for place, component in placed_components(questionnaire):
        yield from _faults_of_share(place, "questions", component.questions)
        yield from _faults_of_condition(questionnaire, place, component.when)
        # a critical or core question, and a component that holds one, never leave
        if component.is_core or component.is_gate:
            yield from _faults_of_staying(place, component, "a component with a core or critical question")
        # a component with a critical question has a core one
        if component.is_gate and not component.is_core:
            yield Fault(
                place=place,
                problem="has a critical question and no core one.",
                mend="Mark one question in it with core = true; it can be the critical one.",
            )
    for place, question in placed_questions(questionnaire):
        yield from _faults_of_condition(questionnaire, place, question.when)
        if question.core or question.critical:
            yield from _faults_of_staying(place, question, "a core or critical question")


def may_leave(node: Component | Question) -> bool:
    """Whether a profile fact or a declaration can take it out of the tree."""
    return node.may_be_na or node.when is not None


# In every component and in every domain, the children that may leave carry at most one third of
# the weight.
def _faults_of_share(place: Place, name: str, children: Sequence[Component | Question]) -> Iterator[Fault]:
    if not children or any(child.weight <= 0 for child in children):
        return
    leaving = [child for child in children if may_leave(child)]
    share = sum((child.weight for child in leaving), Fraction(0)) / sum(child.weight for child in children)
    if share > MOST_THAT_MAY_LEAVE:
        yield Fault(
            place=(*place, name),
            problem=f"{', '.join(child.id for child in leaving)} may leave and carry {share} "
            f"of the weight, at most {MOST_THAT_MAY_LEAVE} wanted.",
            mend="Take may_be_na or when out of one, or give the others more weight.",
        )


def _faults_of_staying(place: Place, node: Component | Question, what: str) -> Iterator[Fault]:
    if node.may_be_na:
        yield Fault(
            place=(*place, "may_be_na"),
            problem=f"is true, but {what} never leaves.",
            mend="Take it out.",
        )
    if node.when is not None:
        yield Fault(
            place=(*place, "when"),
            problem=f"is given, but {what} never leaves.",
            mend="Take it out.",
        )


# --- conditions read profile facts, and nothing else ----------------------------------------------


def _faults_of_condition(questionnaire: Questionnaire, place: Place, when: str | None) -> Iterator[Fault]:
    if when is None:
        return
    try:
        condition = parsed_condition(when)
    except ConditionRefusedError as refused:
        yield Fault(
            place=(*place, "when"),
            problem=str(refused),
            mend='Write it like: coast == "rough" or "motor" in fleet.',
        )
        return
    for comparison in dict.fromkeys(comparisons_in(condition)):
        yield from _faults_of_comparison(questionnaire, (*place, "when"), comparison)


def _faults_of_comparison(
    questionnaire: Questionnaire, place: Place, comparison: OneOf | Includes
) -> Iterator[Fault]:
    fact = questionnaire.fact_by_id.get(comparison.fact)
    if fact is None:
        yield Fault(
            place=place,
            problem=f'"{comparison.fact}" is not a profile fact.',
            mend="A condition can read profile facts only: "
            f"{', '.join(questionnaire.fact_by_id) or 'write one under facts first'}.",
        )
        return
    if isinstance(comparison, OneOf):
        options = comparison.options
        is_wrong_way_round = fact.many
        mend = f'Several options can hold, so write: "{options[0]}" in {fact.id}.'
    else:
        options = (comparison.option,)
        is_wrong_way_round = not fact.many
        mend = f'One option holds, so write: {fact.id} == "{options[0]}".'
    if is_wrong_way_round:
        yield Fault(place=place, problem=f"compares {fact.id} the wrong way round.", mend=mend)
    known = [option.id for option in fact.options]
    for option in options:
        if option not in known:
            yield Fault(
                place=place,
                problem=f'"{option}" is not an option of {fact.id}.',
                mend=f"Its options are: {', '.join(known)}.",
            )

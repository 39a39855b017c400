"""What an assistance sheet carries: its component alone, because it is handed on alone."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from app.core.assessment.assessment import Assessment, ComponentEntry, Plan
from app.core.errors import ChoiceRefusedError
from app.core.method.priorities import Line, Priorities, Tier
from app.core.questionnaire.condition import facts_read
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.questionnaire.subset import cut

SHEETS_BY_PRIORITY = 5


def wants_assistance(plan: Plan) -> bool:
    """Whether a plan asks others for anything."""
    return plan.assistance_kind != "none" and bool(plan.assistance_kind or plan.assistance.strip())


def usual_sheets(priorities: Priorities) -> tuple[Line, ...]:
    """The lines that have a sheet where none is named: none of them is at its target.

    Those for which the plan asks for assistance; where it asks for none, the first five priorities.
    """
    wanted = tuple(line for line in priorities.to_act_on if wants_assistance(line.plan))
    return wanted or priorities.to_act_on[:SHEETS_BY_PRIORITY]


def chosen_sheets(
    asked: Questionnaire, priorities: Priorities, named: Iterable[str] | None
) -> tuple[str, ...]:
    """The components that have a sheet, in the questionnaire's order; the usual ones where `named` is None.

    ChoiceRefusedError where one is not asked, or is at its target and its plan does not say what is wanted.
    """
    if named is None:
        return as_sheets(asked, (line.component for line in usual_sheets(priorities)))
    chosen = as_sheets(asked, named)
    lines = priorities.line_by_component
    for one in chosen:
        if one not in lines:
            raise ChoiceRefusedError(
                "sheets", f"Component {one} is not asked or not applicable, so it has no sheet."
            )
        if lines[one].tier is Tier.KEEP and not _has_reason(lines[one].plan):
            raise ChoiceRefusedError(
                "sheets",
                f"Component {one} is at its target. A sheet for it needs the State's reason: "
                "say in its plan which assistance is wanted, and why.",
            )
    return chosen


def _has_reason(plan: Plan) -> bool:
    return plan.assistance_kind != "none" and bool(plan.assistance.strip())


def as_sheets(asked: Questionnaire, components: Iterable[str]) -> tuple[str, ...]:
    """The components chosen for assistance sheets, each once, in the questionnaire's order.

    ChoiceRefusedError names what is not asked.
    """
    wanted = set(components)
    known = [component.id for _, component in asked.components()]
    if unknown := sorted(wanted.difference(known)):
        raise ChoiceRefusedError(
            "sheets",
            f"There is no component {' or '.join(unknown)} here. Name components such as {known[0]}.",
        )
    return tuple(one for one in known if one in wanted)


def with_components(questionnaire: Questionnaire, kept: Collection[str]) -> Questionnaire:
    """The questionnaire with these components, and what else decides about them: facts and scenarios."""
    left = cut(
        questionnaire,
        {question.id for _, component, question in questionnaire.questions() if component.id in kept},
    )
    read = {
        fact
        for _, component, question in left.questions()
        for one in (component, question)
        for fact in facts_read(one.when)
    }
    return replace(
        left,
        facts=tuple(fact for fact in left.facts if fact.id in read),
        scenarios=tuple(scenario for scenario in left.scenarios if scenario.essential),
    )


def of_components(
    left: Questionnaire, assessment: Assessment, priorities: Priorities, kept: Collection[str]
) -> Assessment:
    """What was entered for these components alone; `left` is what is asked of them.

    A target that others decide too, by what they need first, is written down, so that it stays. The own
    place among all priorities, and its reason, are of others too.
    """
    if not kept:
        return replace(assessment, answers={}, components={}, facts={}, ratings={})
    entries: dict[str, ComponentEntry] = {}
    for one in kept:
        entry = replace(assessment.component(one), move=None)
        entries[one] = replace(entry, target=priorities.line_by_component[one].target)
    facts, scenarios = left.fact_by_id, {scenario.id for scenario in left.scenarios}
    return replace(
        assessment,
        answers={name: one for name, one in assessment.answers.items() if name in left.question_by_id},
        components=entries,
        facts={name: one for name, one in assessment.facts.items() if name in facts},
        ratings={name: one for name, one in assessment.ratings.items() if name in scenarios},
    )

"""The quick scan: the tree cut down to its core and critical questions (docs/method.md, section 4)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from app.core.assessment import Assessment
from app.core.questionnaire import Component, Domain, Questionnaire


def as_asked(questionnaire: Questionnaire, assessment: Assessment) -> Questionnaire:
    """The questionnaire as this assessment is asked and scored: whole, or cut down in a quick scan.

    Answers outside the cut are kept in the assessment; they wait until it grows.
    """
    return quick_scan(questionnaire) if assessment.scope == "quick" else questionnaire


def quick_scan(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with its core and critical questions alone; all else that it fixes stays.

    A component without such a question is cut, and a domain without such a component. Where weights
    are shared, they are shared among what is left.
    """
    left = {component.id for _, component in questionnaire.components() if _is_left(component)}
    return replace(
        questionnaire,
        domains=tuple(
            _cut_domain(questionnaire, domain, left)
            for domain in questionnaire.domains
            if any(component.id in left for component in domain.components)
        ),
        scenarios=tuple(
            replace(scenario, essential=tuple(one for one in scenario.essential if one in left))
            for scenario in questionnaire.scenarios
        ),
    )


def _is_left(component: Component) -> bool:
    return component.is_core or component.is_gate


def _cut_domain(questionnaire: Questionnaire, domain: Domain, left: Collection[str]) -> Domain:
    return replace(
        domain,
        components=tuple(
            replace(
                component,
                needs=tuple(_needs(component, questionnaire.component_by_id, left)),
                questions=tuple(one for one in component.questions if one.core or one.critical),
            )
            for component in domain.components
            if component.id in left
        ),
    )


# Prerequisites reach through what is cut.
def _needs(component: Component, components: Mapping[str, Component], left: Collection[str]) -> Iterator[str]:
    """What is left that this component needs first: itself named, or reached through what is cut."""
    seen: set[str] = set()
    waiting = [*reversed(component.needs)]
    while waiting:
        needed = waiting.pop()
        if needed in seen:
            continue
        seen.add(needed)
        if needed in left:
            yield needed
        else:
            waiting.extend(reversed(components[needed].needs))

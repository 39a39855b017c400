"""The tree with fewer questions: everything else that the questionnaire fixes stays."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from app.core.questionnaire.questionnaire import Component, Domain, Questionnaire


def cut(questionnaire: Questionnaire, kept: Collection[str]) -> Questionnaire:
    """The questionnaire with the questions of these ids alone.

    A component without such a question is cut, and a domain without such a component. Where weights
    are shared, they are shared among what is left.
    """
    left = {questionnaire.component_of[one].id for one in kept}
    return replace(
        questionnaire,
        domains=tuple(
            _cut_domain(questionnaire, domain, left, kept)
            for domain in questionnaire.domains
            if any(component.id in left for component in domain.components)
        ),
        scenarios=tuple(
            replace(scenario, essential=tuple(one for one in scenario.essential if one in left))
            for scenario in questionnaire.scenarios
        ),
    )


def _cut_domain(
    questionnaire: Questionnaire, domain: Domain, left: Collection[str], kept: Collection[str]
) -> Domain:
    return replace(
        domain,
        components=tuple(
            replace(
                component,
                needs=tuple(_needs(component, questionnaire.component_by_id, left)),
                questions=tuple(one for one in component.questions if one.id in kept),
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

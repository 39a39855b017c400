"""How a place in a questionnaire is said: `component 3.6, question 3.6.2, level 3, descriptor`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.core.questionnaire.questionnaire import (
    Component,
    Domain,
    Question,
    Questionnaire,
)

Place = tuple[str, ...]
"""From the outside in."""

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""An id: a letter or digit, then letters, digits, full stops, hyphens, underscores; 40 at most."""

_ONE_OF = {
    "components": "component",
    "directions": "direction",
    "domains": "domain",
    "facts": "fact",
    "glossary": "term",
    "grades": "grade",
    "lenses": "lens",
    "levels": "level",
    "options": "option",
    "paragraphs": "paragraph",
    "questions": "question",
    "references": "reference",
    "scenarios": "scenario",
    "steps": "step",
    "successors": "successor",
    "cases": "case",
    "positions": "position",
}


def member_names(group: str, ids: Sequence[object]) -> tuple[str, ...]:
    """What each member of a list is called: by its id (`question 3.6.2`), else by its number.

    Levels are numbered from 0, all else from 1. An id that two share stands after the number.
    """
    one = _ONE_OF.get(group, group)
    first = 0 if group == "levels" else 1
    shared = {found for found, times in Counter(map(str, ids)).items() if times > 1}
    return tuple(
        f"{one} {number}"
        if not isinstance(found, str) or ID.fullmatch(found) is None
        else f"{one} {number} ({found})"
        if found in shared
        else f"{one} {found}"
        for number, found in enumerate(ids, start=first)
    )


def group_of(name: str) -> str:
    """The list that a member's name belongs to: `facts` of `fact reach`; any other word is its own."""
    one, *_ = name.split(" ")
    return next((group for group, singular in _ONE_OF.items() if singular == one), one)


def placed_domains(questionnaire: Questionnaire) -> Iterator[tuple[Place, Domain]]:
    """Every domain with its place, in the questionnaire's order."""
    names = member_names("domains", [domain.id for domain in questionnaire.domains])
    for domain, name in zip(questionnaire.domains, names, strict=True):
        yield (name,), domain


def placed_components(questionnaire: Questionnaire) -> Iterator[tuple[Place, Component]]:
    """Every component with its place, in the questionnaire's order."""
    for place, domain in placed_domains(questionnaire):
        names = member_names("components", [component.id for component in domain.components])
        for component, name in zip(domain.components, names, strict=True):
            yield (*place, name), component


def placed_questions(questionnaire: Questionnaire) -> Iterator[tuple[Place, Question]]:
    """Every question with its place, in the questionnaire's order."""
    for place, component in placed_components(questionnaire):
        names = member_names("questions", [question.id for question in component.questions])
        for question, name in zip(component.questions, names, strict=True):
            yield (*place, name), question

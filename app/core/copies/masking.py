"""The copy that leaves the owner: everything marked *withheld* is replaced, and then scored again."""

from collections.abc import Collection
from dataclasses import replace

from app.core.assessment.answer import Answer
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    FactAnswer,
    Rating,
)
from app.core.method.exclusion import leaving
from app.core.questionnaire.condition import facts_read
from app.core.questionnaire.questionnaire import Component, Questionnaire

_WITHHELD = Answer(withheld=True)


def masked(questionnaire: Questionnaire, assessment: Assessment) -> Assessment:
    """The masked copy (docs/method.md, section 2): the same for every value behind a mark.

    Each marked answer, with its evidence and comment, becomes *withheld without a value*; a withheld fact
    counts as open and a withheld rating as unrated. A marked declaration is dropped with its mark, and one
    of a component whose condition reads a withheld fact; their questions become withheld too, and so does
    each question whose own condition reads one. What the State entered for a component with such a question
    (target, commitment, plan, own place) is left out. What is then not asked, and each answer under a
    declaration that stands, is left out. Everything stands in the questionnaire's order, so that not even
    the order of what was entered tells anything.
    """
    facts = {
        fact.id: FactAnswer(withheld=True) if answer.withheld else answer
        for fact in questionnaire.facts
        if (answer := assessment.facts.get(fact.id)) is not None
    }
    marked_facts = _marked_facts(assessment)
    answers: dict[str, Answer] = {}
    components: dict[str, ComponentEntry] = {}
    for _, component in questionnaire.components():
        entry = assessment.component(component.id)
        is_hidden = _is_hidden(component, assessment, marked_facts)
        hidden = _hidden_in(component, assessment, marked_facts)
        for question in component.questions:
            if question.id in hidden:
                answers[question.id] = _WITHHELD
            elif question.id in assessment.answers:
                answers[question.id] = assessment.answer(question.id)
        if hidden:
            # Its other questions keep their answers; a declaration of the component that is not
            # marked stays, for it says nothing of one question.
            declared = None if is_hidden else entry.not_applicable
            components[component.id] = ComponentEntry(not_applicable=declared)
        elif component.id in assessment.components:
            components[component.id] = entry
    return _without_what_is_not_asked(
        questionnaire,
        replace(
            assessment,
            answers=answers,
            components=components,
            facts=facts,
            ratings={
                scenario.id: Rating(withheld=True) if rating.withheld else rating
                for scenario in questionnaire.scenarios
                if (rating := assessment.ratings.get(scenario.id)) is not None
            },
        ),
    )


def hidden_by_marks(questionnaire: Questionnaire, assessment: Assessment) -> frozenset[str]:
    """The ids of the questions that its marks hide, also of those not asked or under a declaration."""
    marked_facts = _marked_facts(assessment)
    return frozenset(
        name
        for _, component in questionnaire.components()
        for name in _hidden_in(component, assessment, marked_facts)
    )


def _marked_facts(assessment: Assessment) -> set[str]:
    return {fact for fact, answer in assessment.facts.items() if answer.withheld}


def _reads(when: str | None, facts: Collection[str]) -> bool:
    return any(fact in facts for fact in facts_read(when))


def _is_hidden(component: Component, assessment: Assessment, marked_facts: Collection[str]) -> bool:
    """Whether its declaration is marked, or its condition reads a withheld fact."""
    return assessment.component(component.id).withheld or _reads(component.when, marked_facts)


def _hidden_in(component: Component, assessment: Assessment, marked_facts: Collection[str]) -> set[str]:
    """Its questions that become withheld; all of them where the component itself is hidden."""
    is_hidden = _is_hidden(component, assessment, marked_facts)
    return {
        question.id
        for question in component.questions
        if is_hidden or assessment.answer(question.id).withheld or _reads(question.when, marked_facts)
    }


def _without_what_is_not_asked(questionnaire: Questionnaire, assessment: Assessment) -> Assessment:
    """Nobody is shown what is not asked, or what stands under a declaration: nobody could mark it."""
    gone = leaving(questionnaire, assessment)
    not_asked = {name for name, one in gone.items() if one.why == "not_asked"}
    return replace(
        assessment,
        answers={
            name: answer
            for name, answer in assessment.answers.items()
            if name not in not_asked and questionnaire.component_of[name].id not in gone
        },
        components={name: entry for name, entry in assessment.components.items() if name not in not_asked},
    )


def withholds(assessment: Assessment) -> bool:
    """Whether anything in it is marked as withheld."""
    groups = (assessment.answers, assessment.components, assessment.facts, assessment.ratings)
    return any(one.withheld for group in groups for one in group.values())

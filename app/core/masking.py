"""The copy that leaves the owner: everything marked *withheld* is replaced, and then scored again."""

from dataclasses import replace

from app.core.assessment import Answer, Assessment, ComponentEntry, FactAnswer, Rating
from app.core.questionnaire import Questionnaire

_WITHHELD = Answer(withheld=True)


def masked(questionnaire: Questionnaire, assessment: Assessment) -> Assessment:
    """The masked copy (docs/method.md, section 2): the same for every value of what is withheld.

    Each marked answer, with its evidence and comment, becomes *withheld without a value*; a marked
    declaration is dropped and every question of its component becomes so; what the State entered for
    that component (target, commitment, plan, own place) is left out; a withheld fact counts as open
    and a withheld rating as unrated. Everything stands in the questionnaire's order, so that not even
    the order of what was entered tells anything.
    """
    answers: dict[str, Answer] = {}
    components: dict[str, ComponentEntry] = {}
    for _, component in questionnaire.components():
        entry = assessment.component(component.id)
        hidden = {
            question.id
            for question in component.questions
            if entry.withheld or assessment.answer(question.id).withheld
        }
        for question in component.questions:
            if question.id in hidden:
                answers[question.id] = _WITHHELD
            elif question.id in assessment.answers:
                answers[question.id] = assessment.answer(question.id)
        if hidden:
            # Its other questions keep their answers; a declaration of the component that is not
            # marked stays, for it says nothing of one question.
            components[component.id] = ComponentEntry(
                not_applicable=None if entry.withheld else entry.not_applicable, withheld=entry.withheld
            )
        elif component.id in assessment.components:
            components[component.id] = entry
    return replace(
        assessment,
        answers=answers,
        components=components,
        facts={
            fact.id: FactAnswer(withheld=True) if answer.withheld else answer
            for fact in questionnaire.facts
            if (answer := assessment.facts.get(fact.id)) is not None
        },
        ratings={
            scenario.id: Rating(withheld=True) if rating.withheld else rating
            for scenario in questionnaire.scenarios
            if (rating := assessment.ratings.get(scenario.id)) is not None
        },
    )

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
    and a withheld rating as unrated.
    """
    answers = dict(assessment.answers)
    components = dict(assessment.components)
    for _, component in questionnaire.components():
        declaration_is_withheld = assessment.component(component.id).withheld
        for question in component.questions:
            if declaration_is_withheld or assessment.answer(question.id).withheld:
                answers[question.id] = _WITHHELD
                # Its other questions keep their answers; a declaration of the component that is not
                # marked stays, for it says nothing of one question.
                components[component.id] = ComponentEntry(
                    not_applicable=None
                    if declaration_is_withheld
                    else assessment.component(component.id).not_applicable,
                    withheld=declaration_is_withheld,
                )
    return replace(
        assessment,
        answers=answers,
        components=components,
        facts={
            fact_id: FactAnswer(withheld=True) if answer.withheld else answer
            for fact_id, answer in assessment.facts.items()
        },
        ratings={
            scenario_id: Rating(withheld=True) if rating.withheld else rating
            for scenario_id, rating in assessment.ratings.items()
        },
    )

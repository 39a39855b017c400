"""Two assessments in copies that leave: what is marked in either is marked in both (method, section 2).

A mark says that a subject is sensitive, whichever of two states holds it. Between two copies, what is carried
over is what they show of marks and nothing else: so it is the same for a declaration that is marked and for
marks on all that it stands for, and whoever has the copies alone comes to the same. An earlier state takes
before that every mark of the later one: a copy shows no mark on what is not asked, and there it holds too.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from app.core.assessment.answer import Answer
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    FactAnswer,
    Rating,
)
from app.core.copies.masking import hidden_by_marks, masked
from app.core.method.comparison import question_then
from app.core.method.exclusion import leaving
from app.core.questionnaire.questionnaire import Questionnaire

_Pairs = tuple[tuple[str, str], ...]
"""Ids of questions that stand for one another: that of the one assessment, then that of the other."""


def masked_alike(
    whole: Questionnaire, now: Assessment, whole_then: Questionnaire, then: Assessment
) -> tuple[Assessment, Assessment]:
    """The masked copies of both, `now` first, each with the marks of the other as well as its own.

    A question carries its mark to the one that it rewords, and back.
    """
    pairs = _pairs_of(whole, whole_then)
    back = tuple((before, after) for after, before in pairs)
    found = masked(whole, now), masked(whole_then, then)
    while True:
        # What a mark hides in one can be all that a declaration of the other stands for.
        both = (
            masked(whole, _marked(whole, found[0], whole_then, found[1], pairs)),
            masked(whole_then, _marked(whole_then, found[1], whole, found[0], back)),
        )
        if both == found:
            return found
        found = both


def masked_since(questionnaire: Questionnaire, earlier: Assessment, present: Assessment) -> Assessment:
    """The masked copy of an earlier state of an assessment, without what is withheld at present either."""
    then = marked_since(questionnaire, present, questionnaire, earlier)
    return masked_alike(questionnaire, present, questionnaire, then)[1]


def marked_since(
    whole: Questionnaire, now: Assessment, whole_then: Questionnaire, then: Assessment
) -> Assessment:
    """The earlier `then` with every mark of `now`, also on what is now not asked or under a declaration.

    `now` is what was entered, not its masked copy, which shows no such mark.
    """
    hidden, pairs = hidden_by_marks(whole, now), _pairs_of(whole, whole_then)
    met: dict[str, list[bool]] = {}
    for mine, before in pairs:
        met.setdefault(whole_then.component_of[before].id, []).append(mine in hidden)
    # A component of then may have none of the questions of now.
    sensitive = {name for name, are_hidden in met.items() if all(are_hidden)} | {
        component.id
        for _, component in whole.components()
        if all(question.id in hidden for question in component.questions)
    }
    return _with_marks(
        then,
        now,
        {before for mine, before in pairs if mine in hidden},
        {
            name: replace(entry, withheld=True)
            for name, entry in then.components.items()
            if name in sensitive and entry.not_applicable is not None
        },
    )


def _pairs_of(whole: Questionnaire, whole_then: Questionnaire) -> _Pairs:
    return tuple(
        (question.id, before.id)
        for _, _, question in whole.questions()
        if (before := question_then(whole_then, question)) is not None
    )


def _marked(
    questionnaire: Questionnaire,
    one: Assessment,
    questionnaire_of_other: Questionnaire,
    other: Assessment,
    pairs: _Pairs,
) -> Assessment:
    """The one with the marks that the masked copy of the other shows."""
    hidden = {mine for mine, theirs in pairs if other.answer(theirs).withheld}
    return _with_marks(
        one, other, hidden, _declared(questionnaire, one, questionnaire_of_other, other, pairs)
    )


def _with_marks(
    one: Assessment, other: Assessment, hidden: Collection[str], declared: Mapping[str, ComponentEntry]
) -> Assessment:
    """The one with these questions and declarations withheld, and the facts and ratings of the other."""
    return replace(
        one,
        answers={**one.answers, **dict.fromkeys(hidden, Answer(withheld=True))},
        components={**one.components, **declared},
        facts={**one.facts, **{name: FactAnswer(withheld=True) for name in _withheld(other.facts)}},
        ratings={**one.ratings, **{name: Rating(withheld=True) for name in _withheld(other.ratings)}},
    )


def _withheld(entered: Mapping[str, FactAnswer] | Mapping[str, Rating]) -> tuple[str, ...]:
    return tuple(name for name, one in entered.items() if one.withheld)


def _declared(
    questionnaire: Questionnaire,
    one: Assessment,
    questionnaire_of_other: Questionnaire,
    other: Assessment,
    pairs: _Pairs,
) -> Mapping[str, ComponentEntry]:
    """The declarations of the one, marked, for whose questions the other shows nothing but *withheld*."""
    gone_there = leaving(questionnaire_of_other, other)
    declared = {name for name, left in leaving(questionnaire, one).items() if left.why == "not_applicable"}
    met: dict[str, list[bool]] = {}
    for mine, theirs in pairs:
        component = questionnaire.component_of[mine].id
        is_asked = (
            theirs not in gone_there and questionnaire_of_other.component_of[theirs].id not in gone_there
        )
        if component in declared and is_asked:
            met.setdefault(component, []).append(other.answer(theirs).withheld)
    return {
        name: replace(one.component(name), withheld=True) for name, withheld in met.items() if all(withheld)
    }

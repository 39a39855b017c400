"""What leaves the tree, with its reason, and what stays in."""

import pytest

from app.core.assessment.answer import Answer, NotApplicable
from app.core.assessment.assessment import ComponentEntry, FactAnswer
from app.core.method.exclusion import Leaving, leaving
from tests.core.builders import assessment, component, of_components, question, said, scored

NONE = FactAnswer(options=("none",))
CALM = FactAnswer(options=("calm",))


def whole(**parts: object):
    """One component that stays, and one whose last question may leave."""
    leaver = question("B.3", **parts)  # type: ignore[arg-type]
    return of_components(
        component("A", [question("A.1", core=True)]),
        component("B", [question("B.1"), question("B.2"), leaver]),
    )


def optional_component(**parts: object):
    return of_components(
        component("A", [question("A.1", core=True)]),
        component("B", [question("B.1"), question("B.2", may_be_na=True)], **parts),  # type: ignore[arg-type]
    )


def gone(questionnaire, answers=None, **parts: object) -> list[Leaving]:
    return list(leaving(questionnaire, assessment(answers, **parts)).values())  # type: ignore[arg-type]


def test_a_question_whose_condition_is_false_is_not_asked_for_the_facts_that_say_so():
    questionnaire = whole(when='coast != "none"')
    assert gone(questionnaire, facts={"coast": NONE}) == [Leaving(id="B.3", why="not_asked", reason="Coast")]
    assert gone(questionnaire, facts={"coast": CALM}) == []


@pytest.mark.parametrize("facts", [{}, {"coast": FactAnswer()}, {"coast": FactAnswer(withheld=True)}])
def test_where_an_open_fact_leaves_a_condition_undecided_the_question_stays_in(facts):
    assert gone(whole(when='coast != "none"'), facts=facts) == []


def test_a_withheld_fact_counts_by_its_value_in_the_owners_own_copy():
    facts = {"coast": FactAnswer(options=("none",), withheld=True)}
    assert [one.id for one in gone(whole(when='coast != "none"'), facts=facts)] == ["B.3"]


def test_only_facts_that_are_known_are_named_as_the_reason_and_each_once():
    questionnaire = whole(when='"army" in holders and coast != "none" and coast != "calm"')
    (one,) = gone(questionnaire, facts={"coast": NONE})
    assert one.reason == "Coast"
    (one,) = gone(questionnaire, facts={"coast": NONE, "holders": FactAnswer(options=("police",))})
    assert one.reason == "Holders, Coast"


def test_a_question_declared_not_applicable_with_a_reason_leaves_where_that_is_allowed():
    declared = {"B.3": Answer(value=NotApplicable(" We have none. "))}
    assert gone(whole(may_be_na=True), declared) == [
        Leaving(id="B.3", why="not_applicable", reason="We have none.")
    ]
    assert gone(whole(), declared) == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_declaration_without_a_reason_does_not_leave(reason):
    declared = {"B.3": Answer(value=NotApplicable(reason))}
    assert gone(whole(may_be_na=True), declared) == []
    entry = {"B": ComponentEntry(not_applicable=reason)}
    assert gone(optional_component(may_be_na=True), components=entry) == []


def test_a_component_declared_not_applicable_leaves_whole_where_that_is_allowed():
    entry = {"B": ComponentEntry(not_applicable=" We have none. ")}
    declared = {"B.2": Answer(value=NotApplicable("None of it."))}
    assert gone(optional_component(may_be_na=True), declared, components=entry) == [
        Leaving(id="B", why="not_applicable", reason="We have none.")
    ]
    assert [one.id for one in gone(optional_component(), declared, components=entry)] == ["B.2"]


def test_what_is_not_asked_is_so_whatever_was_declared_of_it():
    entry = {"B": ComponentEntry(not_applicable="We have none.")}
    questionnaire = optional_component(may_be_na=True, when='coast != "none"')
    assert gone(questionnaire, components=entry, facts={"coast": NONE}) == [
        Leaving(id="B", why="not_asked", reason="Coast")
    ]
    question_too = whole(when='coast != "none"', may_be_na=True)
    declared = {"B.3": Answer(value=NotApplicable("None of it."))}
    assert [one.why for one in gone(question_too, declared, facts={"coast": NONE})] == ["not_asked"]


def test_what_comes_back_has_its_answer_unchanged():
    questionnaire = optional_component(may_be_na=True)
    there = assessment({"B.1": said(3, 2)})
    away = there.declared("B", ComponentEntry(not_applicable="We have none."))
    back = away.declared("B", ComponentEntry())
    assert away.answers == there.answers
    assert scored(questionnaire, away.answers, components=away.components) != scored(
        questionnaire, there.answers
    )
    assert scored(questionnaire, back.answers, components=back.components) == scored(
        questionnaire, there.answers
    )


def test_leaving_can_lift_a_level_and_so_is_listed_beside_the_result():
    questionnaire = of_components(
        component("C", [question("C.1"), question("C.2"), question("C.3", may_be_na=True)])
    )
    answers = {"C.1": said(4, 2), "C.2": said(4, 2), "C.3": said(0)}
    before = scored(questionnaire, answers)
    after = scored(questionnaire, answers | {"C.3": Answer(value=NotApplicable("We have none."))})
    assert before.node_by_id["C"].level is not None
    assert after.node_by_id["C"].level is not None
    assert (before.node_by_id["C"].level.low, after.node_by_id["C"].level.low) == (2, 4)
    assert [(one.id, one.reason) for one in after.leaving] == [("C.3", "We have none.")]

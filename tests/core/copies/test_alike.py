"""Two copies beside each other: what is withheld in either is in neither."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.assessment.answer import Answer
from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Rating,
    Relevance,
)
from app.core.copies.alike import marked_since, masked_alike, masked_since
from app.core.copies.masking import masked
from app.core.copies.sharing import compared
from app.core.method.comparison import comparison
from tests.core.builders import assessment, component, domain, edited, question, questionnaire, said
from tests.core.strategies import answers, assessments, component_entries, fact_answers, questionnaires

HIDDEN = Answer(withheld=True)
NONE = ComponentEntry(not_applicable="We have none.")


def whole():
    return questionnaire(
        domain(
            "D1",
            [
                component("A", [question("A.1", core=True), question("A.2", when='coast != "none"')]),
                component("E", [question("E.1"), question("E.2", may_be_na=True)], may_be_na=True),
            ],
        ),
        scenarios={"S1": ("A",)},
    )


BOTH = {"A.1": said(3, comment="A word"), "A.2": said(2), "E.1": said(1), "E.2": said(4)}


def beside(now, then):
    return masked_alike(whole(), now, whole(), then)


@pytest.mark.parametrize("turned", [False, True])
def test_an_answer_that_is_withheld_in_either_is_withheld_in_both(turned):
    pair = assessment({"A.1": said(1, withheld=True)}), assessment({"A.1": said(4, comment="CANARY")})
    found = beside(*(pair[::-1] if turned else pair))
    assert [one.answers for one in found] == [{"A.1": HIDDEN}] * 2
    assert "CANARY" not in repr(found)


@pytest.mark.parametrize("turned", [False, True])
def test_a_declaration_that_is_withheld_in_either_is_dropped_in_both(turned):
    marked = assessment(components={"E": replace(NONE, withheld=True)})
    for other in (assessment(BOTH), assessment(components={"E": NONE})):
        found = beside(*((other, marked) if turned else (marked, other)))
        assert all([one.answer("E.1"), one.answer("E.2")] == [HIDDEN, HIDDEN] for one in found)
        assert all(one.component("E") == ComponentEntry() for one in found)


def test_it_is_the_same_for_a_withheld_declaration_and_for_answers_that_are_all_withheld():
    declared = assessment(components={"E": replace(NONE, withheld=True)})
    answered = assessment({"E.1": said(1, withheld=True), "E.2": HIDDEN})
    for other in (assessment(), assessment(BOTH), assessment(components={"E": NONE})):
        assert beside(other, declared) == beside(other, answered)
        assert beside(declared, other) == beside(answered, other)


def test_a_declaration_stays_where_something_under_it_is_shown_on_the_other_side():
    other = assessment({"E.1": said(1, withheld=True), "E.2": said(4)})
    assert beside(assessment(components={"E": NONE}), other)[0].component("E") == NONE


def test_facts_and_ratings_are_carried_over_with_what_hangs_on_them():
    then = assessment(
        BOTH,
        facts={"coast": FactAnswer(options=("calm",))},
        ratings={"S1": Rating(relevance=Relevance.HIGH)},
    )
    now = assessment(facts={"coast": FactAnswer(withheld=True)}, ratings={"S1": Rating(withheld=True)})
    found = beside(now, then)[1]
    assert (found.answer("A.1"), found.answer("A.2")) == (BOTH["A.1"], HIDDEN)
    assert found.facts == {"coast": FactAnswer(withheld=True)}
    assert found.ratings == {"S1": Rating(withheld=True)}


def test_a_rewording_carries_the_mark_there_and_back():
    newer = edited(whole(), questions={"E.1": {"id": "E.9", "rewords": "E.1"}})
    now, then = assessment({"E.9": said(2)}), assessment({"E.1": said(1)})
    hidden = [{"E.9": HIDDEN}, {"E.1": HIDDEN}]
    withheld = masked_alike(newer, assessment({"E.9": said(2, withheld=True)}), whole(), then)
    assert [one.answers for one in withheld] == hidden
    withheld = masked_alike(newer, now, whole(), assessment({"E.1": said(1, withheld=True)}))
    assert [one.answers for one in withheld] == hidden


def test_a_comparison_of_copies_that_leave_scores_both_without_what_is_withheld_in_either():
    now, then = assessment({**BOTH, "E.1": said(4, 2)}), assessment({**BOTH, "E.1": said(0, withheld=True)})
    own = compared(whole(), now, whole(), then)
    left = compared(whole(), masked(whole(), now), whole(), masked(whole(), then), leaves=True)
    assert own == comparison(whole(), now, whole(), then)
    (change,) = [one for one in left.components if one.id == "E"]
    assert change.then.score == change.now.score
    assert change.verdict == "not_distinguishable"


def test_a_copy_of_an_earlier_edition_leaves_out_what_is_withheld_now():
    earlier = assessment({"A.1": said(3, comment="CANARY"), "E.1": said(2, withheld=True)})
    present = assessment({"A.1": said(1, withheld=True), "E.1": said(2)})
    assert masked_since(whole(), earlier, present).answers == {"A.1": HIDDEN, "E.1": HIDDEN}
    assert masked_since(whole(), earlier, earlier) == masked(whole(), earlier)


AWAY = {
    "its fact": {"facts": {"coast": FactAnswer(options=("none",))}},
    "its declaration": {"components": {"A": NONE, "E": NONE}},
}


@pytest.mark.parametrize("asked", ["A.2", "E.1"])
@pytest.mark.parametrize("away", AWAY)
def test_a_mark_holds_in_an_earlier_copy_also_where_the_question_is_asked_no_more(asked, away):
    present = assessment({asked: said(1, withheld=True)}, **AWAY[away])
    earlier = assessment({asked: said(3, comment="CANARY")})
    assert masked_since(whole(), earlier, present).answers == {asked: HIDDEN}
    newer = edited(whole(), questions={asked: {"id": f"{asked[0]}.9", "rewords": asked}})
    present = assessment({f"{asked[0]}.9": said(1, withheld=True)}, **AWAY[away])
    assert masked(whole(), marked_since(newer, present, whole(), earlier)).answers == {asked: HIDDEN}


def test_a_marked_declaration_holds_in_an_earlier_copy_also_where_its_component_is_asked_no_more():
    there = edited(whole(), components={"E": {"when": 'coast != "none"'}})
    away = {"coast": FactAnswer(options=("none",))}
    secret = {"E": ComponentEntry(not_applicable="CANARY")}
    found = [
        masked_since(there, assessment(components=secret), one)
        for one in (
            assessment(facts=away, components={"E": replace(NONE, withheld=True)}),
            assessment({"E.1": HIDDEN, "E.2": HIDDEN}, facts=away),
        )
    ]
    assert found[0] == found[1]
    assert found[0].answers == {"E.1": HIDDEN, "E.2": HIDDEN}
    assert "CANARY" not in repr(found)


# --- what must hold -------------------------------------------------------------------------------


@st.composite
def marked(draw, whole, base, place, fact):
    """That assessment with a fact and a place (a question or a component) withheld, whatever they hold."""
    one = base.profiled(fact.id, replace(draw(fact_answers(fact)), withheld=True))
    if place in whole.component_by_id:
        inside = whole.component_by_id[place]
        one = one.declared(place, replace(draw(component_entries(whole, inside)), withheld=True))
        for asked in inside.questions:
            one = one.answered(asked.id, draw(answers(whole, asked, base.reference_date)))
        return one
    asked = whole.question_by_id[place]
    return one.answered(place, replace(draw(answers(whole, asked, base.reference_date)), withheld=True))


@given(st.data())
def test_it_is_the_same_for_every_value_behind_a_mark_in_either(data):
    tree = data.draw(questionnaires(most_domains=2))
    base, other = data.draw(assessments(tree)), data.draw(assessments(tree))
    fact = data.draw(st.sampled_from(tree.facts))
    place = data.draw(st.sampled_from([*tree.question_by_id, *tree.component_by_id]))
    one, two = (data.draw(marked(tree, base, place, fact)) for _ in range(2))
    assert masked_alike(tree, one, tree, other) == masked_alike(tree, two, tree, other)
    assert masked_alike(tree, other, tree, one) == masked_alike(tree, other, tree, two)


@given(st.data())
def test_a_mark_of_today_hides_its_subject_in_every_earlier_copy_whether_or_not_it_is_asked(data):
    tree = data.draw(questionnaires(most_domains=2))
    base, earlier = data.draw(assessments(tree)), data.draw(assessments(tree))
    fact = data.draw(st.sampled_from(tree.facts))
    place = data.draw(st.sampled_from([*tree.question_by_id, *tree.component_by_id]))
    one, two = (data.draw(marked(tree, base, place, fact)) for _ in range(2))
    found = masked_since(tree, earlier, one)
    assert found == masked_since(tree, earlier, two)
    inside = tree.component_by_id.get(place)
    hidden = [place] if inside is None else [asked.id for asked in inside.questions]
    assert {found.answers.get(name, HIDDEN) for name in hidden} == {HIDDEN}
    assert found.facts.get(fact.id, FactAnswer(withheld=True)) == FactAnswer(withheld=True)
    if inside is not None:
        assert found.component(place) == ComponentEntry()
    # A report of today holds its own masked copy and that earlier one: whoever has both comes to the same.
    assert masked_alike(tree, masked(tree, one), tree, found)[1] == found


@given(st.data())
def test_who_has_the_copies_alone_comes_to_the_same(data):
    tree = data.draw(questionnaires(most_domains=2))
    now, then = data.draw(assessments(tree)), data.draw(assessments(tree))
    found = masked_alike(tree, now, tree, then)
    assert masked_alike(tree, *(found[0], tree, found[1])) == found
    # A report holds its own masked copy, and of then the one that is compared with it.
    assert masked_alike(tree, masked(tree, now), tree, found[1]) == found
    assert all(masked(tree, one) == one for one in found)


@given(st.data())
def test_both_show_the_same_marks_wherever_both_are_asked(data):
    tree = data.draw(questionnaires(most_domains=2))
    found = masked_alike(tree, data.draw(assessments(tree)), tree, data.draw(assessments(tree)))
    for asked in tree.question_by_id:
        answers = [one.answers[asked] for one in found if asked in one.answers]
        if len(answers) == len(found):
            assert len({one.withheld for one in answers}) == 1
    assert {name for name, one in found[0].facts.items() if one.withheld} == {
        name for name, one in found[1].facts.items() if one.withheld
    }

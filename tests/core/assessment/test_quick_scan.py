"""The quick scan: what is cut, what reaches through it, and what stays as it was."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.assessment.quick_scan import as_asked, quick_scan
from app.core.copies.masking import masked
from app.core.method.priorities import priorities
from app.core.method.scoring import score
from app.core.questionnaire.validity import faults
from tests.core.builders import (
    assessment,
    certain,
    component,
    domain,
    of_components,
    question,
    questionnaire,
    said,
)
from tests.core.strategies import cases, questionnaires
from tests.reports import a_report


def cut(component_id, *needs, core=False, critical=False):
    """A component with a question that is core or critical or neither, and another that is neither."""
    return component(
        component_id,
        [question(f"{component_id}.1", core=core, critical=critical), question(f"{component_id}.2")],
        needs=needs,
    )


def needs_of(whole):
    return {one.id: one.needs for _, one in quick_scan(whole).components()}


def closure(whole):
    """Every component that each needs, transitively; by taking pairs together until nothing is new."""
    reached = {one.id: set(one.needs) for _, one in whole.components()}
    for _ in reached:
        reached = {one: needs.union(*(reached[other] for other in needs)) for one, needs in reached.items()}
    return reached


# --- examples -------------------------------------------------------------------------------------


def test_core_and_critical_questions_are_left_with_their_components_and_domains():
    whole = questionnaire(
        domain("D1", [cut("A", core=True), cut("B")]),
        domain("D2", [cut("C")]),
        domain(
            "D3",
            [component("E", [question("E.1", core=True), question("E.2"), question("E.3", critical=True)])],
        ),
    )
    scan = quick_scan(whole)
    assert [one.id for one in scan.domains] == ["D1", "D3"]
    assert list(scan.component_by_id) == ["A", "E"]
    assert list(scan.question_by_id) == ["A.1", "E.1", "E.3"]
    assert replace(scan, domains=whole.domains) == whole


def test_a_critical_question_stays_where_no_question_is_core():
    assert list(quick_scan(of_components(cut("A", critical=True), cut("B"))).question_by_id) == ["A.1"]


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ({"A": ["E"]}, ("E",)),
        ({"A": ["B"], "B": ["E"]}, ("E",)),
        ({"A": ["B"], "B": ["C"], "C": ["E"]}, ("E",)),
        ({"A": ["B"], "B": ["C"]}, ()),
        # each once, in the order in which it is reached
        ({"A": ["B", "F", "E"], "B": ["E"]}, ("E", "F")),
        ({"A": ["B", "C"], "B": ["C"], "C": ["E", "F"]}, ("E", "F")),
        # what is left is reached, and not passed through
        ({"A": ["B"], "B": ["E"], "E": ["F"]}, ("E",)),
    ],
)
def test_needs_reach_through_what_is_cut(needs, found):
    whole = of_components(*(cut(one, *needs.get(one, ()), core=one in "AEF") for one in "ABCEF"))
    assert needs_of(whole)["A"] == found


def test_scenarios_keep_what_is_left_of_the_components_that_they_list():
    whole = questionnaire(
        domain("D", [cut("A", core=True), cut("B")]), scenarios={"S1": ("B", "A"), "S2": ("B",)}
    )
    assert [one.essential for one in quick_scan(whole).scenarios] == [("A",), ()]


def test_weights_are_shared_among_what_is_left():
    whole = of_components(
        component("A", [question("A.1", core=True), question("A.2", weight=Fraction(5))]),
        component("B", [question("B.1", core=True)], weight=Fraction(3)),
        component("C", [question("C.1")], weight=Fraction(9)),
    )
    answers = certain([4], component_id="A") | certain([0], component_id="B")
    result = score(quick_scan(whole), assessment(answers))
    assert result.node_by_id["D"].score.low == 25
    assert result.node_by_id["A"].score.low == 100


def test_a_report_of_a_quick_scan_is_of_what_it_asks_and_knows_the_whole():
    whole = of_components(cut("A", core=True), cut("B"))
    own = assessment(certain([3], component_id="A") | {"B.1": said(4)})
    full = a_report(whole, own)
    assert (full.questionnaire, full.whole, full.is_quick) == (whole, whole, False)
    quick = a_report(whole, replace(own, scope="quick"))
    assert (quick.questionnaire, quick.whole, quick.is_quick) == (quick_scan(whole), whole, True)
    assert (quick.short.asked, quick.short.unanswered) == (1, 0)
    assert quick.assessment.answer("B.1") == said(4)


# --- what holds of every questionnaire and assessment ---------------------------------------------


@given(questionnaires())
def test_the_cut_is_valid_by_the_rules_and_cutting_again_changes_nothing(whole):
    scan = quick_scan(whole)
    assert faults(scan) == ()
    assert quick_scan(scan) == scan


@given(questionnaires())
def test_a_component_has_at_most_one_core_question_and_the_critical_one(whole):
    scan = quick_scan(whole)
    for _, one in scan.components():
        assert sum(asked.core for asked in one.questions) == 1
        assert all(asked.core or asked.critical for asked in one.questions)
        assert 1 <= len(one.questions) <= 2
    assert set(scan.question_by_id) == {
        asked.id for _, _, asked in whole.questions() if asked.core or asked.critical
    }


@given(questionnaires())
def test_questions_stand_in_the_same_order_and_word_for_word_as_in_the_whole(whole):
    scan = quick_scan(whole)
    places = [list(whole.question_by_id).index(one) for one in scan.question_by_id]
    assert places == sorted(places)
    assert all(whole.question_by_id[asked.id] == asked for _, _, asked in scan.questions())


@given(questionnaires(most_domains=4, most_components=4, most_questions=2))
def test_needs_are_the_transitive_closure_over_what_was_cut(whole):
    scan = quick_scan(whole)
    left = set(scan.component_by_id)
    before, after = closure(whole), closure(scan)
    assert all(after[one] == before[one] & left for one in left)
    # Nothing is named twice, and what is named was named before or is reached through what is cut alone.
    for _, one in scan.components():
        assert len(set(one.needs)) == len(one.needs)
        straight = set(whole.component_by_id[one.id].needs) & left
        assert straight <= set(one.needs)


@given(cases())
def test_nothing_leaves_a_quick_scan(case):
    assert score(quick_scan(case.questionnaire), case.assessment).leaving == ()


@given(cases())
def test_its_result_is_that_of_the_cut_tree_and_of_no_answer_beyond_it(case):
    scan = quick_scan(case.questionnaire)
    quick = replace(case.assessment, scope="quick")
    kept = {one: answer for one, answer in quick.answers.items() if one in scan.question_by_id}
    assert as_asked(case.questionnaire, quick) == scan
    result = score(as_asked(case.questionnaire, quick), quick)
    assert result == score(scan, replace(quick, answers=kept))
    assert priorities(scan, quick, result) == priorities(scan, replace(quick, answers=kept), result)


@given(cases())
def test_it_grows_into_the_full_result_as_if_it_had_always_been_full(case):
    whole = case.questionnaire
    quick = replace(case.assessment, scope="quick")
    before = score(as_asked(whole, quick), quick)
    grown = replace(quick, scope="full")
    assert grown == case.assessment
    after = score(as_asked(whole, grown), grown)
    assert after == score(whole, case.assessment)
    # What was answered is answered, and each question is worth what it was.
    assert all(after.question_by_id[one.question.id] == one for one in before.questions)


@given(cases(), st.data())
def test_its_masked_copy_keeps_what_waits_and_grows_into_the_full_masked_copy(case, data):
    whole = case.questionnaire
    quick = masked(whole, replace(case.assessment, scope="quick"))
    assert replace(quick, scope="full") == masked(whole, case.assessment)
    hidden = [one for one, answer in case.assessment.answers.items() if answer.withheld]
    if hidden:
        name = data.draw(st.sampled_from(hidden))
        other = case.assessment.answered(name, replace(case.assessment.answer(name), value=None))
        assert masked(whole, replace(other, scope="quick")) == quick


@given(cases())
def test_relevance_follows_needs_through_what_is_cut(case):
    """What is left is at least as relevant as any other below target that needs it, through the cut too."""
    scan = quick_scan(case.questionnaire)
    lines = priorities(scan, case.assessment, score(scan, case.assessment)).line_by_component
    reached = closure(case.questionnaire)
    for one in lines.values():
        if one.level.low < one.target:
            for needed in reached[one.component] & set(lines):
                assert lines[needed].relevance >= one.relevance

"""What a report says: the short result, strengths, actions in words, and why a level is what it is."""

from dataclasses import replace

from app.core.assessment.answer import Answer, NotKnown
from app.core.assessment.assessment import ComponentEntry, Plan
from app.core.copies.copies import copied
from app.core.reports.why import why
from tests.core.builders import (
    assessment,
    component,
    domain,
    of_components,
    of_questions,
    question,
    said,
    scale,
)
from tests.core.builders import questionnaire as built
from tests.reports import a_report


def shown(questionnaire, answers, **parts):
    return a_report(questionnaire, assessment(answers, **parts))


def three(prefix: str):
    return component(prefix, 3)


def all_at(level: int, *prefixes: str, grade: int = 2):
    return {f"{prefix}.{n}": said(level, grade) for prefix in prefixes for n in (1, 2, 3)}


def test_domains_are_counted_by_the_word_of_their_supported_level_from_the_highest_down():
    four = built(*(domain(f"D{n}", [three(f"C{n}")]) for n in range(1, 5)))
    answers = all_at(4, "C1") | all_at(3, "C2") | all_at(1, "C3")
    short = shown(four, answers).short
    levels = four.scale.levels
    assert short.counts == ((levels[4].word, 1), (levels[3].word, 1), (levels[1].word, 1))
    assert short.too_early == ("D4",)
    assert (short.asked, short.unanswered, short.unanswered_in) == (12, 3, ("D4",))


def test_a_level_with_a_word_for_certainty_uses_it_only_where_nothing_higher_is_possible():
    plain = scale()
    zero = replace(plain.levels[0], word_if_certain="not in place")
    whole = of_components(three("C"), rule=replace(plain, levels=(zero, *plain.levels[1:])))
    certain = shown(whole, all_at(0, "C"))
    assert certain.short.counts == ((zero.word_if_certain, 1),)
    unsure = shown(whole, {**all_at(0, "C"), "C.1": said((0, 4)), "C.2": said((0, 4))})
    assert unsure.short.counts == ((zero.word, 1),)


def test_a_strength_is_answered_whole_and_supported_above_adequate():
    whole = of_components(three("A"), three("B"), three("C"), three("D"), three("E"))
    answers = all_at(3, "A", "B", "C") | all_at(4, "D") | all_at(2, "E")
    assert [node.id for node in shown(whole, answers).short.strengths] == ["D", "A", "B"]
    unfinished = {**answers, "D.3": Answer(value=NotKnown())}
    assert [node.id for node in shown(whole, unfinished).short.strengths] == ["A", "B", "C"]


def test_at_most_five_actions_are_named_and_none_that_is_kept():
    whole = of_components(*(three(name) for name in "ABCDEFG"))
    assert len(shown(whole, all_at(1, *"ABCDEFG")).short.actions) == 5
    assert shown(whole, all_at(4, *"ABCDEFG")).short.actions == ()


def test_raising_shows_the_steps_from_what_is_possible_up_to_the_level_below():
    whole = of_components(three("C"))
    first = shown(whole, all_at(1, "C")).short.actions[0].action
    assert first.mover.want == "raise"
    assert [step.act for step in first.steps] == ["Go on from 1."]
    assert first.office == "Ministry"


def test_documenting_shows_the_grade_and_the_evidence_line_of_the_level():
    whole = of_components(three("C"))
    wanted = {"C": ComponentEntry(target=4)}
    first = shown(whole, all_at(3, "C", grade=0), components=wanted).short.actions[0].action
    assert (first.mover.want, first.evidence) == ("document", "the record of 3")
    assert first.grade is not None
    assert first.steps == ()
    assert first.office == whole.question_by_id[first.question.id].lead


def test_the_office_of_the_plan_stands_before_the_questionnaires():
    whole = of_components(three("C"))
    planned = {"C": ComponentEntry(plan=Plan(owner="The Commission"))}
    assert shown(whole, all_at(1, "C"), components=planned).short.actions[0].action.office == "The Commission"


def test_why_names_each_clause_and_the_questions_that_keep_it_from_holding():
    whole = of_components(component("C", [question("C.1", critical=True), question("C.2"), question("C.3")]))
    answers = {"C.1": said(1, 2), "C.2": said(4, 2), "C.3": said(4, 2)}
    said_why = why(shown(whole, answers), shown(whole, answers).result.node_by_id["C"])
    rows = {row.clause: row for row in said_why.clauses}
    assert said_why.wanted == 2
    assert (rows["share"].holds, rows["share"].met) == (True, 2)
    assert (rows["critical"].holds, rows["critical"].questions) == (False, ("C.1",))
    assert "lag" not in rows, "at level 2 nothing can lag by more than 2"
    assert [action.question.id for action in said_why.lifts] == ["C.1"]
    assert not said_why.unknown_first


def test_a_question_that_lags_is_named():
    whole = of_components(three("C"))
    behind = shown(whole, {"C.1": said(4, 2), "C.2": said(4, 2), "C.3": said(0, 2)})
    rows = {row.clause: row for row in why(behind, behind.result.node_by_id["C"]).clauses}
    assert (rows["share"].holds, rows["lag"].holds, rows["lag"].questions) == (True, False, ("C.3",))


def test_at_the_top_nothing_lifts_and_no_clause_is_named():
    whole = of_components(three("C"))
    top = shown(whole, all_at(4, "C"))
    said_why = why(top, top.result.node_by_id["C"])
    assert (said_why.wanted, said_why.clauses, said_why.lifts) == (None, (), ())


def test_without_critical_questions_and_lag_two_thirds_is_the_only_clause():
    whole = of_questions(question("C.1"), question("C.2"), question("C.3"), rule=scale(lag=None))
    low = shown(whole, {name: Answer(value=NotKnown()) for name in ("C.1", "C.2", "C.3")})
    said_why = why(low, low.result.domains[0])
    assert [row.clause for row in said_why.clauses] == ["share"]
    assert said_why.unknown_first


def test_a_copy_is_the_assessment_itself_or_the_masked_one():
    whole = of_components(three("C"))
    own = assessment({"C.1": said(3, 2, withheld=True)})
    assert copied(whole, own, "own") is own
    assert copied(whole, own, "masked").answer("C.1") == Answer(withheld=True)


def test_it_is_a_draft_until_it_is_an_edition():
    whole = of_components(three("C"))
    draft = shown(whole, {})
    assert draft.is_draft
    assert not a_report(whole, assessment({}), edition=1).is_draft


def test_an_act_that_is_not_withheld_stands_first():
    whole = of_components(three("C"))
    answers = {"C.1": Answer(withheld=True), "C.2": said(0, 2), "C.3": said(0, 2)}
    said_first = shown(whole, answers, components={"C": ComponentEntry(target=4)}).short.actions[0].action
    assert not said_first.is_withheld


def test_what_is_withheld_is_nothing_to_find_out():
    whole = of_components(three("C"))
    answers = {**all_at(3, "C"), "C.1": Answer(withheld=True), "C.2": Answer(withheld=True)}
    actions = [first.action for first in shown(whole, answers).short.actions]
    assert [action.is_withheld for action in actions] == [True]

"""What each kind of a report says beside the full one: decisions, sheets, and the paragraphs."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    NotKnown,
    Position,
    Positions,
)
from app.core.assessment.assessment import ComponentEntry, Plan
from app.core.copies.copies import copied
from app.core.errors import ChoiceRefusedError
from app.core.reports.assistance import assistance_sheets
from app.core.reports.assistance_data import SHEETS_BY_PRIORITY, as_sheets, wants_assistance
from app.core.reports.executive import AGENCIES_AT_MOST, executive
from app.core.reports.making import content_of
from app.core.reports.paragraph_annex import annex
from tests.builders import TINY, an_answer, an_assessment
from tests.reports import a_report

EVERY = [question.id for _, _, question in TINY.questions()]
COMPONENTS = [component.id for _, component in TINY.components()]


def said(answers=None, plans=None, **about):
    assessment = an_assessment(
        answers=answers or {},
        components={one: ComponentEntry(plan=plan) for one, plan in (plans or {}).items()},
    )
    return a_report(TINY, assessment, **about)


# --- executive ---------------------------------------------------------------------------------------


def test_a_lens_tells_what_is_in_place_what_cannot_be_and_what_nobody_knows():
    tagged = [q.id for _, _, q in TINY.questions() if TINY.lenses[0].id in q.lens]
    nothing = executive(said()).reach[0]
    assert nothing.lens == TINY.lenses[0]
    assert nothing.not_known.count == len(tagged)
    assert (nothing.in_place.count, nothing.lacking.count) == (0, 0)
    low = executive(said({one: an_answer(0) for one in tagged})).reach[0]
    assert (low.in_place.count, low.lacking.count, low.not_known.count) == (0, len(tagged), 0)
    high = executive(said({one: an_answer(2) for one in tagged})).reach[0]
    assert (high.in_place.count, high.lacking.count, high.not_known.count) == (len(tagged), 0, 0)


def test_agencies_are_those_that_the_answers_name_each_once_however_they_are_written():
    item = EvidenceItem(grade="stated", owner="Ministry of  Interior")
    again = replace(item, owner="MINISTRY of Interior")
    seen = EvidenceItem(grade="stated", seen_by="Customs")
    positions = Positions(
        (Position(agency="Police", level=1), Position(agency="Army", level=3, evidence=(seen,)))
    )
    answers = {
        EVERY[0]: replace(an_answer(2), evidence=(item, again)),
        EVERY[1]: Answer(value=positions),
    }
    found = executive(said(answers, {COMPONENTS[0]: Plan(owner="Lead office")}))
    assert found.owners.first == ("Ministry of Interior", "Customs")
    assert found.differing.first == ("Police", "Army")
    assert found.planned.first == ("Lead office",)
    assert found.dissent.first[0].question.id == EVERY[1]
    assert [domain.id for domain in found.silent] == [TINY.domains[1].id]


def test_positions_that_agree_are_no_dissent():
    agreed = Positions((Position(agency="Police", level=2), Position(agency="Army", level=2)))
    assert executive(said({EVERY[0]: Answer(value=agreed)})).dissent.count == 0


def test_what_is_left_out_of_a_list_is_counted():
    many = tuple(EvidenceItem(grade="stated", owner=f"Office {n}") for n in range(AGENCIES_AT_MOST + 3))
    found = executive(said({EVERY[0]: replace(an_answer(1), evidence=many)})).owners
    assert (len(found.first), found.left, found.count) == (AGENCIES_AT_MOST, 3, AGENCIES_AT_MOST + 3)


def test_the_next_review_is_the_first_planned_date_after_the_reference_date_and_a_suggestion():
    plans = {
        COMPONENTS[0]: Plan(due="2027-12"),
        COMPONENTS[1]: Plan(due="2027-03"),
        COMPONENTS[2]: Plan(due="2020"),
        COMPONENTS[3]: Plan(due="soon"),
    }
    found = executive(said(plans=plans))
    assert found.next_date[0] == date(2027, 3, 31)
    assert found.next_date[1].component == COMPONENTS[1]
    assert found.review_by == date(2028, 10, 31)
    assert executive(said()).next_date is None


def test_a_leap_day_has_a_day_two_years_later():
    shown = said()
    leap = replace(shown, assessment=replace(shown.assessment, reference_date=date(2028, 2, 29)))
    assert executive(leap).review_by == date(2030, 2, 28)
    last = replace(shown, assessment=replace(shown.assessment, reference_date=date(9999, 1, 1)))
    assert executive(last).review_by == date(9999, 1, 1)


# --- assistance sheets -------------------------------------------------------------------------------


def test_sheets_are_those_for_which_the_plan_asks_for_assistance():
    plans = {
        COMPONENTS[0]: Plan(assistance_kind="none", assistance="The draft is ready."),
        COMPONENTS[1]: Plan(assistance_kind="training"),
        COMPONENTS[2]: Plan(assistance="A course"),
    }
    assert [wants_assistance(plan) for plan in plans.values()] == [False, True, True]
    found = assistance_sheets(said(plans=plans, kind="assistance"))
    assert {sheet.line.component for sheet in found} == set(COMPONENTS[1:3])


def test_where_the_plan_asks_for_none_the_first_priorities_have_sheets():
    first = said().priorities.to_act_on[:SHEETS_BY_PRIORITY]
    found = assistance_sheets(said(kind="assistance"))
    assert {sheet.line.component for sheet in found} == {line.component for line in first}


def test_chosen_sheets_stand_in_the_order_of_the_priorities_each_once():
    shown = said(kind="assistance", sheets=(COMPONENTS[3], COMPONENTS[0], COMPONENTS[3]))
    assert shown.choice.sheets == (COMPONENTS[0], COMPONENTS[3])
    places = [sheet.line.place for sheet in assistance_sheets(shown)]
    assert places == sorted(places)
    assert len(places) == 2


def at_target(component, plan=None):
    """A report of sheets in which one component is above its target, with that plan."""
    answers = {
        question.id: replace(
            an_answer(4), evidence=(EvidenceItem(grade="demonstrated", title="X", dated="2026"),)
        )
        for question in TINY.component_by_id[component].questions
    }
    return {"answers": answers, "plans": {component: plan or Plan()}, "kind": "assistance"}


def test_a_component_at_its_target_has_a_sheet_only_with_the_reason_of_the_state():
    one = COMPONENTS[0]
    wanted = Plan(assistance_kind="training", assistance="To keep it when the staff changes.")
    assert one not in said(**at_target(one)).choice.sheets
    assert one not in said(**at_target(one, wanted)).choice.sheets
    for plan in (None, Plan(assistance_kind="training"), replace(wanted, assistance_kind="none")):
        with pytest.raises(
            ChoiceRefusedError, match=rf"{one} is at its target. A sheet for it needs the State"
        ):
            said(**at_target(one, plan), sheets=(one,))
    assert [
        sheet.line.plan for sheet in assistance_sheets(said(**at_target(one, wanted), sheets=(one,)))
    ] == [wanted]


def test_sheets_carry_their_components_alone_and_done_again_they_are_the_same():
    plans = {one: Plan(owner=f"Office of {one}", assistance_kind="training") for one in COMPONENTS}
    every = {one: an_answer(1, f"Note on {one}") for one in EVERY}
    whole, one = said(every, plans), COMPONENTS[1]
    sheet = said(every, plans, kind="assistance", sheets=(one,))
    assert {TINY.component_of[name].id for name in sheet.assessment.answers} == {one}
    assert set(sheet.assessment.components) == {one}
    assert [node.id for node in sheet.result.components] == [one]
    assert sheet.result.node_by_id[one].score == whole.result.node_by_id[one].score
    assert sheet.priorities.line_by_component[one].target == whole.priorities.line_by_component[one].target
    assert content_of(TINY, sheet.assessment, sheet.choice) == (sheet.assessment, sheet.choice)


def test_without_a_gap_no_sheet_carries_anything():
    answers = {}
    for one in COMPONENTS:
        answers |= at_target(one)["answers"]
    found = said(answers, kind="assistance")
    assert (found.choice.sheets, assistance_sheets(found), found.assessment.answers) == ((), (), {})


def test_what_is_not_asked_has_no_sheet():
    declared = {"2.2": ComponentEntry(not_applicable="Inland.")}
    with pytest.raises(ChoiceRefusedError, match=r"2\.2 is not asked or not applicable"):
        a_report(TINY, an_assessment(components=declared), kind="assistance", sheets=("2.2",))


def test_a_shareable_copy_keeps_the_request_of_a_component_whose_sheet_is_named_and_no_other():
    plan = Plan(owner="CANARY office", due="2027", assistance_kind="training", assistance="CANARY course")
    stated = an_assessment(components={one: ComponentEntry(plan=plan, commitment="X") for one in COMPONENTS})
    copy = copied(TINY, stated, "shareable", (), (COMPONENTS[0],))
    assert copy.component(COMPONENTS[0]).plan == plan
    assert "CANARY" not in repr(copy.component(COMPONENTS[1]))
    hidden = stated.answered("1.1.1", Answer(withheld=True))
    assert "CANARY" not in repr(copied(TINY, hidden, "shareable", (), (COMPONENTS[0],)).component("1.1"))
    assert "CANARY" not in repr(copied(TINY, stated, "shareable"))


def test_a_sheet_of_no_component_is_refused_with_its_name_and_the_mend():
    with pytest.raises(ChoiceRefusedError, match=r"no component 9\.9 here\. Name components such as 1\.1\."):
        as_sheets(TINY, ["9.9", COMPONENTS[0]])


def test_a_sheet_asks_for_nothing_that_is_withheld_and_tells_what_is_in_place():
    inside = [q.id for q in TINY.component_by_id[COMPONENTS[0]].questions]
    answers = {inside[0]: Answer(withheld=True), inside[1]: an_answer(2)}
    (sheet,) = assistance_sheets(said(answers, sheets=(COMPONENTS[0],)))
    assert inside[0] not in [one.mover.question for one in sheet.actions]
    assert [one.question.id for one in sheet.in_place] == [inside[1]]


# --- paragraphs --------------------------------------------------------------------------------------


def test_each_paragraph_tells_what_is_in_place_the_evidence_and_the_gap():
    shown = said({EVERY[0]: replace(an_answer(2), evidence=(EvidenceItem(grade="stated", title="A law"),))})
    rows = {row.result.question.id: row for one in annex(shown) for row in one.rows if row.first_at is None}
    first = rows[EVERY[0]]
    assert first.in_place == TINY.question_by_id[EVERY[0]].levels[2].descriptor
    assert first.best.title == "A law"
    unknown = rows[EVERY[1]]
    assert unknown.in_place is None
    assert unknown.best is None
    assert unknown.gap.mover.want == "answer"


def test_what_is_said_of_a_question_is_said_once_and_then_named():
    first, second, *_ = TINY.source.paragraphs
    question = TINY.question_by_id[EVERY[0]]
    twice = replace(
        question, paragraphs=tuple(replace(question.paragraphs[0], paragraph=p.id) for p in (first, second))
    )
    domain, *others = TINY.domains
    component, *rest = domain.components
    changed = replace(component, questions=(twice, *component.questions[1:]))
    other = replace(TINY, domains=(replace(domain, components=(changed, *rest)), *others))
    shown = a_report(other, an_assessment())
    places = [row.first_at for one in annex(shown) for row in one.rows if row.result.question.id == EVERY[0]]
    assert places == [None, first]


def test_a_paragraph_counts_its_questions_that_are_adequate_and_those_without_an_answer():
    shown = said({EVERY[0]: an_answer(2), EVERY[1]: Answer(value=NotKnown())})
    for one in annex(shown):
        assert one.adequate == sum(row.result.question.id == EVERY[0] for row in one.rows)
        assert one.open == len(one.rows) - one.adequate


def test_at_its_target_a_question_has_no_gap():
    shown = said(
        {
            one: replace(an_answer(3), evidence=(EvidenceItem(grade="documented", dated="2026-01"),))
            for one in EVERY
        }
    )
    gaps = [row for one in annex(shown) for row in one.rows if row.gap]
    targets = {line.component: line.target for line in shown.priorities.lines}
    for row in gaps:
        assert row.result.low < targets[TINY.component_of[row.result.question.id].id]
    assert len(gaps) < sum(len(one.rows) for one in annex(shown))

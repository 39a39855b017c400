"""The way through: what is asked, what is settled, what comes next, what blocks and what only warns."""

from dataclasses import replace

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
)
from app.core.assessment.assessment import (
    ComponentEntry,
    Country,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.core.assessment.journal import (
    ABOUT,
    STANDING,
    About,
    Conflict,
    DomainMark,
    Standing,
    Subject,
    SubjectKind,
)
from app.core.method.progress import (
    Office,
    Status,
    blockers,
    is_settled,
    minutes,
    neighbours,
    next_open,
    offices_to_invite,
    open_questions,
    progress,
    questions_asked,
    warnings,
)
from tests.core.builders import REFERENCE, component, domain, journal, question, questionnaire, said

WHOLE = questionnaire(
    domain(
        "D1",
        [
            component("A", [question("A.1", core=True), question("A.2"), question("A.3", may_be_na=True)]),
            component("B", [question("B.1"), question("B.2", when='coast != "none"')], may_be_na=True),
        ],
    ),
    domain("D2", [component("C", [question("C.1", core=True)])]),
    scenarios={"S1": ("A",)},
)


def answer(question_id: str, value=2, **parts):
    return Subject(SubjectKind.ANSWER, question_id), said(value, **parts)


def facing(*entered):
    book = journal(*entered)
    return WHOLE, book.assessment("small", "1.0"), book


def statuses(*entered):
    return [one.status for one in progress(*facing(*entered))]


def test_all_is_asked_but_what_profile_or_declaration_hides():
    _, stated, _ = facing()
    assert [one.id for one in questions_asked(WHOLE, stated)] == ["A.1", "A.2", "A.3", "B.1", "B.2", "C.1"]
    calm = (Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("none",)))
    assert "B.2" not in [one.id for one in questions_asked(WHOLE, facing(calm)[1])]
    declared = (Subject(SubjectKind.COMPONENT, "B"), ComponentEntry(not_applicable="There is no B."))
    assert [one.id for one in questions_asked(WHOLE, facing(declared)[1])] == ["A.1", "A.2", "A.3", "C.1"]


def test_a_question_declared_not_applicable_stays_on_the_way():
    gone = (Subject(SubjectKind.ANSWER, "A.3"), Answer(value=NotApplicable("Never.")))
    assert "A.3" in [one.id for one in questions_asked(WHOLE, facing(gone)[1])]


@pytest.mark.parametrize(
    ("said_of_it", "settled"),
    [
        (Answer(), False),
        (Answer(comment="To be asked."), False),
        (Answer(withheld=True), True),
        (Answer(value=NotKnown()), True),
        (said(0), True),
    ],
)
def test_anything_chosen_settles_a_question(said_of_it, settled):
    _, stated, _ = facing((Subject(SubjectKind.ANSWER, "A.1"), said_of_it))
    assert is_settled(stated, "A.1") is settled


def test_a_domain_goes_from_not_started_to_done():
    assert statuses() == [Status.NOT_STARTED, Status.NOT_STARTED]
    assert statuses(answer("C.1")) == [Status.NOT_STARTED, Status.IN_PROGRESS]
    marked = (Subject(SubjectKind.DOMAIN, "D2"), DomainMark(is_finished=True))
    assert statuses(answer("C.1"), marked)[1] is Status.DONE
    assert statuses(answer("C.1"), (marked[0], DomainMark(is_finished=False)))[1] is Status.IN_PROGRESS


def test_a_change_after_the_mark_needs_a_person():
    marked = (Subject(SubjectKind.DOMAIN, "D2"), DomainMark(is_finished=True))
    one = progress(*facing(marked, answer("C.1")))[1]
    assert (one.status, one.is_marked, one.changed_since_marked) == (Status.NEEDS_YOU, True, True)


def test_a_domain_that_was_changed_is_marked_anew():
    marked = (Subject(SubjectKind.DOMAIN, "D2"), DomainMark(is_finished=True))
    assert statuses(marked, answer("C.1"), marked)[1] is Status.DONE


def test_of_a_finished_assessment_nobody_is_asked_more_and_what_is_open_is_not_done():
    finished = (STANDING, Standing(edition=1, content_hash="0" * 64))
    marked = (Subject(SubjectKind.DOMAIN, "D2"), DomainMark(is_finished=True))
    assert statuses(marked, answer("C.1"), finished) == [Status.NOT_STARTED, Status.DONE]


PLANNED = ComponentEntry(
    target=4,
    commitment="A treaty",
    plan=Plan(owner="Ministry", due="2027"),
    move=Move(place=1, reason="It is urgent."),
)


def test_a_target_or_a_plan_after_the_mark_reopens_nothing_and_a_declaration_does():
    of_b, marked = (
        Subject(SubjectKind.COMPONENT, "B"),
        (Subject(SubjectKind.DOMAIN, "D1"), DomainMark(is_finished=True)),
    )
    declared = ComponentEntry(not_applicable="There is no B.")
    assert statuses(marked, (of_b, PLANNED))[0] is Status.DONE
    assert statuses(marked, (of_b, PLANNED), (of_b, ComponentEntry()))[0] is Status.DONE
    assert statuses(marked, (of_b, declared))[0] is Status.NEEDS_YOU
    # Declared before the mark and planned behind it, it stays; taken back, it does not.
    planned = (of_b, replace(declared, target=1))
    assert statuses((of_b, declared), marked, planned)[0] is Status.DONE
    assert statuses((of_b, declared), marked, planned, (of_b, PLANNED))[0] is Status.NEEDS_YOU


def test_a_finished_assessment_has_no_domain_in_progress():
    finished = (Subject(SubjectKind.STANDING), Standing(edition=1, content_hash="0" * 64))
    assert statuses(answer("A.1"), answer("C.1"), finished) == [Status.DONE, Status.DONE]


def test_progress_counts_what_is_asked_and_settled_and_names_the_next():
    first = progress(*facing(answer("A.1")))[0]
    assert (first.asked, first.settled, first.next_question.id) == (5, 1, "A.2")


def test_the_neighbours_of_a_question_are_those_before_and_after_it_on_the_way_through():
    asked = questions_asked(*facing()[:2])
    first, second, third = asked[:3]
    assert neighbours(asked, second.id) == (first, third)
    assert neighbours(asked, first.id) == (None, second)
    assert neighbours(asked, asked[-1].id) == (asked[-2], None)
    assert neighbours(asked, "X.9") == (None, None)


def test_the_next_open_question_is_looked_for_from_here_and_then_from_the_start():
    whole, stated, _ = facing(answer("A.2"), answer("C.1"))
    assert next_open(whole, stated).id == "A.1"
    assert next_open(whole, stated, after="A.1").id == "A.3"
    assert next_open(whole, stated, after="B.2").id == "A.1"
    everything = facing(*(answer(name) for name in ("A.1", "A.2", "A.3", "B.1", "B.2", "C.1")))
    assert next_open(*everything[:2]) is None


def test_a_missing_reason_and_a_conflict_block_finishing_and_need_a_person():
    no_reason = (Subject(SubjectKind.ANSWER, "A.3"), Answer(value=NotApplicable("")))
    undeclared = (Subject(SubjectKind.COMPONENT, "B"), ComponentEntry(not_applicable=""))
    met = Conflict(question="C.1", base=0, mine=said(1))
    waiting = (Subject(SubjectKind.CONFLICT, "m1"), met)
    state = facing(no_reason, undeclared, answer("C.1"), waiting)
    assert [(one.why, one.id) for one in blockers(*state)] == [
        ("missing_reason", "A.3"),
        ("missing_reason", "B"),
        ("conflict", "C.1"),
    ]
    assert [one.status for one in progress(*state)] == [Status.NEEDS_YOU, Status.NEEDS_YOU]
    resolved = (waiting[0], Conflict(question="C.1", base=0, mine=said(1), is_resolved=True))
    assert blockers(*facing(answer("C.1"), waiting, resolved)) == ()


def test_a_mark_from_the_quick_scan_does_not_count_after_the_assessment_grew():
    marked = (Subject(SubjectKind.DOMAIN, "D2"), DomainMark(is_finished=True))
    grown = (ABOUT, About(country=Country(code="XA", name="Exland"), reference_date=REFERENCE))
    one = progress(*facing(answer("C.1"), marked, grown))[1]
    assert (one.status, one.is_marked, one.changed_since_marked) == (Status.IN_PROGRESS, False, False)
    assert statuses(answer("C.1"), marked, grown, marked)[1] is Status.DONE


def test_what_is_open_undated_or_unmarked_only_warns():
    undated = (
        Subject(SubjectKind.ANSWER, "A.1"),
        Answer(value=said(3).value, evidence=(EvidenceItem(grade="g1", title="A record"),)),
    )
    marked = (Subject(SubjectKind.DOMAIN, "D2"), DomainMark(is_finished=True))
    state = facing(undated, marked, answer("C.1"))
    assert blockers(*state) == ()
    told = {(one.why, one.id) for one in warnings(*state)}
    assert told >= {
        ("open_fact", "coast"),
        ("unrated_scenario", "S1"),
        ("undated_evidence", "A.1"),
        ("open_question", "A.2"),
        ("not_marked", "D1"),
        ("changed_since_marked", "D2"),
    }


def test_undated_evidence_of_a_position_warns_too():
    undated = (EvidenceItem(grade="g1", title="A record"),)
    held = Positions(
        (Position(agency="Police", level=2, evidence=undated), Position(agency="Customs", level=1))
    )
    state = facing((Subject(SubjectKind.ANSWER, "A.1"), Answer(value=held)))
    assert ("undated_evidence", "A.1") in {(one.why, one.id) for one in warnings(*state)}


def test_rated_scenarios_known_facts_and_marked_domains_warn_of_nothing():
    settled = [answer(name) for name in ("A.1", "A.2", "A.3", "B.1", "B.2", "C.1")]
    state = facing(
        *settled,
        (Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",))),
        (Subject(SubjectKind.FACT, "holders"), FactAnswer(options=("police",))),
        (Subject(SubjectKind.RATING, "S1"), Rating(relevance=Relevance.HIGH)),
        (Subject(SubjectKind.DOMAIN, "D1"), DomainMark(is_finished=True)),
        (Subject(SubjectKind.DOMAIN, "D2"), DomainMark(is_finished=True)),
    )
    assert warnings(*state) == ()


@pytest.mark.parametrize(("grade", "dated"), [("g1", "2026-01"), ("g0", "")])
def test_neither_dated_evidence_nor_evidence_that_needs_no_date_warns(grade, dated):
    cited = (EvidenceItem(grade=grade, title="A record", dated=dated),)
    state = facing((Subject(SubjectKind.ANSWER, "A.1"), Answer(value=said(2).value, evidence=cited)))
    assert "undated_evidence" not in {one.why for one in warnings(*state)}


def test_the_next_open_question_is_the_very_next_one():
    found = next_open(WHOLE, facing(answer("A.1"))[1], after="A.1")
    assert found is not None
    assert found.id == "A.2"


def test_the_time_to_read_and_answer_grows_with_the_words_and_is_told_in_steps_of_five():
    assert minutes([]) == 0
    short, long = question("A.1"), replace(question("A.2"), hint="word " * 1200)
    assert minutes([short]) == 5
    assert minutes([long]) == 15
    assert minutes([short, long]) == 15
    assert minutes([short] * 60) == 70


def test_what_is_open_is_what_nothing_was_chosen_for():
    whole, stated, _ = facing(
        answer("A.1"), (Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("none",)))
    )
    assert [one.id for one in open_questions(whole, stated)] == ["A.2", "A.3", "B.1", "C.1"]


def test_who_leads_most_comes_first_among_those_who_should_be_in_the_room():
    questions = [
        replace(question("A.1"), lead="Police", ask=("Customs", "Army")),
        replace(question("A.2"), lead="Customs", ask=("Army",)),
        replace(question("A.3"), lead="Police"),
    ]
    assert offices_to_invite(questions) == (
        Office(name="Police", leads=2, asked=0),
        Office(name="Customs", leads=1, asked=1),
        Office(name="Army", leads=0, asked=2),
    )
    assert offices_to_invite([]) == ()

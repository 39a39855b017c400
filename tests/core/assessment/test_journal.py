"""Entries that are only ever added, folded into the present state."""

import random
from datetime import date

import pytest
from hypothesis import given

from app.core.assessment.answer import Answer, NotKnown
from app.core.assessment.assessment import Assessment, ComponentEntry, Country, FactAnswer, Rating, Relevance
from app.core.assessment.journal import (
    ABOUT,
    STANDING,
    About,
    Conflict,
    Content,
    DomainMark,
    Journal,
    Milestone,
    Standing,
    Subject,
    SubjectKind,
    contents_of,
)
from tests.core.assessment.entries import entry
from tests.core.builders import REFERENCE, journal, said
from tests.core.strategies import cases

FIRST = Subject(SubjectKind.ANSWER, "A.1")
SECOND = Subject(SubjectKind.ANSWER, "A.2")
FINISHED = Standing(edition=1, content_hash="abc")
REOPENED = Standing(edition=1, content_hash="abc", reopened="A word was missing.")


def conflict(question_id: str, *, is_resolved: bool = False) -> Conflict:
    return Conflict(question=question_id, base=1, mine=said(1), is_resolved=is_resolved)


def waiting(number: int, content: Conflict) -> tuple[Subject, Content]:
    return Subject(SubjectKind.CONFLICT, f"{content.question}/{number}"), content


# --- subjects -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "text"),
    [(FIRST, "answer:A.1"), (ABOUT, "about:"), (Subject(SubjectKind.FACT, "a:b"), "fact:a:b")],
)
def test_a_subject_reads_as_it_is_written(subject, text):
    assert str(subject) == text
    assert Subject.parsed(text) == subject


@pytest.mark.parametrize("text", ["", "A.1", "answers:A.1"])
def test_what_writes_no_kind_is_no_subject(text):
    with pytest.raises(ValueError, match="Kind"):
        Subject.parsed(text)


# --- folding --------------------------------------------------------------------------------------


def test_the_newest_entry_of_every_subject_stands_in_the_order_of_positions():
    book = journal((FIRST, said(1)), (SECOND, said(2)), (FIRST, said(3)))
    assert list(book.newest) == [ABOUT, SECOND, FIRST]
    assert book.newest[FIRST].content == said(3)
    assert (book.revision(FIRST), book.revision(SECOND)) == (2, 1)
    assert book.position == 4


def test_whatever_their_order_entries_fold_into_the_same_state():
    entries = [
        entry(FIRST if place % 2 else SECOND, place, place // 2, said(place % 5)) for place in range(9)
    ]
    mixed = random.Random(7).sample(entries, len(entries))
    assert Journal.folded(mixed) == Journal.folded(entries)
    assert list(Journal.folded(mixed).newest) == list(Journal.folded(entries).newest)


def test_nothing_entered_is_revision_0_and_an_empty_journal_is_at_position_0():
    assert journal().revision(FIRST) == 0
    assert Journal().position == 0
    assert journal((FIRST, said(1))).last.subject == FIRST


def test_every_journal_begins_with_whose_assessment_it_is_and_the_newest_word_stands():
    corrected = About(country=Country(code="XB", name="Beyland"), reference_date=date(2025, 1, 1))
    assert journal().about.country.code == "XA"
    assert journal((ABOUT, corrected)).about == corrected


# --- the present state ----------------------------------------------------------------------------


def test_the_present_state_is_an_assessment_with_each_kind_in_its_place():
    book = journal(
        (FIRST, said(1)),
        (FIRST, Answer(value=NotKnown())),
        (Subject(SubjectKind.COMPONENT, "A"), ComponentEntry(target=3)),
        (Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",))),
        (Subject(SubjectKind.RATING, "S1"), Rating(relevance=Relevance.HIGH)),
        (Subject(SubjectKind.DOMAIN, "D"), DomainMark(is_finished=True)),
        waiting(1, conflict("A.1")),
    )
    assert book.assessment("small", "1.0") == Assessment(
        questionnaire="small",
        version="1.0",
        country=Country(code="XA", name="Exland"),
        reference_date=REFERENCE,
        facts={"coast": FactAnswer(options=("calm",))},
        ratings={"S1": Rating(relevance=Relevance.HIGH)},
        components={"A": ComponentEntry(target=3)},
        answers={"A.1": Answer(value=NotKnown())},
    )


def test_participles_give_a_new_assessment_and_leave_the_old_as_it_was():
    before = journal().assessment("small", "1.0")
    after = (
        before.answered("A.1", said(2))
        .declared("A", ComponentEntry(target=1))
        .profiled("coast", FactAnswer(options=("calm",)))
        .rated("S1", Rating(relevance=Relevance.LOW))
    )
    assert before == journal().assessment("small", "1.0")
    assert after.answer("A.1") == said(2)
    assert after.component("A") == ComponentEntry(target=1)
    assert after.profile == {"coast": frozenset({"calm"})}
    assert after.ratings["S1"].relevance is Relevance.LOW


# --- standing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entered", "standing", "is_finished"),
    [
        ([], None, False),
        ([FINISHED], FINISHED, True),
        ([FINISHED, REOPENED], REOPENED, False),
        ([FINISHED, REOPENED, FINISHED], FINISHED, True),
    ],
)
def test_it_is_finished_until_it_is_reopened_with_a_reason(entered, standing, is_finished):
    book = journal(*((STANDING, one) for one in entered))
    assert (book.standing, book.is_finished) == (standing, is_finished)


# --- conflicts ------------------------------------------------------------------------------------


def test_a_conflict_waits_until_a_person_resolves_it():
    first, second = waiting(1, conflict("A.1")), waiting(2, conflict("A.1"))
    book = journal(first, second, waiting(3, conflict("A.2")))
    assert len(book.conflicts) == 3
    assert [one.subject for one in book.conflicts_of("A.1")] == [first[0], second[0]]
    assert book.conflicts_of("A.3") == ()
    resolved = journal(first, second, (first[0], conflict("A.1", is_resolved=True)))
    assert [one.subject for one in resolved.conflicts_of("A.1")] == [second[0]]


def test_a_journal_continued_is_the_one_folded_whole_and_knows_where_each_declaration_changed():
    subject = Subject(SubjectKind.COMPONENT, "A")
    said_of_it = (
        ComponentEntry(target=2),
        ComponentEntry(target=2, not_applicable="There is none."),
        ComponentEntry(target=3, not_applicable="There is none."),
        ComponentEntry(target=3, not_applicable="There is none.", withheld=True),
    )
    entries = [
        entry(ABOUT, 1, 1, About(country=Country(code="XA", name="Exland"), reference_date=REFERENCE)),
        *(entry(subject, place + 1, place, content) for place, content in enumerate(said_of_it, start=1)),
        entry(FIRST, 6, 1, said(1)),
    ]
    whole = Journal.folded(entries)
    assert whole.declared_at == {"A": 5}
    assert [Journal.folded(entries[:end]).declared_at for end in (2, 3, 4)] == [{}, {"A": 3}, {"A": 3}]
    for end in range(1, len(entries) + 1):
        assert Journal.folded(entries[:end]).continued(reversed(entries[end:])) == whole


def test_milestones_are_named_in_the_order_in_which_they_were_entered():
    names = ("before the workshop", "after it")
    entries = [
        entry(Subject(SubjectKind.MILESTONE, f"m{position}"), position, 1, Milestone(name=name))
        for position, name in enumerate(names, start=2)
    ]
    assert tuple(Journal.folded(reversed(entries)).milestones) == names


@given(cases())
def test_what_is_entered_of_an_assessment_comes_to_that_assessment(case):
    entered = journal(*contents_of(case.assessment))
    assert entered.assessment(case.assessment.questionnaire, case.assessment.version) == case.assessment

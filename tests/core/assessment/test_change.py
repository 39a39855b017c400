"""What changed between two revisions, and between two states of a journal."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.core.assessment.answer import Answer, Level, NotKnown
from app.core.assessment.assessment import ComponentEntry, Country, FactAnswer, Rating, Relevance
from app.core.assessment.change import Change, changes, parts_changed
from app.core.assessment.journal import ABOUT, About, DomainMark, Journal, Subject, SubjectKind
from tests.builders import ABOUT as OF_XANDORIA
from tests.builders import TINY, an_answer
from tests.core.assessment.entries import entry
from tests.core.builders import journal

LAMP = Subject(SubjectKind.ANSWER, "1.1.1")
MIRROR = Subject(SubjectKind.ANSWER, "1.1.3")


def test_the_parts_that_differ_are_told_by_name():
    before = Answer(value=Level(1), comment="A word.")
    assert parts_changed(before, replace(before, value=Level(2))) == ("value",)
    assert parts_changed(before, Answer(value=NotKnown(), withheld=True)) == ("value", "withheld", "comment")
    assert parts_changed(before, before) == ()
    assert parts_changed(ComponentEntry(), ComponentEntry(target=2)) == ("target",)


def test_what_was_entered_first_has_no_part_that_changed():
    first = Change(before=None, after=entry(LAMP, 1, 1, an_answer(1)))
    assert (first.subject, first.parts) == (LAMP, ())


def test_changes_are_told_in_the_order_of_the_questionnaire():
    contents = [
        (MIRROR, an_answer(2)),
        (Subject(SubjectKind.DOMAIN, "D1"), DomainMark(is_finished=True)),
        (Subject(SubjectKind.COMPONENT, "1.1"), ComponentEntry(target=3)),
        (LAMP, an_answer(1)),
        (Subject(SubjectKind.RATING, "S1"), Rating(relevance=Relevance.LOW)),
        (Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",))),
        (ABOUT, About(country=Country(code="XB", name="Beyland"), reference_date=date(2025, 1, 1))),
    ]
    found = changes(TINY, journal(), journal(*contents))
    assert [str(one.subject) for one in found] == [
        "about:",
        "fact:coast",
        "rating:S1",
        "domain:D1",
        "component:1.1",
        "answer:1.1.1",
        "answer:1.1.3",
    ]
    assert [one.before is None for one in found] == [False, *[True] * 6]


def test_what_was_changed_back_is_no_change():
    there = journal((LAMP, an_answer(1)))
    back = journal((LAMP, an_answer(1)), (LAMP, an_answer(2)), (LAMP, an_answer(1)))
    assert changes(TINY, there, back) == ()


@given(
    st.lists(st.tuples(st.sampled_from(["1.1.1", "1.1.2", "1.1.3"]), st.integers(0, 4)), max_size=9),
    st.data(),
)
def test_the_changes_put_upon_the_earlier_state_give_the_later_one(saved, data):
    entries = [entry(ABOUT, 1, 1, OF_XANDORIA)]
    for question, level in saved:
        subject = Subject(SubjectKind.ANSWER, question)
        before = sum(one.subject == subject for one in entries)
        entries.append(entry(subject, len(entries) + 1, before + 1, an_answer(level)))
    at = data.draw(st.integers(1, len(entries)))
    earlier, later = Journal.folded(entries[:at]), Journal.folded(entries)
    found = changes(TINY, earlier, later)
    assert all(one.before == earlier.newest.get(one.subject) for one in found)
    mended = earlier.assessment("tiny", "0.1")
    for one in found:
        mended = mended.answered(one.subject.key, one.after.content)
    assert mended == later.assessment("tiny", "0.1")

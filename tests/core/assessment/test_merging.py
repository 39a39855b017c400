"""What two people changed on the same content stands field by field."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
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
from app.core.assessment.conflict import conflict_view
from app.core.assessment.journal import (
    About,
    Conflict,
    DomainMark,
    Entry,
    Subject,
    SubjectKind,
)
from app.core.assessment.merging import (
    DECLARATION,
    differing,
    fields_of,
    merged,
)

PAPER, RULE = EvidenceItem(grade="stated", title="A paper"), EvidenceItem(grade="stated", title="A rule")
LAMP = Subject(SubjectKind.ANSWER, "1.1.1")

CONTENTS = [
    st.builds(
        Answer,
        value=st.sampled_from([None, Level(1), Level(2), NotKnown(), NotApplicable("None here.")]),
        withheld=st.booleans(),
        evidence=st.sampled_from([(), (PAPER,), (PAPER, RULE)]),
        comment=st.sampled_from(["", "A", "B"]),
    ),
    st.builds(
        ComponentEntry,
        not_applicable=st.sampled_from([None, "", "None here."]),
        withheld=st.booleans(),
        target=st.sampled_from([None, 1, 2]),
        commitment=st.sampled_from(["", "A", "B"]),
        plan=st.builds(
            Plan,
            owner=st.sampled_from(["", "A", "B"]),
            due=st.sampled_from(["", "2027", "2028"]),
            cost_band=st.sampled_from(["", "small", "large"]),
            assistance_kind=st.sampled_from(["", "advice"]),
            assistance=st.sampled_from(["", "A"]),
        ),
        move=st.sampled_from([None, Move(place=1, reason="A"), Move(place=1, reason="B")]),
    ),
    st.builds(FactAnswer, options=st.sampled_from([None, ("a",), ("a", "b")]), withheld=st.booleans()),
    st.builds(Rating, relevance=st.sampled_from([None, *Relevance]), withheld=st.booleans()),
    st.builds(DomainMark, is_finished=st.booleans()),
    st.builds(
        About,
        country=st.sampled_from([Country(code="XA", name="A"), Country(code="XB", name="B")]),
        reference_date=st.sampled_from([date(2026, 1, 1), date(2027, 1, 1)]),
        scope=st.sampled_from(["full", "quick"]),
    ),
]
THREE = st.one_of([st.tuples(some, some, some) for some in CONTENTS])


@given(THREE)
def test_each_field_is_that_of_whoever_changed_it(three):
    was, mine, theirs = three
    merge = merged(was, mine, theirs)
    before, my, their, kept = map(fields_of, (was, mine, theirs, merge.content))
    for name in kept:
        assert kept[name] == (their[name] if my[name] == before[name] else my[name])
        told = my[name] != before[name] and their[name] not in (before[name], my[name])
        assert (name in merge.clashes) == told


@given(THREE)
def test_who_changes_nothing_changes_nothing_and_who_is_alone_is_heard_whole(three):
    was, mine, theirs = three
    assert merged(was, was, theirs).content == theirs
    assert merged(was, was, theirs).clashes == ()
    assert merged(was, mine, was).content == mine
    assert merged(was, mine, was).clashes == ()
    assert merged(was, mine, mine).clashes == ()


@given(THREE)
def test_without_a_clash_it_does_not_matter_who_comes_first(three):
    was, mine, theirs = three
    there, back = merged(was, mine, theirs), merged(was, theirs, mine)
    assert there.clashes == back.clashes
    assert there.content == back.content or there.clashes


@given(THREE)
def test_where_nobody_knows_what_it_was_every_difference_clashes(three):
    _, mine, theirs = three
    assert merged(None, mine, theirs).clashes == differing(mine, theirs)


def test_a_declaration_and_its_mark_stand_or_fall_together():
    was = ComponentEntry(not_applicable="We have none.")
    mine, theirs = replace(was, withheld=True), replace(was, not_applicable=None)
    assert merged(was, mine, theirs).clashes == (DECLARATION,)


# --- two answers that met ------------------------------------------------------------------------


def entry(position, content, *, revision=1, subject=LAMP, author="Ana"):
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return Entry(subject=subject, revision=revision, position=position, content=content, author=author, at=at)


def kept(mine, base=1, position=4):
    conflict = Conflict(question="1.1.1", base=base, mine=mine)
    return entry(position, conflict, subject=Subject(SubjectKind.CONFLICT, "m"), author="Ben")


BEFORE = entry(2, Answer(value=Level(2), evidence=(PAPER,), comment="Before."))
THEIRS = entry(3, Answer(value=Level(3), evidence=(PAPER, RULE), comment="Before."), revision=2)


def test_a_kept_answer_says_what_it_changed_over_whatever_is_newest():
    later = entry(5, replace(THEIRS.content, comment="Later."), revision=3)
    mine = Answer(value=Level(1), evidence=(PAPER, RULE), comment="Before.")
    met = conflict_view(kept(mine), [later, THEIRS, BEFORE])
    assert met.mine == replace(mine, comment="Later.")
    assert (met.theirs, met.before, met.author) == (later, BEFORE, "Ben")


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ("mine", Answer(value=Level(1), evidence=(PAPER, RULE), comment="Mine.")),
        ("theirs", THEIRS.content),
        ("before", BEFORE.content),
        ("neither", None),
    ],
)
def test_what_stands_after_a_choice(choice, stands):
    mine = Answer(value=Level(1), evidence=(PAPER, RULE), comment="Mine.")
    assert conflict_view(kept(mine), [THEIRS, BEFORE]).chosen(choice) == stands


def test_before_an_empty_question_nothing_stands():
    mine = Answer(value=Level(1))
    assert conflict_view(kept(mine, base=0), [THEIRS]).chosen("before") == Answer()


def test_a_document_that_only_the_other_named_shows_the_others_level_alone():
    mine = Answer(value=Level(1), evidence=(PAPER, RULE), comment="Before.")
    met = conflict_view(kept(mine), [THEIRS, BEFORE])
    both = met.chosen("both")
    assert both == met.both
    assert [one.evidence for one in both.value.positions] == [(PAPER, RULE), (PAPER,)]


def test_positions_and_levels_stand_beside_each_other_under_names_that_differ():
    held = Positions((Position(agency="Ben", level=0), Position(agency="Army", level=1)))
    theirs = entry(3, Answer(value=held, evidence=(RULE,), comment="Before."), revision=2)
    both = conflict_view(kept(Answer(value=Level(1))), [theirs, BEFORE]).both
    assert [one.agency for one in both.value.positions] == ["Ben", "Army", "Ben (2)"]
    assert both.evidence == (RULE,)
    assert conflict_view(kept(Answer(value=NotKnown())), [theirs, BEFORE]).both is None

"""Every earlier word stays readable, and can be taken back as the newest one."""

import pytest

from app.core.assessment.journal import Subject, SubjectKind
from app.core.errors import AlreadyFinishedError, AnswersRefusedError
from app.services import assessments, finishing, history
from app.services.history import NoSuchRevisionError
from app.services.saving import StaleError
from tests.builders import a_database, a_mutation, an_act, an_answer, answered, started

LAMP = Subject(SubjectKind.ANSWER, "1.1.1")


@pytest.fixture
def database(tmp_path):
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def assessment(database):
    """An assessment in which one answer was given three times."""
    assessment = started(database)
    for revision, level in enumerate((1, 3, 2)):
        answered(
            database, assessment, "1.1.1", an_answer(level, f"Word {level}"), base=revision, author="Ben"
        )
    return assessment


def taken(database, assessment, revision, base, mutation=""):
    return history.take_back(
        database, assessment, LAMP, revision, an_act("Cleo", mutation=mutation), base=base
    )


def levels(database, assessment):
    return [
        one.after.content.value.level
        for one in history.revisions(database, assessments.opened(database, assessment), LAMP, before=100)[0]
    ]


def test_every_revision_is_read_newest_first_each_with_the_one_before(database, assessment):
    found, rest = history.revisions(database, assessments.opened(database, assessment), LAMP, before=100)
    assert rest is None
    assert [one.after.revision for one in found] == [3, 2, 1]
    assert [one.before for one in found] == [found[1].after, found[2].after, None]
    assert found[0].parts == ("value", "comment")
    assert history.revisions(
        database, assessments.opened(database, assessment), Subject(SubjectKind.ANSWER, "1.1.2"), before=100
    ) == ((), None)


def test_taking_an_earlier_word_back_saves_it_as_the_newest_and_deletes_nothing(database, assessment):
    saved = taken(database, assessment, 1, base=3)
    assert (saved.revision, saved.author) == (4, "Cleo")
    assert levels(database, assessment) == [1, 2, 3, 1]
    opened = assessments.opened(database, assessment)
    assert opened.assessment.answer("1.1.1") == an_answer(1, "Word 1")


def test_a_repeated_request_takes_it_back_once(database, assessment):
    first = taken(database, assessment, 1, base=3, mutation="once")
    assert taken(database, assessment, 1, base=3, mutation="once") == first
    assert levels(database, assessment) == [1, 2, 3, 1]


def test_taking_back_on_an_older_page_is_kept_as_a_conflict(database, assessment):
    with pytest.raises(StaleError) as stale:
        taken(database, assessment, 1, base=2)
    assert stale.value.theirs.content == an_answer(2, "Word 2")
    assert len(assessments.opened(database, assessment).journal.conflicts) == 1


def test_what_was_never_said_cannot_be_taken_back(database, assessment):
    with pytest.raises(NoSuchRevisionError):
        taken(database, assessment, 9, base=3)


def test_nothing_is_taken_back_while_it_is_finished(database, assessment):
    finishing.finish(database, assessment, an_act("", mutation="f"))
    with pytest.raises(AlreadyFinishedError):
        taken(database, assessment, 1, base=3)


def test_the_history_of_all_comes_in_pages_that_leave_nothing_out(database, assessment, monkeypatch):
    monkeypatch.setattr(history, "AT_ONCE", 3)
    first, rest = history.page(database, assessments.opened(database, assessment), before=5)
    last, none = history.page(database, assessments.opened(database, assessment), before=rest)
    assert [one.after.position for one in (*first, *last)] == [4, 3, 2, 1]
    assert none is None
    assert first[0].before == first[1].after
    assert first[2].before is None


def test_what_changed_is_seen_between_any_two_moments(database, assessment):
    opened = assessments.opened(database, assessment)
    (change,) = history.changes_between(database, opened, 2)
    assert (change.before.revision, change.after.revision) == (1, 3)
    (change,) = history.changes_between(database, opened, 2, 3)
    assert change.after.revision == 2
    assert history.changes_between(database, opened, 4) == ()
    assert len(history.changes_between(database, opened, 0)) == 2


def test_a_moment_leads_to_the_newest_entry_that_was_there(database, assessment):
    second = history.revisions(database, assessments.opened(database, assessment), LAMP, before=100)[0][
        1
    ].after
    assert (
        history.position_at(database, assessments.opened(database, assessment), second.at) == second.position
    )
    just_before = second.at.replace(year=2000)
    assert history.position_at(database, assessments.opened(database, assessment), just_before) == 0


def named(database, assessment, name, mutation=""):
    mutation = mutation or a_mutation()
    history.name_moment(database, assessment, name, an_act(mutation=mutation))


def test_a_milestone_names_the_present_state_and_an_edition_is_one_by_itself(database, assessment):
    named(database, assessment, "  before\nthe   workshop ", mutation="once")
    named(database, assessment, "before the workshop", mutation="once")
    answered(database, assessment, "1.1.2", an_answer(4))
    finishing.finish(database, assessment, an_act("Dan", mutation="f"))
    opened = assessments.opened(database, assessment)
    edition, milestone = history.moments(opened)
    assert (edition.edition, edition.author, edition.position) == (1, "Dan", 7)
    assert (milestone.name, milestone.author, milestone.position) == ("before the workshop", "Ana", 5)
    (change,) = history.changes_between(database, opened, milestone.position, edition.position)
    assert change.subject == Subject(SubjectKind.ANSWER, "1.1.2")


def test_a_milestone_changes_no_content(database, assessment):
    before = assessments.opened(database, assessment).assessment
    named(database, assessment, "before the workshop")
    assert assessments.opened(database, assessment).assessment == before


@pytest.mark.parametrize("name", ["", " \n", "n" * 101, "taken"])
def test_a_name_that_is_empty_too_long_or_taken_is_refused(database, assessment, name):
    named(database, assessment, "taken")
    with pytest.raises(AnswersRefusedError):
        named(database, assessment, name)
    assert len(history.moments(assessments.opened(database, assessment))) == 1


def test_nothing_is_named_while_it_is_finished(database, assessment):
    finishing.finish(database, assessment, an_act("", mutation="f"))
    with pytest.raises(AlreadyFinishedError):
        named(database, assessment, "too late")

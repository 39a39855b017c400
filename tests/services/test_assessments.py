"""Assessments are started, opened and listed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from app.core.assessment.assessment import Country
from app.core.assessment.journal import ABOUT as ABOUT_SUBJECT
from app.core.errors import AlreadyFinishedError, AnswersRefusedError
from app.services import assessments, finishing
from app.services.assessments import DamagedError, NoSuchAssessmentError
from tests.builders import (
    ABOUT,
    TINY,
    an_act,
    an_answer,
    answered,
    started,
)


def test_a_new_assessment_says_whose_it_is_and_of_which_day(database):
    opened = assessments.opened(database, started(database))
    assert opened.journal.about == ABOUT
    assert opened.questionnaire == TINY
    assert opened.assessment.answers == {}
    assert not opened.is_demonstration
    assert not opened.journal.is_finished


@pytest.mark.parametrize(
    "about",
    [
        replace(ABOUT, country=Country(code="xa", name="X")),
        replace(ABOUT, country=Country(code="XA", name="")),
        replace(ABOUT, reference_date=date(3, 1, 1)),
    ],
)
def test_a_country_or_a_day_that_cannot_be_is_refused(database, about):
    with pytest.raises(AnswersRefusedError):
        assessments.start(database, TINY, about, an_act("", mutation="m"))
    assert assessments.listed(database) == ()


def test_the_list_shows_the_newest_first_and_equals_what_is_opened(database):
    first, second = started(database), started(database)
    answered(database, first, "1.1.1", an_answer(2))
    finishing.finish(database, first, an_act("", mutation="f"))
    listed = assessments.listed(database)
    assert [one.id for one in listed] == [second, first]
    assert listed == tuple(assessments.opened(database, one.id).summary for one in listed)
    assert [one.is_finished for one in listed] == [False, True]
    assert [len(one.editions) for one in listed] == [0, 1]
    assert listed[1].changed_at > listed[1].created_at


def test_a_quick_scan_asks_the_core_questions_and_keeps_the_whole_beside_them(database):
    first = started(database, "quick")
    opened = assessments.opened(database, first)
    assert list(opened.questionnaire.question_by_id) == ["1.1.1", "1.2.1", "2.1.1"]
    assert opened.whole == TINY
    assert (opened.assessment.scope, opened.summary.scope) == ("quick", "quick")
    assert opened.questionnaire_hash == assessments.opened(database, started(database)).questionnaire_hash
    assert [one.scope for one in assessments.listed(database)] == ["full", "quick"]


def test_a_quick_scan_grows_by_the_mutation_of_its_start_too(database):
    about = replace(ABOUT, scope="quick")
    assessment = assessments.start(database, TINY, about, an_act(mutation="one"))
    for _ in range(2):
        assessments.grow(database, assessment, an_act(mutation="one"))
    assert assessments.opened(database, assessment).journal.about.scope == "full"


def test_a_quick_scan_grows_and_every_answer_stays(database):
    assessment = started(database, "quick")
    answered(database, assessment, "1.1.1", an_answer(3, "Kept."))
    before = assessments.opened(database, assessment)
    for _ in range(2):  # a repeated mutation is answered as the first time
        assessments.grow(database, assessment, an_act("Ben", mutation="grow"))
    grown = assessments.opened(database, assessment)
    assert (grown.questionnaire, grown.assessment.scope) == (TINY, "full")
    assert grown.assessment == replace(before.assessment, scope="full")
    assert grown.journal.position == before.journal.position + 1
    entry = grown.journal.newest[ABOUT_SUBJECT]
    assert (entry.revision, entry.author, entry.content) == (2, "Ben", ABOUT)
    # A full assessment stays as it is.
    assessments.grow(database, assessment, an_act("Ben", mutation="again"))
    assert assessments.opened(database, assessment) == grown


def test_a_finished_quick_scan_does_not_grow(database):
    assessment = started(database, "quick")
    finishing.finish(database, assessment, an_act("", mutation="f"))
    before = assessments.opened(database, assessment)
    with pytest.raises(AlreadyFinishedError):
        assessments.grow(database, assessment, an_act("", mutation="grow"))
    assert assessments.opened(database, assessment) == before
    with pytest.raises(NoSuchAssessmentError):
        assessments.grow(database, "0" * 36, an_act("", mutation="grow"))


def test_an_unknown_assessment_is_no_assessment(database):
    for unknown in ("", "0" * 36, "../etc/passwd", "\0", "\ud800"):
        with pytest.raises(NoSuchAssessmentError):
            assessments.opened(database, unknown)


def test_an_assessment_keeps_the_questionnaire_that_it_was_started_with(database):
    other = replace(TINY, title="A later draft of the same version")
    first = started(database)
    second = assessments.start(database, other, ABOUT, an_act(""))
    assert assessments.opened(database, first).questionnaire == TINY
    assert assessments.opened(database, second).questionnaire == other


def test_a_damaged_questionnaire_is_never_scored_with(database):
    other = replace(TINY, title="To be damaged")
    assessment = assessments.start(database, other, ABOUT, an_act(""))
    with database.writing() as connection:
        connection.execute(text("UPDATE questionnaire SET text = replace(text, '2/3', '1/3')"))
    with pytest.raises(DamagedError):
        assessments.opened(database, assessment)


def test_an_opened_assessment_can_be_opened_again(database):
    opened = assessments.opened(database, started(database))
    answered(database, opened.id, "1.1.1", an_answer(2))
    assert opened.assessment.answers == {}
    assert opened.again(database).assessment.answers == {"1.1.1": an_answer(2)}

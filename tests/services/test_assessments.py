"""Assessments are started, opened and listed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from app.core.assessment import Country
from app.core.errors import AnswersRefusedError
from app.services import assessments, finishing
from app.services.assessments import DamagedError, NoSuchAssessmentError
from tests.builders import (
    ABOUT,
    TINY,
    a_database,
    a_mutation,
    an_answer,
    answered,
    now,
    started,
)


@pytest.fixture
def database(tmp_path):
    database = a_database(tmp_path)
    yield database
    database.close()


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
        assessments.start(database, TINY, about, mutation="m", author="", now=now())
    assert assessments.listed(database) == ()


def test_the_list_shows_the_newest_first_and_equals_what_is_opened(database):
    first, second = started(database), started(database)
    answered(database, first, "1.1.1", an_answer(2))
    finishing.finish(database, first, mutation="f", author="", now=now())
    listed = assessments.listed(database)
    assert [one.id for one in listed] == [second, first]
    assert listed == tuple(assessments.opened(database, one.id).summary for one in listed)
    assert [one.is_finished for one in listed] == [False, True]
    assert [len(one.editions) for one in listed] == [0, 1]
    assert listed[1].changed_at > listed[1].created_at


def test_an_unknown_assessment_is_no_assessment(database):
    for unknown in ("", "0" * 36, "../etc/passwd", "\0", "\ud800"):
        with pytest.raises(NoSuchAssessmentError):
            assessments.opened(database, unknown)


def test_an_assessment_keeps_the_questionnaire_that_it_was_started_with(database):
    other = replace(TINY, title="A later draft of the same version")
    first = started(database)
    second = assessments.start(database, other, ABOUT, mutation=a_mutation(), author="", now=now())
    assert assessments.opened(database, first).questionnaire == TINY
    assert assessments.opened(database, second).questionnaire == other


def test_a_damaged_questionnaire_is_never_scored_with(database):
    other = replace(TINY, title="To be damaged")
    assessment = assessments.start(database, other, ABOUT, mutation=a_mutation(), author="", now=now())
    with database.writing() as connection:
        connection.execute(text("UPDATE questionnaire SET text = replace(text, '2/3', '1/3')"))
    with pytest.raises(DamagedError):
        assessments.opened(database, assessment)


def test_an_opened_assessment_can_be_opened_again(database):
    opened = assessments.opened(database, started(database))
    answered(database, opened.id, "1.1.1", an_answer(2))
    assert opened.assessment.answers == {}
    assert opened.again(database).assessment.answers == {"1.1.1": an_answer(2)}

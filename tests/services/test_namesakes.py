"""A text under a published name that is not the published one is refused, or kept apart, and told."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.catalogue import Catalogue, hash_of
from app.core.errors import AnswersRefusedError, NotComparableError
from app.core.method.comparison import comparison
from app.services import assessments, finishing, moving
from app.services.examining import faults_of_catalogue, faults_of_contents
from app.services.namesakes import apart
from tests.builders import (
    ABOUT,
    TINY,
    a_database,
    an_act,
    an_answer,
    an_assessment,
    answered,
    result_rows,
)

PUBLISHED = replace(TINY, status="published")
_FIRST, *_REST = PUBLISHED.domains
FORGED = replace(PUBLISHED, domains=(replace(_FIRST, weight=Fraction(1000)), *_REST))
DRAFT = replace(FORGED, status="draft")
INSTALLED = Catalogue((PUBLISHED,))


def begun(database, questionnaire):
    return assessments.start(database, questionnaire, ABOUT, an_act())


def finished(database, questionnaire):
    assessment = begun(database, questionnaire)
    answered(database, assessment, "1.1.1", an_answer(3))
    finishing.finish(database, assessment, an_act())
    return assessment


def file_of(folder, questionnaire):
    """The assessment file of another machine, on which this text was installed."""
    folder.mkdir()
    database = a_database(folder)
    text = moving.moved_out(database, finished(database, questionnaire))
    database.close()
    return text


@pytest.fixture
def database(tmp_path):
    database = a_database(tmp_path)
    yield database
    database.close()


def test_a_file_with_another_text_of_an_installed_published_name_is_refused(database, tmp_path):
    with pytest.raises(AnswersRefusedError, match="is not the text that was published under this name") as no:
        moving.move_in(database, file_of(tmp_path / "there", FORGED), INSTALLED)
    assert hash_of(FORGED) in str(no.value)
    assert hash_of(PUBLISHED) in str(no.value)
    assert assessments.listed(database) == ()
    assert apart(database, INSTALLED) == frozenset()


def test_where_none_is_installed_the_first_published_text_of_a_name_is_the_known_one(database, tmp_path):
    moving.move_in(database, file_of(tmp_path / "first", FORGED))
    with pytest.raises(AnswersRefusedError, match="is not the text that was published"):
        moving.move_in(database, file_of(tmp_path / "second", PUBLISHED))
    moving.move_in(database, file_of(tmp_path / "third", FORGED))
    assert apart(database, Catalogue(())) == frozenset()


def test_a_draft_under_the_published_name_comes_in_and_is_kept_apart(database, tmp_path):
    finished(database, PUBLISHED)
    moving.move_in(database, file_of(tmp_path / "there", DRAFT), INSTALLED)
    strangers = tuple(apart(database, INSTALLED))
    assert strangers == (hash_of(DRAFT),)
    assert {row["questionnaire_hash"] for row in result_rows(database, apart=strangers)} == {
        hash_of(PUBLISHED)
    }
    asked = result_rows(database, apart=strangers, questionnaire_hash=hash_of(DRAFT))
    assert {row["questionnaire_hash"] for row in asked} == {hash_of(DRAFT)}
    assert list(faults_of_catalogue(database, INSTALLED)) == []


def test_no_assessment_starts_with_another_text_of_a_name_published_here_before(database):
    begun(database, PUBLISHED)
    with pytest.raises(AnswersRefusedError, match=r"tiny 0\.1, and is not the text that was published"):
        begun(database, FORGED)
    begun(database, replace(FORGED, version="0.2"))
    begun(database, PUBLISHED)


def test_a_draft_that_was_published_later_is_started_beside_its_draft(database):
    begun(database, DRAFT)
    begun(database, PUBLISHED)
    assert apart(database, INSTALLED) == {hash_of(DRAFT)}


def test_of_several_drafts_of_one_name_none_is_taken_for_it_where_none_is_installed(database):
    begun(database, DRAFT)
    assert apart(database, Catalogue(())) == frozenset()
    begun(database, TINY)
    assert apart(database, Catalogue(())) == {hash_of(DRAFT), hash_of(TINY)}
    assert apart(database, Catalogue((TINY,))) == {hash_of(DRAFT)}


def test_the_doctor_tells_of_a_stored_text_that_is_not_the_installed_one(database):
    begun(database, FORGED)
    assert list(faults_of_contents(database)) == []
    (sentence,) = faults_of_catalogue(database, INSTALLED)
    assert "tiny 0.1 on this disk is not the one that assessments were started with" in sentence
    assert hash_of(FORGED) in sentence


@pytest.mark.parametrize("other", [FORGED, DRAFT])
def test_two_texts_of_one_published_name_are_not_compared(other):
    content = an_assessment(answers={"1.1.1": an_answer(2)})
    assert comparison(PUBLISHED, content, PUBLISHED, content).overall
    for whole, then in ((PUBLISHED, other), (other, PUBLISHED)):
        with pytest.raises(NotComparableError, match="different texts under the one name"):
            comparison(whole, content, then, content)

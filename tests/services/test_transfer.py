"""Answers files go out and come in unchanged; demonstrations come once, and go."""

import json
import shutil
from dataclasses import replace

import pytest

from app.answers import content_hash, encoded_answers
from app.core.assessment.answer import Answer, Level
from app.core.assessment.assessment import FactAnswer, Rating, Relevance
from app.core.assessment.journal import DomainMark, Subject, SubjectKind
from app.core.copies.masking import masked
from app.core.errors import AnswersRefusedError
from app.services import assessments, finishing, saving, transfer
from app.services.assessments import BegunOtherwiseError
from tests.builders import (
    CATALOGUE,
    QUESTIONNAIRES,
    TINY,
    an_act,
    an_answer,
    an_assessment,
    answered,
    now,
    result_rows,
    started,
)

SAID = an_assessment(
    facts={"coast": FactAnswer(options=("calm",), withheld=True)},
    ratings={"S1": Rating(relevance=Relevance.LOW)},
    answers={"1.1.1": Answer(value=Level(3), withheld=True), "1.1.2": an_answer(1, "é ✓")},
)


def imported(database, text, mutation="", **more):
    return transfer.import_answers(database, CATALOGUE, text, an_act(mutation=mutation), **more)


@pytest.fixture
def folder(tmp_path):
    """A folder of questionnaires with one demonstration."""
    copied = shutil.copytree(QUESTIONNAIRES, tmp_path / "questionnaires")
    (copied / "tiny/0.1/demonstrations").mkdir()
    (copied / "tiny/0.1/demonstrations/xa.json").write_text(encoded_answers(SAID))
    return copied


def loaded(database, folder):
    return transfer.load_demonstrations(database, CATALOGUE, folder, now=now())


def test_a_file_sent_again_begins_once_and_another_one_by_the_same_try_is_refused(database):
    first = imported(database, encoded_answers(SAID), mutation="once")
    assert imported(database, encoded_answers(SAID), mutation="once") == first
    other = replace(SAID, answers={"1.1.2": an_answer(1, "é ✓")})
    with pytest.raises(BegunOtherwiseError) as refused:
        imported(database, encoded_answers(other), mutation="once")
    assert (refused.value.begun, refused.value.about.country) == (first, SAID.country)
    assert [one.id for one in assessments.listed(database)] == [first]
    # What was entered since makes no difference to what it began with.
    answered(database, first, "1.1.2", an_answer(2), base=1)
    assert imported(database, encoded_answers(SAID), mutation="once") == first


def test_export_import_and_export_give_the_same_bytes(database):
    first = imported(database, encoded_answers(SAID))
    text = transfer.exported(assessments.opened(database, first), copy="own")
    assert text == encoded_answers(SAID)
    second = imported(database, text)
    assert second != first
    again = assessments.opened(database, second)
    assert transfer.exported(again, copy="own") == text
    assert again.assessment == SAID


def test_a_quick_scan_comes_in_and_goes_out_as_one_with_what_it_does_not_ask(database):
    quick = replace(SAID, scope="quick")
    opened = assessments.opened(database, imported(database, encoded_answers(quick)))
    assert opened.assessment == quick
    assert opened.assessment.answer("1.1.2") == an_answer(1, "é ✓")
    assert transfer.exported(opened, copy="own") == encoded_answers(quick)
    assert transfer.exported(opened, copy="masked") == encoded_answers(masked(TINY, quick))


def test_an_export_holds_no_history_no_author_and_no_mark(database):
    assessment = started(database)
    answered(database, assessment, "1.1.1", an_answer(1, "the first word"))
    answered(database, assessment, "1.1.1", an_answer(2), base=1, author="Somebody")
    saving.save(
        database,
        assessment,
        Subject(SubjectKind.DOMAIN, "D1"),
        an_act("", mutation="m"),
        base=0,
        content=DomainMark(is_finished=True),
    )
    text = transfer.exported(assessments.opened(database, assessment), copy="own")
    assert text == encoded_answers(an_assessment(answers={"1.1.1": an_answer(2)}))


def test_the_masked_copy_holds_nothing_that_is_withheld(database):
    opened = assessments.opened(database, imported(database, encoded_answers(SAID)))
    text = transfer.exported(opened, copy="masked")
    assert text == encoded_answers(masked(TINY, SAID))
    assert "calm" not in text
    other = replace(SAID, answers={**SAID.answers, "1.1.1": Answer(value=Level(0), withheld=True)})
    opened = assessments.opened(database, imported(database, encoded_answers(other)))
    assert transfer.exported(opened, copy="masked") == text


def test_an_edition_is_exported_as_it_was_frozen(database):
    assessment = imported(database, encoded_answers(SAID))
    finishing.finish(database, assessment, an_act("", mutation="f"))
    finishing.reopen(database, assessment, an_act("", mutation="r"), reason="R")
    answered(database, assessment, "1.1.2", an_answer(4), base=1)
    opened = assessments.opened(database, assessment)
    assert transfer.exported(opened, copy="own", edition=1) == encoded_answers(SAID)
    masked_text = transfer.exported(opened, copy="masked", edition=1)
    assert masked_text == encoded_answers(masked(TINY, SAID))
    assert content_hash(masked(TINY, SAID)) == opened.editions[0].masked_hash
    assert transfer.exported(opened, copy="own") != encoded_answers(SAID)
    with pytest.raises(LookupError):
        transfer.exported(opened, copy="own", edition=2)


def test_what_is_withheld_later_leaves_in_no_masked_copy_of_an_edition_either(database):
    assessment = imported(database, encoded_answers(SAID))
    finishing.finish(database, assessment, an_act("", mutation="f"))
    finishing.reopen(database, assessment, an_act("", mutation="r"), reason="R")
    answered(database, assessment, "1.1.2", Answer(value=Level(4), withheld=True), base=1)
    opened = assessments.opened(database, assessment)
    hidden = replace(SAID, answers={**SAID.answers, "1.1.2": Answer(withheld=True)})
    assert transfer.exported(opened, copy="masked", edition=1) == encoded_answers(masked(TINY, hidden))
    assert transfer.exported(opened, copy="own", edition=1) == encoded_answers(SAID)


def test_a_repeated_import_gives_the_assessment_that_it_began(database):
    first = imported(database, encoded_answers(SAID), mutation="once")
    assert imported(database, encoded_answers(SAID), mutation="once") == first
    assert len(assessments.listed(database)) == 1


def test_a_bad_file_begins_nothing(database):
    with pytest.raises(AnswersRefusedError):
        imported(database, encoded_answers(SAID).replace('"level": 3', '"level": 30'))
    unknown = json.dumps(json.loads(encoded_answers(SAID)) | {"version": "0.7"})
    with pytest.raises(AnswersRefusedError, match=r"Known are: health-capacities 1\.0, tiny 0\.1") as refused:
        imported(database, unknown)
    assert 'no questionnaire "tiny" in version "0.7" here' in str(refused.value)
    assert assessments.listed(database) == ()


def test_demonstrations_are_loaded_finished_into_an_empty_database(database, folder):
    (demonstration,) = loaded(database, folder)
    opened = assessments.opened(database, demonstration)
    assert opened.is_demonstration
    assert opened.assessment == SAID
    assert opened.journal.is_finished
    assert loaded(database, folder) == ()
    assert result_rows(database) == []
    assert len(result_rows(database, with_demonstrations=True)) == 7


def test_demonstrations_stay_out_of_a_database_that_holds_something(database, folder):
    started(database)
    assert loaded(database, folder) == ()
    assert len(assessments.listed(database)) == 1


def test_removed_demonstrations_do_not_come_back(database, folder):
    loaded(database, folder)
    own = imported(database, encoded_answers(SAID))
    assert transfer.remove_demonstrations(database) == 1
    assert transfer.remove_demonstrations(database) == 0
    assert [one.id for one in assessments.listed(database)] == [own]
    assert loaded(database, folder) == ()
    assert result_rows(database, with_demonstrations=True) == []


def test_a_demonstration_that_still_waits_for_somebody_stays_open(database, folder):
    waiting = json.loads(encoded_answers(SAID))
    waiting["answers"]["1.1.3"] = {"not_applicable": ""}
    (folder / "tiny/0.1/demonstrations/xa.json").write_text(json.dumps(waiting))
    (demonstration,) = loaded(database, folder)
    assert not assessments.opened(database, demonstration).journal.is_finished


def test_a_bad_demonstration_is_refused_with_its_file(database, folder):
    (folder / "tiny/0.1/demonstrations/xb.json").write_text("{")
    with pytest.raises(AnswersRefusedError, match=r"tiny/0\.1/demonstrations/xb\.json: Line 1"):
        loaded(database, folder)

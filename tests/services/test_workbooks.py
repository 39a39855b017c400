"""Answers that come back in workbooks: what they would bring is shown, and bringing it loses nothing."""

from dataclasses import replace

import pytest

from app.core.assessment.answer import (
    Answer,
    Level,
    NotKnown,
    Range,
)
from app.core.assessment.assessment import FactAnswer
from app.core.assessment.journal import Conflict, Subject, SubjectKind
from app.core.errors import AlreadyFinishedError, AnswersRefusedError
from app.services import assessments, finishing, saving, workbooks
from app.services.workbooks import AnswerToImport, ImportOutcome
from tests.builders import a_database, an_act, an_answer, answered, now, started
from tests.spreadsheets import edited


@pytest.fixture
def database(tmp_path):
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def ministries(database, assessment):
    return Ministries(database, assessment)


class Ministries:
    """Those who share one assessment."""

    def __init__(self, database, assessment):
        self.database = database
        self.assessment = assessment

    def opened(self):
        return assessments.opened(self.database, self.assessment)

    def workbook(self, domain="", code="en"):
        return workbooks.workbook_of(self.opened(), code, domain=domain, now=now())

    def preview(self, content):
        return workbooks.preview(self.database, self.opened(), content)

    def bring_in(self, content, author=""):
        shown = self.preview(content)
        items = [
            AnswerToImport(question=one.question.id, base=one.base, answer=one.mine) for one in shown.brought
        ]
        return self.bring_in_items(shown.digest, items, author)

    def bring_in_items(self, digest, items, author=""):
        return workbooks.bring_in(self.database, self.assessment, digest, items, an_act(author))

    def answer(self, question):
        return self.opened().assessment.answer(question)

    def conflicts(self):
        return [entry.content for entry in self.opened().journal.conflicts.values()]


def how(preview):
    return {one.question.id: one.how for one in preview.brought}


def test_a_workbook_that_nobody_touched_brings_nothing(ministries, database, assessment):
    answered(database, assessment, "1.1.1", an_answer(3, "=Yes"))
    shown = ministries.preview(ministries.workbook())
    assert (shown.brought, shown.faults, shown.untouched, shown.known) == ((), (), 9, 0)


def test_what_is_new_and_what_is_changed_are_told_apart(ministries, database, assessment):
    answered(database, assessment, "1.1.1", an_answer(1, "First"))
    shown = ministries.preview(edited(ministries.workbook(), q1_1_1="2 Designed", q1_2_1="not known"))
    assert how(shown) == {"1.1.1": "changed", "1.2.1": "new"}
    changed = shown.brought[0]
    assert changed.mine == an_answer(2, "First")
    assert changed.before.content == an_answer(1, "First")
    assert shown.untouched == 7


def test_three_ministries_edit_three_files_with_one_question_in_common_and_nothing_is_lost(ministries):
    given = ministries.workbook()
    defence = edited(given, ("1.1.1", "comment", "By Defence"), q1_1_1="3", q1_1_2="2")
    interior = edited(given, ("1.1.1", "comment", "By Interior"), q1_1_1="1", q2_1_1="4")
    health = edited(given, ("2.1.2", "comment", "By Health"), q2_1_2="0")
    assert ministries.bring_in(defence, "Defence") == ImportOutcome(saved=2, met=0)
    assert how(ministries.preview(interior)) == {"1.1.1": "conflict", "2.1.1": "new"}
    assert ministries.bring_in(interior, "Interior") == ImportOutcome(saved=1, met=1)
    assert ministries.bring_in(health, "Health") == ImportOutcome(saved=1, met=0)
    (conflict,) = ministries.conflicts()
    assert conflict.mine == an_answer(1, "By Interior")
    assert ministries.answer("1.1.1") == an_answer(3, "By Defence")
    assert ministries.answer("1.1.2") == an_answer(2)
    assert ministries.answer("2.1.1") == an_answer(4)
    assert ministries.answer("2.1.2") == an_answer(0, "By Health")
    (meeting,) = saving.conflicts(ministries.database, ministries.opened(), "1.1.1")
    assert (meeting.author, meeting.theirs.author, meeting.before) == ("Interior", "Defence", None)


def test_a_conflict_shows_mine_theirs_and_before(ministries, database, assessment):
    answered(database, assessment, "1.1.1", an_answer(1), author="Ana")
    content = edited(ministries.workbook(), q1_1_1="2")
    answered(database, assessment, "1.1.1", an_answer(4), base=1, author="Ben")
    (one,) = ministries.preview(content).brought
    assert (one.how, one.mine) == ("conflict", an_answer(2))
    assert (one.met.content, one.met.author) == (an_answer(4), "Ben")
    assert (one.before.content, one.before.author) == (an_answer(1), "Ana")


def test_what_a_file_left_as_it_was_does_not_undo_what_was_changed_meanwhile(
    ministries, database, assessment
):
    answered(database, assessment, "1.1.1", an_answer(1))
    content = edited(ministries.workbook(), q1_1_2="2")
    answered(database, assessment, "1.1.1", an_answer(4), base=1)
    assert how(ministries.preview(content)) == {"1.1.2": "new"}
    ministries.bring_in(content)
    assert ministries.answer("1.1.1") == an_answer(4)


def test_what_a_file_changed_and_what_was_changed_here_meanwhile_both_stand(ministries, database, assessment):
    answered(database, assessment, "1.1.1", an_answer(1, "Before."))
    file = edited(ministries.workbook(), q1_1_1="3 Implemented")
    answered(database, assessment, "1.1.1", an_answer(1, "Here."), base=1)
    shown = ministries.preview(file)
    assert how(shown) == {"1.1.1": "changed"}
    assert ministries.bring_in(file) == ImportOutcome(saved=1, met=0)
    assert ministries.answer("1.1.1") == an_answer(3, "Here.")
    assert ministries.conflicts() == []
    assert ministries.preview(file).known == 1


def test_what_a_file_never_said_is_not_called_saved_though_its_digest_is_known(ministries):
    item = AnswerToImport(question="1.1.1", base=0, answer=an_answer(1, "First."))
    other = replace(item, answer=an_answer(1, "Second."))
    for _ in range(2):
        assert ministries.bring_in_items("0" * 64, [item]) == ImportOutcome(saved=1, met=0)
        assert ministries.bring_in_items("0" * 64, [other]) == ImportOutcome(saved=0, met=1)
    assert ministries.answer("1.1.1") == an_answer(1, "First.")
    assert [one.mine for one in ministries.conflicts()] == [an_answer(1, "Second.")]


def test_a_file_brought_in_again_changes_nothing(ministries, database, assessment):
    answered(database, assessment, "1.1.1", an_answer(1))
    content = edited(ministries.workbook(), q1_1_1="2", q1_1_2="3")
    answered(database, assessment, "1.1.1", an_answer(4), base=1)
    shown = ministries.preview(content)
    items = [
        AnswerToImport(question=one.question.id, base=one.base, answer=one.mine) for one in shown.brought
    ]
    first = ministries.bring_in_items(shown.digest, items)
    position = ministries.opened().journal.position
    assert ministries.bring_in_items(shown.digest, items) == first == ImportOutcome(saved=1, met=1)
    again = ministries.preview(content)
    assert (again.brought, again.known, again.untouched) == ((), 2, 7)
    assert ministries.opened().journal.position == position


def test_a_file_whose_conflict_was_resolved_does_not_bring_it_again(ministries, database, assessment):
    content = edited(ministries.workbook(), q1_1_1="2")
    answered(database, assessment, "1.1.1", an_answer(4))
    ministries.bring_in(content)
    (conflict,) = ministries.opened().journal.conflicts
    saving.resolve(database, assessment, conflict, an_act(""), choice="theirs", base=1)
    assert ministries.preview(content).known == 1
    assert ministries.conflicts() == []


def test_what_stands_here_already_is_not_brought(ministries, database, assessment):
    content = edited(ministries.workbook(), q1_1_1="2")
    answered(database, assessment, "1.1.1", an_answer(2))
    shown = ministries.preview(content)
    assert (shown.brought, shown.known) == ((), 1)


def test_what_is_wrong_is_told_with_its_cell_and_the_rest_can_be_brought(ministries):
    content = edited(
        ministries.workbook(),
        ("1.1.2", "title", "Decree"),
        ("1.1.2", "dated", "spring"),
        ("1.2.1", "upper", "1"),
        q1_1_1="perhaps",
        q1_1_2="3",
        q1_2_1="2",
        q2_1_1="4",
    )
    shown = ministries.preview(content)
    assert how(shown) == {"2.1.1": "new"}
    told = [str(fault) for fault in shown.faults]
    assert len(told) == 3
    assert told[0].startswith("sheet D1, cell D6: “perhaps” is not in the list. Choose one of:")
    assert told[1].startswith('sheet D1, cell I9: "spring" is not a date.')
    assert "cell E" in told[2]
    assert ministries.bring_in(content) == ImportOutcome(saved=1, met=0)


def test_a_workbook_of_one_domain_holds_no_other_and_one_that_is_not_there_is_refused(ministries):
    shown = ministries.preview(ministries.workbook("D2"))
    assert shown.untouched == 4
    with pytest.raises(LookupError):
        ministries.workbook("D9")


def test_what_the_profile_hides_is_not_in_the_workbook(ministries, database, assessment):
    saving.save(
        database,
        assessment,
        Subject(SubjectKind.FACT, "fleet"),
        an_act(""),
        base=0,
        content=FactAnswer(options=("rowing",)),
    )
    assert ministries.preview(ministries.workbook()).untouched < 9


def test_a_quick_scan_has_its_questions_and_its_workbook_still_comes_back_after_it_grew(database):
    ministries = Ministries(database, started(database, "quick"))
    content = edited(ministries.workbook(), q1_1_1="2")
    assert ministries.preview(content).untouched == 2
    assessments.grow(database, ministries.assessment, an_act(""))
    assert ministries.bring_in(content) == ImportOutcome(saved=1, met=0)


def test_a_workbook_of_another_assessment_is_refused(ministries, database):
    other = Ministries(database, started(database))
    with pytest.raises(AnswersRefusedError, match="made from another assessment"):
        ministries.preview(other.workbook())


def test_a_range_and_a_mark_come_back_from_a_mirrored_workbook(ministries):
    content = edited(
        ministries.workbook(code="ar-XB"), ("1.1.1", "upper", "3"), ("1.1.1", "withheld", True), q1_1_1="1"
    )
    ministries.bring_in(content)
    assert ministries.answer("1.1.1") == Answer(value=Range(1, 3), withheld=True)


def test_nothing_is_brought_into_a_finished_assessment(ministries, database, assessment):
    content = edited(ministries.workbook(), q1_1_1="2")
    finishing.finish(database, assessment, an_act(""))
    with pytest.raises(AlreadyFinishedError):
        ministries.bring_in(content)


def test_a_revision_that_was_never_here_meets_what_is(ministries, database, assessment):
    answered(database, assessment, "1.1.1", an_answer(4))
    item = AnswerToImport(question="1.1.1", base=7, answer=Answer(value=NotKnown()))
    assert ministries.bring_in_items("0" * 64, [item]) == ImportOutcome(saved=0, met=1)
    assert [replace(one, base=0) for one in ministries.conflicts()] == [
        Conflict(question="1.1.1", base=0, mine=Answer(value=NotKnown()))
    ]
    assert ministries.answer("1.1.1").value == Level(4)

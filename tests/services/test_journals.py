"""A journal is read whole once, and then only what came after; each transaction sees its own state."""

import shutil

import pytest

from app.core.assessment.journal import Journal, Subject, SubjectKind
from app.services import assessments, journals
from app.services.journals import journal_of
from app.storage import entries
from app.storage.database import Database
from tests.builders import a_database, an_answer, answered, started

LAMP = Subject(SubjectKind.ANSWER, "1.1.1")


@pytest.fixture
def database(tmp_path):
    database = a_database(tmp_path)
    yield database
    database.close()


def read_anew(database, assessment):
    with database.reading() as connection:
        return Journal.folded(entries.present(connection, assessment))


def test_only_what_was_entered_since_is_read(database, monkeypatch):
    assessment = started(database)
    answered(database, assessment, "1.1.1", an_answer(1))
    assessments.opened(database, assessment)
    answered(database, assessment, "1.1.2", an_answer(2))
    answered(database, assessment, "1.1.1", an_answer(3), base=1)
    whole = read_anew(database, assessment)
    read = []
    monkeypatch.setattr(entries, "present", None)
    monkeypatch.setattr(entries, "_entry", lambda row, made=entries._entry: read.append(row) or made(row))
    opened = assessments.opened(database, assessment)
    assert opened.journal == whole
    assert list(opened.journal.newest) == list(whole.newest)
    assert len(read) == 3, "the newest one that is known, and the two after it"
    assert assessments.opened(database, assessment).journal is opened.journal


def test_a_transaction_that_began_before_sees_no_later_entry(database):
    assessment = started(database)
    with database.reading() as connection:
        assert entries.last(connection, assessment).position == 1
        answered(database, assessment, "1.1.1", an_answer(1))
        assert LAMP in assessments.opened(database, assessment).journal.newest
        assert LAMP not in journal_of(database, connection, assessment).newest
    assert LAMP in assessments.opened(database, assessment).journal.newest


def test_two_databases_that_hold_the_same_assessment_are_kept_apart(database, tmp_path):
    assessment = started(database)
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    database.copy_to(tmp_path / "copy")
    shutil.move(tmp_path / "copy", other_folder / "cied.sqlite")
    other = Database(f"sqlite:///{other_folder / 'cied.sqlite'}")
    answered(database, assessment, "1.1.1", an_answer(1))
    answered(other, assessment, "1.1.1", an_answer(4))
    for one, level in ((database, 1), (other, 4)):
        assert assessments.opened(one, assessment).assessment.answer("1.1.1") == an_answer(level)
    other.close()


def test_however_many_are_opened_few_are_remembered(database, monkeypatch):
    monkeypatch.setattr(journals, "_MOST_KNOWN", 2)
    for _ in range(5):
        assessments.opened(database, started(database))
    assert len(journals._known[database]) <= 2

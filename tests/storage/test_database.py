"""The database keeps what it says it kept, and says so when it cannot."""

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.errors import BusyError
from app.services import assessments
from app.storage import sqlite
from app.storage.columns import UtcMoment
from app.storage.database import AnotherServerError, Database
from tests.builders import (
    ABOUT,
    TINY,
    a_database,
    a_mutation,
    an_act,
    an_answer,
    answered,
    rows_of_tables,
    started,
)


def setting(database: Database, name: str) -> object:
    with database.reading() as connection:
        return connection.scalar(text(f"PRAGMA {name}"))


def test_every_connection_is_safe_and_slow_rather_than_fast(tmp_path):
    database = a_database(tmp_path)
    wanted = {
        "journal_mode": sqlite.journal_mode().lower(),
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    assert {name: setting(database, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 53, 4), "WAL")],
)
def test_the_write_ahead_log_is_used_only_where_it_is_sound(version, mode):
    assert sqlite.journal_mode(version) == mode


def test_with_a_rollback_journal_everything_works_alike(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "journal_mode", lambda: "DELETE")
    database = a_database(tmp_path)
    assert setting(database, "journal_mode") == "delete"
    assessment = started(database)
    answered(database, assessment, "1.1.1", an_answer(2))
    assert assessments.opened(database, assessment).assessment.answers["1.1.1"] == an_answer(2)


def test_only_its_owner_can_read_the_database(tmp_path):
    a_database(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new/cied.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_failed_write_leaves_nothing(database):
    def fail() -> None:
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE half (done int)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert "half" not in rows_of_tables(database)


def test_a_reader_sees_one_state_while_others_write(database):
    with database.reading() as connection:
        count = text("SELECT count(*) FROM assessment")
        assert connection.scalar(count) == 0
        thread = threading.Thread(target=started, args=(database,))
        thread.start()
        thread.join()
        assert connection.scalar(count) == 0
    assert len(assessments.listed(database)) == 1


def test_a_locked_database_is_told_as_busy_and_recovers(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MILLISECONDS", 50)
    database = a_database(tmp_path)
    other = sqlite.library.connect(tmp_path / "cied.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        started(database)
    with pytest.raises(BusyError, match="does not answer: database is locked"):
        database.check()
    assert assessments.listed(database) == ()
    other.execute("ROLLBACK")
    other.close()
    database.check()
    started(database)


def test_a_full_database_is_told_as_busy_and_keeps_what_it_has(tmp_path):
    database = a_database(tmp_path)
    assessment = started(database)
    with database.writing() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(BusyError):
        answered(database, assessment, "1.1.1", an_answer(2, "long " * 8000))
    assert assessments.opened(database, assessment).journal.position == 1
    with database.writing() as connection:
        connection.execute(text("PRAGMA max_page_count = 1000000"))
    assert answered(database, assessment, "1.1.1", an_answer(2, "long " * 7000))


def test_a_write_that_waits_too_long_is_told_as_busy(tmp_path, monkeypatch):
    monkeypatch.setattr("app.storage.database.LONGEST_WAIT_SECONDS", 0.05)
    database = a_database(tmp_path)
    with database.writing():
        failed = []

        def write() -> None:
            try:
                started(database)
            except BusyError as error:
                failed.append(error)

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(failed) == 1


def test_a_mistake_in_a_statement_is_no_busy_database(database):
    with (
        pytest.raises(Exception, match=r"no such table|does not exist") as error,
        database.reading() as connection,
    ):
        connection.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(error.value, BusyError)


SERVING = """
import sys
from app.storage.database import Database
database = Database(sys.argv[1])
try:
    database.migrate()
except Exception as error:
    print(type(error).__name__, error)
else:
    print("serving")
"""


HOLDING = """
import sys
from pathlib import Path
from app.storage.sqlite import ServerLock
ServerLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
input()
"""


def test_a_second_server_on_the_same_file_is_refused_with_a_sentence(tmp_path):
    database = a_database(tmp_path)

    def another() -> str:
        url = f"sqlite:///{tmp_path / 'cied.sqlite'}"
        done = subprocess.run(
            [sys.executable, "-c", SERVING, url], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    told = another()
    assert told.startswith("AnotherServerError Another server (process ")
    assert str(tmp_path) in told
    database.close()
    assert another() == "serving"


def test_serving_takes_the_right_and_gives_it_back(tmp_path):
    database = a_database(tmp_path)
    with database.serving():
        pass
    other = sqlite.ServerLock(tmp_path / "cied.sqlite")
    other.acquire()
    other.release()
    other.release()


def test_a_lock_that_another_process_holds_names_it(tmp_path):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLDING,
            str(tmp_path / "cied.sqlite"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AnotherServerError, match=f"process {holder.pid}"):
            sqlite.ServerLock(tmp_path / "cied.sqlite").acquire()
    finally:
        holder.communicate("\n")
    sqlite.ServerLock(tmp_path / "cied.sqlite").acquire()


def test_moments_are_kept_in_utc_with_milliseconds():
    moment = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    kept = UtcMoment().process_bind_param(moment, None)
    assert kept == "2026-11-24T09:00:00.123Z"
    assert UtcMoment().process_result_value(kept, None) == datetime(2026, 11, 24, 9, 0, 0, 123000, tzinfo=UTC)


def test_a_repeated_start_gives_the_assessment_that_it_began(database):
    mutation = a_mutation()
    ids = {assessments.start(database, TINY, ABOUT, an_act("", mutation=mutation)) for _ in range(3)}
    assert len(ids) == len(assessments.listed(database)) == 1


def test_a_copy_is_whole_private_and_never_overwrites(database, tmp_path):
    started(database)
    copy = tmp_path / "copy.sqlite"
    database.copy_to(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.sqlite"]
    with pytest.raises(FileExistsError):
        database.copy_to(copy)
    assert len(assessments.listed(Database(f"sqlite:///{copy}"))) == 1


def test_a_name_with_unusual_letters_is_a_file_like_any_other(tmp_path):
    folder = tmp_path / "ñ 100% ünï"
    database = a_database(folder)
    started(database)
    database.close()
    assert Path(folder / "cied.sqlite").stat().st_size > 0

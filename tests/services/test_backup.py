"""A backup is a consistent copy, made while others write."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.answers import encoded_answers, text_hash
from app.services import assessments, finishing
from app.services.backup import CopyRefusedError, back_up, restore
from app.services.examining import faults_of_contents
from app.services.saving import StaleError
from app.storage import entries, portable, sqlite
from app.storage.database import Database
from tests.builders import (
    a_database,
    an_act,
    an_answer,
    answered,
    opened_database,
    result_rows,
    rows_of_tables,
    started,
)
from tests.storage.schemas import until


def test_a_backup_made_while_others_write_is_whole(database, tmp_path):
    stop = threading.Event()
    acknowledged: dict[str, int] = {}

    def write() -> None:
        while not stop.is_set():
            assessment = started(database)
            for number in range(10):
                answered(database, assessment, "1.1.1", an_answer(1, str(number)), base=number)
                acknowledged[assessment] = number
            finishing.finish(database, assessment, an_act(""))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    copies = []
    for number in range(5):
        wait_for(lambda number=number: sum(acknowledged.values()) > 40 * number)
        before = dict(acknowledged)
        back_up(database, tmp_path / f"{number}.backup")
        copies.append((tmp_path / f"{number}.backup", before))
    stop.set()
    for writer in writers:
        writer.join()

    for file, before in copies:
        copy = Database(f"sqlite:///{file}")
        check_whole(copy)
        for assessment, number in before.items():
            kept = assessments.opened(copy, assessment).assessment.answers["1.1.1"]
            assert int(kept.comment) >= number
        copy.close()


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.001)


def check_whole(copy: Database) -> None:
    listed = assessments.listed(copy)
    with copy.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        for one in listed:
            history = [entry for entry, _ in entries.every(connection, one.id)]
            assert [entry.position for entry in history] == list(range(1, len(history) + 1))
    for opened in (assessments.opened(copy, one.id) for one in listed):
        for edition in opened.editions:
            assert edition.content_hash == text_hash(edition.content)
            assert edition.content_hash == text_hash(encoded_answers(opened.assessment))


def test_a_backup_never_overwrites(database, tmp_path):
    file = tmp_path / "backup"
    file.write_text("precious")
    with pytest.raises(CopyRefusedError, match="never overwrites"):
        back_up(database, file)
    assert file.read_text() == "precious"


def test_a_backup_without_a_folder_is_refused_with_a_sentence(database, tmp_path):
    with pytest.raises(CopyRefusedError, match="There is no folder"):
        back_up(database, tmp_path / "none/backup")


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """An empty database of each kind in turn, for what comes out of the other."""
    (tmp_path / "target").mkdir()
    if request.param == "sqlite":
        with opened_database(f"sqlite:///{tmp_path}/target/cied.sqlite", tmp_path / "target") as target:
            yield target
    else:
        with (
            request.getfixturevalue("postgresql_server").empty() as url,
            opened_database(url, tmp_path / "target") as target,
        ):
            yield target


def filled(database):
    """Two assessments: one finished twice and open again, and one with a conflict."""
    assessment, other = started(database), started(database, "quick")
    answered(database, assessment, "1.1.1", an_answer(2, "é 中 \U0001f600"))
    finishing.finish(database, assessment, an_act())
    finishing.reopen(database, assessment, an_act(""), reason="More is known.")
    answered(database, assessment, "1.1.1", an_answer(3), base=1)
    finishing.finish(database, assessment, an_act())
    answered(database, other, "1.1.1", an_answer(1))
    with pytest.raises(StaleError):
        answered(database, other, "1.1.1", an_answer(4))
    return assessment, other


def everything(database):
    """Every row of every table."""
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in portable.tables(connection)
        }


def test_a_backup_of_either_database_is_restored_into_either_with_the_same_hashes(database, target, tmp_path):
    assessment, other = filled(database)
    back_up(database, tmp_path / "backup")
    answered(database, other, "1.1.2", an_answer(2))

    assert restore(target, tmp_path / "backup") == 2

    before, after = (assessments.opened(one, assessment) for one in (database, target))
    assert [one.content_hash for one in after.editions] == [one.content_hash for one in before.editions]
    assert after == before
    assert list(faults_of_contents(target)) == []
    assert result_rows(target) == result_rows(database)
    # A copy of what was restored holds the same as the first one.
    back_up(target, tmp_path / "again")
    first, second = (Database(f"sqlite:///{tmp_path / name}") for name in ("backup", "again"))
    assert everything(first) == everything(second)
    first.close()
    second.close()
    # It goes on where it ended.
    assert answered(target, other, "1.1.2", an_answer(4)).revision == 1
    assert sorted(path.name for path in (tmp_path / "target").glob("restoring-*")) == []


def test_nothing_is_restored_over_anything(database, tmp_path):
    started(database)
    back_up(database, tmp_path / "backup")
    before = everything(database)
    with pytest.raises(CopyRefusedError, match="an empty database only"):
        restore(database, tmp_path / "backup")
    assert everything(database) == before


def test_what_is_no_backup_is_not_restored(database, tmp_path):
    (tmp_path / "text").write_text("This is no database. " * 100)
    sqlite.library.connect(tmp_path / "other").execute("CREATE TABLE other (one)")
    (tmp_path / "empty").touch()
    for name, told in (
        ("none", "There is no file"),
        ("text", "cannot be read as a database"),
        ("other", "no backup of this product"),
        ("empty", "no backup of this product"),
    ):
        with pytest.raises(CopyRefusedError, match=told):
            restore(database, tmp_path / name)
    assert sum(rows_of_tables(database).values()) == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE edition SET content = replace(content, '3', '4') WHERE number = 2", "Edition 2 of"),
        ("UPDATE questionnaire SET text = text || ' '", "The stored questionnaire tiny 0.1"),
        ("DELETE FROM entry WHERE position = 2", "positions have gaps"),
        ("UPDATE entry SET body = '[' WHERE position = 2", "cannot be read"),
        ("DELETE FROM edition WHERE number = 1", "Edition 1 of .* is finished in its journal and not there"),
        ("UPDATE edition SET number = 3 WHERE number = 2", "not the one that its journal finished"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM questionnaire", "belongs to something that is not there"),
    ],
)
def test_a_damaged_backup_is_told_and_not_restored(tmp_path, change, told):
    database = a_database(tmp_path)
    filled(database)
    back_up(database, tmp_path / "backup")
    damaged = sqlite.library.connect(tmp_path / "backup")
    damaged.executescript(change)
    damaged.close()
    (tmp_path / "new").mkdir()
    target = a_database(tmp_path / "new")
    with pytest.raises(CopyRefusedError, match=told):
        restore(target, tmp_path / "backup")
    assert sum(rows_of_tables(target).values()) == 0


def test_a_flipped_bit_in_a_backup_is_told(tmp_path):
    database = a_database(tmp_path)
    filled(database)
    back_up(database, tmp_path / "backup")
    whole = bytearray((tmp_path / "backup").read_bytes())
    whole[whole.rindex(b"cied-answers/1")] ^= 1
    (tmp_path / "backup").write_bytes(whole)
    (tmp_path / "new").mkdir()
    with pytest.raises(CopyRefusedError, match="other content than its hash says"):
        restore(a_database(tmp_path / "new"), tmp_path / "backup")


def test_a_backup_of_an_older_version_is_restored_in_the_schema_of_today(database, tmp_path):
    older = Database(f"sqlite:///{tmp_path / 'older.sqlite'}")
    older.migrate(until("0001", tmp_path))
    older.close()
    assert restore(database, tmp_path / "older.sqlite") == 0
    assert database.is_current

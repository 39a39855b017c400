"""A backup is a consistent copy, made while others write."""

import threading
import time
from collections.abc import Callable

import pytest

from app.answers import text_hash, written
from app.services import assessments, finishing
from app.services.backup import CopyRefusedError, back_up
from app.storage import entries
from app.storage.database import Database
from tests.builders import a_mutation, an_answer, answered, now, started


def test_a_backup_made_while_others_write_is_whole(database, tmp_path):
    stop = threading.Event()
    acknowledged: dict[str, int] = {}

    def write() -> None:
        while not stop.is_set():
            assessment = started(database)
            for number in range(10):
                answered(database, assessment, "1.1.1", an_answer(1, str(number)), base=number)
                acknowledged[assessment] = number
            finishing.finish(database, assessment, mutation=a_mutation(), author="", now=now())

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
            assert edition.content_hash == text_hash(written(opened.assessment))


def test_a_backup_never_overwrites(database, tmp_path):
    file = tmp_path / "backup"
    file.write_text("precious")
    with pytest.raises(CopyRefusedError, match="never overwrites"):
        back_up(database, file)
    assert file.read_text() == "precious"


def test_a_backup_without_a_folder_is_refused_with_a_sentence(database, tmp_path):
    with pytest.raises(CopyRefusedError, match="There is no folder"):
        back_up(database, tmp_path / "none/backup")


def test_a_restored_backup_goes_on_where_it_ended(database, tmp_path):
    assessment = started(database)
    answered(database, assessment, "1.1.1", an_answer(2))
    back_up(database, tmp_path / "backup")
    answered(database, assessment, "1.1.1", an_answer(3), base=1)
    restored = Database(f"sqlite:///{tmp_path / 'backup'}")
    restored.migrate()
    assert answered(restored, assessment, "1.1.1", an_answer(4), base=1).revision == 2
    restored.close()

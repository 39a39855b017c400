"""A database that cannot save: it is told, the text is kept, and saving goes on by itself."""

import http.client
import json
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app.services import assessments
from app.storage.database import Database
from tests import builders, missing, postgresql
from tests.builders import a_mutation, opened_database
from tests.serving import free_port
from tests.serving import started as served

pytestmark = pytest.mark.slow

SAFETY_SECONDS = 120
FORM = {"content-type": "application/x-www-form-urlencoded"}
OPTIONS = {"CIED_QUESTIONNAIRES": str(builders.QUESTIONNAIRES)}


class Person:
    """Somebody with one connection who answers one question of an assessment, again and again."""

    def __init__(self, port: int, assessment: str) -> None:
        self.assessment = assessment
        self.address = f"/assessments/{assessment}/questions/1.1.1"
        self.saved = 0
        self.kept = 0
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SAFETY_SECONDS)

    def looks(self) -> tuple[int, str]:
        """The status and the text of the question's page."""
        return self._asked("GET", "", {})

    def saves(self, words: str = "") -> int:
        """Send the next words, with the revision they follow; where they are refused they must be kept."""
        typed = f"Typed after {self.saved}. {words}"
        form = {"base": self.saved, "mutation": a_mutation(), "value": 2, "comment": typed}
        status, text = self._asked("POST", urlencode(form), FORM)
        if status == 303:
            self.saved += 1
        else:
            assert status == 503
            assert typed in text
            self.kept += 1
        return status

    def close(self) -> None:
        self._connection.close()

    def _asked(self, method: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        self._connection.request(method, self.address, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()


@contextmanager
def running(data: Path, **options) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A server over a folder, and its port."""
    port = free_port()
    server = served(data, port, **OPTIONS, **options)
    try:
        yield server, port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def test_a_full_disk_is_told_reads_go_on_and_saving_goes_on_once_there_is_room(tmp_path):
    missing.need("a small disk")
    data = tmp_path / "data"
    data.mkdir()
    with (
        running(data, inside=missing.ON_A_SMALL_DISK) as (server, port),
        closing(Person(port, begun(port))) as person,
    ):
        # The folder as the server sees it.
        disk = Path(f"/proc/{server.pid}/root{data}")
        assert person.saves() == 303
        filler = disk / "filler"
        fill(filler)
        while person.saves("word " * 3000) == 303:
            pass
        assert [person.saves("word " * 3000) for _ in range(3)] == [503] * 3
        status, page = person.looks()
        assert status == 200
        assert f"Typed after {person.saved - 1}." in page
        filler.unlink()
        before = person.saved
        assert person.saves("word " * 3000) == 303
        copied = shutil.copytree(disk, tmp_path / "copied")
    with closing(Database(f"sqlite:///{copied / 'cied.sqlite'}")) as database:
        opened = assessments.opened(database, person.assessment)
    assert opened.journal.position == 1 + person.saved == 2 + before


def fill(file: Path) -> None:
    """Let a file take all the room that there is."""
    with suppress(OSError), file.open("wb", buffering=0) as filling:
        while filling.write(b"x" * 4096):
            pass


def begun(port: int) -> str:
    """The id of an assessment that is brought in over HTTP, without answers."""
    file = {
        "format": "cied-answers/1",
        "questionnaire": "tiny",
        "version": "0.1",
        "country": {"code": "XA", "name": "Xandoria"},
        "reference_date": "2026-10-31",
    }
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SAFETY_SECONDS)) as connection:
        connection.request(
            "POST", "/api/v1/assessments", json.dumps(file), {"content-type": "application/json"}
        )
        return str(json.load(connection.getresponse())["id"])


def test_a_postgresql_server_that_is_restarted_under_load_loses_nothing_and_saving_goes_on(tmp_path):
    missing.need("postgresql")
    folder = tmp_path / "pg"
    with postgresql.own(folder) as database_server:
        url = database_server.get_uri()
        with opened_database(url, tmp_path) as database:
            ids = [builders.started(database) for _ in range(4)]
        with running(tmp_path, DATABASE_URL=url) as (_, port):
            people = [Person(port, one) for one in ids]
            with everybody_saving(people) as wait_until:
                wait_until(lambda one: one.saved >= 5)
                database_server.stop()
                wait_until(lambda one: one.kept >= 1)
                stopped_at = {one: one.saved for one in people}
                database_server.start()
                wait_until(lambda one: one.saved >= stopped_at[one] + 5)
        with closing(Database(url, folder=tmp_path)) as database:
            for id_, person in zip(ids, people, strict=True):
                opened = assessments.opened(database, id_)
                assert opened.journal.position == 1 + person.saved
                assert opened.assessment.answers["1.1.1"].comment.startswith(
                    f"Typed after {person.saved - 1}."
                )


@contextmanager
def everybody_saving(people: list[Person]) -> Iterator[Callable[[Callable[[Person], bool]], None]]:
    """All save as fast as they can while the block lasts; gives a function that waits for them all."""
    stop = threading.Event()

    def save(person: Person) -> None:
        while not stop.is_set():
            if person.saves() != 303:
                stop.wait(0.05)

    def wait_until(holds: Callable[[Person], bool]) -> None:
        deadline = time.monotonic() + SAFETY_SECONDS
        while not all(map(holds, people)):
            assert time.monotonic() < deadline
            assert not any(one.done() for one in working), [one.exception() for one in working if one.done()]
            time.sleep(0.02)

    with ThreadPoolExecutor(len(people)) as pool:
        working = [pool.submit(save, person) for person in people]
        try:
            yield wait_until
        finally:
            stop.set()
        for one in working:
            one.result()
    for person in people:
        person.close()

"""A server that is killed while it brings an older database up to date: the next start does it whole."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import insert, select
from sqlalchemy.engine import make_url

from app.answers import body, moment_text
from app.services.examining import faults_of_contents
from app.storage import migrating, portable
from app.storage.database import Database
from tests import builders, postgresql
from tests.builders import a_database, a_mutation, an_answer, finished, now, started
from tests.serving import free_port
from tests.serving import started as served
from tests.storage.schemas import until

OLDER = "0002"
SAVES = 4000
LONGEST_SECONDS = 0.8
"""Between the copy that is kept first and the kill; the upgrade takes about as long."""

SAFETY_SECONDS = 60

New = Callable[[], AbstractContextManager[str]]
"""The address of a new database with the older content, each time it is asked."""


@dataclass
class Figures:
    """What happened in all kills together."""

    kills: int = 0
    upgraded: int = 0
    restarts: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills while {SAVES:,} entries are brought up to date: "
            f"{self.kills - self.upgraded} left the older schema whole, {self.upgraded} the newer one; each "
            f"was whole and up to date after the next start, which took {median(self.restarts):.1f} s in the "
            f"median, {max(self.restarts):.1f} s at most."
        )


def older_content(folder: Path, saves: int = SAVES) -> Path:
    """A SQLite file as an older program left it, with one edition and one long history."""
    folder.mkdir()
    file = folder / "older.sqlite"
    with closing(a_database(folder)) as today, closing(Database(file)) as older:
        finished(today, started(today))
        assessment = started(today)
        older.migrate(until(OLDER, folder))
        fill(today, older)
        with older.writing() as connection:
            (entry,) = (table for table in portable.tables(connection) if table.name == "entry")
            connection.execute(insert(entry), list(_history(assessment, saves)))
    return file


def _history(assessment: str, saves: int) -> Iterator[dict[str, object]]:
    for number in range(1, saves + 1):
        yield {
            "assessment": assessment,
            "subject": "answer:1.1.1",
            "revision": number,
            "position": 1 + number,
            "body": body(an_answer(number % 5, f"Visit {number}")),
            "author": "Ana",
            "at": moment_text(now()),
            "mutation": a_mutation(),
        }


def fill(source: Database, target: Database) -> None:
    """Copy every row that the target has a place for."""
    with source.reading() as reading, target.writing() as writing:
        for table in portable.tables(writing):
            rows = [{**row} for row in reading.execute(select(table)).mappings()]
            writing.execute(insert(table), rows)


def kill_often(folder: Path, times: int, source: Path, new: New | None = None) -> Figures:
    """Kill a server so often while it upgrades `source`; AssertionError for whatever is lost or half.

    `new` gives databases of PostgreSQL with the same content; else it is a SQLite file.
    """
    figures, chance = Figures(), random.Random(times)
    wanted = _upgraded(source, folder / "wanted")
    for number in range(times):
        data = folder / str(number)
        data.mkdir(mode=0o700)
        if new is None:
            shutil.copy(source, data / "cied.sqlite")
            _kill_once(data, data / "cied.sqlite", {}, wanted, chance, figures)
        else:
            with new() as url:
                _kill_once(data, url, {"DATABASE_URL": url}, wanted, chance, figures)
        shutil.rmtree(data)
    return figures


def _upgraded(source: Path, folder: Path) -> dict[str, object]:
    """What is in the older content after an upgrade that nobody disturbed."""
    folder.mkdir()
    with closing(Database(Path(shutil.copy(source, folder / "cied.sqlite")))) as database:
        database.migrate()
        return _everything(database)


def _everything(database: Database) -> dict[str, object]:
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in portable.tables(connection)
        }


def _kill_once(
    data: Path,
    place: Path | str,
    settings: dict[str, str],
    wanted: dict[str, object],
    chance: random.Random,
    figures: Figures,
) -> None:
    settings = settings | {"CIED_QUESTIONNAIRES": str(builders.QUESTIONNAIRES)}
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve"],
        env=os.environ | settings | {"CIED_DATA": str(data), "CIED_PORT": str(free_port())},
        stderr=subprocess.DEVNULL,
    )
    waiting, deadline = threading.Event(), time.monotonic() + SAFETY_SECONDS
    while not any(data.glob("*-before-*")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        waiting.wait(0.002)
    waiting.wait(chance.uniform(0.0, LONGEST_SECONDS))
    process.kill()
    process.wait()
    with closing(Database(place, folder=data)) as database:
        version = database.version
        assert version in {OLDER, migrating.newest()}
        figures.upgraded += version != OLDER
        begun = time.monotonic()
        server = served(data, free_port(), **settings)
        figures.restarts.append(time.monotonic() - begun)
        try:
            assert _everything(database) == wanted
            assert list(faults_of_contents(database)) == []
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    assert list(data.glob("*.part")) == []
    assert list(data.glob("*-before-*"))
    figures.kills += 1


@contextmanager
def templates(server: postgresql.Server, folder: Path, source: Path) -> Iterator[New]:
    """What makes databases of PostgreSQL with the content of `source`, as copies of one."""
    with server.empty() as url:
        with closing(Database(url, folder=folder)) as older, closing(Database(source)) as content:
            older.migrate(until(OLDER, folder))
            fill(content, older)
        yield lambda: server.empty(template=str(make_url(url).database))

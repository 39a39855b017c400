"""A server that is killed while it saves, finishes and imports: nothing is lost, and nothing is half."""

import http.client
import json
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from app.core.assessment.journal import STANDING
from app.services import assessments
from app.services.examining import faults_of_contents
from app.storage import editions, entries
from app.storage.database import Database
from tests import builders, postgresql
from tests.builders import a_mutation, opened_database, rows_of_tables, started
from tests.endurance import upgrades
from tests.serving import free_port
from tests.serving import started as served

KILLS = 200
SEE_OTHER, CREATED = 303, 201
NODES = 7
"""Of the tiny questionnaire; each edition has so many results, or it is half."""

_FORM = {"content-type": "application/x-www-form-urlencoded"}
_FILE = {
    "format": "cied-answers/1",
    "questionnaire": "tiny",
    "version": "0.1",
    "country": {"code": "XA", "name": "Xandoria"},
    "reference_date": "2026-10-31",
    "answers": {"1.1.1": {"level": 2}, "1.1.2": {"level": 3}},
}
_ENTRIES_OF_FILE = 3


@dataclass
class Acknowledged:
    """What a server said it did, before it was killed."""

    saves: int = 0
    standings: int = 0
    imported: list[str] = field(default_factory=list)


@dataclass
class Figures:
    """What happened in all kills together."""

    kills: int = 0
    saves: int = 0
    standings: int = 0
    imports: int = 0
    unacknowledged: int = 0
    restarts: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills during {self.saves:,} saves, {self.standings:,} finishings and reopenings "
            f"and {self.imports:,} imports: 0 acknowledged ones lost, {self.unacknowledged} whole without "
            f"being acknowledged, nothing half; restart {median(self.restarts):.1f} s in the median, "
            f"{max(self.restarts):.1f} s at most (the bar is 5 s on a machine that does nothing else)."
        )


def kill_often(data: Path, url: str, times: int) -> Figures:
    """Kill a server over a new database so often; raises AssertionError for whatever is lost or half."""
    with opened_database(url, data):
        pass
    with closing(Database(url, folder=data)) as database:
        return _killed(data, database, times, {} if url.startswith("sqlite") else {"DATABASE_URL": url})


def _killed(data: Path, database: Database, times: int, environment: dict[str, str]) -> Figures:
    figures, chance, port = Figures(), random.Random(times), free_port()
    settings = {"CIED_QUESTIONNAIRES": str(builders.QUESTIONNAIRES)} | environment
    server = served(data, port, **settings)
    try:
        for _ in range(times):
            before = rows_of_tables(database)["assessment"]
            saving, finishing = started(database), started(database)
            told = _used_until_killed(port, saving, finishing, server, chance.uniform(0.0, 0.3))
            begun = time.monotonic()
            server = served(data, port, **settings)
            figures.restarts.append(time.monotonic() - begun)
            there = _checked(database, saving, finishing, told)
            new = rows_of_tables(database)["assessment"] - before - 2 - len(told.imported)
            assert new in {0, 1}
            figures.kills += 1
            figures.saves += told.saves
            figures.standings += told.standings
            figures.imports += len(told.imported)
            figures.unacknowledged += there + new
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    assert list(faults_of_contents(database)) == []
    rows = rows_of_tables(database)
    assert rows["result"] == NODES * rows["edition"]
    return figures


def _used_until_killed(port: int, saving: str, finishing: str, server, seconds: float) -> Acknowledged:
    told = Acknowledged()

    def save(ask: Callable[..., tuple[int, bytes]]) -> None:
        form = {"base": told.saves, "mutation": a_mutation(), "value": told.saves % 5, "comment": told.saves}
        status, _ = ask(f"/assessments/{saving}/questions/1.1.1", urlencode(form), _FORM)
        assert status == SEE_OTHER
        told.saves += 1

    def finish(ask: Callable[..., tuple[int, bytes]]) -> None:
        act = "reopen" if told.standings % 2 else "finish"
        form = {"mutation": a_mutation(), "reason": "More is known."}
        status, _ = ask(f"/assessments/{finishing}/{act}", urlencode(form), _FORM)
        assert status == SEE_OTHER
        told.standings += 1

    def bring_in(ask: Callable[..., tuple[int, bytes]]) -> None:
        status, body = ask("/api/v1/assessments", json.dumps(_FILE), {"content-type": "application/json"})
        assert status == CREATED
        told.imported.append(json.loads(body)["id"])

    def act_until_killed(act: Callable[[Callable[..., tuple[int, bytes]]], None]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def ask(path: str, body: str, headers: dict[str, str]) -> tuple[int, bytes]:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

        with suppress(OSError, http.client.HTTPException):
            while True:
                act(ask)
        connection.close()

    with ThreadPoolExecutor(3) as people:
        working = [people.submit(act_until_killed, act) for act in (save, finish, bring_in)]
        waiting = threading.Event()
        while not (told.saves and told.standings and told.imported) and not any(map(_is_over, working)):
            waiting.wait(0.005)
        waiting.wait(seconds)
        server.kill()
        server.wait()
        for one in working:
            one.result()
    return told


def _is_over(work) -> bool:
    return work.done()


def _checked(database: Database, saving: str, finishing: str, told: Acknowledged) -> int:
    """How much is there that was not acknowledged: at most the one of each that was going on."""
    saved = assessments.opened(database, saving)
    number = saved.journal.position - 1
    assert number - told.saves in {0, 1}
    assert saved.assessment.answers["1.1.1"].comment == str(number - 1)
    with database.reading() as connection:
        standings = entries.newest_of(connection, finishing, STANDING).revision
        assert standings - told.standings in {0, 1}
        assert len(editions.of(connection, finishing)) == (standings + 1) // 2
        for imported in told.imported:
            assert len(entries.every(connection, imported)) == _ENTRIES_OF_FILE
    return number - told.saves + standings - told.standings


def main(kills: int) -> None:
    """Half of the kills on each database, a quarter of these during an upgrade; prints what happened."""
    with tempfile.TemporaryDirectory() as folder, postgresql.running() as server, server.empty() as url:
        place, upgrading = Path(folder), kills // 8
        for name, address in (("SQLite", ""), ("PostgreSQL", url)):
            data = place / name
            figures = kill_often(data, address or f"sqlite:///{data / 'cied.sqlite'}", kills // 2 - upgrading)
            print(f"{name}: {figures}", flush=True)
        source = upgrades.older_content(place / "source")
        for name, new in (
            ("SQLite", nullcontext()),
            ("PostgreSQL", upgrades.templates(server, place, source)),
        ):
            data = place / f"upgrades of {name}"
            data.mkdir()
            with new as made:
                print(f"{name}: {upgrades.kill_often(data, upgrading, source, made)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else KILLS)

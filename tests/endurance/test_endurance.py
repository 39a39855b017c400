"""What `make races` and `make kills` do for minutes, in seconds; and a server that cannot save."""

import http.client
import resource
import signal
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app.services import assessments
from app.storage.database import Database
from tests import builders
from tests.builders import a_mutation, opened_database, started
from tests.endurance import kills, races
from tests.serving import free_port
from tests.serving import started as served


def test_of_all_who_race_none_loses_anything(database, database_url, tmp_path):
    servers = [database]
    another = Database(database_url, folder=tmp_path)
    if database_url.startswith("postgresql"):
        servers.append(another)
    with closing(another):
        every = races.race(servers, 400)
    assert sum(len(told.saved) + len(told.late) for told in every) == 400
    assert sum(len(told.late) for told in every) > 0


def test_a_killed_server_loses_nothing_that_it_acknowledged(database_url, tmp_path):
    figures = kills.kill_often(tmp_path, database_url, 5)
    assert figures.kills == 5
    assert min(figures.saves, figures.standings, figures.imports) >= 5


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux changes the limits of a process")
def test_a_full_disk_is_told_reads_go_on_and_saving_goes_on_once_there_is_room(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'cied.sqlite'}"
    with opened_database(url, tmp_path) as database:
        assessment = started(database)
    port = free_port()
    server = served(tmp_path, port, CIED_QUESTIONNAIRES=str(builders.QUESTIONNAIRES))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    address = f"/assessments/{assessment}/questions/1.1.1"

    def asked(method: str, fields: dict | None = None) -> tuple[int, str]:
        form = {"content-type": "application/x-www-form-urlencoded"}
        connection.request(method, address, urlencode(fields or {}), form if fields else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def saved(base: int) -> tuple[int, str]:
        words = f"Typed on {base}. " + "word " * 3000
        return asked("POST", {"base": base, "mutation": a_mutation(), "value": 2, "comment": words})

    unlimited = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    try:
        assert saved(0)[0] == 303
        # No file of the server grows over this size: so it is on a disk that is full.
        largest = max(file.stat().st_size for file in tmp_path.glob("cied.sqlite*"))
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (largest, unlimited[1]))
        outcomes = [saved(base) for base in range(1, 12)]
        full = [text for status, text in outcomes if status == 503]
        number = sum(status == 303 for status, _ in outcomes) + 1
        assert len(full) + number == 12
        assert full
        assert "Typed on" in full[-1]
        status, page = asked("GET")
        assert status == 200
        assert f"Typed on {number - 1}." in page
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, unlimited)
        assert saved(number)[0] == 303
    finally:
        connection.close()
        server.send_signal(signal.SIGTERM)
        server.wait()
    with closing(Database(url)) as database:
        assert assessments.opened(database, assessment).journal.position == number + 2

"""What `make races` and `make kills` do for minutes, in seconds."""

from contextlib import closing, nullcontext

import pytest

from app.storage.database import Database
from tests.endurance import kills, races, upgrades

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_server_killed_while_it_upgrades_leaves_one_schema_whole_and_the_next_start_goes_on(
    request, tmp_path, kind
):
    source = upgrades.older_content(tmp_path / "source", saves=500)
    new = nullcontext()
    if kind == "postgresql":
        new = upgrades.templates(request.getfixturevalue("postgresql_server"), tmp_path, source)
    with new as made:
        assert upgrades.kill_often(tmp_path, 1, source, made).kills == 1

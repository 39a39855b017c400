"""What docs/api.md says is so; tests/test_examples.py runs its commands."""

import re
import subprocess
import sys

import pytest

from app.settings import CLONE
from tests.edges import ADDRESS, edge
from tests.serving import served

PAGE = (CLONE / "docs" / "api.md").read_text()
SECONDS = 60


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A client of the product with the demonstration in it."""
    with edge(tmp_path_factory.mktemp("page"), questionnaires=CLONE / "questionnaires") as client:
        yield client


def printed(example, server):
    """What an example of the page prints about a server."""
    assert ADDRESS in example
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example.replace(ADDRESS, server)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


@pytest.fixture
def server(tmp_path):
    """The address of a server with the demonstrations alone."""
    with served(tmp_path) as address:
        yield address


def test_the_python_examples_print_the_tables_that_they_promise(server):
    whole, paged, sorted_ = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    every = printed(whole, server)
    assert printed(paged, server) == every
    assert [node for _, node, _, _ in every][:2] == ["overall", "D1"]
    head, *rows = printed(sorted_, server)
    assert head == ["country", "node", "supported", "possible"]
    assert sorted(rows) == sorted(row for row in every if "." in row[1])
    assert any(row[0] == "XA" for row in rows)
    for country, _node, low, high in every:
        assert re.fullmatch("[A-Z]{2}", country)
        assert 0 <= float(low) <= float(high) <= 100
    supported = [float(low) for _, _, low, _ in rows]
    assert supported == sorted(supported)


def test_the_page_lists_every_route_and_parameter_and_no_other(demonstration):
    described = demonstration.get("/api/v1/openapi.json").json()["paths"]
    routes = {
        f"{method.upper()} /api/v1{re.sub('{[a-z]+_id}', '{id}', path)}"
        for path, methods in described.items()
        for method in methods
    }
    assert set(re.findall(r"^\| `([A-Z]+ /[^`]+)` \|", PAGE, re.MULTILINE)) == routes
    parameters = {
        parameter["name"]
        for methods in described.values()
        for route in methods.values()
        for parameter in route.get("parameters", [])
        if parameter["in"] == "query"
    }
    table = PAGE.partition("## Parameters")[2].partition("\n\n")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == parameters

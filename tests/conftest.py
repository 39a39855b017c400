"""What every test may ask for: a client of the whole product, a server, and a browser."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from app.storage.database import Database
from tests import builders, missing, postgresql
from tests.edges import database_of, edge
from tests.serving import served

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SAFETY_MILLISECONDS = 60_000
"""No page takes this long; a test that waits longer hangs."""

# How many examples a property is tried with: CIED_EXAMPLES=1000 for a long run.
settings.register_profile(
    "cied",
    max_examples=int(os.environ.get("CIED_EXAMPLES", "30")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("cied")


WHERE_THE_DATABASE_DECIDES = (
    "storage",
    "api/test_paging.py",
    "services/test_saving.py",
    "services/test_two_writers.py",
    "services/test_journals.py",
)
"""Below `tests/`: where `make test` asks PostgreSQL too; elsewhere only `make test-all` does."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is asked of SQLite too, and is no matter of the database, is slow on PostgreSQL."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        where = item.path.relative_to(Path(__file__).parent).as_posix()
        if (
            chosen
            and chosen.params.get("database_url") == "postgresql"
            and not where.startswith(WHERE_THE_DATABASE_DECIDES)
        ):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server."""
    with postgresql.running() as server:
        yield server
        server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cied.sqlite'}"
    else:
        with request.getfixturevalue("postgresql_server").current() as url:
            yield url


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A new database, of each kind in turn."""
    with builders.opened_database(database_url, tmp_path) as database:
        yield database


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A client of the product over an empty folder, with the tiny questionnaire."""
    with edge(tmp_path) as client:
        yield client


@pytest.fixture
def assessment(client: TestClient) -> str:
    """The id of an assessment to write in, behind that client."""
    return builders.started(database_of(client))


@pytest.fixture
def here(assessment: str) -> str:
    """The address of that assessment."""
    return f"/assessments/{assessment}"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demonstration in it."""
    with served(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A real Chromium."""
    missing.need("chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=SAFETY_MILLISECONDS)

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(missing.chromium()), args=CHROMIUM_FLAGS, headless=True
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[object]:
    """A page of 1100 px without a past; every console error fails the test."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, **getattr(request, "param", {}))
    context.set_default_timeout(SAFETY_MILLISECONDS)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    # A form that is not saved answers with 4xx or 503, or finds the server away for a moment, which the
    # browser notes; anything else is a fault.
    noted = re.compile("status of (4|503)|ERR_CONNECTION_REFUSED")
    assert [text for text in complaints if not noted.search(text)] == []

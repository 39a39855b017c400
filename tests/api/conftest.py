"""The API answers alike on either database; `make test` asks both only where the database can decide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.edges import edge

WHERE_THE_DATABASE_DECIDES = {"test_paging.py", "test_caching.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is asked of SQLite too, and is no matter of the database, is slow on PostgreSQL."""
    for item in items:
        if item.path.parent != Path(__file__).parent or item.path.name in WHERE_THE_DATABASE_DECIDES:
            continue
        chosen = getattr(item, "callspec", None)
        if chosen and chosen.params.get("database_url") == "postgresql":
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the product over an empty database, of each kind in turn."""
    settings = {"database_url": database_url} if database_url.startswith("postgresql") else {}
    with edge(tmp_path, **settings) as client:
        yield client

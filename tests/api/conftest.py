"""The API answers alike on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.edges import edge


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """A client of the product over an empty database, of each kind in turn."""
    settings = {"database_url": database_url} if database_url.startswith("postgresql") else {}
    with edge(tmp_path, **settings) as client:
        yield client

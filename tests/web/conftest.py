"""A client of the pages, and an assessment to write in."""

import pytest

from tests import builders
from tests.edges import database_of, edge


@pytest.fixture
def client(tmp_path):
    with edge(tmp_path) as client:
        yield client


@pytest.fixture
def assessment(client):
    return builders.started(database_of(client))


@pytest.fixture
def here(assessment):
    return f"/assessments/{assessment}"

"""Services work on an assessment behind no client, in a database of each kind."""

import pytest

from tests.builders import started


@pytest.fixture
def assessment(database):
    """The id of an assessment to write in."""
    return started(database)

"""The main job on PostgreSQL, served by two processes at once."""

import json
import urllib.request

import pytest
from playwright.sync_api import expect

from tests import builders
from tests.journeys.conftest import Coordinator
from tests.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture
def servers(postgresql_server, tmp_path_factory):
    """The addresses of two servers on one database."""
    with postgresql_server.empty() as url:
        settings = {"DATABASE_URL": url, "CIED_QUESTIONNAIRES": str(builders.QUESTIONNAIRES)}
        first, second = (tmp_path_factory.mktemp(name) for name in ("first", "second"))
        with served(first, **settings) as one, served(second, **settings) as other:
            yield one, other


@pytest.mark.slow
def test_what_is_answered_at_one_server_is_finished_at_the_other(servers, page):
    one, other = servers
    first = Coordinator(page, one)
    first.start_an_assessment("Elephantia", questionnaire="tiny")
    first.answer("1.1.1", "2")
    second = Coordinator(page, other)
    second.assessment = first.assessment
    page.goto(second.address("questions", "1.1.1"))
    expect(page.locator('input[name="value"][value="2"]')).to_be_checked()
    second.answer("1.1.2", "not_known")
    second.finish()
    assert page.url == second.address("result")
    with urllib.request.urlopen(f"{one}/api/v1/results", timeout=60) as answer:  # noqa: S310 - the tests' own server
        rows = json.load(answer)["rows"]
    assert {row["assessment"] for row in rows} == {first.assessment}

"""What pages and the results of all States say of an assessment whose text is not the one known here."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.catalogue import hash_of
from app.services import assessments, finishing
from tests.builders import ABOUT, TINY, an_act, an_answer, answered
from tests.edges import database_of, edge

_FIRST, *_REST = TINY.domains
OTHER = replace(TINY, domains=(replace(_FIRST, weight=Fraction(1000)), *_REST))
SENTENCE = "This is not the text of"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with edge(tmp_path_factory.mktemp("namesakes")) as client:
        yield client


@pytest.fixture(scope="module")
def here(client):
    """The addresses of two finished assessments: one with the installed text, one with another."""
    found = []
    for questionnaire in (TINY, OTHER):
        database = database_of(client)
        one = assessments.start(database, questionnaire, ABOUT, an_act())
        answered(database, one, "1.1.1", an_answer(3))
        finishing.finish(database, one, an_act())
        found.append(f"/assessments/{one}")
    return found


@pytest.mark.parametrize("page", ["", "/result", "/report", "/comparison", "/questions/1.1.1"])
def test_a_page_says_in_a_sentence_that_its_text_is_not_the_one_known_here(client, here, page):
    known, other = (client.get(f"{address}{page}").text for address in here)
    assert SENTENCE not in known
    assert SENTENCE in other
    assert "left out of the results of all States" in other


def test_the_list_of_assessments_marks_it(client, here):
    assert client.get("/").text.count("not the text that is known here under this name") == 1


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_its_rows_stand_among_no_others_and_come_only_for_its_hash(client, here, form):
    def rows(**asked):
        return client.get("/api/v1/results", params={"format": form, **asked}).text

    for asked in ({}, {"questionnaire": "tiny", "version": "0.1"}):
        assert hash_of(TINY) in rows(**asked)
        assert hash_of(OTHER) not in rows(**asked)
    alone = rows(questionnaire_hash=hash_of(OTHER))
    assert hash_of(OTHER) in alone
    assert hash_of(TINY) not in alone


def test_a_hash_that_can_be_none_is_refused(client):
    for bad in ("", "0", "A" * 64, hash_of(TINY) + "\n"):
        assert client.get("/api/v1/results", params={"questionnaire_hash": bad}).status_code == 422

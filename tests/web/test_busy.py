"""A database that does not answer at all, not even to be read: what was sent comes back whole."""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.core.errors import BusyError
from app.storage.database import Database
from tests.builders import an_answer
from tests.edges import database_of, edge, form, forms, opened

TEXT = "\n First line\r\n<b>second</b> & \u202emirrored, much longer than forty letters."


@contextmanager
def away(monkeypatch):
    """The database answers nothing while the block lasts."""

    @contextmanager
    def refuse(_self):
        raise BusyError("away")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(Database, "reading", refuse)
        patch.setattr(Database, "writing", refuse)
        yield


@pytest.mark.parametrize(
    ("page", "filled"),
    [
        ("/questions/1.1.1", {"value": "3", "comment": TEXT, "evidence__0__title": "Order 1"}),
        ("/components/1.1", {"target": "3", "commitment": TEXT}),
        ("/profile", {"fact:coast": ["rough"], "rating:S1": "high"}),
    ],
)
def test_every_field_that_was_sent_comes_back_and_can_be_sent_once_more(
    client, here, monkeypatch, page, filled
):
    sent = form(client, here + page).filled(**filled)
    with away(monkeypatch):
        answer = client.post(here + page, data=sent)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "Not saved yet" in answer.text
    again = forms(answer.text)[here + page]
    assert given(again.fields) == given(sent)
    assert client.post(here + page, data=again.filled()).status_code == 303


@pytest.fixture
def only_read(client):
    """From now on the database behind that client can only be read, as on a disk that its system protects."""
    engine = database_of(client)._engine.reading
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA query_only = ON"))


def test_of_what_does_not_pass_nobody_is_told_to_try_again(client, here, only_read):
    sent = form(client, f"{here}/questions/1.1.1").filled(value="3", comment=TEXT)
    answer = client.post(f"{here}/questions/1.1.1", data=sent)
    assert answer.status_code == 500
    assert "retry-after" not in answer.headers
    assert "cannot save anything until somebody mends it" in answer.text
    assert given(forms(answer.text)[f"{here}/questions/1.1.1"].fields) == given(sent)
    file = {
        "format": "cied-answers/1",
        "questionnaire": "tiny",
        "version": "0.1",
        "reference_date": "2026-10-31",
    }
    brought = client.post("/api/v1/assessments", json=file | {"country": {"code": "XA", "name": "Xandoria"}})
    assert (brought.status_code, brought.headers["content-type"]) == (500, "application/problem+json")
    assert "until somebody mends it" in brought.json()["detail"]
    health = client.get("/healthz")
    assert (health.status_code, "retry-after" in health.headers) == (500, False)
    assert "cied.sqlite can only be read" in health.text
    assert client.get(f"{here}/questions/1.1.1").status_code == 200


def test_a_database_that_is_busy_is_told_by_its_health_too(client, monkeypatch):
    assert client.get("/healthz").status_code == 204
    with away(monkeypatch):
        health = client.get("/healthz")
    assert (health.status_code, health.headers["retry-after"], health.text) == (503, "5", "away\n")


def given(fields):
    """What is in a form, with line breaks of one kind."""
    return {
        name: [re.sub("\r*\n", "\n", value) for value in values]
        for name, values in fields.items()
        if any(values)
    }


def test_an_answer_sent_twice_from_such_a_page_is_saved_once(client, assessment, here, monkeypatch):
    action = f"{here}/questions/1.1.1"
    sent = form(client, action).filled(value="3")
    with away(monkeypatch):
        answer = client.post(action, data=sent)
    again = forms(answer.text)[action].filled()
    for _ in range(2):
        assert client.post(action, data=again).status_code == 303
    assert opened(client, assessment).journal.position == 2
    assert opened(client, assessment).assessment.answer("1.1.1") == an_answer(3)


def test_a_page_that_cannot_be_read_says_that_nothing_is_lost(client, here, monkeypatch):
    with away(monkeypatch):
        answer = client.get(f"{here}/questions/1.1.1")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "Nothing that was saved is lost" in answer.text
    assert forms(answer.text) == {}


def test_a_file_that_was_sent_cannot_be_given_back_and_the_page_does_not_say_so(
    client, here, monkeypatch, tmp_path
):
    file = client.get(f"{here}/move-out.json").content
    (tmp_path / "there").mkdir()
    with edge(tmp_path / "there") as there, away(monkeypatch):
        answer = there.post("/move-in", files={"file": ("one.json", file)})
    assert answer.status_code == 503
    assert "kept in this page" not in answer.text

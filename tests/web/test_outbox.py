"""What a form that saves by itself asks besides: what others saved, its rarer sentences, what is claimed."""

from urllib.parse import urlencode

import pytest

from app.core.assessment.answer import Level, NotKnown
from app.core.assessment.assessment import FactAnswer
from app.core.assessment.journal import Subject, SubjectKind
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, enter, finish, form, written_down

LAMP = "/questions/1.1.1"
BY_ITSELF = {"accept": "application/json"}


def newest(client, here, **revisions):
    asked = urlencode(
        {name.replace("__", ":").replace("_", "."): number for name, number in revisions.items()}
    )
    return client.get(f"{here}/newest?{asked}").json()


def test_only_what_is_newer_than_the_form_is_told_with_who_and_when(client, assessment, here):
    answered(database_of(client), assessment, "1.1.1", an_answer(2), author="Ana <b>")
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("rough",)), author="")
    before = written_down(client)
    told = newest(client, here, answer__1_1_1="0", answer__1_1_2="0", fact__coast="0")
    assert [one["subject"] for one in told["changed"]] == ["answer:1.1.1", "fact:coast"]
    hers, nobodys = told["changed"]
    assert hers["said"].startswith("Changed by Ana <b> at ")
    assert nobodys["said"].startswith("Changed at ")
    for one in told["changed"]:
        assert client.get(one["address"]).status_code == 200
    assert newest(client, here, answer__1_1_1="1", fact__coast="1")["changed"] == []
    assert written_down(client) == before


@pytest.mark.parametrize(
    "query", ["", "?x", "?answer:1.1.1=-1", "?answer:1.1.1=1e3", "?nothing:1=1", "?answer:1.1.1=٣", "?:=0&=0"]
)
def test_whatever_else_is_asked_is_passed_over(client, assessment, here, query):
    answered(database_of(client), assessment, "1.1.1", an_answer(2))
    told = client.get(f"{here}/newest{query}")
    assert (told.status_code, told.json()["changed"]) == (200, [])


def test_it_tells_that_the_assessment_is_finished_or_gone(client, assessment, here):
    assert newest(client, here)["finished"] is False
    finish(client, assessment)
    assert newest(client, here)["finished"] is True
    country = builders.an_assessment().country.name
    client.post(f"{here}/delete", data={"confirmed": country})
    assert client.get(f"{here}/newest").status_code == 404


def test_the_sentences_are_there_in_words(client):
    told = client.get("/outbox").json()
    assert {"finished", "gone", "refused", "frozen", "other", "use", "drop", "stale"} <= set(told)
    assert all(told.values())
    assert "It was finished before" not in " ".join(told.values())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Level(4), "claims level 4, and the evidence supports level"),
        (NotKnown(), ""),
    ],
)
def test_a_save_brings_what_is_claimed_and_supported_as_the_page_says_it(client, here, answer, told):
    value = str(answer.level) if isinstance(answer, Level) else "not_known"
    sent = form(client, f"{here}{LAMP}").filled(value=value)
    line = client.post(f"{here}{LAMP}", data=sent, headers=BY_ITSELF).json()["claims"].strip()
    assert (told in line) if told else line == ""
    shown = client.get(f"{here}{LAMP}").text
    assert line in shown


def test_each_page_of_an_assessment_names_whose_outbox_it_is(client, here):
    client.post("/author", data={"author": "Ana", "back": here})
    for place in (
        LAMP,
        "/domains/D1/questions",
        "/components/1.1",
        "/profile",
        "/plan",
        "/workbook",
        "/search",
    ):
        assert 'data-person="Ana"' in client.get(here + place).text, place

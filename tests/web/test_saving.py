"""A form that saves by itself is told in JSON what became of it."""

from dataclasses import replace

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Position,
    Positions,
)
from app.core.assessment.assessment import ComponentEntry, FactAnswer
from app.core.assessment.journal import Subject, SubjectKind
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, enter, finish, form, opened, revision
from tests.web.answering import busy

LAMP = "/questions/1.1.1"
BY_ITSELF = {"accept": "application/json"}


def post(client, action, sent):
    answer = client.post(action, data=sent, headers=BY_ITSELF)
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, answer.json()


def test_an_answer_saved_by_itself_is_told_with_its_time_and_the_revision_it_stands_on(
    client, assessment, here
):
    sent = form(client, f"{here}{LAMP}").filled(value="2")
    for _ in range(2):
        status, told = post(client, f"{here}{LAMP}", sent)
        assert (status, told["state"], told["bases"]) == (200, "saved", {"base": "1"})
        assert told["said"].startswith("Saved ")
        assert told["next"] == f"{here}/questions/1.1.2"
    assert revision(client, assessment, SubjectKind.ANSWER, "1.1.1") == 1


def test_an_empty_form_saved_by_itself_enters_nothing(client, assessment, here):
    status, told = post(client, f"{here}{LAMP}", form(client, f"{here}{LAMP}").filled())
    assert (status, told["state"], told["said"], told["bases"]) == (200, "saved", "", {"base": "0"})
    assert revision(client, assessment, SubjectKind.ANSWER, "1.1.1") == 0


def test_what_is_saved_and_still_lacks_something_says_so(client, here):
    sent = form(client, f"{here}/questions/1.1.3").filled(value="not_applicable")
    status, told = post(client, f"{here}/questions/1.1.3", sent)
    assert (status, told["state"]) == (200, "saved")
    assert told["errors"] == [
        {"field": "reason", "message": "Say why this does not apply.", "is_incomplete": True}
    ]


@pytest.mark.parametrize(
    ("typed", "field", "is_incomplete"),
    [
        ({"value": "range"}, "range_low", True),
        ({"value": "range", "range_low": "3", "range_high": "1"}, "range_low", False),
        ({"value": "positions"}, "positions-0-agency", True),
        ({"value": "2", "evidence-0-title": "A", "evidence-0-dated": "May"}, "evidence-0-dated", False),
    ],
)
def test_what_is_wrong_is_told_with_its_field_apart_from_what_is_only_incomplete(
    client, assessment, here, typed, field, is_incomplete
):
    status, told = post(client, f"{here}{LAMP}", {"base": "0"} | typed)
    assert (status, told["state"]) == (422, "wrong")
    assert [(one["field"], one["is_incomplete"]) for one in told["errors"]] == [(field, is_incomplete)]
    assert opened(client, assessment).assessment.answer("1.1.1") == Answer()


def test_a_stale_answer_is_kept_once_however_often_it_is_sent(client, assessment, here):
    sent = form(client, f"{here}{LAMP}").filled(value="3", comment="Mine.")
    answered(database_of(client), assessment, "1.1.1", an_answer(1))
    for _ in range(2):
        status, told = post(client, f"{here}{LAMP}", sent)
        assert (status, told["state"], told["is_kept"]) == (409, "stale", True)
    assert len(opened(client, assessment).journal.conflicts_of("1.1.1")) == 1
    # Sent as the browser does, the same form shows both.
    shown = client.post(f"{here}{LAMP}", data=sent)
    assert shown.status_code == 409
    assert "Two answers to this question" in shown.text
    assert len(opened(client, assessment).journal.conflicts_of("1.1.1")) == 1


def test_a_stale_component_is_told_and_not_kept(client, assessment, here):
    action = f"{here}/components/1.1"
    sent = form(client, action).filled(commitment="Mine.")
    enter(client, assessment, Subject(SubjectKind.COMPONENT, "1.1"), ComponentEntry(commitment="Theirs."))
    status, told = post(client, action, sent)
    assert (status, told["state"], told["is_kept"]) == (409, "stale", False)


def test_a_profile_saved_by_itself_tells_every_revision_it_stands_on(client, assessment, here):
    action = f"{here}/profile"
    sent = form(client, action).filled(**{"fact:coast": "rough", "rating:S1": "high"})
    status, told = post(client, action, sent)
    assert (status, told["state"]) == (200, "saved")
    assert told["said"].startswith("Saved ")
    changed = {name for name, number in told["bases"].items() if number == "1"}
    assert changed == {"base-fact:coast", "base-rating:S1"}
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",)), base=1)
    sent |= {name: [number] for name, number in told["bases"].items()} | {"fact:coast": ["none"]}
    status, told = post(client, action, sent | {"mutation": ["another"]})
    assert (status, told["state"], told["is_kept"]) == (409, "stale", False)


def test_after_finishing_every_form_that_saves_by_itself_is_told_so(client, assessment, here):
    for _, _, question in builders.TINY.questions():
        answered(database_of(client), assessment, question.id, an_answer(2))
    filled = {
        f"{here}{LAMP}": form(client, f"{here}{LAMP}").filled(value="3"),
        f"{here}/components/1.1": form(client, f"{here}/components/1.1").filled(commitment="Mine."),
        f"{here}/profile": form(client, f"{here}/profile").filled(**{"fact:coast": "rough"}),
    }
    finish(client, assessment)
    for action, sent in filled.items():
        status, told = post(client, action, sent)
        assert (status, told["state"]) == (409, "finished")


def test_a_busy_database_is_told_with_when_to_try_again(client, here, monkeypatch):
    for action in (f"{here}{LAMP}", f"{here}/components/1.1", f"{here}/profile"):
        sent = form(client, action).filled(value="3", commitment="x", **{"fact:coast": "rough"})
        with busy(monkeypatch):
            answer = client.post(action, data=sent, headers=BY_ITSELF)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.json()["state"] == "busy"
        assert post(client, action, sent)[0] == 200


def test_the_51st_document_is_refused_with_the_count_and_the_page_offers_none(client, here):
    page = f"{here}/questions/1.1.1"
    rows = {f"evidence-{place}-title": f"Decree {place}" for place in range(51)}
    sent = form(client, page).filled(value="1") | rows
    refused = client.post(page, data=sent)
    assert refused.status_code == 422
    assert "These are 51 documents, and 50 can be kept." in refused.text
    assert 'value="Decree 50"' in refused.text
    del sent["evidence-50-title"]
    assert client.post(page, data=sent).status_code == 303
    shown = client.get(page).text
    assert 'name="evidence-49-title"' in shown
    assert 'name="evidence-50-title"' not in shown
    assert "An answer keeps 50 documents at most." in shown


def test_rows_of_positions_keep_what_they_do_not_show_from_one_save_to_the_next(client, assessment, here):
    """Of a page that stays open: the server leaves emptied rows out, and the page still has them."""
    held = tuple(
        Position(
            agency=name, level=1, evidence=(EvidenceItem(grade="stated", title=name, owner=f"Office {name}"),)
        )
        for name in ("Navy", "Police", "Army")
    )
    enter(client, assessment, Subject(SubjectKind.ANSWER, "1.1.1"), Answer(value=Positions(held)))
    page = form(client, f"{here}{LAMP}")
    emptied = {f"positions__0__{one}": "" for one in ("agency", "level", "note", "title", "dated")}
    _, told = post(client, f"{here}{LAMP}", page.filled(**emptied))
    marks = {name.replace("-", "__"): value for name, value in told["bases"].items()}
    assert set(marks) == {"base", "was__positions"}
    changed = {"positions__1__agency": "Customs", "positions__2__agency": "Guard"}
    _, told = post(
        client, f"{here}{LAMP}", page.filled(**emptied, **changed, **marks, mutation=builders.a_mutation())
    )
    assert told["state"] == "saved"
    assert opened(client, assessment).assessment.answer("1.1.1").positions == (
        replace(held[1], agency="Customs"),
        replace(held[2], agency="Guard"),
    )

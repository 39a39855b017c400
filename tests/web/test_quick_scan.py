"""A quick scan in the pages: chosen, labelled, kept to its questions, and grown without losing anything."""

import shutil

import pytest

from app.core.assessment.journal import DomainMark, Subject, SubjectKind
from app.services import finishing, saving
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, edge, finish, form, forms, opened, prints_at_once, written_down

LABEL = "Quick scan, not comparable with a full assessment"


@pytest.fixture
def assessment(client):
    return builders.started(database_of(client), "quick")


def grow(client, here):
    return client.post(f"{here}/grow", data=form(client, here, f"{here}/grow").fields)


def test_the_start_offers_both_with_their_numbers_and_full_is_chosen(tmp_path):
    shutil.copytree(builders.QUESTIONNAIRES / "tiny", tmp_path / "alone/tiny")
    with edge(tmp_path, questionnaires=tmp_path / "alone") as client:
        page = client.get("/assessments/new").text
    assert "Full assessment, about 9 questions" in page
    assert "Quick scan, 3 core questions, about half a day" in page
    assert forms(page)["/assessments"].one("scope") == "full"


def test_where_there_are_several_questionnaires_each_says_both_numbers(client):
    page = client.get("/assessments/new").text
    assert "9 questions, 3 in a quick scan" in page
    assert "Quick scan, the core questions, about half a day" in page


@pytest.mark.parametrize(("chosen", "scope"), [("quick", "quick"), ("full", "full"), ("other", "full")])
def test_an_assessment_starts_in_the_scope_that_was_chosen(client, chosen, scope):
    sent = form(client, "/assessments/new", "/assessments").filled(
        country_name="Xandoria", country_code="XA", reference_date="2026-10-31", scope=chosen
    )
    started = client.post("/assessments", data=sent).headers["location"].split("/")[2]
    assert opened(client, started).assessment.scope == scope


def test_a_refused_start_keeps_the_choice(client):
    sent = form(client, "/assessments/new", "/assessments").filled(scope="quick")
    answer = client.post("/assessments", data=sent)
    assert answer.status_code == 422
    assert forms(answer.text)["/assessments"].one("scope") == "quick"


def test_every_page_of_a_quick_scan_is_labelled_and_none_of_a_full_assessment(client, here):
    full = f"/assessments/{builders.started(database_of(client))}"
    for page in (
        *("", "/profile", "/domains/D1", "/questions/1.1.1", "/check", "/result", "/result/1.1", "/report"),
        "/components/1.1",
    ):
        assert LABEL in client.get(here + page).text, page
        answer = client.get(full + page)
        assert answer.status_code == 200
        assert "uick scan" not in answer.text, page
    assert client.get("/").text.count("quick scan") == 1


def test_only_core_questions_are_asked_counted_and_shown(client, assessment, here):
    answered(database_of(client), assessment, "1.1.2", an_answer(4))
    assert "0 of 3 questions are settled" in client.get(here).text
    for page in ("/domains/D1", "/check", "/result/D1"):
        text = client.get(here + page).text
        assert "/questions/1.1.1" in text
        assert "/questions/1.1.2" not in text
    for beyond in ("/questions/1.1.2", "/components/2.2", "/result/2.2"):
        assert client.get(here + beyond).status_code == 404
    before = written_down(client)
    assert client.post(f"{here}/questions/1.1.2", data={"value": "1"}).status_code == 404
    assert written_down(client) == before


def test_it_grows_on_the_tasks_page_and_nothing_is_asked_twice(client, assessment, here):
    database = database_of(client)
    answered(database, assessment, "1.1.1", an_answer(3, "Kept."))
    answered(database, assessment, "1.1.2", an_answer(1, "It waited."))
    saving.save(
        database,
        assessment,
        Subject(SubjectKind.DOMAIN, "D1"),
        builders.an_act(),
        base=0,
        content=DomainMark(is_finished=True),
    )
    assert "6 more questions are asked then" in client.get(here).text
    answer = grow(client, here)
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    page = client.get(here).text
    assert LABEL not in page
    assert f"{here}/grow" not in forms(page)
    assert "2 of 9 questions are settled" in page
    assert forms(client.get(f"{here}/questions/1.1.1").text)[f"{here}/questions/1.1.1"].one("value") == "3"
    assert "It waited." in client.get(f"{here}/questions/1.1.2").text
    # The next question is the first one that nobody answered, and the domain waits for its new ones.
    assert "Continue with <bdi>1.1.3</bdi>" in page
    assert "Yes, it is finished" in client.get(f"{here}/domains/D1").text
    before = written_down(client)
    assert client.post(f"{here}/grow").status_code == 303
    assert written_down(client) == before


def test_a_finished_quick_scan_has_to_be_opened_again_before_it_grows(client, assessment, here):
    sent = form(client, here, f"{here}/grow").fields
    finish(client, assessment)
    page = client.get(here).text
    assert f"{here}/grow" not in forms(page)
    assert "has to be opened again before it can grow" in page
    assert client.post(f"{here}/grow", data=sent).status_code == 409
    assert opened(client, assessment).assessment.scope == "quick"


def test_an_edition_stays_a_quick_scan_after_the_assessment_grew(
    client, assessment, here, tmp_path, monkeypatch
):
    finish(client, assessment)
    finishing.reopen(database_of(client), assessment, builders.an_act(), reason="More is asked.")
    grow(client, here)
    assert "finished on 24 November 2026, quick scan" in client.get(f"{here}/report").text
    prints_at_once(client)
    for edition, is_quick in (("1", True), ("", False)):
        asked = client.post(f"{here}/report", data={"copy": "masked", "edition": edition})
        page = client.get(asked.headers["location"]).text
        assert (LABEL in page) is is_quick
        assert ("-quick-scan-masked-copy.pdf" in page) is is_quick

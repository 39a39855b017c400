"""An assessment is started by whoever gives a name, and what was typed is kept."""

import pytest

from app.core.assessment.journal import Subject, SubjectKind
from tests.edges import form, forms, opened, written_down
from tests.web.answering import LAMP


def test_a_start_that_lacks_something_says_all_of_it_and_keeps_what_was_typed(client):
    before = written_down(client)
    answer = client.post(
        "/assessments", data={"country_code": "X1", "reference_date": "31/10/2026", "author": "Zoë"}
    )
    assert answer.status_code == 422
    typed = forms(answer.text)["/assessments"]
    assert typed.one("country_code") == "X1"
    assert typed.one("reference_date") == "31/10/2026"
    assert typed.one("author") == "Zoë"
    for field in ("country_name", "country_code", "reference_date", "questionnaire"):
        assert f'href="#{field}"' in answer.text
    assert written_down(client) == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "２０２６-10-31", ""])
def test_a_reference_date_at_the_edge_never_breaks_the_page(client, day):
    sent = form(client, "/assessments/new", "/assessments").filled(
        country_name="X", country_code="XA", questionnaire="tiny/0.1", reference_date=day
    )
    answer = client.post("/assessments", data=sent)
    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        here = answer.headers["location"].removesuffix("/profile")
        for address in ("/", here, f"{here}/result", f"{here}/check"):
            assert client.get(address).status_code == 200


def test_the_name_that_a_person_types_goes_with_what_that_browser_saves(client):
    sent = form(client, "/assessments/new", "/assessments").filled(
        country_name="X",
        country_code="XA",
        questionnaire="tiny/0.1",
        reference_date="2026-10-31",
        author="Zoë; Path=/ “Ω”",
    )
    started = client.post("/assessments", data=sent)
    cookie = started.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    here = started.headers["location"].removesuffix("/profile")
    client.post(f"{here}{LAMP}", data={"value": "2"})
    saved = opened(client, here.split("/")[-1]).journal.newest[Subject(SubjectKind.ANSWER, "1.1.1")]
    assert saved.author == "Zoë; Path=/ “Ω”"
    assert "Zoë; Path=/ “Ω”" in client.get(f"{here}{LAMP}").text


@pytest.mark.parametrize(
    ("back", "place"),
    [
        ("/assessments/new", "/assessments/new"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("", "/"),
        ("/\\evil.example/", "/%5Cevil.example/"),
        ("/\t/evil.example/", "/%09/evil.example/"),
        ("\x00//evil.example/", "/"),
    ],
)
def test_a_person_who_gives_another_name_goes_back_to_a_page_of_this_server(client, back, place):
    before = written_down(client)
    answer = client.post("/author", data={"author": "Zoë", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert answer.headers["set-cookie"].startswith("cied_author=Zo%C3%AB;")
    assert written_down(client) == before


@pytest.mark.parametrize("cookie", ["%FF%00", "%ED%A0%80", "a" * 4000, "<script>", "%E2%80%AEx"])
def test_a_cookie_of_any_shape_never_breaks_a_save(client, assessment, here, cookie):
    answer = client.post(f"{here}{LAMP}", data={"value": "2"}, headers={"cookie": f"cied_author={cookie}"})
    assert answer.status_code == 303
    page = client.get(f"{here}{LAMP}", headers={"cookie": f"cied_author={cookie}"})
    assert page.status_code == 200
    assert "<script>" not in page.text

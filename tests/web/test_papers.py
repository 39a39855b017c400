"""Questions on paper: read before the start, printed as a form, and printed with the answers beside them."""

import re
import time

import pytest

from app.rendering.press import PressError
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, form, prints_at_once
from tests.missing import need

TINY = "/questionnaires/tiny/0.1"


@pytest.fixture
def asked(client):
    return prints_at_once(client)


def test_all_questions_are_read_before_the_start_with_a_contents_list(client):
    page = client.get(f"{TINY}/questions").text
    for domain, _, question in builders.TINY.questions():
        assert question.text in page
        assert f'href="#{domain.id}"' in page
        assert f'id="{domain.id}"' in page
        for level in question.levels:
            assert level.descriptor in page
    assert f"{TINY}/questions" in client.get("/assessments/new").text
    quick = client.get(f"{TINY}/questions?scope=quick").text
    assert "The quick scan asks 3 questions." in quick
    assert client.get(f"{TINY}/questions?scope=other").status_code == 422
    assert client.get("/questionnaires/none/0.1/questions").status_code == 404


def test_a_form_is_made_watched_and_taken(client, asked):
    ask = form(client, f"{TINY}/questions?scope=quick", f"{TINY}/form")
    made = client.post(f"{TINY}/form", data=ask.filled(domain="D1"))
    assert made.status_code == 303
    watched = client.get(made.headers["location"])
    assert "tiny-0.1-D1-quick-scan-form.pdf" in watched.text
    taken = client.get(re.search(r'class="button" href="([^"]+)"', watched.text)[1].replace("&amp;", "&"))
    assert taken.headers["content-type"] == "application/pdf"
    assert "tiny-0.1-D1-quick-scan-form.pdf" in taken.headers["content-disposition"]
    assert "Quick scan" in asked[0].html
    assert client.post(f"{TINY}/form", data={"domain": "D9"}).status_code == 404


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ({"what": "answers", "copy": "own", "domain": "D1"}, "XA-2026-10-31-D1-draft-own-copy"),
        ({"what": "answers"}, "XA-2026-10-31-draft-masked-copy"),
        ({"what": "form", "domain": "D2"}, "XA-2026-10-31-D2-form"),
    ],
)
def test_a_paper_of_an_assessment_is_called_by_what_it_holds(client, asked, assessment, here, chosen, name):
    answered(database_of(client), assessment, "1.1.1", an_answer(2, "Seen."))
    made = client.post(f"{here}/paper", data=chosen | {"marking": "RESTRICTED"})
    assert f"{name}.pdf" in client.get(made.headers["location"]).text
    assert "RESTRICTED" in asked[0].html
    assert ("Seen." in asked[0].html) == (chosen["what"] == "answers")


def test_a_paper_is_reached_from_the_domain_and_from_checking(client, here):
    assert f"{here}/paper?domain=D1" in client.get(f"{here}/domains/D1").text
    assert f"{here}/paper" in client.get(f"{here}/check").text
    chosen = form(client, f"{here}/paper?domain=D1", f"{here}/paper")
    assert chosen.one("domain") == "D1"
    assert chosen.one("copy") == "masked"


def test_an_unknown_domain_key_or_name_is_refused(client, asked, here):
    assert client.post(f"{here}/paper", data={"domain": "D9"}).status_code == 404
    assert client.get(f"{here}/paper/{'b' * 40}").headers["location"] == f"{here}/paper"
    assert client.get(f"{here}/paper/{'b' * 40}.pdf").status_code == 404


def test_what_keeps_a_paper_from_being_made_is_said(client, asked, here):
    def fails(*_asked, **_more):
        raise PressError("The report needs Pango.")

    client.app.state.parts.press._press = fails
    page = client.get(client.post(f"{here}/paper", data={}).headers["location"]).text
    assert "The paper was not made" in page
    assert "The report needs Pango." in page


def test_the_real_press_makes_a_form(client):
    need("pango")
    address = client.post(f"{TINY}/form", data={"domain": "D2"}).headers["location"]
    until = time.monotonic() + 60
    while "The paper is being made" in (page := client.get(address).text):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert "The paper is ready" in page


def test_a_marking_that_is_too_long_for_a_paper_is_refused_and_never_cut(client, here):
    refused = client.post(f"{here}/paper", data={"copy": "masked", "marking": "M" * 61})
    assert refused.status_code == 422
    assert "Shorten the marking to 60 characters." in refused.text
    assert "M" * 61 in refused.text

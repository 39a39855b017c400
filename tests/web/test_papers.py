"""Questions on paper: read before the start, printed as a form, and printed with the answers beside them."""

import re
import time

import pytest

from app.services.reports import Failed, Made
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, form
from tests.missing import need

TINY = "/questionnaires/tiny/0.1"


class Press:
    """A press that keeps what it is asked for."""

    def __init__(self, folder):
        self.asked = []
        self.now = None
        self.path = folder / "made.pdf"
        self.path.write_bytes(b"%PDF")

    def request(self, folder, printable):
        self.asked.append(printable)
        self.now = Made(self.path)
        return "a" * 40

    def state(self, folder, key):
        return self.now if key == "a" * 40 else None

    def close(self):
        pass


@pytest.fixture
def press(client, tmp_path):
    made = Press(tmp_path)
    client.app.state.parts.press.close()
    parts = client.app.state.parts
    object.__setattr__(parts, "press", made)
    return made


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


def test_a_form_is_made_watched_and_taken(client, press):
    ask = form(client, f"{TINY}/questions?scope=quick", f"{TINY}/form")
    made = client.post(f"{TINY}/form", data=ask.filled(domain="D1"))
    assert made.status_code == 303
    watched = client.get(made.headers["location"])
    assert "tiny-0.1-D1-quick-scan-form.pdf" in watched.text
    taken = client.get(re.search(r'class="button" href="([^"]+)"', watched.text)[1].replace("&amp;", "&"))
    assert taken.headers["content-type"] == "application/pdf"
    assert "tiny-0.1-D1-quick-scan-form.pdf" in taken.headers["content-disposition"]
    assert "Quick scan" in press.asked[0].html
    assert client.post(f"{TINY}/form", data={"domain": "D9"}).status_code == 404


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ({"what": "answers", "copy": "own", "domain": "D1"}, "XA-2026-10-31-D1-draft-own-copy"),
        ({"what": "answers"}, "XA-2026-10-31-draft-masked-copy"),
        ({"what": "form", "domain": "D2"}, "XA-2026-10-31-D2-form"),
    ],
)
def test_a_paper_of_an_assessment_is_called_by_what_it_holds(client, press, assessment, here, chosen, name):
    answered(database_of(client), assessment, "1.1.1", an_answer(2, "Seen."))
    made = client.post(f"{here}/paper", data=chosen | {"marking": "RESTRICTED"})
    assert made.headers["location"].endswith(f"name={name}")
    assert f"{name}.pdf" in client.get(made.headers["location"]).text
    assert "RESTRICTED" in press.asked[0].html
    assert ("Seen." in press.asked[0].html) == (chosen["what"] == "answers")


def test_a_paper_is_reached_from_the_domain_and_from_checking(client, here):
    assert f"{here}/paper?domain=D1" in client.get(f"{here}/domains/D1").text
    assert f"{here}/paper" in client.get(f"{here}/check").text
    chosen = form(client, f"{here}/paper?domain=D1", f"{here}/paper")
    assert chosen.one("domain") == "D1"
    assert chosen.one("copy") == "masked"


def test_an_unknown_domain_key_or_name_is_refused(client, press, here):
    assert client.post(f"{here}/paper", data={"domain": "D9"}).status_code == 404
    assert client.get(f"{here}/paper/{'b' * 40}").headers["location"] == f"{here}/paper"
    assert client.get(f"{here}/paper/{'b' * 40}.pdf").status_code == 404
    client.post(f"{here}/paper", data={})
    assert client.get(f"{here}/paper/{'a' * 40}?name=../x").status_code == 422


def test_what_keeps_a_paper_from_being_made_is_said(client, press, here):
    client.post(f"{here}/paper", data={})
    press.now = Failed("The report needs Pango.")
    page = client.get(f"{here}/paper/{'a' * 40}").text
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

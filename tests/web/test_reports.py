"""A report is asked for, watched and taken; an address of none leads nowhere."""

import pytest

from app.core.assessment.answer import Answer, Level
from tests import builders
from tests.builders import an_answer
from tests.edges import finish, form, prints_at_once
from tests.web.answering import HOSTILE, save


def test_an_unknown_report_leads_back_to_the_choice_of_a_copy(client, here):
    assert client.get(f"{here}/report/none?copy=own").headers["location"] == f"{here}/report"


def test_a_report_is_asked_for_watched_and_taken_under_a_plain_name(client, assessment, here):
    asked = prints_at_once(client)
    save(client, assessment, "1.1.1", Answer(value=Level(2), comment="A secret note.", withheld=True))
    for copy in ("masked", "own"):
        choice = form(client, f"{here}/report").filled(copy=copy, marking=HOSTILE[:60])
        gone = client.post(f"{here}/report", data=choice)
        assert gone.status_code == 303
        page = client.get(gone.headers["location"])
        assert page.status_code == 200
        address = f"{gone.headers['location']}.pdf"
        assert address in page.text
        taken = client.get(address)
        assert taken.content.startswith(b"%PDF-")
        assert taken.headers["content-type"] == "application/pdf"
        assert taken.headers["content-disposition"].startswith('attachment; filename="Xandoria-2026-10-31')
    assert len(asked) == 2
    for one in asked:
        assert "<script>" not in one.html


@pytest.mark.parametrize(
    "query", ["copy=all", "copy=%00", "copy=own&edition=%0d%0aX-Evil:1", "edition=%D9%A3", "name=../x"]
)
def test_a_report_address_of_any_shape_never_breaks_the_page(client, here, query):
    prints_at_once(client)
    address = client.post(f"{here}/report", data={"copy": "own"}).headers["location"]
    for asked in (address, f"{address}.pdf"):
        answer = client.get(f"{asked}?{query}")
        assert answer.status_code == 404
        assert "x-evil" not in answer.headers
        assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("edition", ["0", "2", "-1", "01", "1.0", "x", "9" * 5000, "\u0661"])
def test_a_report_of_an_edition_that_is_not_there_is_not_made(client, assessment, here, edition):
    for _, _, question in builders.TINY.questions():
        save(client, assessment, question.id, an_answer(2))
    finish(client, assessment)
    assert client.post(f"{here}/report", data={"edition": edition}).status_code == 404

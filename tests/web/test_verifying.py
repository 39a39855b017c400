"""The page that verifies a report looks at the file that is sent, and keeps nothing of it."""

import re

import pytest

from app.http.guard import LARGEST_BODY
from app.services.verdicts import Finding, ReportVerdict
from app.web import verifying
from tests.edges import form, written_down


@pytest.fixture
def looked_at(monkeypatch):
    """Says what is found of every file, and remembers the files."""
    seen = []

    def fake(pdf, find, press):
        seen.append(pdf)
        return ReportVerdict(
            findings=(Finding(about="pages", outcome="agrees", sentence="Byte <for> byte."),)
        )

    monkeypatch.setattr(verifying, "verified", fake)
    return seen


def send(client, content, name="report.pdf"):
    return client.post("/verify", files={"report": (name, content, "application/pdf")})


def test_the_page_takes_a_file_and_says_what_a_check_does_not_show(client):
    page = client.get("/verify").text
    assert 'enctype="multipart/form-data"' in page
    assert "whoever can make a report can make a false one" in page
    assert list(form(client, "/verify").fields) == ["report"]


def test_both_the_start_and_the_report_page_lead_to_it(client, here):
    for address in ("/", f"{here}/report"):
        assert 'href="/verify"' in client.get(address).text


def test_what_is_found_is_shown_in_words(client, looked_at):
    page = send(client, b"%PDF").text
    assert looked_at == [b"%PDF"]
    assert "Everything agrees" in page
    assert "The pages" in page
    assert "Byte &lt;for&gt; byte." in page


@pytest.mark.parametrize(
    ("outcome", "heading"),
    [
        ("differs", "Refused: this file"),
        ("unchecked", "Not verified: what the pages say was not checked"),
        ("words", "Not verified whole: how the pages look"),
    ],
)
def test_each_outcome_has_its_heading(client, monkeypatch, outcome, heading):
    verdict = ReportVerdict(findings=(Finding(about="pages", outcome=outcome, sentence="Because."),))
    monkeypatch.setattr(verifying, "verified", lambda *_: verdict)
    assert heading in send(client, b"%PDF").text


def test_a_file_that_is_no_report_is_refused_in_a_sentence(client, tmp_path):
    for content in (b"%PDF-1.7\n", b"<script>alert(1)</script>", b"\x00" * 100):
        answer = send(client, content, name="../../<b>.pdf")
        assert answer.status_code == 200
        assert "This is no report of this product as it was printed" in answer.text
        assert "<script>" not in answer.text


def test_without_a_file_the_page_says_so(client):
    empty = [{}, {"data": {"report": "typed"}}, {"files": {"report": ("", b"", "application/pdf")}}]
    for sent in [*empty, {"files": {"other": ("x", b"x")}}]:
        answer = client.post("/verify", **sent)
        assert answer.status_code == 422
        assert "Choose the file of a report." in answer.text
        assert re.search(r'aria-describedby="report-hint report-error"', answer.text)


def test_more_than_one_file_and_one_too_large_are_refused(client):
    two = [("report", ("a", b"x")), ("report", ("b", b"x"))]
    assert client.post("/verify", files=two).status_code == 400
    assert send(client, b"x" * LARGEST_BODY).status_code == 413


def test_nothing_is_kept(client, tmp_path, looked_at):
    before = written_down(client), sorted(tmp_path.rglob("*"))
    send(client, b"x" * 2_000_000)
    assert (written_down(client), sorted(tmp_path.rglob("*"))) == before

"""What was made is listed on the page of the report, so that one can leave and come back; titles name it."""

import re
import threading

import pytest

from app.core.reports.kinds import KINDS
from app.services.verdicts import Finding, ReportVerdict
from app.web import verifying
from tests.builders import finished
from tests.edges import ADDRESS, database_of, edge, forms, prints_at_once


def made(client, here, **chosen):
    return client.post(f"{here}/report", data=chosen).headers["location"]


def listed(page):
    """What the page lists: the address and the words of each report."""
    part = page.partition('<ul class="made">')[2].partition("</ul>")[0]
    items = re.findall(r"<li>(.*?)</li>", part, re.DOTALL)
    words = [" ".join(re.sub("<[^>]*>", " ", one).split()) for one in items]
    return [(re.search('href="([^"]+)"', one)[1], text) for one, text in zip(items, words, strict=True)]


def test_nothing_is_listed_where_nothing_was_made(client, here):
    assert "Reports made" not in client.get(f"{here}/report").text


def test_made_reports_are_listed_with_what_each_is_and_are_taken_from_there(client, assessment, here):
    finished(database_of(client), assessment)
    prints_at_once(client)
    first = made(client, here, kind="executive", copy="own", marking="SECRET <b>", edition="1")
    second = made(client, here, kind="paragraphs", copy="masked")
    page = client.get(f"{here}/report").text
    assert '<h2 id="made">Reports made</h2>' in page
    (newest, about), (older, before) = listed(page)
    assert (newest, older) == (f"{second}.pdf", f"{first}.pdf")
    assert about.startswith("Paragraph annex (PDF) Masked copy. Edition 1.")
    assert before.startswith("Executive report (PDF) Own copy, contains withheld answers. Edition 1.")
    assert "Marking: SECRET &lt;b&gt;" in before
    assert re.search(r"\d+ \w+ \d{4}, \d\d:\d\d · 1 KB", about)
    for address in (newest, older):
        assert client.get(address).content.startswith(b"%PDF-")


def test_made_reports_are_listed_after_a_restart_and_go_with_their_assessment(tmp_path):
    from tests import builders

    with edge(tmp_path) as client:
        one, other = (builders.started(database_of(client)) for _ in range(2))
        prints_at_once(client)
        for each in (one, other):
            made(client, f"/assessments/{each}", kind="executive")
    with edge(tmp_path) as again:
        for each in (one, other):
            page = again.get(f"/assessments/{each}/report").text
            ((address, _),) = listed(page)
            assert address.startswith(f"/assessments/{each}/report/")
            assert again.get(address).status_code == 200
        again.post(f"/assessments/{one}/delete", data={"confirmed": "Xandoria"})
        assert [path.name for path in (tmp_path / "reports").iterdir()] == [other]


def test_a_report_that_is_being_made_is_listed_with_the_way_back_to_its_progress(client, here):
    may_go_on = threading.Event()
    press = client.app.state.parts.press
    press._press = lambda *_asked, **_more: may_go_on.wait(20) and b"%PDF-"
    address = made(client, here, kind="executive")
    ((link, words),) = listed(client.get(f"{here}/report").text)
    may_go_on.set()
    assert link == address
    assert words.startswith("Executive report : is being made.")


def test_papers_are_listed_on_their_own_page(client, here):
    prints_at_once(client)
    client.post(f"{here}/paper", data={"what": "answers", "copy": "own", "marking": "SECRET"})
    client.post(f"{here}/paper", data={"what": "form"})
    assert "Reports made" not in client.get(f"{here}/report").text
    (_, form), (_, answers) = listed(client.get(f"{here}/paper").text)
    assert form.startswith("Form to fill in by hand (PDF)")
    assert answers.startswith("Answers beside their questions (PDF) Own copy")
    assert "Verify" not in form + answers


def test_a_listed_report_is_verified_with_one_button(client, here, monkeypatch):
    seen = []

    def look(pdf, _find, _press):
        seen.append(pdf)
        return ReportVerdict(findings=(Finding(about="pages", outcome="agrees", sentence="Equal."),))

    monkeypatch.setattr(verifying, "verified", look)
    prints_at_once(client)
    address = made(client, here, kind="executive")
    button = forms(client.get(f"{here}/report").text)[f"{address}/verify"]
    page = client.post(button.action, headers={"origin": ADDRESS})
    assert page.status_code == 200
    assert "Everything agrees." in page.text
    assert seen == [client.get(f"{address}.pdf").content]
    assert client.post(f"{here}/report/{'b' * 40}/verify").status_code == 404


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_kind_without_a_page_says_so_and_is_not_shown_as_another(client, here, kind):
    answer = client.get(f"{here}/report/read", params={"kind": kind.id, "copy": "own", "marking": "SECRET"})
    choice = client.get(f"{here}/report").text
    label = re.search(f'<label class="([^"]*)"><input type="radio" name="kind" value="{kind.id}"', choice)[1]
    if kind.is_read_as_page:
        assert answer.status_code == 200
        assert label == "choice"
    else:
        assert answer.status_code == 404
        assert "This kind has no page yet." in answer.text
        assert 'href="#kind"' in answer.text
        kept = forms(answer.text)[f"{here}/report"]
        assert (kept.one("kind"), kept.one("copy"), kept.one("marking")) == (kind.id, "own", "SECRET")
        assert label == "choice unread"
        assert choice.count("it has no page to read yet") == sum(not one.is_read_as_page for one in KINDS)


def test_every_page_of_an_assessment_carries_its_country_and_year_in_its_title(client, here):
    for place in (
        "",
        "/profile",
        "/questions/1.1.1",
        "/domains/D1",
        "/result",
        "/report",
        "/report/read",
        "/paper",
    ):
        title = re.search("<title>(.*?)</title>", client.get(f"{here}{place}").text)[1]
        assert title.endswith(", Xandoria 2026 – C-IED Self-Assessment"), (place, title)
        assert title.count("Xandoria") == 1
    assert "<title>Tasks, Xandoria 2026 – C-IED Self-Assessment</title>" in client.get(here).text
    assert "<title>Assessments – C-IED Self-Assessment</title>" in client.get("/").text

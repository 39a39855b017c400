"""The main job in a real browser, with JavaScript and without."""

import json
import re
import subprocess
import urllib.request

import pytest
from playwright.sync_api import expect

from tests import missing
from tests.journeys.browsing import follow

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_JAVASCRIPT = pytest.mark.parametrize(
    "page",
    [{}, pytest.param({"java_script_enabled": False}, marks=pytest.mark.slow)],
    indirect=True,
    ids=["with JavaScript", "without"],
)

ANSWERS = {
    "3.1.1": ("2", "Order 1"),
    "3.1.2": ("1", ""),
    "3.1.3": ("0", ""),
    "3.2.1": ("2", ""),
    "3.2.2": ("3", "Counting rule"),
    "3.2.3": ("not_known", ""),
    "3.3.1": ("2", ""),
    "3.3.2": ("range", ""),
    "3.3.3": ("2", ""),
}


@WITH_AND_WITHOUT_JAVASCRIPT
def test_a_coordinator_answers_leaves_comes_back_finishes_and_takes_result_pdf_and_json(
    coordinator, page, tmp_path, request
):
    missing.need("pango")
    missing.need("pdftotext")
    country = f"Journeyland {request.node.callspec.id}"
    coordinator.start_an_assessment(country)
    coordinator.fill_in_the_profile()
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()

    questions = coordinator.questions()
    assert len(questions) == 18
    for question in questions[:9]:
        coordinator.answer(question, *ANSWERS[question])

    # leaves, and comes back by the list of assessments
    page.goto("about:blank")
    page.goto(coordinator.server)
    follow(page.get_by_role("link", name=country))
    expect(page.get_by_text(re.compile(r"\b9 of \d+ questions are settled"))).to_be_visible()
    expect(page.get_by_role("link", name="Continue with 1.1.1")).to_be_visible()
    page.goto(coordinator.address("domains", "D3"))
    follow(page.locator('main a[href$="/questions/3.4.1"]').first)
    expect(page.get_by_role("heading", name="3.4.1")).to_be_visible()
    for question in questions[9:]:
        coordinator.answer(question, "3" if question.startswith("3.6") else "1", "Register of 2026")

    page.goto(coordinator.address("domains", "D3"))
    follow(page.get_by_role("button", name="Yes, it is finished"))
    expect(page.get_by_text("18 of 18", exact=True)).to_be_visible()
    expect(page.get_by_text("Done", exact=True).last).to_be_visible()

    page.goto(coordinator.address("check"))
    expect(page.get_by_text("between 1 and 2")).to_be_visible()
    coordinator.finish()
    assert page.url.endswith("/result")
    expect(page.get_by_text("Finished as edition 1")).to_be_visible()
    expect(page.get_by_text("DRAFT: not finished")).not_to_be_visible()

    row = result_row(coordinator, "3.6")
    assert (row["score_low"]["rounded"], row["level_low"]) == ("75.0", 3)
    domain = result_row(coordinator, "D3")
    shown = page.locator("main").inner_text()
    assert f"{round(float(domain['score_low']['rounded']))}" in shown

    text = report_text(coordinator, tmp_path)
    assert country in text
    assert "not a measure of compliance" in text
    assert f"{round(float(domain['score_low']['rounded']))}" in text


@WITH_AND_WITHOUT_JAVASCRIPT
def test_a_quick_scan_grows_into_the_full_assessment_and_the_answer_is_there(coordinator, page, request):
    label = page.get_by_text("Quick scan, not comparable with a full assessment")
    coordinator.start_an_assessment(f"Quickland {request.node.callspec.id}", scope="quick")
    coordinator.fill_in_the_profile()
    expect(label).to_be_visible()
    few = len(coordinator.questions())
    question = coordinator.questions()[0]
    coordinator.answer(question, "2", "Order 1")
    page.goto(coordinator.address("result"))
    expect(label).to_be_visible()

    page.goto(coordinator.address())
    expect(page.get_by_text(re.compile(r"\b1 of \d+ questions are settled"))).to_be_visible()
    follow(page.get_by_role("button", name="Grow into the full assessment"))
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\b1 of \d+ questions are settled"))).to_be_visible()
    expect(label).not_to_be_visible()
    assert len(coordinator.questions()) > few
    page.goto(coordinator.address("questions", question))
    expect(page.locator('input[name="value"][value="2"]')).to_be_checked()
    expect(page.locator('input[name="evidence-0-title"]')).to_have_value("Order 1")


def result_row(coordinator, node: str) -> dict:
    """The row of one node in /api/v1/results."""
    address = f"{coordinator.server}/api/v1/results?format=ndjson"
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the tests' own server
        rows = [json.loads(line) for line in answer]
    return next(row for row in rows if row["assessment"] == coordinator.assessment and row["node"] == node)


def report_text(coordinator, tmp_path) -> str:
    """The text of the PDF that the report page hands out."""
    coordinator.take_the_report(tmp_path / "report.pdf")
    printed = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    return printed.stdout

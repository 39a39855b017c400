"""Enter in a field does what the button at the end of the form does, and an open question is named."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow

pytestmark = pytest.mark.browser

FIELDS = {
    "a level": "#value-2",
    "between two levels": 'input[value="range"]',
    "withheld": 'input[name="withheld"]',
    "a title": "#evidence-0-title",
    "a date": "#evidence-0-dated",
    "a list": "#evidence-0-grade",
    "an agency": "#positions-0-agency",
}


@pytest.fixture
def started(coordinator):
    coordinator.start_an_assessment("Enterland")
    return coordinator


@pytest.mark.parametrize("page", [{}, {"java_script_enabled": False}], ids=["JS", "no JS"], indirect=True)
def test_enter_in_each_field_of_a_question_saves_and_continues(started, page, request):
    has_script = "no JS" not in request.node.name
    for field, selector in FIELDS.items():
        if field == "a list" and not has_script:
            continue  # the browser opens it, as it opens every list
        page.goto(started.address("questions", "3.2.1"))
        for summary in page.locator("form summary").all():
            summary.click()
        page.locator(selector).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.startswith(started.address("questions", "3.2.2")), selector
        expect(page.get_by_role("status").filter(has_text="3.2.1 stays open.")).to_be_visible()


def test_enter_in_the_other_forms_presses_their_first_button(started, page):
    for path, selector, onward in (
        ("profile", "input[name='fact:holders']", ""),
        ("components/3.2", "#owner", "result/3.2"),
        ("questions/3.2.1/workshop", "#positions-0-agency", "questions/3.2.1/workshop"),
    ):
        page.goto(started.address(path))
        for summary in page.locator("form summary").all():
            summary.click()
        page.locator(selector).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.partition("?")[0].rstrip("/") == started.address(onward).rstrip("/"), path


def test_enter_on_the_page_of_a_domain_saves_that_question_alone_and_stays(started, page):
    page.goto(started.address("domains", "D3", "questions"))
    title = (
        page.locator('[id="3.2.1-comment"]')
        .locator("xpath=ancestor::form")
        .locator("details.more summary")
        .first
    )
    title.click()
    field = page.locator('[id="3.2.1-evidence-0-title"]')
    field.fill("Register")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        field.press("Enter")
    expect(field).to_be_focused()
    assert page.url == started.address("domains", "D3", "questions")


def test_what_is_answered_is_not_called_open(started, page):
    page.goto(started.address("questions", "3.2.1"))
    page.locator('input[name="value"][value="1"]').check()
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_text("3.2.1 stays open")).to_have_count(0)

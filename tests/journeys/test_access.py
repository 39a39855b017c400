"""The whole journey by keyboard, and the longest words on a narrow screen."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow
from tests.shipped import twelve_domains

pytestmark = pytest.mark.browser


def test_the_whole_journey_works_by_keyboard_alone(page, server):
    def press_until(condition: str, key: str = "Tab", most: int = 200) -> None:
        for _ in range(most):
            if page.evaluate(f"(e => {condition})(document.activeElement)"):
                return
            page.keyboard.press(key)
        raise AssertionError(f"{key} never reaches {condition} on {page.url}")

    def enter(text: str) -> None:
        press_until(f"e.innerText && e.innerText.trim().startsWith({text!r})")
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.goto(server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    enter("Start an assessment")
    for field, text in (("country_name", "Keyland"), ("country_code", "XK")):
        press_until(f"e.id === {field!r}")
        page.keyboard.type(text)
    enter("Start")
    press_until("e.name === 'fact:holders' && e.value === 'police'")
    page.keyboard.press("Space")
    enter("Save and go to tasks")
    enter("Continue with")
    press_until("e.name === 'value'")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "2"
    enter("Save and go to tasks")
    enter("Check answers and finish")
    enter("Finish the assessment")
    enter("Make the report")
    press_until("e.innerText && e.innerText.trim() === 'Make the report'")


def test_the_domain_with_the_longest_descriptors_is_answered_on_a_narrow_screen(coordinator, page):
    domain = max(twelve_domains().domains, key=_longest_descriptor)
    page.set_viewport_size({"width": 320, "height": 640})
    coordinator.start_an_assessment("Narrowland")
    coordinator.fill_in_the_profile()
    page.goto(coordinator.address("domains", domain.id))
    asked = [question.id for component in domain.components for question in component.questions]
    for question in asked:
        page.goto(coordinator.address("questions", question))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, question
        coordinator.answer(question, "2")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.goto(coordinator.address("domains", domain.id))
    follow(page.get_by_role("button", name="Yes, it is finished"))
    expect(page.get_by_text(f"{len(asked)} of {len(asked)}", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _longest_descriptor(domain):
    questions = (question for component in domain.components for question in component.questions)
    return max(len(level.descriptor) for question in questions for level in question.levels)

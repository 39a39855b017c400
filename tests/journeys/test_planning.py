"""The plan by keyboard alone: an office, a date, and another place for a line, with its reason."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_coordinator_plans_and_moves_a_priority_without_a_mouse(coordinator, page):
    coordinator.start_an_assessment("Planland")
    page.goto(coordinator.address("plan"))
    edit = page.locator("#line-3\\.4").get_by_role("link", name="Edit the plan of 3.4")
    edit.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Office that acts").focus()
    page.keyboard.type("Army headquarters")
    page.keyboard.press("Tab")
    page.keyboard.type("2027-06")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Within the present budget")).to_be_checked()
    with page.expect_navigation():
        page.get_by_label("Until when").press("Enter")
    assert page.url.endswith("/plan#line-3.4")
    expect(page.get_by_text("1 of ").first).to_be_visible()

    line = page.locator("#line-3\\.4")
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.keyboard.type("The rains begin in May.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("table.plan tr[id]").first.get_attribute("id") == "line-3.4"
    expect(line.get_by_text("The rains begin in May.").first).to_be_visible()
    expect(line.get_by_text("Army headquarters").first).to_be_visible()

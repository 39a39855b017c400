"""Two years later: start from the last assessment, confirm, change, and see what changed for certain."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow, refuse_what_axe_finds
from tests.journeys.pages import demonstration_of

pytestmark = pytest.mark.browser


def test_an_assessment_starts_from_an_earlier_one_is_confirmed_changed_and_compared(page, server):
    page.goto(server + demonstration_of(server, "XC"))
    follow(page.get_by_role("link", name="Start the next assessment from this one"))
    page.get_by_label("Reference date").fill("2028-09-30")
    follow(page.get_by_role("button", name="Start"))
    follow(page.get_by_role("button", name=re.compile("Unchanged: confirm the")))

    waiting = page.get_by_text(re.compile(r"\d+ answers said before, not yet confirmed"))
    before = int(re.search(r"(\d+) answers said before", waiting.inner_text())[1])
    follow(page.get_by_role("link", name=re.compile("Confirm or change")))
    for _ in range(2):
        expect(page.get_by_role("heading", name="Then (30 September 2026)")).to_be_visible()
        follow(page.get_by_role("button", name="Unchanged: confirm"))
    page.locator('input[name="value"][value="0"]').check()
    follow(page.get_by_role("button", name="Save and go to tasks"))
    expect(page.get_by_text(f"{before - 3} answers said before, not yet confirmed")).to_be_visible()

    follow(page.get_by_role("link", name="Result"))
    follow(page.locator("#main").get_by_role("link", name="What changed"))
    expect(page.get_by_text("Since 30 September 2026, of 12 domains compared")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("D1 Policy and law"))).to_be_visible()
    newest = server + demonstration_of(server, "XC")
    for address in (page.url, f"{newest}/comparison"):
        for width in (320, 1100):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            refuse_what_axe_finds(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_text("Improved for certain").first).to_be_visible()

"""A whole domain is answered on one page, on a narrow screen, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow, refuse_what_axe_finds

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVED = re.compile(r"^Saved \d\d:\d\d")


@pytest.mark.parametrize(
    "page",
    [{}, pytest.param({"java_script_enabled": False}, marks=pytest.mark.slow)],
    indirect=True,
    ids=["with JavaScript", "without"],
)
def test_a_whole_domain_is_answered_on_one_page_at_320_pixels(coordinator, page, request):
    has_javascript = "without" not in request.node.callspec.id
    page.set_viewport_size({"width": 320, "height": 640})
    coordinator.start_an_assessment("Narrowland")
    coordinator.fill_in_the_profile()
    page.goto(coordinator.address("domains", "D3"))
    follow(page.get_by_role("link", name="All questions of this domain on one page"))
    address = page.url
    forms = page.locator("form[data-saves]").count()
    assert forms == 18
    for place in range(forms):
        form = page.locator("form[data-saves]").nth(place)
        form.locator('input[name="value"][value="2"]').check()
        if has_javascript:
            expect(form.get_by_role("status")).to_have_text(SAVED)
        else:
            follow(form.get_by_role("button", name=re.compile("^Save [0-9]")))
            expect(form.get_by_role("status")).to_have_text(SAVED)
            assert "#q-" in page.url
    if has_javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        form = page.locator("form[data-saves]").first
        form.locator('input[name="value"][value="range"]').check()
        expect(form.get_by_role("status")).to_have_text(re.compile("^Not saved yet: Choose a lower"))
        refuse_what_axe_finds(page)
        form.locator('input[name="value"][value="3"]').check()
        expect(form.get_by_role("status")).to_have_text(SAVED)
        form.get_by_role("button", name=re.compile("^Save [0-9]")).click()
        expect(form.get_by_role("status")).to_have_text(SAVED)
        assert page.url == address
    follow(page.get_by_role("link", name="Back to the domain, to mark it as finished"))
    expect(page.get_by_text("18 of 18 questions are settled.")).to_be_visible()

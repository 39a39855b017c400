"""An earlier word is read and taken back in a browser, and an assessment goes away and comes back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow

pytestmark = pytest.mark.browser


@pytest.fixture
def started(coordinator):
    coordinator.start_an_assessment("Pastland")
    return coordinator


def test_an_answer_is_changed_twice_and_the_first_one_is_taken_back(started, page):
    for value, note in (("1", "The army alone."), ("3", "All services."), ("2", "Most services.")):
        page.goto(started.address("questions", "3.2.1"))
        page.locator(f'input[name="value"][value="{value}"]').check()
        page.locator("#comment").fill(note)
        follow(page.get_by_role("button", name="Save and continue"))
    page.goto(started.address("questions", "3.2.1"))
    follow(page.get_by_role("link", name="History", exact=True).first)
    words = page.locator("#revisions > li")
    assert words.count() == 3
    assert "Most services." in words.nth(0).inner_text()
    assert "Stands now" in words.nth(0).inner_text()
    assert "Office of the coordinator" in words.nth(2).inner_text()
    follow(words.nth(2).get_by_role("button", name="Take this one back"))
    assert words.count() == 4
    assert "The army alone." in words.nth(0).inner_text()
    follow(page.get_by_role("link", name="Back to the question"))
    expect(page.locator('input[name="value"][value="1"]')).to_be_checked()
    expect(page.locator("#comment")).to_have_value("The army alone.")


def test_an_assessment_is_taken_out_deleted_and_brought_back(started, page, tmp_path):
    started.answer("3.2.1", "3")
    page.goto(started.address())
    follow(page.get_by_role("link", name="Move or delete"))
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the file").click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    page.get_by_label("Name of the country, to confirm").fill("Pastland")
    follow(page.get_by_role("button", name="Delete for good"))
    expect(page.locator(f'a[href="/assessments/{started.assessment}"]')).to_have_count(0)
    follow(page.get_by_role("link", name="Bring an assessment from another machine"))
    page.get_by_label("Assessment file").set_input_files(file)
    follow(page.get_by_role("button", name="Bring it in"))
    assert page.url == started.address()
    page.goto(started.address("questions", "3.2.1"))
    expect(page.locator('input[name="value"][value="3"]')).to_be_checked()

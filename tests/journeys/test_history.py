"""An earlier word is read and taken back in a browser, and an assessment goes away and comes back."""

import pytest

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
        page.get_by_role("button", name="Save and continue").click()
    page.goto(started.address("questions", "3.2.1"))
    page.get_by_role("link", name="History", exact=True).first.click()
    words = page.locator("#revisions > li")
    assert words.count() == 3
    assert "Most services." in words.nth(0).inner_text()
    assert "Stands now" in words.nth(0).inner_text()
    assert "Office of the coordinator" in words.nth(2).inner_text()
    words.nth(2).get_by_role("button", name="Take this one back").click()
    assert words.count() == 4
    assert "The army alone." in words.nth(0).inner_text()
    page.get_by_role("link", name="Back to the question").click()
    assert page.locator('input[name="value"][value="1"]').is_checked()
    assert page.locator("#comment").input_value() == "The army alone."


def test_an_assessment_is_taken_out_deleted_and_brought_back(started, page, tmp_path):
    started.answer("3.2.1", "3")
    page.goto(started.address())
    page.get_by_role("link", name="Move or delete").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the file").click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    page.get_by_label("Name of the country, to confirm").fill("Pastland")
    page.get_by_role("button", name="Delete for good").click()
    assert page.locator(f'a[href="/assessments/{started.assessment}"]').count() == 0
    page.get_by_role("link", name="Bring an assessment from another machine").click()
    page.get_by_label("Assessment file").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    assert page.url == started.address()
    page.goto(started.address("questions", "3.2.1"))
    assert page.locator('input[name="value"][value="3"]').is_checked()

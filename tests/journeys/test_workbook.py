"""A workbook goes out, is filled in without a network, and comes back with its answers."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow
from tests.spreadsheets import edited

pytestmark = pytest.mark.browser


def test_a_workbook_goes_out_and_comes_back_with_its_answers(coordinator, page, tmp_path):
    coordinator.start_an_assessment("Sheetland")
    page.goto(coordinator.address("domains", "D3"))
    follow(page.get_by_role("link", name="as a workbook"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the workbook (XLSX)").click()
    assert taken.value.suggested_filename == "XZ-2026-11-24-D3-workbook.xlsx"
    content = taken.value.path().read_bytes()
    file = tmp_path / "filled.xlsx"
    file.write_bytes(edited(content, ("3.2.1", "title", "Order 12"), q3_2_1="2", q3_2_2="not known"))
    coordinator.answer("3.2.2", "1")
    page.goto(coordinator.address("workbook"))
    page.get_by_label("The workbook that was filled in").set_input_files(file)
    page.get_by_label("Who filled it in?").fill("Ministry of Interior")
    follow(page.get_by_role("button", name="See what it brings"))
    expect(page.get_by_role("heading", name="In conflict 1")).to_be_visible()
    follow(page.get_by_role("button", name="Bring in 2 answers"))
    expect(page.get_by_text("1 answer was saved.")).to_be_visible()
    follow(page.locator('main a[href$="/questions/3.2.2"]'))
    expect(page.get_by_text("Two answers to this question")).to_be_visible()
    page.goto(coordinator.address("questions", "3.2.1"))
    expect(page.locator('input[name="value"][value="2"]')).to_be_checked()
    expect(page.locator('input[name="evidence-0-title"]')).to_have_value("Order 12")

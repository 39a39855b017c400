"""Nothing typed is lost: refusals, missing reasons, two people on one question, and finishing in between."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def started(coordinator):
    coordinator.start_an_assessment("Keepland")
    return coordinator


def test_a_missing_reason_is_saved_as_it_is_said_at_the_top_and_linked_to_its_field(started, page):
    page.goto(started.address("questions", "3.1.3"))
    page.locator('input[value="not_applicable"]').check()
    page.locator("#comment").fill("To be asked at the ministry.")
    follow(page.get_by_role("button", name="Save and continue"))
    assert page.title().startswith("Error:")
    follow(page.get_by_role("link", name="Say why this does not apply."))
    assert page.locator("#reason").evaluate("field => field === document.activeElement")
    expect(page.locator("#comment")).to_have_value("To be asked at the ministry.")
    page.goto(started.address())
    expect(page.get_by_text("Needs you", exact=True)).to_be_visible()
    page.goto(started.address("questions", "3.1.3"))
    page.locator("#reason").fill("No transfers since 1974.")
    follow(page.get_by_role("button", name="Save and continue"))
    page.goto(started.address())
    expect(page.get_by_text("Needs you", exact=True)).not_to_be_visible()


def test_a_refused_form_keeps_every_word(started, page):
    page.goto(started.address("questions", "3.2.2"))
    page.locator('input[name="value"][value="range"]').check()
    page.locator('select[name="range_low"]').select_option("3")
    page.locator('select[name="range_high"]').select_option("1")
    page.locator('input[name="evidence-0-title"]').fill("Counting rule")
    page.locator('input[name="evidence-0-dated"]').fill("last spring")
    page.locator("#comment").fill("<b>Two</b> words")
    follow(page.get_by_role("button", name="Save and continue"))
    assert page.title().startswith("Error:")
    summary = page.get_by_role("alert")
    assert summary.get_by_role("link").count() == 2
    expect(page.locator('input[name="evidence-0-title"]')).to_have_value("Counting rule")
    expect(page.locator('input[name="evidence-0-dated"]')).to_have_value("last spring")
    expect(page.locator("#comment")).to_have_value("<b>Two</b> words")
    expect(page.locator('input[name="value"][value="range"]')).to_be_checked()


def test_two_people_on_one_question_see_mine_theirs_and_before_and_nothing_is_lost(started, page, browser):
    started.answer("3.2.1", "1")
    page.goto(started.address("questions", "3.2.1"))
    page.locator('input[name="value"][value="2"]').check()
    page.locator("#comment").fill("What I typed.")

    other = browser.new_context().new_page()
    other.goto(started.address("questions", "3.2.1"))
    other.locator('input[name="value"][value="3"]').check()
    follow(other.get_by_role("button", name="Save and continue"))
    other.context.close()

    follow(page.get_by_role("button", name="Save and continue"))
    assert page.title().startswith("Error:")
    notice = page.get_by_role("heading", name=re.compile("Two answers"))
    expect(notice).to_be_visible()
    for word in ("Came too late", "Stands now", "Before"):
        expect(page.get_by_text(word, exact=True).first).to_be_visible()
    # the tab is closed, and opened again: the conflict still waits
    page.goto(started.address())
    expect(page.get_by_text("Needs you", exact=True)).to_be_visible()
    page.goto(started.address("questions", "3.2.1"))
    expect(page.get_by_text("What I typed.").first).to_be_visible()
    page.locator('input[name="choice"][value="mine"]').check()
    follow(page.get_by_role("button", name="Save this choice"))
    expect(page.locator('input[name="value"][value="2"]')).to_be_checked()
    expect(page.locator("#comment")).to_have_value("What I typed.")
    page.goto(started.address())
    expect(page.get_by_text("Needs you", exact=True)).not_to_be_visible()


def test_a_save_after_finishing_is_refused_and_keeps_the_text(started, page, browser):
    page.goto(started.address("questions", "3.2.1"))
    page.locator('input[name="value"][value="2"]').check()
    page.locator("#comment").fill("Too late, but kept.")
    other = browser.new_context().new_page()
    other.goto(started.address("check"))
    follow(other.get_by_role("button", name="Finish the assessment"))
    other.context.close()
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_role("heading", name="Not saved: the assessment is finished")).to_be_visible()
    expect(page.get_by_text("Too late, but kept.")).to_be_visible()
    # It is opened again elsewhere, and the same page saves it.
    other = browser.new_context().new_page()
    other.goto(started.address("check"))
    other.locator("#reason").fill("Something came late.")
    follow(other.get_by_role("button", name="Open it again"))
    other.context.close()
    follow(page.get_by_role("button", name="Save it once more"))
    page.goto(started.address("questions", "3.2.1"))
    expect(page.locator("#comment")).to_have_value("Too late, but kept.")


def test_reopening_needs_a_reason_and_leads_to_a_new_edition(started, page):
    started.finish()
    page.goto(started.address("check"))
    follow(page.get_by_role("button", name="Open it again"))
    assert page.title().startswith("Error:")
    page.locator("#reason").fill("The register of the prison service was found.")
    follow(page.get_by_role("button", name="Open it again"))
    started.answer("3.2.1", "3")
    started.finish()
    expect(page.get_by_text("Finished as edition 2")).to_be_visible()
    page.goto(started.address("report"))
    expect(page.get_by_text("Edition 1,")).to_be_visible()


def test_a_branch_hidden_by_the_profile_gives_back_exactly_what_was_there(started, page):
    started.answer("3.2.3", "2", "Standing order 5")
    page.goto(started.address("profile"))
    page.get_by_label("No, all ammunition stays at its base").check()
    follow(page.get_by_role("button", name="Save and go to tasks"))
    page.goto(started.address("domains", "D3"))
    hidden = page.get_by_role("listitem").filter(has=page.locator('a[href$="/questions/3.2.3"]'))
    expect(hidden.last).to_contain_text("not asked")
    page.goto(started.address("profile"))
    page.get_by_label("Yes, inside the State’s territory or waters").check()
    follow(page.get_by_role("button", name="Save and go to tasks"))
    page.goto(started.address("questions", "3.2.3"))
    expect(page.locator('input[name="value"][value="2"]')).to_be_checked()
    expect(page.locator('input[name="evidence-0-title"]')).to_have_value("Standing order 5")

"""Nothing typed is lost: refusals, missing reasons, two people on one question, and finishing in between."""

import re

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def started(coordinator):
    coordinator.start_an_assessment("Keepland")
    return coordinator


def test_a_missing_reason_is_saved_as_it_is_said_at_the_top_and_linked_to_its_field(started, page):
    page.goto(started.address("questions", "3.1.3"))
    page.locator('input[value="not_applicable"]').check()
    page.locator("#comment").fill("To be asked at the ministry.")
    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error:")
    page.get_by_role("link", name="Say why this does not apply.").click()
    assert page.locator("#reason").evaluate("field => field === document.activeElement")
    assert page.locator("#comment").input_value() == "To be asked at the ministry."
    page.goto(started.address())
    assert page.get_by_text("Needs you", exact=True).is_visible()
    page.goto(started.address("questions", "3.1.3"))
    page.locator("#reason").fill("No transfers since 1974.")
    page.get_by_role("button", name="Save and continue").click()
    page.goto(started.address())
    assert not page.get_by_text("Needs you", exact=True).is_visible()


def test_a_refused_form_keeps_every_word(started, page):
    page.goto(started.address("questions", "3.2.2"))
    page.locator('input[name="value"][value="range"]').check()
    page.locator('select[name="range_low"]').select_option("3")
    page.locator('select[name="range_high"]').select_option("1")
    page.locator('input[name="evidence-0-title"]').fill("Counting rule")
    page.locator('input[name="evidence-0-dated"]').fill("last spring")
    page.locator("#comment").fill("<b>Two</b> words")
    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error:")
    summary = page.get_by_role("alert")
    assert summary.get_by_role("link").count() == 2
    assert page.locator('input[name="evidence-0-title"]').input_value() == "Counting rule"
    assert page.locator('input[name="evidence-0-dated"]').input_value() == "last spring"
    assert page.locator("#comment").input_value() == "<b>Two</b> words"
    assert page.locator('input[name="value"][value="range"]').is_checked()


def test_two_people_on_one_question_see_mine_theirs_and_before_and_nothing_is_lost(started, page, browser):
    started.answer("3.2.1", "1")
    page.goto(started.address("questions", "3.2.1"))
    page.locator('input[name="value"][value="2"]').check()
    page.locator("#comment").fill("What I typed.")

    other = browser.new_context().new_page()
    other.goto(started.address("questions", "3.2.1"))
    other.locator('input[name="value"][value="3"]').check()
    other.get_by_role("button", name="Save and continue").click()
    other.context.close()

    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error:")
    notice = page.get_by_role("heading", name=re.compile("Two answers"))
    assert notice.is_visible()
    for word in ("Mine", "Theirs", "Before"):
        assert page.get_by_text(word, exact=True).first.is_visible()
    # the tab is closed, and opened again: the conflict still waits
    page.goto(started.address())
    assert page.get_by_text("Needs you", exact=True).is_visible()
    page.goto(started.address("questions", "3.2.1"))
    assert page.get_by_text("What I typed.").first.is_visible()
    page.locator('input[name="choice"][value="mine"]').check()
    page.get_by_role("button", name="Save this choice").click()
    assert page.locator('input[name="value"][value="2"]').is_checked()
    assert page.locator("#comment").input_value() == "What I typed."
    page.goto(started.address())
    assert not page.get_by_text("Needs you", exact=True).is_visible()


def test_a_save_after_finishing_is_refused_and_keeps_the_text(started, page, browser):
    page.goto(started.address("questions", "3.2.1"))
    page.locator('input[name="value"][value="2"]').check()
    page.locator("#comment").fill("Too late, but kept.")
    other = browser.new_context().new_page()
    other.goto(started.address("check"))
    other.get_by_role("button", name="Finish the assessment").click()
    other.context.close()
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_role("heading", name="Not saved: the assessment is finished").is_visible()
    assert page.locator("#comment").input_value() == "Too late, but kept."


def test_reopening_needs_a_reason_and_leads_to_a_new_edition(started, page):
    started.finish()
    page.goto(started.address("check"))
    page.get_by_role("button", name="Open it again").click()
    assert page.title().startswith("Error:")
    page.locator("#reason").fill("The register of the prison service was found.")
    page.get_by_role("button", name="Open it again").click()
    started.answer("3.2.1", "3")
    started.finish()
    assert page.get_by_text("edition 2").is_visible()
    page.goto(started.address("report"))
    assert page.get_by_text("Edition 1,").is_visible()


def test_a_branch_hidden_by_the_profile_gives_back_exactly_what_was_there(started, page):
    started.answer("3.2.3", "2", "Standing order 5")
    page.goto(started.address("profile"))
    page.get_by_label("No, all ammunition stays at its base").check()
    page.get_by_role("button", name="Save and go to tasks").click()
    assert (
        "3.2.3" not in [link for link in started.questions() if link == "3.2.3"]
        or page.get_by_text("not asked").is_visible()
    )
    page.goto(started.address("profile"))
    page.get_by_label("Yes, inside the State’s territory or waters").check()
    page.get_by_role("button", name="Save and go to tasks").click()
    page.goto(started.address("questions", "3.2.3"))
    assert page.locator('input[name="value"][value="2"]').is_checked()
    assert page.locator('input[name="evidence-0-title"]').input_value() == "Standing order 5"

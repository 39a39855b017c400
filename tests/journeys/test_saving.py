"""An answer saves by itself, and what is not saved yet is never lost: lines that fail, tabs, two people."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow, refuse_what_axe_finds
from tests.journeys.saving import (
    FAILED,
    SAVED,
    choose,
    note,
    outbox,
    revisions,
    said,
    status,
)

pytestmark = pytest.mark.browser


# Saved, and nothing left behind


def test_an_answer_saves_by_itself_and_says_when(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    choose(page, "2")
    expect(status(page)).to_have_text(SAVED)
    note(page, "By the register.")
    page.locator("#comment").blur()
    expect(status(page)).to_have_text(SAVED)
    assert said(person, f"{here}/questions/3.2.1") == "By the register."
    assert outbox(page) == []
    refuse_what_axe_finds(page)


@pytest.mark.slow
def test_the_pause_in_typing_saves_too(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        note(page, "Typed, and not left.")
    expect(status(page)).to_have_text(SAVED)
    assert said(person, f"{here}/questions/3.2.1") == "Typed, and not left."


@pytest.mark.slow
def test_what_is_typed_and_taken_back_before_it_is_sent_leaves_what_was_said(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    choose(page, "2")
    expect(status(page)).to_have_text(SAVED)
    note(page, "x")
    expect(status(page)).to_have_text("Saving …")
    page.locator("#comment").fill("")
    expect(status(page)).to_have_text(SAVED)
    expect(status(page)).to_have_attribute("aria-busy", "false")
    assert revisions(person, f"{here}/questions/3.2.1") == 1


def test_a_component_and_the_profile_save_by_themselves_too(person, here):
    page = person.at(f"{here}/components/3.2")
    page.get_by_label("Office that acts").fill("Ministry of Defence")
    page.get_by_label("Office that acts").blur()
    expect(status(page)).to_have_text(SAVED)
    page.goto(f"{here}/profile")
    page.get_by_label("Police or gendarmerie").check()
    expect(status(page)).to_have_text(SAVED)
    page.get_by_label("Prison service").check()
    expect(status(page)).to_have_text(SAVED)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and go to tasks").click()
    again = person.at(f"{here}/profile")
    expect(again.get_by_label("Police or gendarmerie")).to_be_checked()
    expect(again.get_by_label("Prison service")).to_be_checked()
    again.goto(f"{here}/components/3.2")
    expect(again.get_by_label("Office that acts")).to_have_value("Ministry of Defence")


# A line that fails


def test_a_line_that_is_cut_in_mid_save_and_comes_back_saves_exactly_once(person, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    page.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, "3")
    expect(status(page)).to_have_text(FAILED)
    expect(page.locator("#outbox")).to_contain_text("waiting in this browser: 1")
    refuse_what_axe_finds(page)
    page.unroute(address)
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("#outbox")).to_be_hidden()
    assert revisions(person, address) == 1
    assert outbox(page) == []


@pytest.mark.slow
def test_a_save_whose_answer_is_lost_after_the_commit_is_recognised_when_it_is_sent_again(person, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    lost = []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(address, lose_the_first)
    choose(page, "3")
    expect(status(page)).to_have_text(FAILED)
    note(page, "Written while nobody knew.")
    expect(status(page)).to_have_text(SAVED)
    assert lost == [200]
    page.locator("#comment").blur()
    expect(status(page)).to_have_text(SAVED)
    # One for the level, one for the note: neither twice, and no conflict with oneself.
    assert revisions(person, address) == 2
    assert said(person, address) == "Written while nobody knew."
    assert "Two answers" not in person.context.request.get(address).text()


@pytest.mark.parametrize(
    ("answer", "least"),
    [({"status": 500, "body": "broken"}, 0), ({"status": 503, "headers": {"Retry-After": "3"}}, 3)],
    ids=["a 500", "a 503 with Retry-After"],
)
def test_a_server_that_cannot_is_asked_again_and_not_before_it_said(person, here, answer, least):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    page.evaluate(
        "() => { window.asked = []; const real = window.fetch;"
        " window.fetch = (...given) => { window.asked.push(Date.now()); return real(...given); }; }"
    )
    page.route(
        address, lambda route: route.fulfill(**answer) if route.request.method == "POST" else None, times=1
    )
    choose(page, "1")
    expect(status(page)).to_have_text(FAILED)
    expect(page.locator('input[name="value"][value="1"]')).to_be_checked()
    note(page, "Typed meanwhile.")
    page.locator("#comment").blur()
    expect(status(page)).to_have_text(SAVED)
    first, second, *_ = page.evaluate("window.asked")
    assert second - first >= least * 1000
    assert said(person, address) == "Typed meanwhile."


@pytest.mark.slow
def test_leaving_is_warned_of_while_something_is_not_saved_and_not_afterwards(person, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    page.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, "3")
    expect(status(page)).to_have_text(FAILED)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Tasks", exact=True).click()
    expect(status(page)).to_have_text(FAILED)
    assert asked == ["beforeunload"]
    assert page.url == address
    page.unroute(address)
    expect(status(page)).to_have_text(SAVED)
    follow(page.get_by_role("link", name="Tasks", exact=True))
    assert asked == ["beforeunload"]


def test_a_link_that_is_followed_at_once_waits_for_the_save(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    note(page, "Typed, and left at once.")
    follow(page.get_by_role("link", name="Tasks", exact=True))
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    assert said(person, f"{here}/questions/3.2.1") == "Typed, and left at once."


# The outbox


def cut_off(person, address, text="Typed without a line."):
    """A tab in which something is typed that no server hears of; it is closed with it."""
    page = person.at(address)
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, "4")
    expect(status(page)).to_have_text(FAILED)
    note(page, text)
    page.close()


def test_what_a_closed_tab_left_is_put_back_and_saved_when_its_page_is_opened_again(person, here):
    address = f"{here}/questions/3.2.1"
    cut_off(person, address)
    elsewhere = person.at(here)
    expect(elsewhere.locator("#outbox")).to_contain_text("waiting in this browser: 1 3.2.1")
    refuse_what_axe_finds(elsewhere)
    follow(elsewhere.locator("#outbox").get_by_role("link", name="3.2.1"))
    expect(elsewhere.locator("#comment")).to_have_value("Typed without a line.")
    expect(status(elsewhere)).to_have_text(SAVED)
    expect(elsewhere.locator('input[name="value"][value="4"]')).to_be_checked()
    # The level went first, and nobody knew whether it had arrived; then the note.
    assert revisions(person, address) == 2
    assert outbox(elsewhere) == []


@pytest.mark.slow
def test_what_waits_meets_what_another_saved_since_and_both_are_shown(person, people, here):
    address = f"{here}/questions/3.2.1"
    cut_off(person, address, "Mine, from the train.")
    other = people().at(address)
    choose(other, "0")
    expect(status(other)).to_have_text(SAVED)
    page = person.at(address)
    expect(status(page)).to_have_text(re.compile("Somebody else changed this answer"))
    follow(page.get_by_role("button", name="Show both"))
    # Two tries met the other answer: the level alone, and then with the note.
    expect(page.get_by_role("heading", name="Two answers to this question").first).to_be_visible()
    expect(page.get_by_text("Mine, from the train.").first).to_be_visible()
    assert outbox(page) == []


@pytest.mark.slow
def test_what_waits_is_removed_by_whoever_asks_for_it_and_confirms(person, here):
    cut_off(person, f"{here}/questions/3.2.1")
    page = person.at(here)
    remove = page.get_by_role("button", name="Remove what waits in this browser")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog"):
        remove.click()
    expect(page.locator("#outbox")).to_contain_text("waiting in this browser: 1")
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        remove.click()
    expect(page.locator("#outbox")).to_be_hidden()
    assert outbox(page) == []
    assert revisions(person, f"{here}/questions/3.2.1") == 0


@pytest.mark.slow
def test_two_tabs_on_two_assessments_do_not_mix(person, start):
    first, second = start("Firstland"), start("Secondland")
    cut_off(person, f"{first}/questions/3.2.1", "Of the first.")
    page = person.at(f"{second}/questions/3.2.1")
    expect(page.locator("#outbox")).to_be_hidden()
    expect(page.locator("#comment")).to_have_value("")
    choose(page, "1")
    expect(status(page)).to_have_text(SAVED)
    # Only the page of none tells of all.
    expect(person.at(f"{first}/").locator("#outbox")).to_contain_text("waiting in this browser: 1 3.2.1")
    expect(person.at(first.partition("/assessments")[0]).locator("#outbox")).to_contain_text("browser: 1")
    back = person.at(f"{first}/questions/3.2.1")
    expect(back.locator("#comment")).to_have_value("Of the first.")
    expect(status(back)).to_have_text(SAVED)
    assert said(person, f"{second}/questions/3.2.1") == ""


def test_of_two_tabs_on_one_question_neither_text_is_lost(person, here):
    address = f"{here}/questions/3.2.1"
    one, two = person.at(address), person.at(address)
    note(one, "From the first tab.")
    one.locator("#comment").blur()
    expect(status(one)).to_have_text(SAVED)
    note(two, "From the second tab.")
    two.locator("#comment").blur()
    expect(status(two)).to_have_text(re.compile("Somebody else changed this answer"))
    follow(two.get_by_role("button", name="Show both"))
    expect(two.get_by_text("From the second tab.").first).to_be_visible()


# Two people


def test_two_people_on_one_question_are_told_and_see_mine_theirs_and_before(people, here):
    address = f"{here}/questions/3.2.1"
    ana, ben = people(), people()
    hers, his = ana.at(address), ben.at(address)
    note(hers, "What Ana thinks.")
    hers.locator("#comment").blur()
    expect(status(hers)).to_have_text(SAVED)
    note(his, "What Ben thinks.")
    his.locator("#comment").blur()
    expect(status(his)).to_have_text(re.compile("Somebody else changed this answer"))
    refuse_what_axe_finds(his)
    # He types on; nothing of it goes anywhere until he chooses.
    note(his, " And more.")
    his.locator("#comment").blur()
    assert revisions(ben, address) == 1
    follow(his.get_by_role("button", name="Show both"))
    for word in ("Came too late", "Stands now", "Before"):
        expect(his.get_by_text(word, exact=True).first).to_be_visible()
    expect(his.get_by_text("What Ben thinks. And more.").first).to_be_visible()
    assert outbox(his) == []
    his.locator('input[name="choice"][value="theirs"]').last.check()


@pytest.mark.slow
def test_a_component_that_another_changed_keeps_mine_here_until_i_let_it_stand(people, here):
    address = f"{here}/components/3.2"
    ana, ben = people(), people()
    hers, his = ana.at(address), ben.at(address)
    hers.get_by_label("Office that acts").fill("Hers")
    hers.get_by_label("Office that acts").blur()
    expect(status(hers)).to_have_text(SAVED)
    his.get_by_label("Office that acts").fill("His")
    his.get_by_label("Office that acts").blur()
    follow(his.get_by_role("button", name="Show both"))
    expect(his.get_by_role("heading", name="Another person changed this meanwhile")).to_be_visible()
    assert len(outbox(his)) == 1
    his.get_by_label("Until when").fill("2027")
    his.get_by_label("Until when").blur()
    assert ana.context.request.get(address).text().count('value="Hers"') == 1
    follow(his.get_by_role("button", name="Save", exact=True))
    assert ana.context.request.get(address).text().count('value="His"') == 1
    assert outbox(his) == []


# Going on, and coming back


def test_a_double_click_saves_once_and_goes_on(person, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    note(page, "Once.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", name="3.2.2")).to_be_visible()
    assert revisions(person, address) == 1


def test_the_button_without_a_line_stays_on_the_page_and_keeps_the_text(person, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    page.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    note(page, "Still here.")
    page.get_by_role("button", name="Save and continue").click()
    expect(status(page)).to_have_text(FAILED)
    expect(page.locator("#comment")).to_have_value("Still here.")
    page.unroute(address)
    follow(page.get_by_role("button", name="Save and continue"))
    assert revisions(person, address) == 1


@pytest.mark.slow
def test_the_back_button_shows_what_is_newest(person, people, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    choose(page, "1")
    expect(status(page)).to_have_text(SAVED)
    follow(page.get_by_role("button", name="Save and continue"))
    other = people().at(address)
    choose(other, "4")
    expect(status(other)).to_have_text(SAVED)
    page.go_back()
    expect(page.locator('input[name="value"][value="4"]')).to_be_checked()
    note(page, "After coming back.")
    page.locator("#comment").blur()
    expect(status(page)).to_have_text(SAVED)
    assert revisions(person, address) == 3


# What is wrong, or not finished yet


@pytest.mark.slow
def test_what_is_wrong_stands_beside_its_field_once_it_is_left_and_focus_stays(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    choose(page, "2")
    expect(status(page)).to_have_text(SAVED)
    date = page.locator("#evidence-0-dated")
    page.locator("#evidence-0-title").fill("Register")
    with page.expect_response(lambda answer: answer.status == 422):
        date.press_sequentially("last spring")
    expect(status(page)).to_have_text("Not saved yet: Write the date as 2024, 2024-05 or 2024-05-06.")
    expect(page.locator("#evidence-0-dated-error")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.locator("#evidence-0-dated-error")).to_be_visible()
    expect(date).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("document.activeElement.id") == "evidence-0-grade"
    refuse_what_axe_finds(page)
    date.fill("2026-05")
    date.blur()
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("#evidence-0-dated-error")).to_have_count(0)


@pytest.mark.slow
def test_a_range_without_its_ends_is_only_not_saved_yet(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    choose(page, "range")
    expect(status(page)).to_have_text(re.compile("^Not saved yet: Choose a lower and an upper level"))
    expect(page.locator(".error")).to_have_count(0)
    page.locator("#range_low").select_option("1")
    page.locator("#range_high").select_option("3")
    expect(status(page)).to_have_text(SAVED)


@pytest.mark.slow
def test_a_button_pressed_over_something_wrong_leads_to_the_page_that_lists_it(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    choose(page, "range")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="1 thing is missing or wrong")).to_be_visible()
    page.locator("#range_low").select_option("1")
    page.locator("#range_high").select_option("3")
    expect(status(page)).to_have_text(SAVED)
    expect(page.get_by_role("heading", name="1 thing is missing or wrong")).to_have_count(0)
    assert not page.title().startswith("Error")
    assert outbox(page) == []


@pytest.mark.slow
def test_a_save_after_finishing_says_so_and_keeps_the_text_in_this_browser(person, people, here):
    page = person.at(f"{here}/questions/3.2.1")
    other = people().at(f"{here}/check")
    follow(other.get_by_role("button", name="Finish the assessment"))
    note(page, "Too late.")
    page.locator("#comment").blur()
    expect(status(page)).to_have_text(re.compile("^Not saved: the assessment is finished"))
    assert len(outbox(page)) == 1
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Not saved: the assessment is finished")).to_be_visible()
    expect(page.get_by_text("Too late.")).to_be_visible()

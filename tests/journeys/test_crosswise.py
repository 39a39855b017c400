"""Two people with the same pages open, in real browsers: each sees what the other changed, none wipes it."""

import re

import pytest
from playwright.sync_api import expect

from tests.attacks.crosswise import crosswise, told
from tests.journeys.saving import SAVED, choose, note, outbox, status

pytestmark = [pytest.mark.browser, pytest.mark.slow]

JOINED = re.compile(r"^Saved \d\d:\d\d\. Another person changed (.*) meanwhile; both stand\.$")


def left(page) -> None:
    """Leaves the note, which saves it."""
    page.locator("#comment").blur()


def test_a_page_shows_what_another_person_changed_and_keeps_the_place_of_who_types(people, here):
    address = f"{here}/questions/3.2.1"
    hers, his = people().at(address), people().at(address)
    choose(hers, "1")
    expect(status(hers)).to_have_text(SAVED)
    his.locator("#comment").focus()
    note(his, "What Ben thinks.")
    expect(status(his)).to_have_text(JOINED)
    expect(his.locator('input[name="value"][value="1"]')).to_be_checked()
    assert his.evaluate("[document.activeElement.id, document.activeElement.selectionStart]") == [
        "comment",
        16,
    ]
    his.keyboard.type(" And more.")
    left(his)
    expect(status(his)).to_have_text(SAVED)
    assert outbox(his) == []
    # Hers is older by two revisions, and she changes her level: the note stays.
    choose(hers, "0")
    expect(status(hers)).to_have_text(JOINED)
    expect(hers.locator("#comment")).to_have_value("What Ben thinks. And more.")
    assert "Two answers" not in hers.context.request.get(address).text()


def test_who_types_on_while_it_is_saved_undoes_and_saves_by_the_button_loses_nothing(people, here):
    address = f"{here}/questions/3.2.1"
    ana, ben = people(), people()
    hers, his = ana.at(address), ben.at(address)
    # What the page would show of the other is held back, as if she typed on all the while.
    hers.route(address, lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    choose(hers, "2")
    expect(status(hers)).to_have_text(SAVED)
    note(his, "His note.")
    left(his)
    expect(status(his)).to_have_text(JOINED)
    choose(hers, "3")
    expect(status(hers)).to_have_text(JOINED)
    expect(hers.locator("#comment")).to_have_value("")
    choose(hers, "2")
    expect(status(hers)).to_have_text(JOINED)
    hers.get_by_label("Withhold this answer").check()
    hers.unroute(address)
    with hers.expect_navigation():
        hers.get_by_role("button", name="Save and continue").click()
    expect(hers.get_by_text("Another person changed the note meanwhile; both stand.")).to_be_visible()
    again = ben.at(address)
    expect(again.locator('input[name="value"][value="2"]')).to_be_checked()
    expect(again.get_by_label("Withhold this answer")).to_be_checked()
    expect(again.locator("#comment")).to_have_value("His note.")


def test_two_people_who_edit_every_page_crosswise_lose_nothing_and_are_told_of_no_clash(browser, server):
    found = crosswise(browser, server, 8)
    assert [(one.name, one.answer) for one in told(found) if not one.has_held] == []

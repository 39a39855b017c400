"""What waits in this browser goes by itself only where nobody has to decide: frozen, gone, refused."""

import json
import re
import urllib.parse
import urllib.request

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

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FROZEN = "This was written while the assessment was frozen"


def post(address: str, **sent: str) -> None:
    urllib.request.urlopen(address, urllib.parse.urlencode(sent).encode() or b"x=", timeout=60).close()  # noqa: S310


def finish(here):
    post(f"{here}/finish")


def reopen(here):
    post(f"{here}/reopen", reason="Something came late.")


def refuse(page, address: str, times: int | None = None, **answer) -> list[float]:
    """Answers what is sent to an address in this way; gives when each was sent."""
    asked: list[float] = []

    def route(one):
        if one.request.method == "POST" and (times is None or len(asked) < times):
            asked.append(page.evaluate("performance.now()"))
            one.fulfill(**answer)
        else:
            one.continue_()

    page.route(address, route)
    return asked


def frozen_text(person, here, path="questions/3.2.1"):
    """A page on which something was typed while another person finished the assessment."""
    page = person.at(f"{here}/{path}")
    finish(here)
    return page


def late(person, here):
    """Leaves a note in the outbox that met a finished assessment."""
    page = frozen_text(person, here)
    choose(page, "3")
    expect(status(page)).to_have_text(re.compile("^Not saved: the assessment is finished"))
    note(page, "Typed late.")
    page.close()


@pytest.mark.parametrize("choice", ["Use it", "Drop it"])
def test_what_was_written_while_it_was_frozen_goes_only_when_a_person_uses_it(person, here, choice):
    address = f"{here}/questions/3.2.1"
    late(person, here)
    reading = person.at(address)
    expect(reading.locator("#outbox")).to_contain_text("waiting in this browser: 1")
    assert reading.locator("form[data-saves]").count() == 0
    reopen(here)
    page = person.at(address)
    offered = page.locator("section.notice").filter(has_text=FROZEN)
    expect(offered).to_contain_text("Note: Typed late.")
    expect(offered).not_to_contain_text("Grade")
    expect(page.locator("#comment")).to_have_value("")
    refuse_what_axe_finds(page)
    page.wait_for_timeout(2500)
    assert revisions(person, address) == 0
    offered.get_by_role("button", name=choice).click()
    expect(offered).to_have_count(0)
    if choice == "Use it":
        expect(status(page)).to_have_text(SAVED)
        assert said(person, address) == "Typed late."
        expect(page.locator('input[name="value"][value="3"]')).to_be_checked()
    else:
        expect(page.locator("#outbox")).to_be_hidden()
        assert revisions(person, address) == 0
    assert outbox(page) == []


def test_what_is_used_meets_what_another_saved_since_and_both_are_shown(person, people, here):
    late(person, here)
    reopen(here)
    address = f"{here}/questions/3.2.1"
    other = people().at(address)
    choose(other, "0")
    expect(status(other)).to_have_text(SAVED)
    page = person.at(address)
    page.get_by_role("button", name="Use it").click()
    follow(page.get_by_role("button", name="Show both"))
    expect(page.get_by_role("heading", name="Two answers to this question").first).to_be_visible()


def test_what_a_second_tab_wrote_while_it_was_frozen_waits_as_well(person, here):
    first, second = person.at(f"{here}/questions/3.2.1"), person.at(f"{here}/questions/3.2.1")
    finish(here)
    note(second, "From the second tab.")
    expect(status(second)).to_have_text(re.compile("^Not saved: the assessment is finished"))
    second.close()
    reopen(here)
    first.reload()
    expect(first.locator("section.notice").filter(has_text=FROZEN)).to_contain_text("From the second tab.")


def test_a_profile_written_while_it_was_frozen_waits_too(person, here):
    page = frozen_text(person, here, "profile")
    page.get_by_label("Police or gendarmerie").check()
    expect(status(page)).to_have_text(re.compile("^Not saved: the assessment is finished"))
    page.close()
    reopen(here)
    page = person.at(f"{here}/profile")
    expect(page.locator("section.notice").filter(has_text=FROZEN)).to_contain_text("Police or gendarmerie")
    expect(page.get_by_label("Police or gendarmerie")).not_to_be_checked()
    page.get_by_role("button", name="Use it").click()
    expect(status(page)).to_have_text(SAVED)


def test_what_no_server_heard_of_before_it_was_finished_waits_as_well(person, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    note(page, "Without a line.")
    expect(status(page)).to_have_text(FAILED)
    page.close()
    finish(here)
    reading = person.at(address)
    expect(reading.locator("#outbox")).to_contain_text("waiting in this browser: 1")
    reading.wait_for_function("Object.keys(localStorage).some(key => key.includes('~'))")
    reopen(here)
    page = person.at(address)
    expect(page.locator("section.notice").filter(has_text=FROZEN)).to_contain_text("Without a line.")
    assert revisions(person, address) == 0


def test_a_clock_that_is_set_back_does_not_hold_up_what_waits(person, here):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    refuse(page, address, times=1, status=503)
    choose(page, "1")
    expect(status(page)).to_have_text(FAILED)
    page.evaluate("() => { const real = Date.now; Date.now = () => real() - 86400000; }")
    expect(status(page)).to_have_text(SAVED, timeout=12_000)


def test_where_the_assessment_is_gone_nothing_is_sent_again_and_the_text_is_kept(person, here, server):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    post(f"{here}/delete", confirmed="Savingland")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    note(page, "Nowhere to go.")
    expect(status(page)).to_have_text(re.compile("^This assessment is not here any more"))
    gone = page.locator("section.notice")
    expect(gone).to_contain_text("Note: Nowhere to go.")
    expect(gone.get_by_role("button", name="Copy the text")).to_be_visible()
    page.wait_for_timeout(3000)
    assert len(sent) == 1
    page.close()
    home = person.at(server)
    expect(home.locator("section.notice")).to_contain_text("Nowhere to go.")
    refuse_what_axe_finds(home)
    home.get_by_role("button", name="Remove it").click()
    expect(home.locator("#outbox")).to_be_hidden()
    assert outbox(home) == []


@pytest.mark.parametrize("code", [403, 413, 422])
def test_what_the_server_refuses_for_good_is_not_sent_for_ever(person, here, code):
    address = f"{here}/questions/3.2.1"
    page = person.at(address)
    asked = refuse(page, address, status=code, content_type="text/html", body="no")
    choose(page, "1")
    expect(status(page)).to_have_text(re.compile(rf"^Not saved: the server refused this \({code}\)"))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(3500)
    assert len(asked) == 1
    assert len(outbox(page)) == 1
    page.unroute(address)
    note(page, "Shorter.")
    page.locator("#comment").blur()
    expect(status(page)).to_have_text(SAVED)


def test_what_was_written_under_another_name_is_offered_and_does_not_go_by_itself(person, here, server):
    address = f"{here}/questions/3.2.1"

    def named(name):
        sent = {"author": name, "back": "/"}
        person.context.request.post(f"{server}/author", form=sent, headers={"origin": server})

    named("Ana")
    page = person.at(address)
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    note(page, "Ana’s thought.")
    expect(status(page)).to_have_text(FAILED)
    page.close()
    named("Ben")
    page = person.at(address)
    expect(page.locator("section.notice")).to_contain_text("under another name (Ana)")
    expect(page.locator("section.notice")).to_contain_text("Ana’s thought.")
    choose(page, "2")
    expect(status(page)).to_have_text(re.compile("^Saved"))
    assert said(person, address) == ""
    assert len(outbox(page)) == 1
    page.get_by_role("button", name="Drop it").click()
    expect(page.locator("#outbox")).to_be_hidden()
    assert outbox(page) == []


def test_what_an_answer_claims_and_what_is_supported_comes_with_every_save(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    expect(page.locator(".claims")).to_have_text("")
    for level in ("1", "4"):
        choose(page, level)
        expect(page.locator(".claims")).to_contain_text(f"claims level {level}")
        fresh = person.at(f"{here}/questions/3.2.1")
        assert fresh.locator(".claims").inner_text() == page.locator(".claims").inner_text()
        fresh.close()
    choose(page, "not_known")
    expect(page.locator(".claims")).to_have_text("")


@pytest.mark.parametrize("coming_back", ["window", "document"])
def test_whoever_comes_back_to_the_window_sees_what_another_saved(people, here, coming_back):
    address = f"{here}/questions/3.2.1"
    ana, ben = people(), people()
    hers, his = ana.at(address), ben.at(address)
    choose(his, "3")
    expect(status(his)).to_have_text(SAVED)
    event = "focus" if coming_back == "window" else "visibilitychange"
    hers.evaluate(f"{coming_back}.dispatchEvent(new Event('{event}'))")
    expect(status(hers)).to_have_text(re.compile(r"^Changed at \d\d:\d\d\.$"))
    expect(hers.locator('input[name="value"][value="3"]')).to_be_checked()
    assert outbox(hers) == []


def test_where_something_is_typed_the_change_is_said_and_nothing_typed_is_lost(people, here):
    address = f"{here}/questions/3.2.1"
    ana, ben = people(), people()
    hers, his = ana.at(address), ben.at(address)
    choose(hers, "range")
    expect(status(hers)).to_have_text(re.compile("^Not saved yet: Choose a lower"))
    choose(his, "3")
    expect(status(his)).to_have_text(SAVED)
    hers.evaluate("window.dispatchEvent(new Event('focus'))")
    line = hers.locator(".changed")
    expect(line).to_have_text(re.compile(r"^Changed at \d\d:\d\d\. Show it$"))
    assert line.get_by_role("link").get_attribute("href").endswith("/questions/3.2.1/history")
    expect(hers.locator('input[name="value"][value="range"]')).to_be_checked()


def test_a_page_that_is_come_back_to_after_finishing_is_read(person, here):
    page = person.at(f"{here}/questions/3.2.1")
    finish(here)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("Finished as edition 1")).to_be_visible()
    expect(page.locator("form[data-saves]")).to_have_count(0)


def test_the_newest_revisions_are_asked_for_cheaply(here, server):
    post(f"{here}/questions/3.2.1", value="2", base="0")
    asked = urllib.parse.urlencode({"answer:3.2.1": 0, "answer:3.2.2": 0, "nothing": 1, "fact:none": 0})
    with urllib.request.urlopen(f"{here}/newest?{asked}", timeout=60) as answer:  # noqa: S310
        told = json.load(answer)
    assert [one["subject"] for one in told["changed"]] == ["answer:3.2.1"]
    assert told["finished"] is False


def test_what_met_another_choice_in_a_second_tab_waits_when_the_tab_is_left(people, here):
    address = f"{here}/profile"
    ben = people()
    first, his, hers = ben.at(address), ben.at(address), people().at(address)
    hers.locator('input[name="fact:incidents"][value="some"]').check()
    expect(status(hers)).to_have_text(SAVED)
    his.locator('input[name="fact:incidents"][value="none"]').check()
    expect(status(his)).to_have_text(re.compile("^Somebody else changed this answer"))
    first.close()
    his.once("dialog", lambda one: one.accept())
    his.goto(f"{here}/result")
    expect(his.locator("#outbox")).to_contain_text("waiting in this browser: 1 Profile")
    his.goto(address)
    waiting = his.locator("section.notice", has=his.get_by_role("button", name="Use it"))
    expect(waiting).to_contain_text("Somebody else changed this answer")
    expect(his.locator('input[name="fact:incidents"]:checked')).to_have_value("some")
    waiting.get_by_role("button", name="Drop it").click()
    expect(waiting).to_have_count(0)
    assert outbox(his) == []


def test_while_two_answers_wait_the_form_says_that_what_is_typed_is_not_saved(people, here):
    address = f"{here}/questions/3.2.1"
    hers, his = people().at(address), people().at(address)
    choose(hers, "1")
    expect(status(hers)).to_have_text(SAVED)
    choose(his, "3")
    expect(status(his)).to_have_text(re.compile("^Somebody else changed this answer"))
    his.goto(address)
    expect(his.locator('input[name="choice"]:checked')).to_have_count(0)
    note(his, "Typed beside the notice.")
    expect(status(his)).to_have_text("Not saved yet")


def test_what_is_saved_once_more_after_it_met_a_finished_assessment_waits_no_longer(person, here):
    page = frozen_text(person, here)
    note(page, "Typed late.")
    page.locator("#comment").blur()
    expect(status(page)).to_have_text(re.compile("^Not saved: the assessment is finished"))
    follow(page.get_by_role("button", name="Save and continue"))
    reopen(here)
    follow(page.get_by_role("button", name="Save it once more"))
    page.goto(f"{here}/questions/3.2.1")
    expect(page.locator("#comment")).to_have_value("Typed late.")
    expect(page.get_by_role("button", name="Use it")).to_have_count(0)
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('cied-outbox'))")

"""Every page in its other states, from errors to long words: axe finds nothing, nothing scrolls sideways."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.rendering.environment import page as rendered
from app.web.kept import KeptField
from tests.journeys.browsing import follow, refuse_what_axe_finds

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ONE_WORD = "W" * 400
MANY_WORDS = "Sentences of officials who want to say it exactly. " * 70
AT_400_PERCENT = {"width": 320, "height": 256}
"""A window of 1280 by 1024 at a zoom of 400 %."""
WIDE = {"width": 1100, "height": 800}


def refused_answer(journey, page):
    page.goto(journey.address("questions", "3.2.2"))
    page.locator('input[name="value"][value="range"]').check()
    page.locator('select[name="range_low"]').select_option("3")
    page.locator('select[name="range_high"]').select_option("1")
    page.locator('input[name="evidence-0-title"]').fill(ONE_WORD)
    page.locator('input[name="evidence-0-dated"]').fill("last spring")
    page.locator("#comment").fill(ONE_WORD)
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_role("alert")).to_be_visible()


def missing_reason(journey, page):
    page.goto(journey.address("questions", "3.1.3"))
    page.locator('input[value="not_applicable"]').check()
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_role("alert")).to_be_visible()


def conflict(journey, page):
    for value, words in (("1", ONE_WORD), ("3", MANY_WORDS)):
        sent = {"base": "0", "mutation": f"{journey.assessment}-{value}", "value": value, "comment": words}
        page.request.post(
            journey.address("questions", "3.2.1"), form=sent, headers={"origin": journey.server}
        )
    page.goto(journey.address("questions", "3.2.1"))
    expect(page.get_by_text("Two answers to this question")).to_be_visible()


def conflict_on_the_tasks(journey, page):
    conflict(journey, page)
    page.goto(journey.address())
    expect(page.get_by_text("Needs you", exact=True)).to_be_visible()


def conflict_at_check(journey, page):
    conflict(journey, page)
    page.goto(journey.address("check"))
    expect(page.get_by_text("3.2.1").first).to_be_visible()


def conflict_of_the_profile(journey, page):
    page.goto(journey.address("profile"))
    page.get_by_label("Police or gendarmerie").check()
    theirs = {"mutation": f"{journey.assessment}-p", "base-fact:holders": "0", "fact:holders": "prisons"}
    page.request.post(journey.address("profile"), form=theirs, headers={"origin": journey.server})
    follow(page.get_by_role("button", name="Save and go to tasks"))
    expect(page.get_by_role("alert")).to_be_visible()


def theirs_meanwhile(journey, page, *where, **sent):
    """Another person saves that, on what the page here was fetched with."""
    form = {"base": "0", "mutation": f"{journey.assessment}-theirs"} | sent
    page.request.post(journey.address(*where), form=form, headers={"origin": journey.server})


def saved_with_what_another_changed(journey, page):
    page.goto(journey.address("questions", "3.2.1"))
    theirs_meanwhile(journey, page, "questions", "3.2.1", comment=ONE_WORD)
    page.locator("#value-2").check()
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_text("Another person changed the note meanwhile; both stand.").first).to_be_visible()


def clash_of_a_component(journey, page):
    page.goto(journey.address("components", "3.5"))
    theirs_meanwhile(journey, page, "components", "3.5", owner=ONE_WORD[:300], due="2027", target="2")
    page.get_by_label("Office that acts").fill("Mine")
    page.get_by_label("Until when").fill("2028")
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", name="Another person changed this meanwhile")).to_be_visible()


def component_sent_again(journey, page):
    theirs_meanwhile(journey, page, "components", "3.5", owner=ONE_WORD[:300])
    page.goto(journey.address("components", "3.5"))
    form = {"base": "0", "mutation": f"{journey.assessment}-theirs", "owner": MANY_WORDS[:300]}
    sent = page.request.post(
        journey.address("components", "3.5"), form=form, headers={"origin": journey.server}
    )
    shown_here(page, sent.text())
    expect(page.get_by_role("heading", name="This form was saved before")).to_be_visible()


def start_sent_again(journey, page):
    page.goto(f"{journey.server}/assessments/new")
    for country in (ONE_WORD[:60], MANY_WORDS[:60]):
        form = {
            "country_name": country,
            "country_code": "XZ",
            "reference_date": "2026-11-24",
            "questionnaire": "a-res-75-59/0.9",
            "mutation": f"{journey.assessment}-start",
        }
        sent = page.request.post(
            f"{journey.server}/assessments", form=form, headers={"origin": journey.server}
        )
    shown_here(page, sent.text())
    expect(page.get_by_role("heading", name="Another assessment was started")).to_be_visible()


def shown_here(page, text):
    """The page that a request of the same form got."""
    page.route("**/again", lambda route: route.fulfill(status=409, body=text, content_type="text/html"))
    page.goto(page.url.partition("/assessments")[0] + "/again")


def refused_component(journey, page):
    page.goto(journey.address("components", "3.5"))
    page.get_by_label("Until when").fill("soon")
    page.get_by_label("Office that acts").fill(ONE_WORD[:200])
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("alert")).to_be_visible()


def refused_start(journey, page):
    page.goto(f"{journey.server}/assessments/new")
    page.get_by_label("Country code").fill("12")
    follow(page.get_by_role("button", name="Start"))
    expect(page.get_by_role("alert")).to_be_visible()


def finished_meanwhile(journey, page):
    page.goto(journey.address("questions", "3.2.1"))
    page.locator("#comment").fill(ONE_WORD)
    sent = {"mutation": f"{journey.assessment}-f"}
    page.request.post(journey.address("finish"), form=sent, headers={"origin": journey.server})
    follow(page.get_by_role("button", name="Save and continue"))
    expect(page.get_by_role("heading", name="Not saved: the assessment is finished")).to_be_visible()


def reopening_without_a_reason(journey, page):
    journey.finish()
    page.goto(journey.address("check"))
    follow(page.get_by_role("button", name="Open it again"))
    expect(page.get_by_role("alert")).to_be_visible()


def deleting_under_a_wrong_name(journey, page):
    page.goto(journey.address("move-out"))
    page.get_by_label("Name of the country, to confirm").fill(ONE_WORD[:60])
    follow(page.get_by_role("button", name="Delete for good"))
    expect(page.get_by_role("alert")).to_be_visible()


def refused_file(path, label, button, words):
    def state(journey, page):
        page.goto(path.format(server=journey.server, here=journey.address()))
        page.get_by_label(label).set_input_files(Path(__file__))
        follow(page.get_by_role("button", name=button))
        expect(page.get_by_text(words).first).to_be_visible()

    return state


def nothing_found(journey, page):
    page.goto(journey.address("search") + f"?q={ONE_WORD[:80]}")
    expect(page.get_by_text("Nothing", exact=False).first).to_be_visible()


def empty(*path):
    def state(journey, page):
        page.goto(journey.address(*path))
        expect(page.locator("h1")).to_be_visible()

    return state


def long_words(*path):
    def state(journey, page):
        for question, comment in (("3.2.1", ONE_WORD), ("3.2.2", MANY_WORDS)):
            sent = {
                "base": "0",
                "mutation": f"{journey.assessment}-{question}",
                "value": "2",
                "comment": comment,
                "evidence-0-title": ONE_WORD[:200],
                "evidence-0-grade": "reported",
                "evidence-0-owner": ONE_WORD[:100],
                "author": ONE_WORD[:100],
            }
            address = journey.address("questions", question)
            page.request.post(address, form=sent, headers={"origin": journey.server})
        page.goto(journey.address(*path))
        expect(page.locator("h1")).to_be_visible()

    return state


def long_words_in_a_report(journey, page):
    said = {
        ("components", "3.5"): {"owner": ONE_WORD[:100], "due": "2027", "assistance": ONE_WORD[:200]},
        ("components", "3.4"): {"owner": MANY_WORDS[:100], "due": "2027", "commitment": ONE_WORD[:200]},
        ("questions", "3.1.3"): {"value": "not_applicable", "reason": ONE_WORD},
        ("questions", "3.2.1"): {
            "value": "positions",
            "positions-0-agency": ONE_WORD[:100],
            "positions-0-level": "1",
            "positions-1-agency": "Customs",
            "positions-1-level": "3",
        },
    }
    for where, sent in said.items():
        sent |= {"base": "0", "mutation": f"{journey.assessment}-{where[1]}"}
        page.request.post(journey.address(*where), form=sent, headers={"origin": journey.server})
    page.goto(journey.address("report", "read") + f"?marking={ONE_WORD[:60]}")
    for text in (ONE_WORD[:100], ONE_WORD[:300]):
        expect(page.get_by_text(text).first).to_be_visible()


def finished_with_long_words(*path):
    def state(journey, page):
        filled = {
            ("questions", "3.2.1"): {"value": "2", "comment": ONE_WORD, "evidence-0-title": ONE_WORD[:200]},
            ("questions", "3.2.2"): {
                "value": "positions",
                "positions-0-agency": ONE_WORD[:100],
                "positions-0-level": "1",
                "positions-0-note": ONE_WORD[:200],
                "positions-1-agency": "Customs",
                "positions-1-level": "3",
            },
            ("components", "3.5"): {"owner": ONE_WORD[:100], "assistance": ONE_WORD[:200]},
        }
        for where, sent in filled.items():
            sent |= {"base": "0", "mutation": f"{journey.assessment}-{where[1]}"}
            page.request.post(journey.address(*where), form=sent, headers={"origin": journey.server})
        journey.finish()
        page.goto(journey.address(*path))
        expect(page.get_by_text("Finished as edition 1")).to_be_visible()

    return state


def database_away(journey, page):
    kept = [KeptField(name="comment", value=ONE_WORD), KeptField(name="reason", value=MANY_WORDS)]
    frame = {"opened": None, "here": "", "marking": "", "author": "", "address": "/", "is_apart": False}
    told = rendered("en", "web/busy.html", **frame, kept=kept, does_pass=True)
    page.route("**/away", lambda route: route.fulfill(status=503, body=told, content_type="text/html"))
    page.goto(f"{journey.server}/away")
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()


STATES = {
    "refused answer": refused_answer,
    "missing reason": missing_reason,
    "conflict": conflict,
    "conflict on the tasks": conflict_on_the_tasks,
    "conflict at check": conflict_at_check,
    "conflict of the profile": conflict_of_the_profile,
    "saved with what another changed": saved_with_what_another_changed,
    "clash of a component": clash_of_a_component,
    "component sent again": component_sent_again,
    "start sent again": start_sent_again,
    "refused component": refused_component,
    "refused start": refused_start,
    "finished meanwhile": finished_meanwhile,
    "reopening without a reason": reopening_without_a_reason,
    "deleting under a wrong name": deleting_under_a_wrong_name,
    "refused assessment file": refused_file(
        "{server}/move-in", "Assessment file", "Bring it in", "Nothing was brought in."
    ),
    "refused report": refused_file("{server}/verify", "Report (PDF)", "Verify", "refused"),
    "refused workbook": refused_file(
        "{here}/workbook", "The workbook that was filled in", "See what it brings", "workbook"
    ),
    "nothing found": nothing_found,
    "empty result": empty("result"),
    "empty plan": empty("plan"),
    "empty check": empty("check"),
    "empty history": empty("history"),
    "empty changes": empty("changes"),
    "empty component": empty("result", "3.2"),
    "empty report": empty("report"),
    "empty report to read": empty("report", "read"),
    "long words in a report to read": long_words_in_a_report,
    "long words in a question": long_words("questions", "3.2.1"),
    "long words in a history": long_words("questions", "3.2.1", "history"),
    "long words at check": long_words("check"),
    "long words in a result": long_words("result", "3.2"),
    "long words in a workshop": long_words("questions", "3.2.1", "workshop"),
    "long words in a finished question": finished_with_long_words("questions", "3.2.1"),
    "long words in finished positions": finished_with_long_words("questions", "3.2.2"),
    "long words in a finished workshop": finished_with_long_words("questions", "3.2.2", "workshop"),
    "long words in a finished component": finished_with_long_words("components", "3.5"),
    "finished profile": finished_with_long_words("profile"),
    "database away": database_away,
}


@pytest.fixture
def journey(coordinator):
    """An assessment of a country whose name is one word of 60 letters."""
    coordinator.start_an_assessment("Longnameland" * 5)
    return coordinator


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_in_this_state(journey, page, name):
    STATES[name](journey, page)
    for window in (AT_400_PERCENT, WIDE):
        page.set_viewport_size(window)
        refuse_what_axe_finds(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]

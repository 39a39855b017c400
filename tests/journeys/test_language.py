"""The language changes while somebody types: nothing typed is lost, and the answer is the same in both."""

import signal

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import follow
from tests.journeys.conftest import Coordinator
from tests.serving import free_port, started

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_answer_typed_in_one_language_is_saved_in_another_and_stands_in_both(page, tmp_path):
    port = free_port()
    english = started(tmp_path, port)
    try:
        coordinator = Coordinator(page, f"http://127.0.0.1:{port}")
        coordinator.start_an_assessment("Tongueland")
        question = coordinator.address("questions", "3.2.1")
        page.goto(question)
        page.locator('input[name="value"][value="2"]').check()
        page.locator("#comment").fill("Typed before the language changed. \u0643\u062a\u0628")
    finally:
        stop(english)
    mirrored = started(tmp_path, port, CIED_LANGUAGE="ar-XB")
    try:
        follow(page.locator('form[action$="/questions/3.2.1"] .save button').first)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.goto(question)
        expect(page.locator('input[name="value"][value="2"]')).to_be_checked()
        expect(page.locator("#comment")).to_have_value(
            "Typed before the language changed. \u0643\u062a\u0628"
        )
    finally:
        stop(mirrored)
    again = started(tmp_path, port)
    try:
        page.goto(question)
        expect(page.locator("html")).to_have_attribute("dir", "ltr")
        expect(page.locator("#comment")).to_have_value(
            "Typed before the language changed. \u0643\u062a\u0628"
        )
    finally:
        stop(again)


def stop(server) -> None:
    server.send_signal(signal.SIGTERM)
    server.wait()

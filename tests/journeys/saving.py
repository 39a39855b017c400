"""What a page that saves by itself says, and what its browser and the server then hold."""

import re

from tests.journeys.conftest import Person

SAVED = re.compile(r"^Saved \d\d:\d\d$")
FAILED = re.compile("^Not saved yet. Your text waits in this browser")
BEFORE_SAVING = "form[data-saves] [role=status]"


def status(page):
    return page.locator(BEFORE_SAVING)


def choose(page, value: str) -> None:
    page.locator(f'input[name="value"][value="{value}"]').check()


def note(page, text: str) -> None:
    page.locator("#comment").press_sequentially(text)


def revisions(person: Person, address: str) -> int:
    """How often something was entered there."""
    page = person.context.request.get(f"{address}/history").text()
    return page.partition('class="revisions"')[2].count("<li")


def said(person: Person, address: str) -> str:
    """The note that the server has."""
    page = person.context.request.get(address).text()
    return re.search(r'<textarea id="comment"[^>]*>\n([^<]*)</textarea>', page)[1]


def outbox(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('cied-outbox:'))")

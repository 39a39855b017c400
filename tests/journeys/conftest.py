"""The main job as sentences, for the tests that drive a browser."""

import re
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import SAFETY_MILLISECONDS
from tests.journeys.browsing import follow
from tests.journeys.pages import demonstration_of

ANSWERS = ("2", "1", "3", "range", "not_known", "0")
"""What the journey answers in turn; see `answer_domain`."""


class Coordinator:
    """What a national coordinator does in a browser; works with and without JavaScript."""

    def __init__(self, page, server: str) -> None:
        self.page = page
        self.server = server
        self.assessment = ""

    def start_an_assessment(
        self, country: str, code: str = "XZ", questionnaire: str = "", scope: str = "full"
    ) -> None:
        self.page.goto(self.server)
        follow(self.page.get_by_role("link", name="Start an assessment"))
        self.page.get_by_label("Name of the country").fill(country)
        self.page.get_by_label("Country code").fill(code)
        self.page.get_by_label("Reference date").fill("2026-11-24")
        if questionnaire:
            self.page.get_by_label(questionnaire).check()
        self.page.locator(f'input[name="scope"][value="{scope}"]').check()
        self.page.get_by_label("Your name or office").fill("Office of the coordinator")
        follow(self.page.get_by_role("button", name="Start"))
        self.assessment = re.search(r"/assessments/([0-9a-f-]+)/profile", self.page.url)[1]

    def address(self, *parts: str) -> str:
        return "/".join([self.server, "assessments", self.assessment, *parts])

    def fill_in_the_profile(self) -> None:
        self.page.goto(self.address("profile"))
        self.page.get_by_label("Police or gendarmerie").check()
        self.page.get_by_label("Yes, inside the State’s territory or waters").check()
        diversion = self.page.get_by_role("group", name="S4 Diversion of State ammunition")
        diversion.get_by_label("High", exact=True).check()
        follow(self.page.get_by_role("button", name="Save and go to tasks"))

    def answer(self, question: str, value: str, document: str = "") -> None:
        self.page.goto(self.address("questions", question))
        self.page.locator(f'input[name="value"][value="{value}"]').check()
        if value == "range":
            self.page.locator('select[name="range_low"]').select_option("1")
            self.page.locator('select[name="range_high"]').select_option("2")
        if document:
            self.page.locator('input[name="evidence-0-title"]').fill(document)
            self.page.locator('input[name="evidence-0-dated"]').fill("2026-05")
            self.page.locator('select[name="evidence-0-grade"]').select_option("documented")
        follow(self.page.get_by_role("button", name="Save and continue"))

    def questions(self) -> list[str]:
        self.page.goto(self.address("domains", "D3"))
        links = self.page.locator('main a[href*="/questions/"]').all()
        return [str(link.get_attribute("href")).rsplit("/", 1)[1] for link in links]

    def finish(self) -> None:
        self.page.goto(self.address("check"))
        follow(self.page.get_by_role("button", name="Finish the assessment"))

    def take_the_report(self, file: Path) -> None:
        """Make the report, wait for it and keep the PDF."""
        page = self.page
        page.goto(self.address("report"))
        follow(page.get_by_role("button", name="Make the report"))
        link = page.get_by_role("link", name="Download the report (PDF)")
        # the page asks again by itself until the report is there
        link.wait_for(timeout=120_000)
        with page.expect_download() as taken:
            link.click()
        taken.value.save_as(file)


class Person:
    """Somebody with a browser of their own; closing a tab leaves what that browser keeps."""

    def __init__(self, browser) -> None:
        self.context = browser.new_context(viewport={"width": 1100, "height": 900})
        self.context.set_default_timeout(SAFETY_MILLISECONDS)

    def at(self, address: str):
        page = self.context.new_page()
        page.goto(address)
        return page


@pytest.fixture
def people(browser):
    met = []

    def another() -> Person:
        met.append(Person(browser))
        return met[-1]

    yield another
    for person in met:
        person.context.close()


@pytest.fixture
def person(people):
    return people()


@pytest.fixture
def start(server):
    """Starts an assessment; gives its address."""

    def started(country: str) -> str:
        sent = {
            "country_name": country,
            "country_code": "XY",
            "reference_date": "2026-11-24",
            "questionnaire": "a-res-75-59/0.9",
        }
        body = urllib.parse.urlencode(sent).encode()
        with urllib.request.urlopen(f"{server}/assessments", body, timeout=60) as answer:  # noqa: S310
            return answer.url.removesuffix("/profile")

    return started


@pytest.fixture
def here(start):
    return start("Savingland")


@pytest.fixture
def coordinator(page, server: str) -> Coordinator:
    return Coordinator(page, server)


@pytest.fixture(scope="session")
def demonstration(server: str) -> str:
    """The path of the demonstration XA on the server."""
    return demonstration_of(server)

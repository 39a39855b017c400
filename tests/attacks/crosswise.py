"""Two people edit the same open pages crosswise, in two real browsers: nothing of anybody is lost.

Each field has one of the two who changes it, so nothing is a clash. Both keep their pages open, type in any
order, undo, reload, lose an answer of the server, and never touch the other one's fields; these are sent with
the form all the same.
"""

import random
import re
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright

from app.answers import read_whole
from app.catalogue import read_canonical
from app.core.assessment.journal import SubjectKind
from app.core.assessment.merging import differing
from tests import missing
from tests.attacks.attack import Attack
from tests.conftest import CHROMIUM_FLAGS, SAFETY_MILLISECONDS
from tests.edges import forms
from tests.serving import served

EDITS_OF = 100
"""Of as many random tries as `make attacks` makes, one is an edit: each takes a second in a browser."""

NAMES = ("Ana", "Ben")
QUESTION, COMPONENT, PROFILE, PLAN = "questions/3.2.1", "components/3.2", "profile", "plan"
FORM = "form[data-saves]"
SAVED = re.compile(r"^(Saved \d\d:\d\d|$)")
TEXT = ""
MARK = "yes"


@dataclass(frozen=True)
class Field:
    """A field of a page: who changes it, the part of the content that it is, and what can be chosen in it.

    `choices`: the values of radio buttons, `(MARK,)` for a box to tick, `(TEXT,)` for any text.
    """

    page: str
    name: str
    owner: str
    part: str
    choices: tuple[str, ...] = (TEXT,)

    @property
    def subject(self) -> str:
        """The subject of the journal that it belongs to."""
        if self.page == PROFILE:
            return self.name.removeprefix("withheld-")
        return "answer:3.2.1" if self.page == QUESTION else "component:3.2"


FIELDS = (
    Field(QUESTION, "value", "Ana", "value", ("0", "1", "2", "3", "4", "not_known")),
    Field(QUESTION, "withheld", "Ana", "withheld", (MARK,)),
    Field(QUESTION, "comment", "Ben", "comment"),
    Field(QUESTION, "evidence-0-title", "Ben", "evidence"),
    Field(COMPONENT, "target", "Ben", "target", ("", "1", "2", "3", "4")),
    Field(COMPONENT, "commitment", "Ana", "commitment"),
    Field(COMPONENT, "owner", "Ben", "plan.owner"),
    Field(COMPONENT, "due", "Ana", "plan.due", ("2027", "2028", "2029-06")),
    Field(COMPONENT, "cost_band", "Ben", "plan.cost_band", ("", "small", "large")),
    Field(COMPONENT, "assistance_kind", "Ana", "plan.assistance_kind", ("", "advice", "training")),
    Field(COMPONENT, "assistance", "Ben", "plan.assistance"),
    Field(PLAN, "move_reason", "Ana", "move"),
)
TYPED = ("comment", "evidence-0-title", "commitment", "owner", "due", "assistance")


@dataclass
class Person:
    """Somebody with a browser of their own and every page open."""

    name: str
    context: BrowserContext
    pages: dict[str, Page] = field(default_factory=dict)


@dataclass
class Crosswise:
    """What two people did, and what came of it."""

    edits: int = 0
    clashes: int = 0
    entries: int = 0
    lost: list[str] = field(default_factory=list)
    wiped: list[str] = field(default_factory=list)
    blocked: bool = False


class Run:
    """So many edits of one assessment."""

    def __init__(self, browser: Browser, server: str, chance: random.Random) -> None:
        self.server, self.chance, self.found = server, chance, Crosswise()
        self.here = _started(server)
        self.people = [self._person(browser, name) for name in NAMES]
        self.fields = (*FIELDS, *self._facts())
        self.held: dict[Field, str] = {}
        self.earlier: dict[Field, str] = {}

    def _person(self, browser: Browser, name: str) -> Person:
        context = browser.new_context(viewport={"width": 1100, "height": 900})
        context.set_default_timeout(SAFETY_MILLISECONDS)
        context.add_cookies([{"name": "cied_author", "value": name, "url": self.server}])
        person = Person(name, context)
        for place in (QUESTION, COMPONENT, PROFILE, PLAN):
            page = person.pages[place] = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            page.goto(f"{self.here}/{place}")
        return person

    def _facts(self) -> Iterator[Field]:
        """Each fact with one option and each rating is of one person, and its mark of the other."""
        page = self.people[0].pages[PROFILE]
        names = page.locator(f"{FORM} input[type=radio]").evaluate_all("all => all.map(one => one.name)")
        for place, name in enumerate(dict.fromkeys(names)):
            values = page.locator(f'{FORM} input[name="{name}"]').evaluate_all("all => all.map(o => o.value)")
            part = "options" if name.startswith(f"{SubjectKind.FACT}:") else "relevance"
            yield Field(PROFILE, name, NAMES[place % 2], part, tuple(values))
            yield Field(PROFILE, f"withheld-{name}", NAMES[1 - place % 2], "withheld", (MARK,))

    def edit(self, number: int) -> None:
        """One edit of one person in one field; half of them go on before it is saved."""
        place = self.chance.choice((QUESTION, COMPONENT, PROFILE, PLAN))
        one = self.chance.choice([one for one in self.fields if one.page == place])
        person = next(person for person in self.people if person.name == one.owner)
        page = person.pages[place]
        if self.chance.random() < 0.1 and place != PLAN:
            page.route(f"{self.here}/{place}", _answer_is_lost, times=1)
        if place == PLAN:
            self.move(page, one, number)
        elif one.choices == (MARK,):
            box = self.input(page, one)
            self.held[one] = "" if box.is_checked() else MARK
            box.set_checked(bool(self.held[one]))
        elif one.name in TYPED:
            another = f"{one.owner} {number}" if one.choices == (TEXT,) else self.chance.choice(one.choices)
            undone = self.earlier.get(one) if self.chance.random() < 0.3 else None
            self.earlier[one] = self.held.get(one, another)
            self.held[one] = undone or another
            self.input(page, one).fill(self.held[one])
            self.input(page, one).blur()
        else:
            self.held[one] = self.chance.choice(one.choices)
            page.locator(f'{FORM} [name="{one.name}"][value="{self.held[one]}"]').check()
        self.found.edits += 1
        if self.chance.random() < 0.5:
            self.rest(page)
        elif self.chance.random() < 0.1:
            page.reload()

    def input(self, page: Page, one: Field) -> Locator:
        return page.locator(f'{FORM} [name="{one.name}"]')

    def move(self, page: Page, one: Field, number: int) -> None:
        """Moves the line on the plan page, by the button of its own form."""
        self.held[one] = f"{one.owner} {number}"
        line = page.locator("#line-3\\.2")
        line.locator("summary").click()
        line.locator('[name="place"]').fill("1")
        line.locator('[name="move_reason"]').fill(self.held[one])
        with page.expect_navigation():
            line.get_by_role("button", name="Move it").click()

    def rest(self, page: Page) -> None:
        """Waits until a page has saved what was typed, and counts what it says of a clash."""
        status = page.locator(f"{FORM} [role=status]")
        if not status.count():
            return
        page.wait_for_function(
            "() => { const one = document.querySelector('form[data-saves] [role=status]');"
            " return one && one.ariaBusy !== 'true' && !/^Not saved yet\\. Your/.test(one.textContent); }"
        )
        said = status.inner_text()
        self.found.clashes += not SAVED.match(said)

    def end(self) -> Crosswise:
        """Waits until everything is saved, and holds what stands against what was typed."""
        for person in self.people:
            for page in person.pages.values():
                self.rest(page)
            waiting = "() => !Object.keys(localStorage).some(key => key.startsWith('cied-outbox:'))"
            person.pages[PLAN].wait_for_function(waiting)
        request = self.people[0].context.request
        stands = {}
        for place in (QUESTION, COMPONENT, PROFILE):
            stands[place] = forms(request.get(f"{self.here}/{place}").text())[f"/{_path(self.here)}/{place}"]
        for one, value in self.held.items():
            there = stands[COMPONENT if one.page == PLAN else one.page].fields.get(one.name, [""])
            if there != [value]:
                self.found.lost.append(f"{one.name} is {there}, not {value!r}")
        self.found.blocked = "has to be mended" in request.get(f"{self.here}/check").text()
        self._read(request.get(f"{self.here}/move-out.json").text())
        for person in self.people:
            person.context.close()
        return self.found

    def _read(self, text: str) -> None:
        """Every entry changed what its author changes, and nothing else."""
        owners = {(one.subject, one.part): one.owner for one in self.fields}
        whole = read_whole(text, read_canonical)
        newest = {}
        for entered in whole.entries:
            entry, before = entered.entry, newest.get(entered.entry.subject)
            newest[entry.subject] = entry
            if entry.subject.kind is SubjectKind.ABOUT:
                continue
            self.found.entries += 1
            parts = differing(entry.content, before.content) if before else ()
            self.found.wiped += [
                f"{entry.author} changed {part} of {entry.subject}"
                for part in parts
                if owners.get((str(entry.subject), part)) != entry.author
            ]


def _answer_is_lost(route: Route) -> None:
    """The server does what it is asked, and its answer never arrives."""
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


def _path(address: str) -> str:
    return urllib.parse.urlsplit(address).path.strip("/")


def _started(server: str) -> str:
    sent = {
        "country_name": "Crossland",
        "country_code": "XY",
        "reference_date": "2026-11-24",
        "questionnaire": "a-res-75-59/0.9",
    }
    body = urllib.parse.urlencode(sent).encode()
    with urllib.request.urlopen(f"{server}/assessments", body, timeout=60) as answer:  # noqa: S310 - our own
        return str(answer.url).removesuffix("/profile")


def crosswise(browser: Browser, server: str, edits: int, seed: int = 1) -> Crosswise:
    """What comes of so many edits by two people."""
    run = Run(browser, server, random.Random(seed))
    for number in range(edits):
        run.edit(number)
    return run.end()


def attacks(times: int) -> Iterator[Attack]:
    """Two people with every page open, for `times` / EDITS_OF edits."""
    expect.set_options(timeout=SAFETY_MILLISECONDS)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server, sync_playwright() as player:
        launched = player.chromium.launch(executable_path=str(missing.chromium()), args=CHROMIUM_FLAGS)
        found = crosswise(launched, server, max(1, times // EDITS_OF))
        launched.close()
    yield from told(found)


def told(found: Crosswise) -> Iterator[Attack]:
    """What was found, as attacks."""
    yield Attack(
        name=f"{found.edits} edits by two people crosswise",
        answer=f"{found.entries} entries, {len(found.lost)} edits lost {'; '.join(found.lost[:3])}".strip(),
        has_held=not found.lost and found.entries > 0,
    )
    yield Attack(
        name="what one did not touch wipes nothing of the other",
        answer="; ".join(found.wiped[:3]) or "every entry changed what its author changed",
        has_held=not found.wiped,
    )
    yield Attack(
        name="no clash is told where there is none",
        answer=f"{found.clashes} told, finishing is {'blocked' if found.blocked else 'not blocked'}",
        has_held=not found.clashes and not found.blocked,
    )

"""The report as a page says what the PDF says, of the same copy, and downloads small."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.core.assessment.answer import (
    Answer,
    Level,
    Position,
    Positions,
)
from app.core.reports.choice import ReportChoice
from app.rendering.glyphs import legible_text
from app.services import assessments
from app.services.reports import printed, report_of
from tests import builders
from tests.edges import database_of, edge
from tests.journeys.browsing import follow
from tests.journeys.pages import demonstration_of
from tests.sampled import sampled

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
ALONE_IN_PRINT = "The answers and the result travel inside this file as JSON. The hash of its content is"
ALONE_ON_THE_PAGE = "The answers and the result travel inside the PDF as JSON. The hash of the content is"

PIECES = {"h1", "h2", "h3", "p", "caption", "th", "td", "li", "title"}
"""Elements whose text is compared; svg titles are the words of a chart."""

FURNITURE = {"head", "standing", "foot", "folio"}


class Sections(HTMLParser):
    """The texts of each section of a document, in order, under its id."""

    def __init__(self):
        super().__init__()
        self.found = {}
        self._section = ""
        self._open = []
        self._skipped = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "section":
            self._section = given.get("id", "")
            self.found.setdefault(self._section, [])
        if self._skipped:
            return
        if tag == "header" or (tag == "p" and given.get("class") in FURNITURE):
            self._skipped = tag
        elif self._section and tag in PIECES:
            self.found[self._section].append("")

    def handle_endtag(self, tag):
        if tag == "section":
            self._section = ""
        if tag == self._skipped:
            self._skipped = ""

    def handle_data(self, data):
        if self._section and self.found[self._section] and not self._skipped:
            self.found[self._section][-1] += data


def sections(html: str) -> dict[str, list[str]]:
    reader = Sections()
    reader.feed(html)
    return {
        name: [" ".join(legible_text(piece).replace("·", "").split()) for piece in pieces]
        for name, pieces in reader.found.items()
        if name
    }


@pytest.fixture(scope="module", params=sampled(["en", "ar-XB"], ["en"]))
def with_demonstrations(request, tmp_path_factory):
    """The product with its own questionnaire and the demonstrations, in both directions."""
    folder = tmp_path_factory.mktemp("reading")
    with edge(folder, questionnaires=QUESTIONNAIRES, language=request.param) as client:
        yield client


@pytest.mark.parametrize(("kind", "copy"), [("full", "masked"), ("full", "own"), ("executive", "masked")])
def test_page_and_print_say_the_same_section_by_section(with_demonstrations, kind, copy):
    client = with_demonstrations
    database, code = database_of(client), client.app.state.parts.language
    seen = set()
    for listed in assessments.listed(database):
        opened = assessments.opened(database, listed.id)
        said = report_of(opened, ReportChoice(copy=copy, marking="RESTRICTED", kind=kind))
        in_print = sections(printed(said, code).html)
        query = {"kind": kind, "copy": copy, "marking": "RESTRICTED"}
        page = client.get(f"/assessments/{listed.id}/report/read", params=query).text
        on_page = sections(page[page.index("<article") :])
        assert on_page.keys() == in_print.keys()
        for name, pieces in in_print.items():
            expected = [piece.replace(ALONE_IN_PRINT, ALONE_ON_THE_PAGE) for piece in pieces]
            assert on_page[name] == expected, (listed.id, name)
        seen |= in_print.keys()
        assert sum(map(len, in_print.values())) > {"full": 500, "executive": 200}[kind]
    parts = {
        "executive": {"decisions", "picture", "wanted", "reach", "voices"},
        "full": {
            "contents",
            "short",
            "picture",
            "D1",
            "D12",
            "priorities",
            "comparison",
            "method",
            "paragraphs",
        },
    }
    assert parts[kind] <= seen


def test_the_page_says_draft_marking_copy_and_what_it_is(client, here):
    text = client.get(f"{here}/report/read", params={"copy": "own", "marking": "FOR <b>YOU"}).text
    standing = text[text.index('<p class="standing">') :].split("</p>")[0]
    assert "DRAFT" in standing
    assert "FOR &lt;b&gt;YOU" in standing
    assert "Own copy, contains withheld answers" in standing
    assert "Self-assessment by the State; not a measure of compliance" in text
    assert "Masked copy" in client.get(f"{here}/report/read").text


def test_the_page_of_the_masked_copy_holds_nothing_withheld(client, assessment, here):
    seen = Positions((Position(agency="CANARY", level=3), Position(agency="Police", level=1)))
    builders.answered(database_of(client), assessment, "1.1.1", Answer(value=seen, withheld=True))
    assert "CANARY" in client.get(f"{here}/report/read?copy=own").text
    masked = client.get(f"{here}/report/read").text
    assert "CANARY" not in masked
    for level in (0, 4):
        other = builders.started(database_of(client))
        value = Answer(value=Level(level), withheld=True)
        builders.answered(database_of(client), other, "1.1.1", value)
        read = client.get(f"/assessments/{other}/report/read").text
        assert read.replace(other, assessment) == masked


def test_an_edition_is_read_as_it_was_finished_and_one_that_is_not_there_is_refused(client, assessment, here):
    builders.answered(database_of(client), assessment, "1.1.1", builders.an_answer(1))
    builders.finished(database_of(client), assessment)
    text = client.get(f"{here}/report/read?edition=1").text
    assert "Edition 1, finished on" in text
    assert "DRAFT" not in text
    assert client.get(f"{here}/report/read?edition=2").status_code == 404
    assert client.get(f"{here}/report/read?copy=all").status_code == 404


def test_every_link_of_the_contents_leads_to_a_section_that_begins_with_that_heading(client, here):
    text = client.get(f"{here}/report/read").text
    contents = text[text.index('<ul class="contents">') :].split("</ul>")[0]
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', contents)
    assert len(links) > 6
    for name, words in links:
        section = text[text.index(f'id="{name}"') :].split("</h2>")[0]
        heading = section[section.index("<h2>") :]
        assert " ".join(re.sub("<[^>]+>", " ", heading).split()) == words


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1100])
def test_the_report_is_read_from_its_page_and_a_link_of_the_contents_leads_into_sight(server, page, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{server}{demonstration_of(server)}/report")
    page.get_by_label("Own copy").check()
    page.get_by_label("Marking").fill("FOR OFFICIALS")
    follow(page.get_by_role("button", name="Read it as a page"))
    contents = page.get_by_role("navigation", name="Contents")
    contents.get_by_role("link", name="Priorities").click()
    page.wait_for_url("**#priorities")
    bar = page.locator(".read > .standing").bounding_box()
    heading = page.get_by_role("heading", name="Priorities", level=2).bounding_box()
    assert bar["y"] <= 1
    assert bar["y"] + bar["height"] <= heading["y"] < 400
    assert "FOR OFFICIALS" in page.locator(".read > .standing").inner_text()


@pytest.mark.browser
def test_a_reader_of_the_narrow_page_finds_tables_with_their_heads(server, page):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{server}{demonstration_of(server)}/report/read")
    levels = page.locator("#D3").get_by_role("table", name="Each component: its level")
    heads = levels.get_by_role("columnheader").all_inner_texts()
    assert [head.strip() for head in heads] == [
        "Component",
        "Level",
        "Steps 1 to 4",
        "What holds it",
        "Next step",
    ]
    assert levels.get_by_role("row").count() == 1 + levels.get_by_role("rowheader").count()
    shown = levels.get_by_role("cell").filter(has_text="questions at level").first
    assert "What holds it" in shown.evaluate("one => getComputedStyle(one, '::before').content")

"""Every page, narrow, wide, dark, in forced colours, mirrored with words 40 % longer: axe finds nothing,
nothing scrolls sideways, nothing breaks as pictures show. Each is fetched once and looked at in every way."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from tests.journeys.pages import PAGES, address_of
from tests.sampled import sampled
from tests.serving import served

pytestmark = pytest.mark.browser

WIDTHS = (320, 1100)
LARGE = {
    "paragraphs",
    "all questions",
    "all questions of a domain",
    "all questions of a domain to answer",
    "check",
    "report to read",
}
"""Pages of which one takes as long as ten others."""
ONE_OF_EACH_FRAME = {
    "tasks",
    "component to fill in",
    "changes",
    "plan to move lines in",
    "result",
    "workshop",
}
"""Lists, forms, tables, rows of buttons, charts and what hangs on a wall."""

SEEN = """[...document.querySelectorAll("main *, header *")].filter(one => {
    if (one.closest("input, svg, .skip, details:not([open])")) return false;
    for (let up = one; up; up = up.parentElement) if (up.clientWidth === 1) return false;
    return true;
})"""
"""What is there for readers that see."""

CUT = f"""() => {SEEN}.filter(one => ["hidden", "clip"].includes(getComputedStyle(one).overflowX)
    && one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML.slice(0, 120))"""
"""Elements that cut off their own text."""

OUTSIDE = f"""() => {SEEN}.filter(one => {{
    const said = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const box = one.getBoundingClientRect();
    return said && box.width && (box.left < -1 || box.right > innerWidth + 1);
}}).map(one => one.outerHTML.slice(0, 120))"""
"""Elements with text of their own that stand beyond the window."""


UNSEEN = """() => [...document.querySelectorAll("svg .mark, svg .line")].filter(one => {
    const style = getComputedStyle(one), behind = getComputedStyle(document.body).backgroundColor;
    return one.matches(".mark") ? style.fill === behind : style.stroke === behind;
}).length"""
"""How many marks of charts have the colour of the page."""


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose pages speak the pseudo-language."""
    with served(tmp_path_factory.mktemp("mirrored"), CIED_LANGUAGE="ar-XB") as address:
        yield address


def refuse_what_axe_finds(page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def picture(page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")


def is_whole(drawn: Image.Image) -> bool:
    """Whether something is drawn, and nothing is cut by the left or right edge.

    What crosses an edge, such as half a letter, makes the outermost column differ from the next.
    """
    width, height = drawn.size
    edges = [drawn.crop((at, 0, at + 1, height)).tobytes() for at in (0, 1, width - 2, width - 1)]
    shades = drawn.convert("L").getextrema()
    return edges[0] == edges[1] and edges[2] == edges[3] and shades[1] - shades[0] > 100


@pytest.mark.parametrize("name", sampled(PAGES, ONE_OF_EACH_FRAME))
def test_a_mirrored_page_with_longer_words_is_whole(page, mirrored, name):
    page.goto(address_of(mirrored, name))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert "··" in page.locator("main").inner_text()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []
        assert page.evaluate(OUTSIDE) == []
        assert is_whole(picture(page))


@pytest.mark.parametrize("name", sampled(PAGES, PAGES.keys() - LARGE))
def test_axe_finds_nothing_and_nothing_scrolls_sideways_in_light_dark_and_forced_colours(page, server, name):
    page.goto(address_of(server, name))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        refuse_what_axe_finds(page)
    page.emulate_media(color_scheme="dark")
    drawn = picture(page)
    assert sum(drawn.getpixel((2, drawn.height // 2))) < 3 * 64
    assert is_whole(drawn)
    refuse_what_axe_finds(page)
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert is_whole(picture(page))
    assert page.evaluate(UNSEEN) == 0

"""From right to left with words 40 % longer, dark, in forced colours: no page breaks, as pictures show."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from tests.journeys.pages import PAGES, demonstration_of
from tests.serving import served

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [320, 1100])
EVERY_PAGE = pytest.mark.parametrize("name", PAGES)

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


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose pages speak the pseudo-language."""
    with served(tmp_path_factory.mktemp("mirrored"), CIED_LANGUAGE="ar-XB") as address:
        yield address


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


@WIDTHS
@EVERY_PAGE
def test_a_mirrored_page_with_longer_words_is_whole(page, mirrored, name, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(mirrored + PAGES[name].format(here=demonstration_of(mirrored)))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert "··" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    assert page.evaluate(OUTSIDE) == []
    assert is_whole(picture(page))


@EVERY_PAGE
@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
def test_a_dark_page_is_whole_and_its_words_can_be_read(page, server, demonstration, name):
    page.goto(server + PAGES[name].format(here=demonstration))
    drawn = picture(page)
    assert sum(drawn.getpixel((2, drawn.height // 2))) < 3 * 64
    assert is_whole(drawn)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@EVERY_PAGE
@pytest.mark.parametrize("page", [{"forced_colors": "active"}], indirect=True, ids=["forced colours"])
def test_a_page_in_forced_colours_is_whole_and_draws_every_mark(page, server, demonstration, name):
    page.goto(server + PAGES[name].format(here=demonstration))
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert is_whole(picture(page))
    unseen = page.evaluate(
        """() => [...document.querySelectorAll("svg .mark, svg .line")].filter(one => {
            const style = getComputedStyle(one), behind = getComputedStyle(document.body).backgroundColor;
            return one.matches(".mark") ? style.fill === behind : style.stroke === behind;
        }).length"""
    )
    assert unseen == 0

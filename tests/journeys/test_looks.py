"""Every page, narrow, wide, dark, in forced colours, mirrored with words 40 % longer: axe finds nothing,
nothing scrolls sideways, nothing breaks as pictures show. Each is fetched once and looked at in every way."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.browsing import refuse_what_axe_finds
from tests.journeys.pages import PAGES, address_of
from tests.sampled import sampled
from tests.serving import served

pytestmark = pytest.mark.browser

WIDTHS = (320, 1100)
ONE_OF_EACH = {
    "tasks",
    "component to fill in",
    "changes",
    "plan to move lines in",
    "result",
    "workshop",
}
"""Lists, forms, tables, rows of buttons, charts and what hangs on a wall."""
FORMS = {"question to answer", "profile to fill in", "report"}
"""What is filled in most."""

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


def picture(page, **clip: int) -> Image.Image:
    """What the window shows, or a part of the whole page."""
    part = {"full_page": True, "clip": clip} if clip else {}
    return Image.open(BytesIO(page.screenshot(**part))).convert("RGB")


def is_whole(page) -> bool:
    """Whether something is drawn, and nothing is cut by the left or right edge.

    What crosses an edge, such as half a letter, makes the outermost column differ from the next. Of the
    whole page only these columns are drawn: of a long one the rest takes most of the time.
    """
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    darkest, lightest = picture(page).convert("L").getextrema()
    sides = [picture(page, x=x, y=0, width=2, height=height) for x in (0, width - 2)]
    return lightest - darkest > 100 and all(
        side.crop((0, 0, 1, height)).tobytes() == side.crop((1, 0, 2, height)).tobytes() for side in sides
    )


@pytest.mark.parametrize("name", sampled(PAGES, ONE_OF_EACH))
def test_a_mirrored_page_with_longer_words_is_whole(page, mirrored, name):
    page.goto(address_of(mirrored, name))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert "··" in page.locator("main").inner_text()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []
        assert page.evaluate(OUTSIDE) == []
        assert is_whole(page)


@pytest.mark.parametrize("name", sampled(PAGES, ONE_OF_EACH | FORMS))
def test_axe_finds_nothing_and_nothing_scrolls_sideways_in_light_dark_and_forced_colours(page, server, name):
    page.goto(address_of(server, name))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        refuse_what_axe_finds(page)
    page.emulate_media(color_scheme="dark")
    assert sum(picture(page).getpixel((2, 400))) < 3 * 64
    assert is_whole(page)
    refuse_what_axe_finds(page)
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert is_whole(page)
    assert page.evaluate(UNSEEN) == 0

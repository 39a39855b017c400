"""What a PDF of this product draws: its words page by page with their looks, and what it is built of.

Runs in a confined child (app/rendering/comparing.py), which reads a file of ours and one from outside alike.
Only what our own files are drawn with is understood; whatever else a file holds is a fact that ours lack.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import _g_l_y_f  # noqa: F401 - with the library that it loads, before the walls are up

from app.rendering.beside_pages import about, bookmarks
from app.rendering.glyphs import LACKING
from app.rendering.unpacking import inflated

_LARGEST_PAGE = 4 << 20
_LARGEST_FONT = 2 << 20
_MOST_PAGES = 400
_MOST_BYTES = 64 << 20
_MOST_STEPS = 4_000_000
_TWICE = 2
"""So much of what ours takes to read may a file of another layout take, and a little more."""
_A_LITTLE = 20_000
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4})>\s*<((?:[0-9a-fA-F]{4})+)>")

_Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Word:
    """A word as it is drawn: where one em points along the line and up from it, each as (x, y) in points.

    `colour` as it is written, with how opaque it is.
    """

    text: str
    along: tuple[float, float]
    upward: tuple[float, float]
    colour: str


@dataclass
class Drawn:
    """A document: its pages as words, the shapes of letters by what they stand for, and what it is built of.

    `facts` name the kinds of things in it, each once. `spoken` is what a screen reader says of its drawings.
    `named` are the words about the document, and the titles of its bookmarks in their order.
    `unpacked` (bytes), `largest_page` (bytes) and `steps` tell what it took to read.
    """

    pages: list[list[Word]] = field(default_factory=list)
    letters: set[tuple[str, str]] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    spoken: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    unpacked: int = 0
    largest_page: int = 0
    steps: int = 0


class _Budget:
    """Counts what a document takes to read, all its pages together, and ends it where that is too much."""

    def __init__(self, made: Drawn, like: Drawn | None) -> None:
        self._made = made
        self._bytes, self._page, self._steps = _MOST_BYTES, _LARGEST_PAGE, _MOST_STEPS
        if like is not None:
            self._bytes = _TWICE * like.unpacked + _A_LITTLE
            self._page = _TWICE * like.largest_page + _A_LITTLE
            self._steps = _TWICE * like.steps + _A_LITTLE

    def step(self, number: int = 1) -> None:
        """Counts so many steps. ValueError where they are too many."""
        self._made.steps += number
        if self._made.steps > self._steps:
            raise ValueError("too much to read")

    def unpacked(self, stream: Any, most: int = _LARGEST_FONT) -> bytes:
        """The content of a stream. ValueError where it is too much, alone or with what was read before."""
        content = inflated(stream, min(most, self._bytes - self._made.unpacked))
        self._made.unpacked += len(content)
        return content

    def page(self, content: Any) -> bytes:
        """What is drawn on a page, of one stream or of several. ValueError where it is too much."""
        parts = content if isinstance(content, pikepdf.Array) else [content] if content is not None else []
        self.step(len(parts))
        whole, left = [], self._page
        for part in parts:
            whole.append(self.unpacked(part, left))
            left -= len(whole[-1])
        self._made.largest_page = max(self._made.largest_page, self._page - left)
        return b"\n".join(whole)


@dataclass
class _Face:
    """A font: what each of its glyphs stands for, how it is drawn, and which of them are used."""

    texts: Mapping[int, str]
    font: TTFont
    used: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _State:
    """What a page is drawn with at a place of its content."""

    matrix: _Matrix = _UNMOVED
    colour: str = "0 0 0"
    opacity: str = "1"
    face: str = ""
    size: float = 0


def drawn(pdf: bytes, like: Drawn | None = None) -> Drawn:
    """What a PDF draws. Raises whatever pikepdf and fontTools raise for what they cannot read.

    `like`: ours, which it is to be like. Where it has another number of pages none of them is looked at, and
    where it takes far more to read it is not read to its end: ValueError.
    """
    made = Drawn()
    budget = _Budget(made, like)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if like is not None and len(document.pages) != len(like.pages):
            made.pages = [[] for _ in document.pages]
            return made
        made.facts |= {f"document {key}" for key in document.Root}
        made.facts |= {f"names {key}" for key in _inner(document.Root, "/Names")}
        if len(document.pages) > _MOST_PAGES:
            raise ValueError("too many pages")
        faces: dict[tuple[int, int], _Face] = {}
        for page in document.pages:
            budget.step(len(page.obj.get("/Annots", [])) + len(_inner(page.obj, "/Resources", "/Font")))
            made.facts |= set(_facts_of_page(page.obj))
            fonts = {
                str(name): _face(font, faces, made.facts, budget)
                for name, font in _inner(page.obj, "/Resources", "/Font").items()
            }
            made.pages.append(list(_words(document, page.obj, _Pen(page.obj, fonts, made), budget)))
        for face in faces.values():
            made.letters |= {(face.texts.get(one, ""), _shape(face.font, one)) for one in face.used}
        made.spoken = list(_spoken(document, budget))
        made.named = [*about(document, budget.unpacked), *bookmarks(document, made.facts, budget.step)]
    return made


def _inner(one: Any, *names: str) -> Any:
    """What lies in one inside the other; an empty one where it is not there."""
    for name in names:
        one = one.get(name, pikepdf.Dictionary())
    return one


def _facts_of_page(page: Any) -> Iterator[str]:
    yield from (f"page {key}" for key in page)
    yield from (f"resources {key}" for key in _inner(page, "/Resources"))
    yield f"page of {[round(float(one)) for one in page.MediaBox]}"
    for one in page.get("/Annots", []):
        acts = _inner(one, "/A").get("/S", "")
        yield f"annotation {one.get('/Subtype')} {' '.join(sorted(one.keys()))} {acts}"
    above = page.get("/Parent")
    for _ in range(_MOST_PAGES):
        if above is None:
            return
        yield from (f"tree {key}" for key in above if key != "/Parent")
        above = above.get("/Parent")


# --- letters ----------------------------------------------------------------------------------------


def _face(font: Any, known: dict[tuple[int, int], _Face], facts: set[str], budget: _Budget) -> _Face:
    """A font as our files embed it; its keys and tables are facts. ValueError for one of another make."""
    if not font.is_indirect:  # such a one has no number, by which it would be known from others
        raise ValueError("a font that is no object of its own")
    if font.objgen in known:
        return known[font.objgen]
    (inner,) = font.DescendantFonts
    about = inner.FontDescriptor
    if not (inner.is_indirect and about.is_indirect):
        raise ValueError("a part of a font that is no object of its own")
    make = [str(font.Subtype), str(font.Encoding), str(inner.Subtype), str(inner.CIDToGIDMap)]
    if make != ["/Type0", "/Identity-H", "/CIDFontType2", "/Identity"]:
        raise ValueError(f"a font of another make: {make}")
    mapping = budget.unpacked(font.ToUnicode)
    texts = {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in _MAPPED.findall(mapping)
    }
    embedded = TTFont(io.BytesIO(budget.unpacked(about.FontFile2)))
    for part in (font, inner, about, font.ToUnicode, about.FontFile2):
        facts |= {f"font {key}" for key in part.keys()}  # noqa: SIM118 - a stream is no mapping
    facts |= {f"font table {tag}" for tag in embedded.keys()}  # noqa: SIM118 - nor is a font
    known[font.objgen] = _Face(texts=texts, font=embedded)
    return known[font.objgen]


def _shape(font: TTFont, glyph: int) -> str:
    """The outline of a glyph, in one text: with the units of an em, and the program that moves its points."""
    outlines = font["glyf"]
    one = outlines[font.getGlyphName(glyph)]
    points, ends, flags = one.getCoordinates(outlines)
    program = one.program.getBytecode().hex() if hasattr(one, "program") else ""
    scale = font["head"].unitsPerEm
    return f"{list(points)} of {scale} {list(ends)} {[flag & 1 for flag in flags]} {program}"


# --- words ------------------------------------------------------------------------------------------


def _words(document: Any, page: Any, pen: "_Pen", budget: _Budget) -> Iterator[Word]:
    """The words of a page, in the order in which they are drawn."""
    whole = budget.page(page.get("/Contents"))
    for step in pikepdf.parse_content_stream(pikepdf.Stream(document, whole)):
        budget.step()
        yield from pen.drawn(str(step.operator), step.operands)


class _Pen:
    """Goes through the content of a page, and knows at each step what it is drawn with."""

    def __init__(self, page: Any, fonts: Mapping[str, _Face], made: Drawn) -> None:
        self._states = _inner(page, "/Resources", "/ExtGState")
        self._corner = float(page.MediaBox[2]), float(page.MediaBox[3])
        self._fonts = fonts
        self._facts = made.facts
        self._now = _State()
        self._kept: list[_State] = []
        self._line: _Matrix = _UNMOVED

    def drawn(self, what: str, given: Any) -> Iterable[Word]:
        """The words that this step draws. What it does not know is a fact, and changes nothing."""
        self._facts.add(f"drawing {what}")
        if what == "TJ":
            return self._text(given[0])
        if what == "q":
            self._kept.append(self._now)
        elif what == "Q":
            self._now = self._kept.pop()
        elif what == "Tm":
            self._line = _matrix(given)
        elif what in {"BDC", "BMC"}:
            self._facts.add(f"part {given[0]} {_keys(given[1:])}")
        else:
            self._now = replace(self._now, **self._changed(what, given))
        return ()

    def _changed(self, what: str, given: Any) -> dict[str, Any]:
        """What such a step changes of the state."""
        if what == "cm":
            return {"matrix": _times(_matrix(given), self._now.matrix)}
        if what == "rg":
            return {"colour": " ".join(f"{float(one):.3f}" for one in given)}
        if what == "Tf":
            return {"face": str(given[0]), "size": float(given[1])}
        if what == "gs":
            state = self._states[str(given[0])]
            self._facts.update(f"state {key}" for key in state)
            return {"opacity": f"{float(state.get('/ca', self._now.opacity)):.3f}"}
        return {}

    def _text(self, pieces: Any) -> Iterator[Word]:
        glyphs = [glyph for one in pieces if isinstance(one, pikepdf.String) for glyph in _glyphs(one)]
        face = self._fonts[self._now.face]
        face.used.update(glyphs)
        a, b, c, d, across, up = _times(self._line, self._now.matrix)
        if not (0 <= across <= self._corner[0] and 0 <= up <= self._corner[1]):
            self._facts.add("words beside the page")
        em = self._now.size
        along, upward = (round(em * a, 3), round(em * b, 3)), (round(em * c, 3), round(em * d, 3))
        colour = f"{self._now.colour} {self._now.opacity}"
        for word in "".join(face.texts.get(glyph, LACKING) for glyph in glyphs).split():
            yield Word(text=word, along=along, upward=upward, colour=colour)


def _keys(properties: Any) -> str:
    """The names in the properties of a part; as they stand where they are elsewhere."""
    inside = [key for one in properties for key in (one if isinstance(one, pikepdf.Dictionary) else [one])]
    return " ".join(sorted(map(str, inside)))


def _glyphs(text: Any) -> list[int]:
    written = bytes(text)
    return [int.from_bytes(written[at : at + 2], "big") for at in range(0, len(written), 2)]


def _matrix(given: Any) -> _Matrix:
    a, b, c, d, e, f = (float(one) for one in given)
    return a, b, c, d, e, f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


# --- what a screen reader says ------------------------------------------------------------------------


def _spoken(document: Any, budget: _Budget) -> Iterator[str]:
    """Texts in the tree of the document that stand for what is drawn, in its order."""
    waiting: list[Any] = [document.Root.get("/StructTreeRoot")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        element = waiting.pop()
        budget.step()
        if isinstance(element, pikepdf.Array):
            budget.step(len(element))
            waiting += list(element)[::-1]
        elif isinstance(element, pikepdf.Dictionary) and (
            not element.is_indirect or element.objgen not in seen
        ):
            seen.add(element.objgen if element.is_indirect else (len(seen), -1))
            yield from (f"{key} {element[key]}" for key in ("/Alt", "/ActualText", "/E") if key in element)
            waiting.append(element.get("/K"))

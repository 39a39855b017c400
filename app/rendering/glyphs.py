"""Text that the pinned fonts can print: what they lack would break the file's conformance.

Cleans finished HTML, in which every < and > is markup because templates escape what people wrote.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from app.rendering.ingredients import own_files

LACKING = "\N{REPLACEMENT CHARACTER}"
"""Stands where the fonts have no glyph."""

MARKS_AT_MOST = 4
"""Combining marks on one letter; more would climb over the lines above."""

_FONTS = Path(__file__).parent / "fonts"
_TAG = re.compile(r"(<[^>]*>)")
_KEPT = "\n\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
# Controls, formats (directions among them), surrogates, private use and what Unicode has not assigned.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARK = frozenset({"Mn", "Me", "Mc"})


def legible(html: str) -> str:
    """The same HTML with text in NFC that the fonts cover, and without what cannot be seen."""
    # NFC would join a > with a mark after it, so markup and text are cleaned apart.
    return "".join(
        _characters(part if part.startswith("<") else unicodedata.normalize("NFC", part))
        for part in _TAG.split(html)
    )


def legible_text(text: str) -> str:
    """The same for text that is not markup, such as a document's title."""
    return _characters(unicodedata.normalize("NFC", text))


def _characters(text: str) -> str:
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        shown, is_mark = _shown(character)
        marks = marks + 1 if is_mark else 0
        if marks <= MARKS_AT_MOST:
            kept.append(shown)
    return "".join(kept)


@lru_cache(maxsize=8192)
def _shown(character: str) -> tuple[str, bool]:
    """What stands for a character in print, and whether it is a combining mark."""
    if character in _KEPT:
        return character, False
    if character == "\t":
        return " ", False
    category = unicodedata.category(character)
    if category in _DROPPED:
        return "", False
    is_covered = ord(character) in _covered()
    if category in _MARK:
        return character if is_covered else "", True
    return character if is_covered else LACKING, False


@cache
def _covered() -> frozenset[int]:
    """The code points for which a pinned font has a glyph."""
    covered: set[int] = set()
    with own_files():
        for path in sorted(_FONTS.glob("*-Regular.ttf")):
            with TTFont(path, lazy=True) as font:
                covered.update(font.getBestCmap())
    return frozenset(covered)

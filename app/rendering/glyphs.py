"""Text that the pinned fonts can print: what they lack would break the file's conformance.

Cleans finished HTML, in which every < and > is markup because templates escape what people wrote.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from app.core.signs import MOST_MARKS, composed, invisible_signs, is_mark
from app.rendering.ingredients import own_files

LACKING = "\N{REPLACEMENT CHARACTER}"
"""Stands where the fonts have no glyph, and for a glyph that stands for nothing."""

_FONTS = Path(__file__).parent / "fonts"
_TAG = re.compile(r"(<[^>]*>)")
_KEPT = "\n\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def legible(html: str) -> str:
    """The same HTML with text in NFC that the fonts cover, and without what cannot be seen."""
    # NFC would join a > with a mark after it, so markup and text are cleaned apart.
    return "".join(_characters(part if part.startswith("<") else composed(part)) for part in _TAG.split(html))


def legible_text(text: str) -> str:
    """The same for text that is not markup, such as a document's title."""
    return _characters(composed(text))


def _characters(text: str) -> str:
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        printed, combines = _in_print(character)
        marks = marks + 1 if combines else 0
        if marks <= MOST_MARKS:
            kept.append(printed)
    return "".join(kept)


@lru_cache(maxsize=8192)
def _in_print(character: str) -> tuple[str, bool]:
    """What stands for a character in print, and whether it is a combining mark."""
    if character in _KEPT:
        return character, False
    if character == "\t":
        return " ", False
    if invisible_signs(character):
        return "", False
    is_covered = ord(character) in _covered()
    if is_mark(character):
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

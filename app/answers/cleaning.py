"""Text from people, cleaned where it enters: what no font shows is taken out."""

import re
import unicodedata

MOST_MARKS = 4
"""Combining marks in a row; writing needs fewer, and more make a text climb over its neighbours."""

_JOINERS = "\u200c\u200d"
"""The zero-width non-joiner and joiner, which Persian and Indic scripts write with."""

_KEPT_CONTROLS = "\n\t"
_REMOVED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_LINE_END = re.compile("\r\n?")


def cleaned(text: str) -> str:
    """The text in NFC, without control, format, private, unassigned and surrogate characters.

    Kept: line feed and tab, the two joiners, and at most four combining marks in a row. Line ends
    become line feeds. Cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(filter(_is_kept, _LINE_END.sub("\n", text)))
    return _with_few_marks(unicodedata.normalize("NFC", kept))


def _is_kept(character: str) -> bool:
    if unicodedata.category(character) in _REMOVED:
        return character in _KEPT_CONTROLS or character in _JOINERS
    return True


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)

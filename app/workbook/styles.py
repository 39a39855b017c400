"""How the cells of a workbook look, by the name of a style, and which of them can be changed."""

import math
from collections.abc import Mapping
from typing import Literal

Style = Literal[
    "plain",
    "title",
    "text",
    "muted",
    "hint",
    "head",
    "component",
    "question",
    "levels",
    "code",
    "input",
    "heading",
    "whole",
    "hundredths",
]

LINE = 13.5
"""Points of a line of text."""

HEADING: Style = "heading"
UNDER: Style = "muted"

_INK, _MUTED, _BLUE, _TINT, _EDGE, _HAIRLINE = (
    "#1B2025",
    "#545B63",
    "#0F4464",
    "#E8EFF4",
    "#767B81",
    "#CFCABF",
)
_Look = Mapping[str, str | float | bool]


def _look(size: int, color: str, *others: _Look) -> _Look:
    """Arial is on every machine, with Latin, Cyrillic, Greek and Arabic letters."""
    whole: dict[str, str | float | bool] = {"font_name": "Arial", "font_size": size, "font_color": color}
    for other in others:
        whole |= other
    return whole


_TOP: _Look = {"valign": "top", "text_wrap": True}
_MIDDLE: _Look = {"valign": "vcenter"}
_BOTTOM: _Look = {"valign": "bottom"}
_BOLD: _Look = {"bold": True}
_RULED: _Look = {**_TOP, "top": 1, "top_color": _HAIRLINE}

STYLES: Mapping[Style, _Look] = {
    "plain": {},
    "title": _look(16, _INK, _BOLD, _MIDDLE),
    "text": _look(10, _INK, _TOP),
    "muted": _look(10, _MUTED, _TOP),
    "hint": _look(10, _MUTED, _MIDDLE),
    "head": _look(9, _MUTED, _BOLD, _BOTTOM, {"text_wrap": True, "bottom": 2, "bottom_color": _INK}),
    "component": _look(12, _BLUE, _BOLD, _BOTTOM),
    "question": _look(10, _INK, _RULED),
    "levels": _look(9, _INK, _RULED),
    "code": _look(10, _MUTED, _RULED),
    "input": _look(
        10,
        _INK,
        _TOP,
        {"bg_color": _TINT, "border": 1, "border_color": _EDGE, "locked": False, "num_format": "@"},
    ),
    "heading": _look(10, _INK, _BOLD),
    "whole": _look(10, _INK, _TOP, {"num_format": "0"}),
    "hundredths": _look(10, _INK, _TOP, {"num_format": "0.00"}),
}


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of so many characters."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))

"""How the sheets look and what can be changed in them; text goes in as text, never as a formula."""

import math
import re
from collections.abc import Iterable
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, NamedStyle, PatternFill, Protection, Side

from app.rendering.language import Language
from app.workbook.escaping import beginning, escaped

_INK, _MUTED, _BLUE, _TINT, _EDGE, _HAIRLINE = "1B2025", "545B63", "0F4464", "E8EFF4", "767B81", "CFCABF"

FONT = "Arial"
"""On every machine, with Latin, Cyrillic, Greek and Arabic letters."""

_LONGEST_HEAD = 200
"""Units of UTF-16 with each & twice; a spreadsheet takes 255 for head and its signs together."""

LINE = 13.5
"""Points of a line of text."""

_INERT = ("=", "+", "-", "@", "\t")
_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


def put(cell: Any, text: str) -> None:
    """A text, and never a formula: also where it begins with = + - or @."""
    cell.value = escaped(text)
    cell.data_type = "s"
    if text.startswith(_INERT):
        cell.quotePrefix = True


def put_under(cell: Any, heading: str, text: str) -> None:
    """A heading in bold, and a text under it."""
    bold = InlineFont(rFont=FONT, sz=10, b=True, color=Color(_INK))
    plain = InlineFont(rFont=FONT, sz=10, color=Color(_MUTED))
    below = [TextBlock(plain, escaped(f"\n{text}"))] if text else []
    cell.value = CellRichText(TextBlock(bold, escaped(heading)), *below)


def styles() -> Iterable[NamedStyle]:
    """The styles of a workbook, by names that no other has."""
    line, edge = Side(style="thin", color=_HAIRLINE), Side(style="thin", color=_EDGE)
    top = Alignment(vertical="top", wrap_text=True)

    def style(name: str, **parts: Any) -> NamedStyle:
        return NamedStyle(name=f"cied {name}", **({"alignment": top} | parts))

    yield style(
        "title", font=Font(name=FONT, size=16, bold=True, color=_INK), alignment=Alignment(vertical="center")
    )
    yield style("text", font=Font(name=FONT, size=10, color=_INK))
    yield style("muted", font=Font(name=FONT, size=10, color=_MUTED))
    yield style("hint", font=Font(name=FONT, size=10, color=_MUTED), alignment=Alignment(vertical="center"))
    yield style(
        "head",
        font=Font(name=FONT, size=9, bold=True, color=_MUTED),
        alignment=Alignment(vertical="bottom", wrap_text=True),
        border=Border(bottom=Side(style="medium", color=_INK)),
    )
    yield style(
        "component",
        font=Font(name=FONT, size=12, bold=True, color=_BLUE),
        alignment=Alignment(vertical="bottom"),
    )
    yield style("question", font=Font(name=FONT, size=10, color=_INK), border=Border(top=line))
    yield style("levels", font=Font(name=FONT, size=9, color=_INK), border=Border(top=line))
    yield style("code", font=Font(name=FONT, size=10, color=_MUTED), border=Border(top=line))
    yield style(
        "input",
        font=Font(name=FONT, size=10, color=_INK),
        fill=PatternFill("solid", start_color=_TINT),
        border=Border(left=edge, right=edge, top=edge, bottom=edge),
        protection=Protection(locked=False),
        number_format="@",
    )


def furnish(sheet: Any, head: str, spoken: Language) -> None:
    """Direction, protection, and how the sheet is printed."""
    lay_out(sheet, head, spoken)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def lay_out(sheet: Any, head: str, spoken: Language) -> None:
    """Direction, and how the sheet is printed; `head` stands on every page."""
    sheet.sheet_view.rightToLeft = spoken.is_mirrored
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    say = spoken.translations.gettext
    whole = head.replace("&", "&&")
    cut = beginning(whole, _LONGEST_HEAD)
    sheet.oddHeader.right.text = whole if cut == whole else cut.rstrip("&") + "…"
    sheet.oddFooter.left.text = say("Self-assessment by the State; not a measure of compliance")
    sheet.oddFooter.right.text = "&P / &N"


def sheet_title(text: str, taken: set[str]) -> str:
    """The text as a sheet may be called, apart from every other one; it is added to those taken."""
    title = plain = _IN_TITLE.sub(" ", text)[:28]
    number = 1
    while title.lower() in taken:
        number += 1
        title = f"{plain} {number}"
    taken.add(title.lower())
    return title


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of so many characters."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))

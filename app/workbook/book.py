"""Book and Page: an XLSX workbook while it is written; text goes in as text, never as a formula."""

import io
import re
from collections.abc import Iterable
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from app.rendering.language import Language
from app.workbook.escaping import clipped
from app.workbook.layout import HIDDEN
from app.workbook.styles import HEADING, STYLES, UNDER, Style

LONGEST_CELL = 32_000
"""Units of UTF-16; a cell ends at 32,767, and the library leaves out what is longer."""

_LONGEST_HEAD = 200
"""Units of UTF-16 with each & twice; a spreadsheet takes 255 for head and its signs together."""

_INERT = ("=", "+", "-", "@", "\t")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_A4 = 9
_PICTURE = re.compile(r"&(?=G|\[Picture\])")
_MARKUP = re.compile(r"<r>.*</r>", re.DOTALL)
_SIGN = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")


class Book:
    """A workbook that is told as made at `made`; equal content gives equal bytes."""

    def __init__(self, title: str, made: datetime) -> None:
        self._bytes = io.BytesIO()
        self._book = _Locked(self._bytes, {"in_memory": True, "strings_to_urls": False})
        about = {"author": "C-IED Self-Assessment", "title": title, "created": made.replace(tzinfo=None)}
        self._book.set_properties(about)
        self._formats: dict[tuple[str, bool], Format] = {}
        self._titles = {HIDDEN}
        self.fixed: set[str] = set()

    def closed(self) -> bytes:
        """The whole file. Nothing can be written any more."""
        self._book.close()
        return self._bytes.getvalue()

    def lock(self) -> None:
        """Keeps its sheets as they are: none is added, renamed or taken out."""
        self._book.is_locked = True

    def page(self, title: str) -> "SheetWriter":
        """A further sheet, under a title as near to this one as a sheet may have."""
        free = plain = _NO_TITLE.sub(" ", title)[:28].strip("'")
        number = 1
        while free.lower() in self._titles:
            number += 1
            free = f"{plain} {number}"
        self._titles.add(free.lower())
        return SheetWriter(self, self._book.add_worksheet(free))

    def hidden_page(self) -> "SheetWriter":
        """The sheet that nobody sees."""
        sheet = self._book.add_worksheet(HIDDEN)
        sheet.very_hidden()
        sheet.protect()
        return SheetWriter(self, sheet)

    def name(self, name: str, column: int, first: int, last: int) -> None:
        """Gives rows of the hidden sheet a name, by which the lists of other sheets find them."""
        place = xl_range_abs(first - 1, column - 1, last - 1, column - 1)
        self._book.define_name(name, f"={HIDDEN}!{place}")
        # No list of names shows it; the library hides only names of its own.
        self._book.defined_names[-1][3] = True

    def form(self, style: Style, *, is_quoted: bool = False) -> Format:
        """How cells of a style look; a quoted one stays text where somebody types in it again."""
        known = (style, is_quoted)
        if known not in self._formats:
            quote = {"quote_prefix": True} if is_quoted else {}
            self._formats[known] = self._book.add_format({**STYLES[style], **quote})
        return self._formats[known]


class SheetWriter:
    """One sheet. Rows and columns count from 1."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self._book = book
        self._sheet = sheet

    def put(self, row: int, column: int, text: str, style: Style = "plain") -> None:
        """A text, and never a formula: also where it begins with = + - or @; an empty one is but a look."""
        text = _cut(text)
        form = self._book.form(style, is_quoted=text.startswith(_INERT))
        runs = _runs(text)
        if not text:
            self._sheet.write_blank(row - 1, column - 1, None, form)
        elif len(runs) > 1:
            self._put_runs(row, column, [(form, run) for run in runs], form)
        else:
            self._sheet.write_string(row - 1, column - 1, text, form)
        if style != "input":
            self._book.fixed.add(text)

    def put_under(self, row: int, column: int, heading: str, text: str, style: Style) -> None:
        """A heading in bold, and a text under it."""
        bold, plain = self._book.form(HEADING), self._book.form(UNDER)
        # Two runs at least, of which none is empty: where no text follows, the line still ends.
        runs = [(bold, run) for run in _runs(heading)] + [(plain, run) for run in _runs(f"\n{text}")]
        self._put_runs(row, column, runs, self._book.form(style))
        self._book.fixed.add(f"{heading}\n{text}")

    def put_number(self, row: int, column: int, value: float, style: Style) -> None:
        """A number, which is reckoned with as one."""
        self._sheet.write_number(row - 1, column - 1, value, self._book.form(style))

    def merge(self, first: int, last: int, column: int, style: Style) -> None:
        """Makes one empty cell of a column's rows."""
        self._sheet.merge_range(first - 1, column - 1, last - 1, column - 1, "", self._book.form(style))

    def width(self, column: int, characters: float) -> None:
        """How wide a column is."""
        self._sheet.set_column(column - 1, column - 1, characters)

    def height(self, row: int, points: float) -> None:
        """How tall a row is."""
        self._sheet.set_row(row - 1, points)

    def hide_row(self, row: int) -> None:
        """Shows a row to programs alone."""
        self._sheet.set_row(row - 1, None, None, {"hidden": True})

    def keep_in_view(self, row: int, columns: int = 0) -> None:
        """The rows down to this one, and so many columns, stay in view; the row is on every page."""
        self._sheet.freeze_panes(row, columns)
        self._sheet.repeat_rows(row - 1)

    def offer_filters(self, first: int, last: int, columns: int) -> None:
        """A filter in the heads of a table, whose rows these are."""
        self._sheet.autofilter(first - 1, 0, last - 1, columns - 1)

    def offer(self, name: str, places: Iterable[tuple[int, int]], title: str, refusal: str) -> None:
        """Gives cells, by row and column, the drop-down list of that name; nothing else can be typed."""
        (row, column, *_), *others = [[row - 1, column - 1] * 2 for row, column in places]
        rule = {"validate": "list", "source": f"={name}", "error_title": title, "error_message": refusal}
        self._sheet.data_validation(row, column, row, column, {**rule, "other_cells": others})

    def protect(self) -> None:
        """Lets only the cells to fill in be changed, and how tall and wide they are."""
        self._sheet.protect("", {"format_columns": True, "format_rows": True})

    def lay_out(self, head: str, spoken: Language) -> None:
        """Direction, and how the sheet is printed; `head` stands on every page."""
        sheet = self._sheet
        if spoken.is_mirrored:
            sheet.right_to_left()
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        say = spoken.translations.gettext
        # The library takes &G for a picture, of which there is none, and would leave the head out.
        whole = _PICTURE.sub("&\u200b", head).replace("&", "&&")
        cut = clipped(whole, _LONGEST_HEAD)
        sheet.set_header("&R" + (whole if cut == whole else cut.rstrip("&") + "…"))
        sheet.set_footer(f"&L{say('Self-assessment by the State; not a measure of compliance')}&R&P / &N")

    def _put_runs(self, row: int, column: int, runs: list[tuple[Format, str]], form: Format) -> None:
        fragments: list[str | Format] = [part for run in runs for part in run]
        self._sheet.write_rich_string(row - 1, column - 1, *fragments, form)


class _Locked(Workbook):
    """The library's workbook, whose structure can be locked."""

    is_locked = False

    def _write_book_views(self) -> None:
        if self.is_locked:
            # Has to stand before the views.
            self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def _cut(text: str) -> str:
    return text if 2 * len(text) <= LONGEST_CELL else clipped(text, LONGEST_CELL)


def _runs(text: str) -> list[str]:
    """The text in pieces, none of which the library takes for a sign such as _x0041_, or for XML.

    It writes a text that begins with <r> and ends with </r> as it is, and of two signs that share
    a _ it escapes one.
    """
    if _MARKUP.fullmatch(text):
        return [text[:1], *_runs(text[1:])]
    return _SIGN.split(text)

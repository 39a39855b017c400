"""Tables as one XLSX workbook, a sheet each; text goes in as text, and nothing in it is reckoned."""

import io
import zipfile
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from app.exports.packing import packed
from app.exports.table import Cell, Table
from app.exports.taken import Tables
from app.workbook.styles import lay_out, put, sheet_title, styles

_HEADS_ROW = 4
_NARROWEST, _WIDEST = 9, 60
"""Characters of a column."""

_LONGEST_HEAD = 120
"""Characters of what stands on each printed page; a spreadsheet ends at 255, and writes & twice."""

_MOST_UNITS = 32_000
"""UTF-16 units of a cell; a spreadsheet ends at 32,767."""


def workbook(taken: Tables) -> bytes:
    """The workbook: a sheet that says whose it is, and one a table; equal tables give equal bytes."""
    book = Workbook()
    book.properties.creator = "C-IED Self-Assessment"
    book.properties.title = taken.title
    book.properties.created = book.properties.modified = datetime.combine(taken.created, time())
    for style in styles():
        book.add_named_style(style)
    taken_titles: set[str] = set()
    for one in (taken.about, *taken.tables):
        sheet = book.create_sheet(sheet_title(one.title, taken_titles))
        _fill(sheet, one, taken)
        lay_out(sheet, _joined(taken, "country", "standing", "marking")[:_LONGEST_HEAD], taken.spoken)
    book.remove(book.worksheets[0])
    return _same_bytes(book)


def _fill(sheet: Any, one: Table, taken: Tables) -> None:
    columns, rows = one.columns, one.rows
    if one is taken.about:
        # The keys are for programs; a person reads the facts.
        columns, rows = columns[1:], tuple(row[1:] for row in rows)
    _line(sheet, 1, one.title, "title")
    _line(sheet, 2, _joined(taken, "country", "reference_date", "copy", "standing", "marking"), "hint")
    _line(sheet, 3, _joined(taken, "statement", "questionnaire", "content_hash"), "hint")
    for place, column in enumerate(columns, start=1):
        head = sheet.cell(_HEADS_ROW, place)
        head.style = "cied head"
        put(head, column.head)
        cells = [str(row[place - 1] or "") for row in rows]
        longest = max(map(len, (column.head, *cells)))
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)
    for number, row in enumerate(rows, start=_HEADS_ROW + 1):
        for place, value in enumerate(row, start=1):
            if value not in {None, ""}:
                _write(sheet.cell(number, place), value)
    sheet.freeze_panes = sheet.cell(_HEADS_ROW + 1, 1)
    sheet.print_title_rows = f"{_HEADS_ROW}:{_HEADS_ROW}"
    sheet.auto_filter.ref = f"A{_HEADS_ROW}:{get_column_letter(len(columns))}{_HEADS_ROW + len(rows)}"


def _line(sheet: Any, row: int, text: str, style: str) -> None:
    cell = sheet.cell(row, 1)
    cell.style = f"cied {style}"
    put(cell, _cut(text))


def _write(cell: Any, value: Cell) -> None:
    cell.style = "cied text"
    if isinstance(value, str):
        put(cell, _cut(value))
        return
    cell.value = value
    cell.number_format = "0.00" if isinstance(value, Decimal) else "0"


def _joined(taken: Tables, *keys: str) -> str:
    return " · ".join(str(taken.fact(key)) for key in keys if taken.fact(key))


def _cut(text: str) -> str:
    """The text as far as a cell holds it."""
    return text.encode("utf-16-le")[: 2 * _MOST_UNITS].decode("utf-16-le", "ignore")


def _same_bytes(book: Workbook) -> bytes:
    """The workbook without the moment at which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        # Not by `book.save`, which sets the date of the last change to now.
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(made) as written:
        return packed((part.filename, written.read(part)) for part in written.infolist())

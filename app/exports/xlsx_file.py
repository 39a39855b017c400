"""Tables as one XLSX workbook, a sheet each; text goes in as text, and nothing in it is reckoned."""

from datetime import datetime, time
from decimal import Decimal

from app.exports.report_tables import Tables
from app.exports.table import Cell, Table
from app.workbook.book import Book, SheetWriter

_HEADS_ROW = 4
_NARROWEST, _WIDEST = 9, 60
"""Characters of a column."""

_LONGEST_HEAD = 120
"""Characters of what stands on each printed page; a spreadsheet ends at 255, and writes & twice."""


def workbook(tables: Tables) -> bytes:
    """The workbook: a sheet that says whose it is, and one a table; equal tables give equal bytes."""
    book = Book(tables.title, datetime.combine(tables.created, time()))
    for one in (tables.about, *tables.tables):
        page = book.page(one.title)
        _fill(page, one, tables)
        page.lay_out(_joined(tables, "country", "standing", "marking")[:_LONGEST_HEAD], tables.spoken)
    return book.closed()


def _fill(page: SheetWriter, one: Table, tables: Tables) -> None:
    columns, rows = one.columns, one.rows
    if one is tables.about:
        # The keys are for programs; a person reads the facts.
        columns, rows = columns[1:], tuple(row[1:] for row in rows)
    page.put(1, 1, one.title, "title")
    page.put(2, 1, _joined(tables, "country", "reference_date", "copy", "standing", "marking"), "hint")
    page.put(3, 1, _joined(tables, "statement", "questionnaire", "content_hash"), "hint")
    for place, column in enumerate(columns, start=1):
        page.put(_HEADS_ROW, place, column.head, "head")
        cells = [str(row[place - 1] or "") for row in rows]
        longest = max(map(len, (column.head, *cells)))
        page.width(place, min(max(longest + 2, _NARROWEST), _WIDEST))
    for number, row in enumerate(rows, start=_HEADS_ROW + 1):
        for place, value in enumerate(row, start=1):
            _write(page, number, place, value)
    page.keep_in_view(_HEADS_ROW)
    page.offer_filters(_HEADS_ROW, _HEADS_ROW + len(rows), len(columns))


def _write(page: SheetWriter, row: int, column: int, value: Cell) -> None:
    match value:
        case None | "":
            return
        case str():
            page.put(row, column, value, "text")
        case Decimal():
            page.put_number(row, column, float(value), "hundredths")
        case int():
            page.put_number(row, column, value, "whole")


def _joined(tables: Tables, *keys: str) -> str:
    return " · ".join(str(tables.fact(key)) for key in keys if tables.fact(key))

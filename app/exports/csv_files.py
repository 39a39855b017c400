"""Tables as CSV: UTF-8, commas, one line of keys, and after the cells of each row whose it is."""

from app.exports.csv_line import csv_line
from app.exports.packing import packed
from app.exports.report_tables import Tables
from app.exports.table import Table

CSV_MIME_TYPE = "application/zip"

_BESIDE = (
    "country_code",
    "country",
    "reference_date",
    "questionnaire",
    "content_hash",
    "copy",
    "standing",
    "marking",
    "statement",
)
"""The facts that end each row, so that a table says by itself what it is."""

_BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads no script but its own."""


def csv_files(tables: Tables) -> dict[str, bytes]:
    """Each table under its file name, and the label first."""
    return {
        "about.csv": _written(tables.about, ()),
        **{
            f"{one.key}.csv": _written(one, tuple((key, tables.fact(key)) for key in _BESIDE))
            for one in tables.tables
        },
    }


def csv_archive(tables: Tables) -> bytes:
    """The same as one ZIP; equal tables give equal bytes."""
    return packed(csv_files(tables).items())


def _written(one: Table, beside: tuple[tuple[str, object], ...]) -> bytes:
    heads = (*(column.key for column in one.columns), *(key for key, _ in beside))
    rows = [csv_line(heads), *(csv_line((*row, *(value for _, value in beside))) for row in one.rows)]
    return (_BYTE_ORDER_MARK + "".join(f"{row}\r\n" for row in rows)).encode()

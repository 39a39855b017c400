"""A person at a spreadsheet: fills in cells of a workbook by question and column, and saves it."""

import io
import zipfile

from openpyxl import load_workbook

from app.workbook.layout import HEADS_ROW, HIDDEN, KEYS_ROW


def cell_of(book, question: str, key: str, row: int = 0):
    """The cell of a question under a column's key; `row` counts its documents from 0."""
    for sheet in book.worksheets:
        keys = {cell.value: cell.column for cell in sheet[KEYS_ROW]}
        if sheet.title == HIDDEN or "code" not in keys:
            continue
        for number in range(HEADS_ROW + 1, sheet.max_row + 1):
            if sheet.cell(number, keys["code"]).value == question:
                return sheet.cell(number + row, keys[key])
    raise KeyError(question)


def edited(content: bytes, *changes, **answers) -> bytes:
    """The workbook after these cells were filled in.

    `changes`: (question, key, value) or (question, key, row, value). `answers`: q1_1_1="3" answers 1.1.1.
    """
    # Runs of a text stay apart, as in a spreadsheet: a sign of the format never goes across two.
    book = load_workbook(io.BytesIO(content), rich_text=True)
    for question, key, *row, value in changes:
        cell_of(book, question, key, *row).value = value
    for name, value in answers.items():
        cell_of(book, name.removeprefix("q").replace("_", "."), "answer").value = value
    return saved(book)


def saved(book) -> bytes:
    """The bytes of a workbook."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """The archive with parts replaced, added, or (None) taken out; `__` in a name stands for a slash."""
    made = io.BytesIO()
    given = {name.replace("__", "/"): part for name, part in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in packed.infolist():
            if part.filename not in given:
                new.writestr(part.filename, packed.read(part))
        for name, part in given.items():
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name)

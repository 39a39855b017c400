"""An uploaded file → the texts of its cells. It is hostile until every part was looked at."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from xlsxwriter.utility import xl_rowcol_to_cell_fast

from app.core.errors import AnswersRefusedError
from app.records.faults import refuse
from app.workbook.archive import Archive
from app.workbook.cell_numbers import number_text
from app.workbook.escaping import unescaped
from app.workbook.layout import MOST_ROWS
from app.workbook.parts import Budget, Contents, Formats, Nothing, Relations, Texts
from app.workbook.refusing import DAMAGED, ONE_FROM_HERE, SAVE_AS_XLSX, TOO_LARGE
from app.workbook.xml_parsing import XmlParser

LARGEST_WORKBOOK = 2 * 1024 * 1024
"""Bytes; the whole questionnaire with its answers has a few hundred thousand."""

_MOST_SHEETS = 100
_MOST_CELLS = 60_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_TRUTHS = {"0": "False", "1": "True", "false": "False", "true": "True"}


@dataclass(frozen=True, kw_only=True)
class SheetTexts:
    """A sheet: the texts of its cells that hold any, by row and column from 1.

    `formulas` are the cells that hold one, by row and column; they have no text.
    """

    title: str
    rows: Mapping[int, Mapping[int, str]]
    formulas: frozenset[tuple[int, int]] = field(default=frozenset())

    def address(self, row: int, column: int) -> tuple[str, str]:
        """Where a cell is, as a person finds it."""
        return f"sheet {self.title}", f"cell {xl_rowcol_to_cell_fast(row - 1, column - 1)}"


def sheets_of(content: bytes) -> tuple[SheetTexts, ...]:
    """The sheets of a workbook. AnswersRefusedError says what keeps it from being read, and the mend."""
    if not content:
        refuse("No file was chosen.", "Choose the workbook that was filled in.")
    if len(content) > LARGEST_WORKBOOK:
        refuse(
            f"The file has more than {LARGEST_WORKBOOK:,} bytes.",
            "Check that it is the right file; take pictures and added sheets out.",
        )
    archive = Archive(content)
    try:
        return tuple(_Book(archive).sheets())
    except AnswersRefusedError:
        raise
    except Exception:  # noqa: BLE001 - whatever a hostile file sets off, it is the file's fault
        refuse(DAMAGED, SAVE_AS_XLSX)


class _Book:
    """The reading of one workbook; every part that is XML is looked at once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parser = XmlParser()
        self._seen: set[str] = set()
        self._budget = Budget()
        self._cells = 0

    def sheets(self) -> Iterator[SheetTexts]:
        """Its sheets, in the order of their tabs."""
        book = self._related("").of_type("officeDocument")
        contents = Contents()
        self._read(book, contents)
        related = self._related(book)
        shared, formats = Texts(self._budget), Formats()
        for kind, handler in (("sharedStrings", shared), ("styles", formats)):
            if part := related.of_type(kind):
                self._read(part, handler)
        listed = [one for one in contents.sheets if related.types[one[1]] == "worksheet"]
        if len(listed) > _MOST_SHEETS:
            refuse(TOO_LARGE, ONE_FROM_HERE)
        for title, relation in listed:
            cells = _CellHandler(
                title,
                shared.texts,
                formats.dates,
                contents.counts_from,
                self._budget,
                _MOST_CELLS - self._cells,
            )
            self._read(related.targets[relation], cells)
            self._cells += cells.number
            yield cells.sheet()
        for name in self._archive.xml_parts:
            if name not in self._seen:
                self._read(name, Nothing())

    def _related(self, part: str) -> Relations:
        """The relations of a part, or of the archive itself."""
        folder, name = posixpath.split(part)
        relations = Relations(folder)
        self._read(posixpath.join(folder, "_rels", f"{name}.rels"), relations)
        return relations

    def _read(self, name: str, handler: Nothing) -> None:
        if name in self._seen:
            refuse(DAMAGED, SAVE_AS_XLSX)
        self._seen.add(name)
        self._parser.read(self._archive.pieces(name), handler)


def _column(letters: str) -> int:
    """The number of a column, from 1, by the letters that a spreadsheet gives it: A, Z, AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


class _CellHandler(Nothing):
    """The cells of one sheet: at most `most` that hold anything."""

    def __init__(
        self,
        title: str,
        shared: list[str],
        dates: list[bool],
        counts_from: datetime,
        budget: Budget,
        most: int,
    ) -> None:
        self._title = title
        self._shared = shared
        self._dates = dates
        self._counts_from = counts_from
        self._budget = budget
        self._most = most
        self._rows: dict[int, dict[int, str]] = {}
        self._formulas: set[tuple[int, int]] = set()
        self._row = self._column = 0
        self._kind = self._style = ""
        self._typed: list[str] | None = None
        self._is_formula = False
        self._spoken = 0
        self._runs: list[str] = []
        self.number = 0

    def sheet(self) -> SheetTexts:
        """What was read."""
        return SheetTexts(title=self._title, rows=self._rows, formulas=frozenset(self._formulas))

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, or what it holds begins."""
        match name:
            case "row":
                self._row = int(attributes.get("r") or self._row + 1)
                self._column = 0
            case "c":
                self._go_to(attributes.get("r", ""))
                self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
                self._runs, self._is_formula = [], False
            case "f":
                self._is_formula = True
            case "rPh":
                self._spoken += 1
            case "v" | "t" if not self._spoken:
                self._typed = []

    def text(self, text: str) -> None:
        """Some of what a cell holds."""
        if self._typed is not None:
            self._typed.append(text)

    def closed(self, name: str) -> None:
        """A cell, or what it holds ends."""
        match name:
            case "v" | "t" if self._typed is not None:
                # A sign such as _x0041_ stands within one run.
                self._runs.append(unescaped("".join(self._typed)))
                self._typed = None
            case "rPh":
                self._spoken -= 1
            case "c" if self._runs or self._is_formula:
                self._keep("".join(self._runs))

    def _go_to(self, place: str) -> None:
        """Spreadsheets may leave the place out where a cell follows the one before."""
        if found := _PLACE.fullmatch(place):
            self._row, self._column = int(found[2]), _column(found[1])
        else:
            self._column += 1

    def _keep(self, written: str) -> None:
        """Notes a cell; spreadsheets write empty rows down to the last one, so these do not count."""
        self.number += 1
        if self.number > self._most:
            refuse(TOO_LARGE, ONE_FROM_HERE)
        if self._row > MOST_ROWS:
            refuse(f"A sheet goes on below row {MOST_ROWS:,}.", "Take out what stands below the questions.")
        if self._is_formula:
            self._formulas.add((self._row, self._column))
        elif text := self._meant(written):
            self._rows.setdefault(self._row, {})[self._column] = text

    def _meant(self, written: str) -> str:
        match self._kind:
            case "s":
                return self._budget.spend(self._shared[int(written)])
            case "b":
                return _TRUTHS.get(written.strip(), written)
            case "n":
                style = int(self._style)
                is_date = style < len(self._dates) and self._dates[style]
                return self._budget.spend(number_text(written, self._counts_from, is_date=is_date))
            case "d":
                return self._budget.text(written).removesuffix("T00:00:00")
            case _:
                return self._budget.text(written)

"""What the parts of a workbook say that stand around its sheets: which there are, shared texts, dates."""

import posixpath
from collections.abc import Mapping

from app.answers import cleaned
from app.records.faults import refuse
from app.workbook.cell_numbers import DATE_FORMATS, FROM_1900, FROM_1904, shows_date
from app.workbook.escaping import unescaped
from app.workbook.refusing import ONE_FROM_HERE, TOO_LARGE

_MOST_CHARACTERS = 8_000_000
"""Of the texts of all cells together; a domain sheet full of the longest notes has a tenth."""

_LONGEST = 70_000
"""Characters of one cell; a spreadsheet holds 32,767."""


class Nothing:
    """Looks at a part of which nothing is needed."""

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """Some text within it."""

    def closed(self, name: str) -> None:
        """It ends."""


class Relations(Nothing):
    """Which parts belong to the part in `folder`: `targets` by id, `types` by id, in words."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.targets: dict[str, str] = {}
        self.types: dict[str, str] = {}

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """Notes a relation."""
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            self.targets[attributes.get("Id", "")] = target.lstrip("/")
            self.types[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2]

    def of_type(self, kind: str) -> str:
        """The first part of a type; empty where there is none."""
        return next((self.targets[one] for one in self.types if self.types[one] == kind), "")


class Contents(Nothing):
    """The workbook's own part: title and relation of each sheet, and from when its dates count."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.counts_from = FROM_1900

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """Notes a sheet."""
        if name == "sheet":
            relation = next((text for key, text in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
            self.counts_from = FROM_1904


class Formats(Nothing):
    """`dates`: which cell formats show a date."""

    def __init__(self) -> None:
        self._of_dates = set(DATE_FORMATS)
        self._is_within = False
        self.dates: list[bool] = []

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """Notes a format."""
        if name == "numFmt":
            number = attributes.get("numFmtId", "")
            self._of_dates.discard(number)
            if shows_date(attributes.get("formatCode", "")):
                self._of_dates.add(number)
        elif name == "cellXfs":
            self._is_within = True
        elif name == "xf" and self._is_within:
            self.dates.append(attributes.get("numFmtId", "") in self._of_dates)

    def closed(self, name: str) -> None:
        """The formats of cells end."""
        if name == "cellXfs":
            self._is_within = False


class Texts(Nothing):
    """The shared texts, in their order."""

    def __init__(self, budget: "Budget") -> None:
        self._budget = budget
        self._typed: list[str] = []
        self._runs: list[str] = []
        self._is_text = False
        self._spoken = 0
        self.texts: list[str] = []

    def opened(self, name: str, _attributes: Mapping[str, str]) -> None:
        """A text, or how one is spoken, begins."""
        self._spoken += name == "rPh"
        self._is_text = name == "t" and not self._spoken

    def text(self, text: str) -> None:
        """Some of it."""
        if self._is_text:
            self._typed.append(text)

    def closed(self, name: str) -> None:
        """It ends."""
        self._is_text = False
        self._spoken -= name == "rPh"
        if name == "t":
            self._runs.append(unescaped("".join(self._typed)))
            self._typed = []
        elif name == "si":
            self.texts.append(self._budget.text("".join(self._runs)))
            self._runs = []


class Budget:
    """How much text may come out of one workbook."""

    def __init__(self) -> None:
        self._left = _MOST_CHARACTERS

    def spend(self, text: str) -> str:
        """The same text, counted."""
        self._left -= len(text)
        if self._left < 0 or len(text) > _LONGEST:
            refuse(TOO_LARGE, ONE_FROM_HERE)
        return text

    def text(self, written: str) -> str:
        """The text of a cell, counted and cleaned."""
        return cleaned(self.spend(written))

"""An uploaded file → the texts of its cells. It is hostile until every part was looked at."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from app.answers import cleaned
from app.core.errors import AnswersRefusedError, Fault
from app.workbook.layout import MOST_COLUMNS, MOST_ROWS

LARGEST_WORKBOOK = 2 * 1024 * 1024
"""Bytes; the whole questionnaire with its answers has a few hundred thousand."""

_LARGEST_UNPACKED = 24 * 1024 * 1024
_HIGHEST_RATIO = 150
"""Unpacked by packed size of one part; a sheet of ours has about twenty."""

_SMALL = 64 * 1024
"""Bytes of a part that no ratio makes dangerous."""

_MOST_PARTS = 300
_MOST_ELEMENTS = 1_000_000
_DEEPEST = 40

_XLSX = "Save it as an Excel workbook (.xlsx), without a password."
_LINKED = "The workbook links to other files."
_UNLINK = "Break the links (Data, Edit links), and save it again."
_ROW = re.compile(r"[A-Z]{1,3}(\d{1,7})")
_ESCAPES = (("_x000D_", ""), ("_x005F_", "_"))
"""How a workbook writes the first half of a line end, and a line that could be taken for such a sign."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: the texts of its cells that hold any, by row and column from 1."""

    title: str
    rows: Mapping[int, Mapping[int, str]]

    def address(self, row: int, column: int) -> tuple[str, str]:
        """Where a cell is, as a person finds it."""
        return f"sheet {self.title}", f"cell {get_column_letter(column)}{row}"


def sheets(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook. AnswersRefusedError says what keeps it from being read, and the mend."""
    if not content:
        _refuse("No file was chosen.", "Choose the workbook that was filled in.")
    if len(content) > LARGEST_WORKBOOK:
        _refuse(
            f"The file has more than {LARGEST_WORKBOOK:,} bytes.",
            "Check that it is the right file; take pictures and added sheets out.",
        )
    clean = _clean(content)
    try:
        book = load_workbook(clean, read_only=True, keep_links=False)
        read = tuple(_sheet(one) for one in book.worksheets)
    except AnswersRefusedError:
        raise
    except Exception:  # noqa: BLE001 - whatever a hostile file sets off, it is the file's fault
        _refuse("The workbook is damaged.", _XLSX)
    return read


def _refuse(problem: str, mend: str, place: tuple[str, ...] = ()) -> NoReturn:
    raise AnswersRefusedError([Fault(place=place, problem=problem, mend=mend)]) from None


# --- the archive -----------------------------------------------------------------------------------


def _clean(content: bytes) -> io.BytesIO:
    """An archive of those parts alone that are XML and were found harmless."""
    clean = io.BytesIO()
    watch = _Watch()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(clean, "w") as kept:
            parts = packed.infolist()
            _refuse_bomb(parts)
            _refuse_other_things(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    xml = packed.read(part)
                    watch.look_at(part.filename, xml)
                    kept.writestr(part.filename, xml)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        _refuse("This is no XLSX workbook.", _XLSX)
    clean.seek(0)
    return clean


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    """Sizes are those that the archive declares; reading stops at them."""
    is_bomb = (
        len(parts) > _MOST_PARTS
        or sum(part.file_size for part in parts) > _LARGEST_UNPACKED
        or any(
            part.file_size > _SMALL and part.file_size > _HIGHEST_RATIO * max(part.compress_size, 1)
            for part in parts
        )
        or len({part.filename for part in parts}) < len(parts)
    )
    if is_bomb:
        _refuse("The workbook unpacks to more than it may.", "Bring in one that was made here.")


def _refuse_other_things(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        _refuse("The workbook holds macros.", "Save it as .xlsx, which has none.")
    if any("/externallinks/" in name or name.endswith("/connections.xml") for name in names):
        _refuse(
            "The workbook links to other files.", "Break the links (Data, Edit links), and save it again."
        )
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        _refuse("The workbook holds embedded objects.", "Take them out, and save it again.")


class _Watch:
    """Looks at XML before anything else reads it; what it passes is small, flat, and without entities."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0
        self._row = 0
        self._in_sheet = False

    def look_at(self, name: str, xml: bytes) -> None:
        """Refuses a part that declares a document type, is deep, large, or points elsewhere."""
        self._depth = self._row = 0
        self._in_sheet = "worksheets/" in name
        parser = ParserCreate()
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.StartDoctypeDeclHandler = self._refuse_type
        try:
            parser.Parse(xml, True)  # noqa: FBT003 - the last piece; it takes no name
        except ExpatError:
            _refuse("The workbook is damaged.", _XLSX)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _DEEPEST or self._elements > _MOST_ELEMENTS:
            _refuse("The workbook is larger than any that is filled in.", "Bring in one that was made here.")
        if "macroenabled" in attributes.get("ContentType", "").lower():
            _refuse("The workbook holds macros.", "Save it as .xlsx, which has none.")
        local = tag.rpartition(":")[2]
        # A web address typed as a document's place becomes a link, which is read as its text.
        is_link = attributes.get("Type", "").endswith("/hyperlink")
        if local == "Relationship" and attributes.get("TargetMode") == "External" and not is_link:
            _refuse(_LINKED, _UNLINK)
        if self._in_sheet:
            self._count_row(local, attributes.get("r", ""))

    def _count_row(self, local: str, place: str) -> None:
        """Spreadsheets write empty rows down to the last possible one; only what holds something counts."""
        if local == "row":
            self._row = int(place or self._row + 1)
        elif local == "c" and (found := _ROW.fullmatch(place)):
            self._row = int(found[1])
        elif local in {"v", "is", "f"} and self._row > MOST_ROWS:
            _refuse(f"A sheet goes on below row {MOST_ROWS:,}.", "Take out what stands below the questions.")

    def _close(self, _tag: str) -> None:
        self._depth -= 1

    @staticmethod
    def _refuse_type(*_about: object) -> None:
        _refuse("The workbook declares a document type, which none needs.", _XLSX)


# --- the cells -------------------------------------------------------------------------------------


def _sheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()
    return Sheet(title=sheet.title, rows=dict(_rows(sheet)))


def _rows(sheet: Any) -> Iterator[tuple[int, dict[int, str]]]:
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), start=1):
        texts: dict[int, str] = {}
        for column, cell in enumerate(row, start=1):
            if cell.value is None:
                continue
            if cell.data_type == "f":
                _refuse(
                    "A formula stands here.",
                    "Write its result as text; formulas are not read.",
                    (f"sheet {sheet.title}", f"cell {get_column_letter(column)}{number}"),
                )
            texts[column] = _text(cell.value)
        if texts:
            yield number, texts


def _text(value: object) -> str:
    match value:
        case str():
            for written, meant in _ESCAPES:
                value = value.replace(written, meant)
            return cleaned(value)
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case _:
            return str(value)

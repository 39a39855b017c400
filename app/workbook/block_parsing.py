"""The rows of one question in a workbook that comes back: its answer, and what keeps it from being read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.answers import dated
from app.core.assessment.answer import EvidenceItem
from app.core.errors import Fault
from app.workbook.cells import Cells
from app.workbook.known import Known
from app.workbook.layout import EVIDENCE
from app.workbook.sheet_texts import SheetTexts

MOST_FAULTS = 20
"""Named of one question, or of one sheet; who has more mends these first."""

_PRINTED = ("code", "question", "levels")


@dataclass(frozen=True, kw_only=True)
class Block:
    """What is said of one question on revision `base`.

    `faults` are those of cells that cannot be read; `places` says where each field stands, such as
    `answer`, `evidence 2 dated`.
    """

    question: str
    base: int
    cells: Cells
    faults: tuple[Fault, ...]
    places: Mapping[str, tuple[str, ...]]


def stray(sheet: SheetTexts, row: int, column: int) -> Fault:
    """The fault of a cell that holds something where nothing is read."""
    if (row, column) in sheet.formulas:
        problem, mend = "A formula stands here.", "Write its result as text; formulas are not read."
    else:
        text = " ".join(sheet.rows[row][column].split())
        problem = f"“{text[:60]}” stands where nothing is read."
        mend = "Move it to the first row of its question, into a tinted cell; or empty the cell."
    return Fault(place=sheet.address(row, column), problem=problem, mend=mend)


def filled(sheet: SheetTexts, rows: range) -> Iterator[tuple[int, int]]:
    """The cells of these rows that hold a text or a formula, by row and column."""
    for row in rows:
        columns = {column for column, text in sheet.rows.get(row, {}).items() if text.strip()}
        yield from sorted((row, column) for column in columns)
    yield from sorted(place for place in sheet.formulas if place[0] in rows)


class BlockParser:
    """The reading of one block, row `start` to before `end`."""

    def __init__(
        self, sheet: SheetTexts, columns: Mapping[str, int], known: Known, start: int, end: int
    ) -> None:
        self._sheet = sheet
        self._columns = columns
        self._known = known
        self._start = start
        self._end = end
        self._faults: list[Fault] = []
        self._places: dict[str, tuple[str, ...]] = {}

    def block(self) -> Block:
        """What the block says."""
        known = self._known
        self._faults += self._strays()
        cells = Cells(
            answer=self._chosen("answer", known.answers),
            upper=self._chosen("upper", known.answers),
            reason=self._text("reason", self._start),
            withheld=bool(self._chosen("withheld", {known.yes: "True"})),
            comment=self._text("comment", self._start),
            evidence=tuple(self._evidence()),
        )
        code = self._text("code", self._start)
        return Block(
            question=code,
            base=known.revisions.get(code, 0),
            cells=cells,
            faults=tuple(self._faults[:MOST_FAULTS]),
            places=self._places,
        )

    def _strays(self) -> Iterator[Fault]:
        """Whatever stands where nothing is read: below the first row, in an added column, over print."""
        key_of = {column: key for key, column in self._columns.items()}
        for row, column in filled(self._sheet, range(self._start, self._end)):
            key = key_of.get(column, "")
            is_formula = (row, column) in self._sheet.formulas
            is_read = key in EVIDENCE or (key != "" and row == self._start)
            is_changed = key in _PRINTED[1:] and not self._known.is_fixed(
                self._sheet.rows[row].get(column, "")
            )
            if is_formula or not is_read or is_changed:
                yield stray(self._sheet, row, column)

    def _text(self, key: str, row: int, field: str = "") -> str:
        column = self._columns[key]
        self._places[field or key] = self._sheet.address(row, column)
        return self._sheet.rows.get(row, {}).get(column, "")

    def _chosen(self, key: str, words: Mapping[str, str], row: int = 0, field: str = "") -> str:
        """What a word of a list means; the id that it stands for may be typed too, such as a level."""
        typed = self._text(key, row or self._start, field).strip()
        if not typed or typed in words.values():
            return typed
        if typed not in words:
            self._faults.append(
                Fault(
                    place=self._places[field or key],
                    problem=f"“{typed[:60]}” is not in the list.",
                    mend=f"Choose one of: {', '.join(words)}; or empty the cell.",
                )
            )
        return words.get(typed, "")

    def _evidence(self) -> Iterator[EvidenceItem]:
        """One document a row; one without a grade has the weakest."""
        number = 0
        weakest = next(iter(self._known.grades.values()), "")
        self._places["evidence"] = self._sheet.address(self._start, self._columns["title"])
        for row in range(self._start, self._end):
            typed = self._sheet.rows.get(row, {})
            if not any(typed.get(self._columns[key], "").strip() for key in EVIDENCE):
                continue
            number += 1
            texts = {
                key: self._text(key, row, f"evidence {number} {key}") for key in EVIDENCE if key != "grade"
            }
            texts["dated"] = dated(texts["dated"])
            grade = self._chosen("grade", self._known.grades, row, f"evidence {number} grade")
            yield EvidenceItem(grade=grade or weakest, **texts)

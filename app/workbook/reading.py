"""read(content) -> Returned: what a workbook that comes back says, cell by cell, with every fault in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from app.core.assessment import EvidenceItem
from app.core.errors import AnswersRefusedError, Fault
from app.workbook.cells import Cells
from app.workbook.layout import (
    ABOUT,
    ANSWER_IDS,
    ANSWERS,
    COLUMNS,
    EVIDENCE,
    FACTS,
    FORMAT,
    GRADE_IDS,
    GRADES,
    HEADS_ROW,
    HIDDEN,
    KEYS_ROW,
    QUESTIONS,
    REVISIONS,
    VALUE,
    YES,
    Origin,
)
from app.workbook.opening import Sheet, sheets

_REVISION = re.compile(r"\d{1,9}", re.ASCII)
_FROM_HERE = "Fill in a workbook that was taken from the assessment’s page, and keep its sheets."


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


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A workbook that came back: where it is from, and its questions.

    `faults` belong to no question of it: a code that is not known, or stands twice.
    """

    origin: Origin
    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...]


def read(content: bytes) -> Returned:
    """What a workbook says. AnswersRefusedError where it cannot be read as one that was made here."""
    found = {sheet.title: sheet for sheet in sheets(content)}
    hidden = found.pop(HIDDEN, None)
    if hidden is None:
        _refuse("This workbook was not made here.")
    known = _Known(hidden)
    blocks: dict[str, Block] = {}
    faults: list[Fault] = []
    for sheet in found.values():
        for block in _blocks(sheet, known):
            if block.question not in known.revisions or block.question in blocks:
                twice = block.question in blocks
                problem = "stands here a second time." if twice else "is not a question of this workbook."
                faults.append(
                    Fault(
                        place=block.places["code"],
                        problem=f"“{block.question[:60]}” {problem}",
                        mend="Put the first column back as it was.",
                    )
                )
            else:
                blocks[block.question] = block
    return Returned(origin=known.origin, blocks=tuple(blocks.values()), faults=tuple(faults))


def _refuse(problem: str) -> NoReturn:
    raise AnswersRefusedError([Fault(place=(), problem=problem, mend=_FROM_HERE)])


class _Known:
    """What the hidden sheet says; it is no more to be trusted than the others."""

    def __init__(self, hidden: Sheet) -> None:
        facts = self._pairs(hidden, ABOUT, VALUE)
        if facts.get("format") != FORMAT or any(not facts.get(name) for name in FACTS):
            _refuse("This workbook was not made here, or by another version of the product.")
        self.origin = Origin(**{name: facts[name] for name in FACTS[1:]})
        self.answers = self._pairs(hidden, ANSWERS, ANSWER_IDS)
        self.grades = self._pairs(hidden, GRADES, GRADE_IDS)
        self.yes = hidden.rows.get(2, {}).get(YES, "")
        revisions = self._pairs(hidden, QUESTIONS, REVISIONS)
        if not revisions or not all(_REVISION.fullmatch(number) for number in revisions.values()):
            _refuse("The hidden sheet of this workbook was changed.")
        self.revisions = {question: int(number) for question, number in revisions.items()}

    @staticmethod
    def _pairs(hidden: Sheet, left: int, right: int) -> dict[str, str]:
        rows = (row for number, row in hidden.rows.items() if number > 1)
        return {row[left]: row.get(right, "") for row in rows if left in row}


def _blocks(sheet: Sheet, known: _Known) -> Iterator[Block]:
    """The blocks of a sheet: each begins with a code, and goes on to the next code or heading."""
    columns = {text: column for column, text in sheet.rows.get(KEYS_ROW, {}).items() if text in COLUMNS}
    if "code" not in columns:
        return  # the sheet that explains, or one that a person added
    if len(columns) < len(COLUMNS):
        lacking = ", ".join(key for key in COLUMNS if key not in columns)
        raise AnswersRefusedError(
            [Fault(place=(f"sheet {sheet.title}",), problem=f"lacks columns: {lacking}.", mend=_FROM_HERE)]
        )
    starts = [row for row in sorted(sheet.rows) if row > HEADS_ROW and columns["code"] in sheet.rows[row]]
    ends = [*starts[1:], max(sheet.rows) + 1]
    for start, end in zip(starts, ends, strict=True):
        # A heading holds a text in its first cell alone.
        if columns["levels"] in sheet.rows[start] or columns["answer"] in sheet.rows[start]:
            yield _Reading(sheet, columns, known, start, end).block()


class _Reading:
    """The reading of one block, row `start` to before `end`."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, int], known: _Known, start: int, end: int) -> None:
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
            faults=tuple(self._faults),
            places=self._places,
        )

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
            grade = self._chosen("grade", self._known.grades, row, f"evidence {number} grade")
            yield EvidenceItem(grade=grade or weakest, **texts)

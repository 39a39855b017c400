"""read(content) -> Returned: what a workbook that comes back says, cell by cell, with every fault in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.core.errors import Fault
from app.records.faults import refuse
from app.workbook.block_parsing import (
    MOST_FAULTS,
    Block,
    BlockParser,
    filled,
    stray,
)
from app.workbook.known import FROM_HERE, Known, refuse_foreign
from app.workbook.layout import COLUMNS, HEADS_ROW, HIDDEN, KEYS_ROW, Origin
from app.workbook.sheet_texts import SheetTexts, sheets_of

_LOWEST_KEYS = 50
"""Rows in which the keys of the columns are looked for; they stand in the first, if none was put above."""

_FEWEST_KEYS = 3
"""Keys in one row that make it the one with the keys."""


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A workbook that came back: where it is from, and its questions.

    `faults` belong to no question of it: a code that is not known, or stands twice, or a text that stands
    where nothing is read. `missing` are the questions that it was made with, and has no more.
    """

    origin: Origin
    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]


def parsed_workbook(content: bytes) -> Returned:
    """What a workbook says. AnswersRefusedError where it cannot be read as one that was made here."""
    found = {sheet.title: sheet for sheet in sheets_of(content)}
    hidden = found.pop(HIDDEN, None)
    if hidden is None:
        refuse_foreign("This workbook was not made here.")
    known = Known(hidden)
    blocks: dict[str, Block] = {}
    faults: list[Fault] = []
    for sheet in found.values():
        parser = _SheetParser(sheet, known)
        for block in parser.blocks():
            faults += _entered(block, blocks, known)
        faults += parser.strays()
    missing = tuple(question for question in known.revisions if question not in blocks)
    return Returned(origin=known.origin, blocks=tuple(blocks.values()), faults=tuple(faults), missing=missing)


def _entered(block: Block, blocks: dict[str, Block], known: Known) -> Iterator[Fault]:
    """Adds a block to those of its questions. Of one that stands twice nobody can say which is meant."""
    is_twice = block.question in blocks
    if block.question in known.revisions and not is_twice:
        blocks[block.question] = block
        return
    problem = "stands here a second time." if is_twice else "is not a question of this workbook."
    fault = Fault(
        place=block.places["code"],
        problem=f"“{block.question[:60]}” {problem}",
        mend="Put the first column back as it was.",
    )
    if is_twice:
        blocks[block.question] = replace(blocks[block.question], faults=(fault,))
    else:
        yield fault


class _SheetParser:
    """Reads one sheet: of a domain, or the one that explains, or one that a person added."""

    def __init__(self, sheet: SheetTexts, known: Known) -> None:
        self._sheet = sheet
        self._known = known
        self._last = max((*sheet.rows, *(row for row, _ in sheet.formulas)), default=0)
        self._keys = self._keys_row()
        keys = sheet.rows.get(self._keys, {})
        self._columns = {text: column for column, text in keys.items() if text in COLUMNS}
        lacking = ", ".join(key for key in COLUMNS if key not in self._columns)
        if self._keys and lacking:
            refuse(f"lacks columns: {lacking}.", FROM_HERE, (f"sheet {sheet.title}",))
        self._within: set[int] = set()

    def _keys_row(self) -> int:
        """The row of the keys; 0 where there is none."""
        for row in range(KEYS_ROW, _LOWEST_KEYS + 1):
            texts = self._sheet.rows.get(row, {}).values()
            if "code" in texts and sum(text in COLUMNS for text in texts) >= _FEWEST_KEYS:
                return row
        return 0

    def blocks(self) -> Iterator[Block]:
        """The blocks of the sheet: each begins with a code, and goes on to the next code or heading."""
        if not self._keys:
            return
        starts = [row for row in range(self._keys + 1, self._last + 1) if self._begins(row)]
        for start in starts:
            end = start + 1
            while end <= self._last and not self._begins(end) and not self._is_heading(end):
                end += 1
            self._within.update(range(start, end))
            yield BlockParser(self._sheet, self._columns, self._known, start, end).block()

    def strays(self) -> tuple[Fault, ...]:
        """What stands outside of every block, and did not come with the workbook."""
        found = [
            (row, column)
            for row, column in filled(self._sheet, range(1, self._last + 1))
            if row not in self._within and not self._came_with_it(row, column)
        ]
        named = tuple(stray(self._sheet, row, column) for row, column in found[:MOST_FAULTS])
        if len(found) == len(named):
            return named
        more = Fault(
            place=(f"sheet {self._sheet.title}",),
            problem=f"{len(found) - len(named)} more cells hold something where nothing is read.",
            mend="Empty them, or move their texts to the questions.",
        )
        return (*named, more)

    def _text(self, row: int, key: str) -> str:
        return self._sheet.rows.get(row, {}).get(self._columns[key], "")

    def _begins(self, row: int) -> bool:
        """A heading holds a text in its first cell alone; a question its levels too."""
        code = self._text(row, "code")
        return bool(code and self._text(row, "levels")) and not self._is_head(row)

    def _is_heading(self, row: int) -> bool:
        return self._came_with_it(row, self._columns["code"])

    def _is_head(self, row: int) -> bool:
        """Whether it is the row with the names of the columns."""
        if not self._known.has_fixed:
            return row <= self._keys + HEADS_ROW - KEYS_ROW
        code = self._text(row, "code")
        return code not in self._known.revisions and self._known.is_fixed(code)

    def _came_with_it(self, row: int, column: int) -> bool:
        """Whether a cell outside the blocks holds what the workbook was made with."""
        if (row, column) in self._sheet.formulas:
            return False
        text = self._sheet.rows.get(row, {}).get(column, "")
        return self._known.is_fixed(text) or (row == self._keys and text in COLUMNS)

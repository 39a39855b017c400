"""What the hidden sheet of a workbook says: where it is from, its lists, its questions, its fixed texts."""

import re
from collections.abc import Mapping
from typing import NoReturn

from app.records.faults import refuse
from app.workbook.layout import (
    ABOUT,
    ANSWER_IDS,
    ANSWERS,
    FACTS,
    FIXED,
    FORMAT,
    GRADE_IDS,
    GRADES,
    QUESTIONS,
    REVISIONS,
    VALUE,
    YES,
    Origin,
    fixed_mark,
)
from app.workbook.sheet_texts import SheetTexts

FROM_HERE = "Fill in a workbook that was taken from the assessment’s page, and keep its sheets."

_REVISION = re.compile(r"\d{1,9}", re.ASCII)


def refuse_foreign(problem: str) -> NoReturn:
    """Refuses a workbook that was not made here, or changed in what it says of itself."""
    refuse(problem, FROM_HERE)


class Known:
    """What the hidden sheet says; it is no more to be trusted than the others.

    `revisions`: of each question, the revision that its answer had. `answers`, `grades`, `yes`: the words
    of the lists, with what they mean.
    """

    def __init__(self, hidden: SheetTexts) -> None:
        facts = self._pairs(hidden, ABOUT, VALUE)
        if facts.get("format") != FORMAT or any(not facts.get(name) for name in FACTS):
            refuse_foreign("This workbook was not made here, or by another version of the product.")
        self.origin = Origin(**{name: facts[name] for name in FACTS[1:]})
        self.answers = self._pairs(hidden, ANSWERS, ANSWER_IDS)
        self.grades = self._pairs(hidden, GRADES, GRADE_IDS)
        self.yes = hidden.rows.get(2, {}).get(YES, "")
        revisions = self._pairs(hidden, QUESTIONS, REVISIONS)
        if not revisions or not all(_REVISION.fullmatch(number) for number in revisions.values()):
            refuse_foreign("The hidden sheet of this workbook was changed.")
        self.revisions = {question: int(number) for question, number in revisions.items()}
        self._fixed = frozenset(self._pairs(hidden, FIXED, FIXED))

    @property
    def has_fixed(self) -> bool:
        """Whether it says so at all; a workbook that was taken from an earlier version does not."""
        return bool(self._fixed)

    def is_fixed(self, text: str) -> bool:
        """Whether the workbook came with that text, outside the cells to fill in."""
        return not self._fixed or fixed_mark(text) in self._fixed

    @staticmethod
    def _pairs(hidden: SheetTexts, left: int, right: int) -> Mapping[str, str]:
        rows = (row for number, row in hidden.rows.items() if number > 1)
        return {row[left]: row.get(right, "") for row in rows if left in row}

"""How a workbook is laid out: its hidden sheet, the keys of its columns, and the names of its lists."""

from dataclasses import dataclass

from app.answers import text_hash
from app.core.assessment.answer import Answer
from app.core.questionnaire.questionnaire import Domain, Question

FORMAT = "cied-workbook/1"

HIDDEN = "cied"
"""The sheet that says where the workbook came from; nobody sees it."""

FACTS = ("format", "questionnaire", "version", "questionnaire_hash", "assessment")
"""Named in the first column of the hidden sheet, with their values beside them."""

ABOUT, VALUE, ANSWERS, ANSWER_IDS, GRADES, GRADE_IDS, YES, QUESTIONS, REVISIONS, FIXED = range(1, 11)
"""Columns of the hidden sheet, below a first row of heads."""

EVIDENCE = ("grade", "title", "dated", "owner", "place", "seen_by", "marking")
COLUMNS = ("code", "question", "levels", "answer", "upper", "reason", *EVIDENCE, "comment", "withheld")
"""Keys in the hidden first row of a domain's sheet, so that columns are known in every language."""

KEYS_ROW, TITLE_ROW, HINT_ROW, HEADS_ROW = 1, 2, 3, 4

MOST_ROWS = 6_000
"""Rows of a sheet that are read."""


def fixed_mark(text: str) -> str:
    """Stands in the hidden sheet for a text that is printed in a sheet and not to be changed."""
    return text_hash(" ".join(text.split()))[:16]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a workbook comes from; it is brought back nowhere else."""

    questionnaire: str
    version: str
    questionnaire_hash: str
    assessment: str


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """A question with its answer, and the revision of that answer (0 where nothing was entered)."""

    domain: Domain
    question: Question
    answer: Answer
    revision: int

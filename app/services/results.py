"""Rows of results: those of an edition, and what programs read of all finished assessments."""

from app.core.assessment.assessment import Assessment
from app.core.method.result_row import result_rows
from app.core.questionnaire.questionnaire import Questionnaire
from app.exports.result_rows import worded
from app.storage.assessments import Stored
from app.storage.results import ResultKey, RowFormat, Wanted, WordedRow, page, pages, state

__all__ = ["ResultKey", "RowFormat", "Wanted", "page", "pages", "rows_of", "state"]


def rows_of(stored: Stored, edition: int, whole: Questionnaire, masked: Assessment) -> list[WordedRow]:
    """What every node of an edition is worth in its masked copy, in the questionnaire's order."""
    rows = result_rows(
        whole,
        masked,
        assessment=stored.id,
        edition=edition,
        questionnaire_hash=stored.questionnaire_hash,
        is_demonstration=stored.is_demonstration,
    )
    return worded(rows)

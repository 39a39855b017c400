"""The refusal of a whole workbook, and the sentences that several parts of the reader say."""

from typing import NoReturn

from app.core.errors import AnswersRefusedError, Fault

NO_XLSX = "This is no XLSX workbook."
DAMAGED = "The workbook is damaged."
TOO_LARGE = "The workbook is larger than any that is filled in."

SAVE_AS_XLSX = "Save it as an Excel workbook (.xlsx), without a password."
ONE_FROM_HERE = "Bring in one that was made here."


def refuse(problem: str, mend: str, place: tuple[str, ...] = ()) -> NoReturn:
    """Raises AnswersRefusedError with that one fault."""
    raise AnswersRefusedError([Fault(place=place, problem=problem, mend=mend)]) from None

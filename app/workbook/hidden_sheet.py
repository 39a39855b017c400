"""The sheet that nobody sees: where the workbook is from, its lists, and the revision of each answer."""

from collections.abc import Callable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from app.answers import cleaned
from app.core.questionnaire.questionnaire import Questionnaire
from app.workbook.escaping import unescaped
from app.workbook.layout import (
    ABOUT,
    ANSWER_IDS,
    ANSWERS,
    FACTS,
    FIXED,
    FORMAT,
    GRADE_IDS,
    GRADES,
    HIDDEN,
    QUESTIONS,
    REVISIONS,
    VALUE,
    YES,
    Asked,
    Origin,
    fixed_mark,
)
from app.workbook.styles import put


class Lists:
    """The words of the drop-down lists with what they mean, and the names of their ranges."""

    def __init__(self, questionnaire: Questionnaire, say: Callable[[str], str]) -> None:
        levels = [(f"{n} {level.name}", str(n)) for n, level in enumerate(questionnaire.scale.levels)]
        self.answers = (
            (say("agencies differ"), "positions"),
            *levels,
            (say("not known"), "not_known"),
            (say("not applicable"), "not_applicable"),
        )
        self.grades = tuple((grade.name, grade.id) for grade in questionnaire.evidence.grades)
        self.yes = say("yes")
        number = len(levels)
        # Rows of the hidden sheet: agencies differ, the levels, not known, not applicable.
        self.ranges = {
            "cied_levels": (ANSWERS, 3, number + 2),
            "cied_answers": (ANSWERS, 3, number + 3),
            "cied_answers_na": (ANSWERS, 3, number + 4),
            "cied_answers_differ": (ANSWERS, 2, number + 3),
            "cied_answers_differ_na": (ANSWERS, 2, number + 4),
            "cied_grades": (GRADES, 2, len(self.grades) + 1),
            "cied_yes": (YES, 2, 2),
        }
        self.word = {id_: word for word, id_ in (*self.answers, *self.grades)}

    @staticmethod
    def answers_to(one: Asked) -> str:
        """The name of the list of answers that a question can have."""
        differ = "_differ" if one.answer.positions else ""
        return f"cied_answers{differ}{'_na' if one.question.may_be_na else ''}"


def hide(book: Workbook, origin: Origin, asked: Sequence[Asked], lists: Lists) -> None:
    """Adds that sheet, and the names by which drop-down lists find their ranges in it."""
    fixed = sorted({fixed_mark(text) for text in _fixed_texts(book)})
    sheet = book.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    columns: dict[int, list[str]] = {
        ABOUT: list(FACTS),
        VALUE: [
            FORMAT,
            origin.questionnaire,
            origin.version,
            origin.questionnaire_hash,
            origin.assessment,
        ],
        ANSWERS: [word for word, _ in lists.answers],
        ANSWER_IDS: [id_ for _, id_ in lists.answers],
        GRADES: [word for word, _ in lists.grades],
        GRADE_IDS: [id_ for _, id_ in lists.grades],
        YES: [lists.yes],
        QUESTIONS: [one.question.id for one in asked],
        REVISIONS: [str(one.revision) for one in asked],
        FIXED: fixed,
    }
    for column, texts in columns.items():
        for row, text in enumerate(texts, start=2):
            put(sheet.cell(row, column), text)
    for name, (column, first, last) in lists.ranges.items():
        letter = get_column_letter(column)
        book.defined_names[name] = DefinedName(
            name, attr_text=f"{HIDDEN}!${letter}${first}:${letter}${last}", hidden=True
        )


def _fixed_texts(book: Workbook) -> Iterator[str]:
    """What the cells say that are not to be filled in."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and cell.protection.locked:
                    yield cleaned(unescaped(str(cell.value)))

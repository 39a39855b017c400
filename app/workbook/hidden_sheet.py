"""The sheet that nobody sees: where the workbook is from, its lists, and the revision of each answer."""

from collections.abc import Callable, Sequence

from app.answers import cleaned
from app.core.questionnaire.questionnaire import Questionnaire
from app.workbook.book import Book
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
    AskedRow,
    Origin,
    fixed_mark,
)


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
    def answers_to(one: AskedRow) -> str:
        """The name of the list of answers that a question can have."""
        differ = "_differ" if one.answer.positions else ""
        return f"cied_answers{differ}{'_na' if one.question.may_be_na else ''}"


def hide(book: Book, origin: Origin, asked: Sequence[AskedRow], lists: Lists) -> None:
    """Adds that sheet, and the names by which drop-down lists find their ranges in it."""
    fixed = sorted({fixed_mark(cleaned(text)) for text in book.fixed})
    page = book.hidden_page()
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
            page.put(row, column, text)
    for name, (column, first, last) in lists.ranges.items():
        book.name(name, column, first, last)

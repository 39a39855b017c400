"""The sheet of one domain: a block of rows for each question, with a row for each document."""

from collections.abc import Callable, Sequence

from app.core.questionnaire.questionnaire import Domain, Questionnaire
from app.workbook.book import SheetWriter
from app.workbook.cells import cells_of
from app.workbook.hidden_sheet import Lists
from app.workbook.layout import COLUMNS, EVIDENCE, HEADS_ROW, HINT_ROW, KEYS_ROW, TITLE_ROW, AskedRow
from app.workbook.styles import LINE, Style, lines

_LEAST_EVIDENCE = 3
"""Rows for documents of a question; one is always empty."""

_WIDTHS = {
    "code": 9,
    "question": 34,
    "levels": 62,
    "answer": 19,
    "upper": 17,
    "reason": 26,
    "grade": 16,
    "title": 30,
    "dated": 12,
    "owner": 20,
    "place": 20,
    "seen_by": 18,
    "marking": 14,
    "comment": 46,
    "withheld": 11,
}
"""Characters."""

_TALLEST = 400
"""Points of a row; a spreadsheet ends at 409."""


class DomainSheet:
    """Fills the sheet; `lists` and `say` hold the words of its language."""

    def __init__(
        self, page: SheetWriter, questionnaire: Questionnaire, lists: Lists, say: Callable[[str], str]
    ) -> None:
        self._page = page
        self._questionnaire = questionnaire
        self._lists = lists
        self._say = say
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._column = {key: place for place, key in enumerate(COLUMNS, start=1)}

    def fill(self, domain: Domain, asked: Sequence[AskedRow]) -> None:
        """The questions of the domain under their components."""
        page, heads = self._page, self._heads()
        for key, column in self._column.items():
            page.put(KEYS_ROW, column, key)
            page.put(HEADS_ROW, column, heads[key], "head")
            page.width(column, _WIDTHS[key])
        page.hide_row(KEYS_ROW)
        self._line(TITLE_ROW, f"{domain.id} {domain.title}", "title", 28)
        self._line(
            HINT_ROW,
            self._say("Fill in the tinted cells. Leave a question as it is where you do not answer it."),
            "hint",
            20,
        )
        page.height(HEADS_ROW, 42)
        page.keep_in_view(HEADS_ROW, columns=1)
        row, component = HEADS_ROW + 1, ""
        for one in asked:
            under = self._questionnaire.component_of[one.question.id]
            if under.id != component:
                component = under.id
                self._line(row, f"{under.id} {under.title}", "component", 30)
                row += 1
            row = self._question(row, one)
        for name, places in self._places.items():
            page.offer(
                name,
                places,
                self._say("Not in the list"),
                self._say("Choose one of the list, or empty the cell."),
            )

    def _heads(self) -> dict[str, str]:
        say = self._say
        return {
            "code": say("Code"),
            "question": say("Question"),
            "levels": say("What one would see at each level"),
            "answer": say("Answer"),
            "upper": say("Upper level, if between two"),
            "reason": say("Why it does not apply"),
            "grade": say("What shows it: grade"),
            "title": say("Title"),
            "dated": say("Date: 2024, 2024-05 or 2024-05-06"),
            "owner": say("Office that owns it"),
            "place": say("Where it lies"),
            "seen_by": say("Seen by (secret title)"),
            "marking": say("Its marking"),
            "comment": say("Note"),
            "withheld": say("Withheld?"),
        }

    def _line(self, row: int, text: str, style: Style, height: float) -> None:
        self._page.put(row, 1, text, style)
        self._page.height(row, height)

    def _question(self, row: int, one: AskedRow) -> int:
        """Writes a question's block, and gives the row below it."""
        cells = cells_of(one.answer)
        number = max(_LEAST_EVIDENCE, len(cells.evidence) + 1)
        last = row + number - 1
        levels = "\n".join(f"{n}  {level.descriptor}" for n, level in enumerate(one.question.levels))
        asked = f"{one.question.text}\n{one.question.hint}"
        word = self._lists.word
        texts = {
            "code": one.question.id,
            "question": "",
            "levels": levels,
            "answer": word.get(cells.answer, ""),
            "upper": word.get(cells.upper, ""),
            "reason": cells.reason,
            "comment": cells.comment,
            "withheld": self._lists.yes if cells.withheld else "",
        }
        fixed: dict[str, Style] = {"code": "code", "question": "question", "levels": "levels"}
        for key, text in texts.items():
            self._block(row, last, key, text, fixed.get(key, "input"))
        self._page.put_under(row, self._column["question"], one.question.text, one.question.hint, "question")
        for place in range(number):
            item = cells.evidence[place] if place < len(cells.evidence) else None
            for key in EVIDENCE:
                text = getattr(item, key) if item else ""
                text = word.get(text, text) if key == "grade" else text
                self._page.put(row + place, self._column[key], text, "input")
            self._offer("cied_grades", row + place, "grade")
        self._offer(self._lists.answers_to(one), row, "answer")
        self._offer("cied_levels", row, "upper")
        self._offer("cied_yes", row, "withheld")
        needed = max(lines(levels, _WIDTHS["levels"] * 1.1), lines(asked, _WIDTHS["question"])) * LINE
        needed = max(needed, lines(cells.comment, _WIDTHS["comment"]) * LINE, 18.0 * number)
        for place in range(row, last + 1):
            self._page.height(place, min(needed / number + 2, _TALLEST))
        return last + 1

    def _block(self, row: int, last: int, key: str, text: str, style: Style) -> None:
        self._page.merge(row, last, self._column[key], style)
        if text:
            self._page.put(row, self._column[key], text, style)

    def _offer(self, name: str, row: int, key: str) -> None:
        """Notes a cell that gets the drop-down list of that name."""
        self._places.setdefault(name, []).append((row, self._column[key]))

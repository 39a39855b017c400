"""The sheet of one domain: a block of rows for each question, with a row for each document."""

from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

from app.core.questionnaire.questionnaire import Domain, Questionnaire
from app.workbook.cells import cells_of
from app.workbook.hidden_sheet import Lists
from app.workbook.layout import COLUMNS, EVIDENCE, HEADS_ROW, HINT_ROW, KEYS_ROW, TITLE_ROW, Asked
from app.workbook.styles import LINE, lines, put, put_under

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
        self, sheet: Any, questionnaire: Questionnaire, lists: Lists, say: Callable[[str], str]
    ) -> None:
        self._sheet = sheet
        self._questionnaire = questionnaire
        self._lists = lists
        self._say = say
        self._choices: dict[str, DataValidation] = {}
        self._column = {key: place for place, key in enumerate(COLUMNS, start=1)}

    def fill(self, domain: Domain, asked: Sequence[Asked]) -> None:
        """The questions of the domain under their components."""
        sheet = self._sheet
        for key, column in self._column.items():
            put(sheet.cell(KEYS_ROW, column), key)
            put(sheet.cell(HEADS_ROW, column), self._heads()[key])
            sheet.cell(HEADS_ROW, column).style = "cied head"
            sheet.column_dimensions[sheet.cell(1, column).column_letter].width = _WIDTHS[key]
        sheet.row_dimensions[KEYS_ROW].hidden = True
        self._line(TITLE_ROW, f"{domain.id} {domain.title}", "title", 28)
        self._line(
            HINT_ROW,
            self._say("Fill in the tinted cells. Leave a question as it is where you do not answer it."),
            "hint",
            20,
        )
        sheet.row_dimensions[HEADS_ROW].height = 42
        sheet.freeze_panes = sheet.cell(HEADS_ROW + 1, 2)
        sheet.print_title_rows = f"{HEADS_ROW}:{HEADS_ROW}"
        row, component = HEADS_ROW + 1, ""
        for one in asked:
            under = self._questionnaire.component_of[one.question.id]
            if under.id != component:
                component = under.id
                self._line(row, f"{under.id} {under.title}", "component", 30)
                row += 1
            row = self._question(row, one)

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

    def _line(self, row: int, text: str, style: str, height: float) -> None:
        cell = self._sheet.cell(row, 1)
        put(cell, text)
        cell.style = f"cied {style}"
        self._sheet.row_dimensions[row].height = height

    def _question(self, row: int, one: Asked) -> int:
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
        fixed = {"code": "code", "question": "question", "levels": "levels"}
        for key, text in texts.items():
            self._block(row, last, key, text, fixed.get(key, "input"))
        put_under(self._sheet.cell(row, self._column["question"]), one.question.text, one.question.hint)
        for place in range(number):
            item = cells.evidence[place] if place < len(cells.evidence) else None
            for key in EVIDENCE:
                cell = self._sheet.cell(row + place, self._column[key])
                cell.style = "cied input"
                if item:
                    text = getattr(item, key)
                    put(cell, word.get(text, text) if key == "grade" else text)
                if key == "grade":
                    self._choice("cied_grades").add(cell)
        anchor = {key: self._sheet.cell(row, self._column[key]) for key in ("answer", "upper", "withheld")}
        self._choice(self._lists.answers_to(one)).add(anchor["answer"])
        self._choice("cied_levels").add(anchor["upper"])
        self._choice("cied_yes").add(anchor["withheld"])
        needed = max(lines(levels, _WIDTHS["levels"] * 1.1), lines(asked, _WIDTHS["question"])) * LINE
        needed = max(needed, lines(cells.comment, _WIDTHS["comment"]) * LINE, 18.0 * number)
        for place in range(row, last + 1):
            self._sheet.row_dimensions[place].height = min(needed / number + 2, _TALLEST)
        return last + 1

    def _block(self, row: int, last: int, key: str, text: str, style: str) -> None:
        column = self._column[key]
        for place in range(row, last + 1):
            self._sheet.cell(place, column).style = f"cied {style}"
        if text:
            put(self._sheet.cell(row, column), text)
        # Not by merge_cells, which makes the styles of every cell anew and takes most of a second.
        self._sheet.merged_cells.add(CellRange(min_col=column, max_col=column, min_row=row, max_row=last))

    def _choice(self, name: str) -> DataValidation:
        """The drop-down list of that name in this sheet."""
        if name not in self._choices:
            made = DataValidation(type="list", formula1=name, allow_blank=True, showErrorMessage=True)
            made.errorTitle = self._say("Not in the list")
            made.error = self._say("Choose one of the list, or empty the cell.")
            self._sheet.add_data_validation(made)
            self._choices[name] = made
        return self._choices[name]

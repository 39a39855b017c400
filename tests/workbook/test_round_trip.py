"""What is written into a workbook is read back from it, whatever people wrote; no text in it is a formula."""

import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.answers import cleaned
from app.core.assessment.answer import (
    OPEN,
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.workbook import Cells, answer_of, cells_of, is_untouched, parsed_workbook
from app.workbook.cells import LONGEST_CELL
from app.workbook.layout import HIDDEN
from tests.builders import ABOUT, TINY
from tests.core.strategies import answers
from tests.spreadsheets import cell_of, edited, part, saved
from tests.workbook.workbooks import HOSTILE, MOMENT, QUESTIONS, blocks, workbook

OPTIONAL = TINY.question_by_id["1.1.3"]
FIXED = TINY.question_by_id["1.1.1"]


TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40).map(cleaned))


@st.composite
def said(draw):
    """An answer to each question, with any text."""
    given = {}
    for question in QUESTIONS:
        answer = draw(answers(TINY, question, ABOUT.reference_date))
        items = tuple(
            EvidenceItem(grade=item.grade, title=draw(TEXTS), owner=draw(TEXTS), dated=item.dated)
            for item in answer.evidence
        )
        given[question.id] = Answer(
            value=answer.value, withheld=answer.withheld, evidence=items, comment=draw(TEXTS)
        )
    return given


@settings(max_examples=20, deadline=None)
@given(said())
def test_what_was_not_touched_reads_as_untouched_and_means_the_same(given):
    found = blocks(workbook(given))
    assert list(found) == [question.id for question in QUESTIONS]
    for question in QUESTIONS:
        block, answer = found[question.id], given[question.id]
        assert block.faults == ()
        assert is_untouched(block.cells, answer)
        assert answer_of(block.cells, answer, question, TINY) == (answer, ())


def test_text_that_begins_like_a_formula_is_text_and_stays_what_it_is():
    given = {
        question.id: Answer(value=NotKnown(), comment=text)
        for question, text in zip(QUESTIONS, HOSTILE, strict=True)
    }
    content = workbook(given, country="=1+1", marking="=2+2 & more")
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title
        for number in range(1, len(book.worksheets) + 1):
            assert b"<f>" not in part(content, f"xl/worksheets/sheet{number}.xml")
    assert cell_of(book, "1.1.1", "comment").quotePrefix
    for question in QUESTIONS:
        assert cleaned(blocks(content)[question.id].cells.comment) == given[question.id].comment


def test_equal_answers_give_equal_bytes_whenever_they_are_written(monkeypatch):
    given = {"1.1.1": Answer(value=NotKnown(), comment="So")}
    first = workbook(given)
    # The clock that archives and workbooks would write down.
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert workbook(given) == first
    assert load_workbook(io.BytesIO(first)).properties.modified == MOMENT.replace(tzinfo=None)


def test_a_cell_that_nobody_filled_in_is_empty_and_looks_like_one_to_fill_in():
    book = load_workbook(io.BytesIO(workbook()))
    for key in ("answer", "grade", "title", "comment"):
        cell = cell_of(book, "1.1.1", key)
        assert (cell.value, cell.number_format, cell.fill.patternType) == (None, "@", "solid")


def test_only_the_cells_to_fill_in_can_be_changed():
    book = load_workbook(io.BytesIO(workbook()))
    assert book.security.lockStructure
    assert book[HIDDEN].sheet_state == "veryHidden"
    assert all(name.hidden for name in book.defined_names.values())
    for sheet in book.worksheets:
        assert sheet.protection.sheet
    for key in ("answer", "upper", "reason", "grade", "title", "comment", "withheld"):
        assert not cell_of(book, "1.1.1", key).protection.locked
    for key in ("code", "question", "levels"):
        assert cell_of(book, "1.1.1", key).protection.locked


def test_each_question_offers_the_answers_that_it_may_have():
    differ = Answer(value=Positions((Position(agency="Navy", level=1), Position(agency="Army", level=3))))
    book = load_workbook(io.BytesIO(workbook({"1.1.2": differ})))

    def offered(question: str, key: str) -> list[str]:
        cell = cell_of(book, question, key)
        found = [one for one in cell.parent.data_validations.dataValidation if cell.coordinate in one.sqref]
        (name,) = [one.formula1 for one in found]
        (_, where) = next(iter(book.defined_names[name].destinations))
        rows = book[HIDDEN][where.replace("$", "")]
        return [cell.value for (cell,) in (rows if isinstance(rows, tuple) else ((rows,),))]

    levels = [f"{number} {level.name}" for number, level in enumerate(TINY.scale.levels)]
    assert offered("1.1.1", "answer") == [*levels, "not known"]
    assert offered("1.1.3", "answer") == [*levels, "not known", "not applicable"]
    assert offered("1.1.2", "answer") == ["agencies differ", *levels, "not known"]
    assert offered("1.1.1", "upper") == levels
    assert offered("1.1.1", "grade") == [grade.name for grade in TINY.evidence.grades]


def test_a_mirrored_workbook_is_read_like_any_other():
    content = workbook({"1.1.1": Answer(value=NotKnown())}, code="ar-XB")
    book = load_workbook(io.BytesIO(content))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets if sheet.title != HIDDEN)
    assert blocks(content)["1.1.1"].cells.answer == "not_known"


# What a person types


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({"answer": "3 Implemented"}, Level(3)),
        ({"answer": 2}, Level(2)),
        ({"answer": "1", "upper": "3 Implemented"}, Range(1, 3)),
        ({"answer": "2", "upper": "2"}, Level(2)),
        ({"answer": " not known "}, NotKnown()),
        ({"answer": "not applicable", "reason": "No mirror."}, NotApplicable("No mirror.")),
        ({"answer": "not applicable"}, NotApplicable("")),
        ({"answer": None, "comment": "A word."}, None),
    ],
)
def test_what_is_typed_is_the_answer_that_it_means(cells, value):
    changes = [("1.1.3", key, typed) for key, typed in cells.items()]
    block = blocks(edited(workbook(), *changes))["1.1.3"]
    answer, faults = answer_of(block.cells, OPEN, OPTIONAL, TINY)
    assert (answer.value, faults, block.faults) == (value, (), ())


def test_a_document_a_row_is_read_with_its_date_whatever_the_cell_holds():
    content = edited(
        workbook(),
        ("1.1.1", "title", "Decree 118"),
        ("1.1.1", "grade", "Documented"),
        ("1.1.1", "dated", datetime(2024, 5, 6)),  # noqa: DTZ001 - a cell knows no zone
        ("1.1.1", "title", 2, "Minutes"),
        ("1.1.1", "dated", 2, 2023),
        ("1.1.1", "withheld", True),
    )
    block = blocks(content)["1.1.1"]
    assert block.cells.evidence == (
        EvidenceItem(grade="documented", title="Decree 118", dated="2024-05-06"),
        EvidenceItem(grade="stated", title="Minutes", dated="2023"),
    )
    assert block.cells.withheld


@pytest.mark.parametrize(
    ("question", "cells", "field", "problem"),
    [
        (FIXED, Cells(answer="not_applicable"), "answer", "This question always applies."),
        (
            FIXED,
            Cells(answer="positions"),
            "answer",
            "Positions of agencies cannot be entered in a workbook.",
        ),
        (FIXED, Cells(upper="3"), "upper", "It stands without a lower level."),
        (FIXED, Cells(answer="not_known", upper="3"), "upper", "It stands without a lower level."),
        (FIXED, Cells(answer="3", upper="1"), "upper", "It is not above the answer."),
        (FIXED, Cells(answer="3", upper="not_known"), "upper", "It is not above the answer."),
        (FIXED, Cells(answer="3", reason="Why?"), "reason", "This answer needs no reason."),
        (OPTIONAL, Cells(answer="not_applicable", reason="x" * 501), "reason", "has 501 characters."),
        (
            FIXED,
            Cells(evidence=(EvidenceItem(grade="stated", dated="spring"),)),
            "evidence 1 dated",
            '"spring" is not a date.',
        ),
        (FIXED, Cells(evidence=(EvidenceItem(grade="stated"),) * 51), "evidence", "has 51 items."),
        (FIXED, Cells(comment="x" * 40_001), "comment", "has 40001 characters."),
    ],
)
def test_what_cannot_be_is_told_with_its_field_and_the_mend(question, cells, field, problem):
    _, (fault,) = answer_of(cells, OPEN, question, TINY)
    assert (fault.place, fault.problem) == ((field,), problem)
    assert fault.mend


def test_a_word_that_is_in_no_list_is_told_with_its_cell():
    content = edited(workbook(), ("1.1.1", "answer", "rather good"), ("1.1.2", "grade", 1, "Secret"))
    found = blocks(content)
    (answer,), (grade,) = found["1.1.1"].faults, found["1.1.2"].faults
    assert answer.place[0] == "sheet D1"
    assert answer.place[1].startswith("cell D")
    assert answer.problem == "“rather good” is not in the list."
    assert answer.mend.startswith("Choose one of: agencies differ, 0 Nothing in place,")
    assert answer.mend.endswith("not known, not applicable; or empty the cell.")
    assert grade.problem == "“Secret” is not in the list."


def test_what_a_cell_cannot_show_is_kept():
    positions = Positions((Position(agency="Navy", level=1), Position(agency="Army", level=3, note="Why")))
    before = Answer(value=positions, comment="x" * (LONGEST_CELL + 9))
    cells = cells_of(before)
    assert len(cells.comment) == LONGEST_CELL
    assert cells.comment.endswith(" […]")
    changed = Cells(answer="positions", comment=cells.comment, withheld=True)
    answer, faults = answer_of(changed, before, FIXED, TINY)
    assert (answer, faults) == (Answer(value=positions, comment=before.comment, withheld=True), ())


# Codes and columns


def test_a_code_that_is_unknown_or_stands_twice_is_told_and_the_rest_is_read():
    returned = parsed_workbook(edited(workbook(), ("1.1.2", "code", "1.1.1"), ("2.1.1", "code", "9.9.9")))
    assert [fault.problem for fault in returned.faults] == ["“9.9.9” is not a question of this workbook."]
    twice = next(block for block in returned.blocks if block.question == "1.1.1")
    assert [fault.problem for fault in twice.faults] == ["“1.1.1” stands here a second time."]
    assert len(returned.blocks) == len(QUESTIONS) - 2
    assert returned.missing == ("1.1.2", "2.1.1")


def test_columns_are_known_by_their_keys_and_other_sheets_are_left_alone():
    book = load_workbook(io.BytesIO(edited(workbook(), q1_1_1="2")))
    book.create_sheet("My notes")["A1"] = "1.1.1"
    sheet = book["D1"]
    sheet.insert_cols(2)
    assert blocks(saved(book))["1.1.1"].cells.answer == "2"

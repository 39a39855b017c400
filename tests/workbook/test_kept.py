"""Whatever is typed into a workbook is read, or told with its cell: nothing is dropped in silence."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.core.assessment.answer import OPEN, Answer, EvidenceItem, Level
from app.workbook import answer_of, is_untouched, parsed_workbook
from app.workbook.cells import LONGEST_CELL
from app.workbook.escaping import units
from app.workbook.layout import HIDDEN
from tests.builders import TINY
from tests.spreadsheets import cell_of, edited, part, repacked, saved
from tests.workbook.workbooks import QUESTIONS, blocks, workbook

GIVEN = {
    "1.1.1": Answer(
        value=Level(2), evidence=(EvidenceItem(grade="documented", title="Decree"),), comment="So"
    ),
}
TYPED = "zebra 7"
SHEET = "xl/worksheets/sheet2.xml"


@pytest.fixture(scope="module")
def good() -> bytes:
    return workbook(GIVEN)


def told(content: bytes) -> list[str]:
    returned = parsed_workbook(content)
    return [
        str(fault) for fault in (*returned.faults, *(f for block in returned.blocks for f in block.faults))
    ]


GOOD = workbook(GIVEN)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["D1", "D2", "Read first", "Mine"]), st.integers(5, 40), st.integers(1, 18))
def test_a_text_in_any_cell_is_read_or_told_with_the_cell(title, row, column):
    book = load_workbook(io.BytesIO(GOOD))
    sheet = book[title] if title in book else book.create_sheet(title)
    cell = sheet.cell(row, column)
    if type(cell).__name__ == "MergedCell":
        sheet.merged_cells.ranges.clear()
        cell = sheet._cells[row, column] = type(sheet.cell(1, 1))(sheet, row, column)
    cell.value = TYPED
    returned = parsed_workbook(saved(book))
    place = (f"sheet {title}", f"cell {cell.coordinate}")
    faults = [*returned.faults, *(fault for block in returned.blocks for fault in block.faults)]
    is_read = any(TYPED in repr(block.cells) for block in returned.blocks)
    assert is_read or any(fault.place == place for fault in faults)


@pytest.mark.parametrize("key", ["answer", "upper", "reason", "comment", "withheld"])
def test_a_text_in_the_second_row_of_a_question_refuses_that_question(good, key):
    book = load_workbook(io.BytesIO(good))
    place = cell_of(book, "1.1.1", key)
    sheet, row = place.parent, place.row + 1
    sheet.merged_cells.ranges.clear()
    sheet._cells[row, place.column] = cell = type(place)(sheet, row, place.column)
    cell.value = "3 Implemented"
    bad = [block for block in parsed_workbook(saved(book)).blocks if block.faults]
    assert [block.question for block in bad] == ["1.1.1"]
    assert bad[0].faults[0].place == ("sheet D1", f"cell {cell.coordinate}")


def test_a_row_above_the_keys_is_read_around_and_what_it_holds_is_told(good):
    book = load_workbook(io.BytesIO(good))
    book["D1"].insert_rows(1)
    assert blocks(saved(book))["1.1.1"].cells == blocks(good)["1.1.1"].cells
    book["D1"]["C1"] = "Level 3, says the ministry"
    (fault,) = told(saved(book))
    assert fault.startswith("sheet D1, cell C1: “Level 3, says the ministry” stands where nothing is read.")


def test_deleted_rows_and_a_deleted_sheet_are_missing(good):
    book = load_workbook(io.BytesIO(good))
    start = cell_of(book, "1.1.2", "code").row
    book["D1"].delete_rows(start, 3)
    del book["D2"]
    missing = parsed_workbook(saved(book)).missing
    assert missing[0] == "1.1.2"
    assert {question.id for question in QUESTIONS if question.id.startswith("2.")} == set(missing[1:])


def test_a_printed_text_that_was_written_over_is_told(good):
    found = blocks(edited(good, ("1.1.2", "levels", "We hold level 3")))["1.1.2"]
    assert "“We hold level 3” stands where nothing is read." in str(found.faults[0])


@pytest.mark.parametrize(
    "text",
    ["keep _x000D_ literally", "_x005F_x000D_", "_x0041_", "_x0041_x0042_", "_x_x0041__", "a__x0007_b"],
)
def test_signs_of_the_format_are_read_once_in_shared_and_in_own_texts(text):
    answer = Answer(value=Level(2), comment=text)
    content = workbook({"1.1.1": answer})
    assert is_untouched(blocks(content)["1.1.1"].cells, answer)
    assert is_untouched(blocks(with_own_texts(content))["1.1.1"].cells, answer)


def with_own_texts(content: bytes) -> bytes:
    """The workbook with each text in its cell, as some spreadsheets write them."""
    texts = re.findall(rb"<si>(.*?)</si>", part(content, "xl/sharedStrings.xml"), flags=re.DOTALL)

    def own(cell: re.Match[bytes]) -> bytes:
        return b'<c%b t="inlineStr"><is>%b</is></c>' % (cell[1], texts[int(cell[2])])

    sheet, number = re.subn(rb'<c([^>]*) t="s"><v>(\d+)</v></c>', own, part(content, SHEET))
    assert number
    return repacked(content, **{"xl__worksheets__sheet2.xml": sheet})


def test_a_sign_of_the_format_that_a_spreadsheet_wrote_is_read_as_what_it_means():
    answer = Answer(value=Level(2), comment="MARK")
    content = workbook({"1.1.1": answer})
    shared = part(content, "xl/sharedStrings.xml").replace(b"MARK", b"_x005F_x0041_ _x0042_")
    found = blocks(repacked(content, **{"xl__sharedStrings.xml": shared}))["1.1.1"]
    assert found.cells.comment == "_x0041_ B"


@pytest.mark.parametrize("text", ["<r></r>", "<r><t>x</t></r>", "<r>&</r>", "<r>_x0041_\n</r>"])
def test_a_text_that_looks_like_the_librarys_own_xml_is_text(text):
    answer = Answer(value=Level(2), comment=text, evidence=(EvidenceItem(grade="stated", title=text),))
    assert is_untouched(blocks(workbook({"1.1.1": answer}))["1.1.1"].cells, answer)


@pytest.mark.parametrize("note", ["A" * 33_000 + "TAIL", "\U0001f600" * 20_000])
def test_a_note_longer_than_a_cell_is_kept_whole_and_never_changed_by_its_beginning(note):
    before = Answer(value=Level(2), comment=note)
    content = workbook({"1.1.1": before})
    cells = blocks(content)["1.1.1"].cells
    assert units(cells.comment) <= LONGEST_CELL
    assert is_untouched(cells, before)
    changed = blocks(edited(content, ("1.1.1", "comment", "B" + cells.comment[1:])))["1.1.1"].cells
    _, (fault,) = answer_of(changed, before, QUESTIONS[0], TINY)
    assert fault.place == ("comment",)
    assert "only its beginning stands here" in fault.problem


@pytest.mark.parametrize("country", ["& Länder " * 40, "R&G", "&[Picture]", "&G" * 200])
def test_the_head_of_a_sheet_stays_within_what_a_spreadsheet_takes_and_names_the_country(country):
    book = load_workbook(io.BytesIO(workbook(country=country)))
    for number, sheet in enumerate(book.worksheets, start=1):
        if sheet.title != HIDDEN:
            head = sheet.oddHeader.right.text
            assert units(head) < 250
            assert country.startswith(head.replace("&&", "&").replace("\u200b", "").rstrip("…"))
            assert b"oddHeader" in part(workbook(), f"xl/worksheets/sheet{number}.xml")


@pytest.mark.parametrize(
    "typed", ["2024-05-06 ", "\u00a02024-05-06", "٢٠٢٤-٠٥-٠٦", "२०२४-०५-०६", "２０２４－０５－０６"]
)
def test_a_date_in_any_digits_is_the_date(typed):
    found = blocks(edited(workbook(), ("1.1.1", "title", "Decree"), ("1.1.1", "dated", typed)))
    answer, faults = answer_of(found["1.1.1"].cells, OPEN, QUESTIONS[0], TINY)
    assert (answer.evidence[0].dated, faults) == ("2024-05-06", ())


def test_a_text_with_other_line_ends_keeps_its_lines():
    found = blocks(edited(workbook(), ("1.1.1", "comment", "a_x000C_b_x000B_c\u2028d\u0085e")))
    assert found["1.1.1"].cells.comment == "a\nb\nc\nd\ne"

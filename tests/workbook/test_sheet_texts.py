"""A file that is too large, armed or no workbook is refused in one sentence with its mend."""

import io
import struct
import time
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from app.core.errors import AnswersRefusedError
from app.workbook import LARGEST_WORKBOOK, parsed_workbook
from app.workbook.layout import HIDDEN, KEYS_ROW, MOST_ROWS
from app.workbook.sheet_texts import sheets_of
from tests.spreadsheets import edited, part, repacked, saved
from tests.workbook.workbooks import workbook

SECONDS = 20
"""Far more than a refusal takes; a bomb would take for ever."""

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<worksheet>&a;</worksheet>"""
RELS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://x/%s" Target="http://example.org/" TargetMode="External"/>
</Relationships>"""


def refusal(content: bytes) -> str:
    begun = time.monotonic()
    with pytest.raises(AnswersRefusedError) as refused:
        parsed_workbook(content)
    assert time.monotonic() - begun < SECONDS
    (fault,) = refused.value.faults
    assert fault.mend
    return str(fault)


@pytest.fixture(scope="module")
def good() -> bytes:
    return workbook()


def test_no_file_and_a_large_one_are_refused():
    assert refusal(b"") == "No file was chosen. Choose the workbook that was filled in."
    assert "more than 2,097,152 bytes" in refusal(b"x" * (LARGEST_WORKBOOK + 1))


@pytest.mark.parametrize(
    "content",
    [b"not a workbook", b"PK\x03\x04" + b"\0" * 80, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600],
)
def test_what_is_no_xlsx_is_refused(content):
    assert refusal(content) == (
        "This is no XLSX workbook. Save it as an Excel workbook (.xlsx), without a password."
    )


def test_a_cut_or_encrypted_archive_is_refused(good):
    assert "This is no XLSX workbook." in refusal(good[: len(good) // 2])
    locked = bytearray(good)
    at = locked.rindex(b"PK\x01\x02")
    locked[at + 8 : at + 10] = struct.pack("<H", 1)
    assert "This is no XLSX workbook." in refusal(bytes(locked))


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused(good):
    sentence = "The workbook unpacks to more than it may."
    assert sentence in refusal(repacked(good, **{"xl__bomb.xml": b"<x>" + b" " * 30_000_000 + b"</x>"}))
    many = {f"xl__p{number}.xml": b"<x/>" for number in range(301)}
    assert sentence in refusal(repacked(good, **many))
    twice = io.BytesIO(good)
    with zipfile.ZipFile(twice, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("xl/workbook.xml", b"<x/>")
    assert sentence in refusal(twice.getvalue())


def test_a_workbook_larger_than_any_that_is_filled_in_is_refused(good):
    deep = b"<x>" * 60 + b"</x>" * 60
    assert "larger than any" in refusal(repacked(good, **{"xl__deep.xml": deep}))


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, OUTSIDE.decode().encode("utf-16")])
def test_a_document_type_is_refused_before_anything_is_expanded(good, xml):
    sentence = "The workbook declares a document type, which none needs."
    assert sentence in refusal(repacked(good, **{"xl__worksheets__sheet2.xml": xml}))
    assert sentence in refusal(repacked(good, **{"docProps__core.xml": xml}))


def test_macros_are_refused_by_their_part_or_their_type(good):
    sentence = "The workbook holds macros. Save it as .xlsx, which has none."
    assert refusal(repacked(good, **{"xl__vbaProject.bin": b"x"})) == sentence
    assert refusal(repacked(good, **{"xl__macrosheets__sheet1.xml": b"<x/>"})) == sentence
    types = part(good, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert refusal(repacked(good, **{"[Content_Types].xml": types})) == sentence


def test_links_to_other_files_are_refused_and_web_addresses_are_not(good):
    sentence = "The workbook links to other files. Break the links (Data, Edit links), and save it again."
    assert refusal(repacked(good, **{"xl__externalLinks__externalLink1.xml": b"<x/>"})) == sentence
    assert refusal(repacked(good, **{"xl__connections.xml": b"<x/>"})) == sentence
    rels = "xl__worksheets___rels__sheet2.xml.rels"
    assert refusal(repacked(good, **{rels: RELS % b"oleObject"})) == sentence
    assert parsed_workbook(repacked(good, **{rels: RELS % b"hyperlink"})).blocks


def test_embedded_objects_are_refused(good):
    sentence = "The workbook holds embedded objects. Take them out, and save it again."
    assert refusal(repacked(good, **{"xl__embeddings__oleObject1.bin": b"x"})) == sentence


@pytest.mark.parametrize("formula", ["=1+1", "=HYPERLINK(A1)", "=SUM(A1:A3)"])
def test_a_formula_is_told_with_its_address_and_refuses_its_question_alone(good, formula):
    returned = parsed_workbook(edited(good, ("1.1.1", "comment", formula)))
    (bad,) = [block for block in returned.blocks if block.faults]
    assert bad.question == "1.1.1"
    assert str(bad.faults[0]).startswith("sheet D1, cell N6: A formula stands here.")
    book = load_workbook(io.BytesIO(good))
    book["D2"]["A2"] = formula
    (fault,) = parsed_workbook(saved(book)).faults
    assert str(fault) == (
        "sheet D2, cell A2: A formula stands here. Write its result as text; formulas are not read."
    )


def test_a_workbook_that_lies_about_a_size_is_stopped_by_what_comes_out(good):
    bomb = bytearray(repacked(good, **{"xl__bomb.xml": b"<x>" + b" " * 30_000_000 + b"</x>"}))
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        header = bomb.rindex(signature)
        bomb[header + at : header + at + 4] = struct.pack("<I", 1000)
    assert refusal(bytes(bomb)) in {
        "The workbook is damaged. Save it as an Excel workbook (.xlsx), without a password.",
        "The workbook unpacks to more than it may. Bring in one that was made here.",
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_as_no_spreadsheet_packs_is_refused_unopened(good, method):
    other = io.BytesIO(good)
    with zipfile.ZipFile(other, "a", method) as packed:
        packed.writestr("xl/more.xml", b"<x/>")
    assert "This is no XLSX workbook." in refusal(other.getvalue())


@pytest.mark.parametrize("encoding", ["nope-8", "rot13", "base64", "x" * 10_000])
def test_an_encoding_that_is_none_is_refused_as_damage(good, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'.encode()
    assert "The workbook is damaged." in refusal(repacked(good, **{"xl__worksheets__sheet2.xml": xml}))


def test_strict_open_xml_is_read_like_the_other(good):
    other = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006": b"http://purl.oclc.org/ooxml/officeDocument",
    }
    parts = {}
    with zipfile.ZipFile(io.BytesIO(good)) as packed:
        for name in packed.namelist():
            xml = packed.read(name)
            for written, strict in other.items():
                xml = xml.replace(written, strict)
            parts[name.replace("/", "__")] = xml
    assert parsed_workbook(repacked(good, **parts)) == parsed_workbook(good)


def test_what_goes_on_below_the_last_row_is_refused_and_empty_rows_are_not(good):
    book = load_workbook(io.BytesIO(good))
    book["D1"].cell(MOST_ROWS + 1, 1).value = "x"
    assert "A sheet goes on below row 6,000." in refusal(saved(book))
    sheet = part(good, "xl/worksheets/sheet2.xml").replace(
        b"</sheetData>", b'<row r="1048576" ht="12.8"><c r="A1048576" s="0"/></row></sheetData>'
    )
    assert parsed_workbook(repacked(good, **{"xl__worksheets__sheet2.xml": sheet})).blocks


def test_two_cells_in_far_corners_cost_two_cells(good):
    book = load_workbook(io.BytesIO(good))
    sheet = book.create_sheet("Mine")
    sheet["A1"] = sheet["XFD6000"] = "x"
    content = saved(book)
    tracemalloc.start()
    faults = parsed_workbook(content).faults
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [fault.place[1] for fault in faults] == ["cell A1", "cell XFD6000"]
    assert most < 20_000_000


@pytest.mark.parametrize("xml", [b"<worksheet>", b"", b"\xff\xfe\x00", b"<a>&nope;</a>"])
def test_a_damaged_part_is_refused(good, xml):
    assert "The workbook is damaged." in refusal(repacked(good, **{"xl__worksheets__sheet2.xml": xml}))


def test_a_workbook_without_its_parts_is_refused(good):
    assert "The workbook is damaged." in refusal(repacked(good, **{"xl__workbook.xml": None}))


def test_a_workbook_that_was_not_made_here_is_refused(good):
    other = Workbook()
    other.active["A1"] = "code"
    assert "This workbook was not made here." in refusal(saved(other))
    book = load_workbook(io.BytesIO(good))
    book[HIDDEN]["B2"] = "cied-workbook/9"
    assert "by another version of the product" in refusal(saved(book))


def test_a_hidden_sheet_that_was_changed_is_refused(good):
    book = load_workbook(io.BytesIO(good))
    book[HIDDEN]["I2"] = "-1"
    assert "The hidden sheet of this workbook was changed." in refusal(saved(book))


def test_a_sheet_that_lacks_columns_is_refused_with_their_names(good):
    book = load_workbook(io.BytesIO(good))
    book["D1"].cell(KEYS_ROW, 14).value = None
    assert "sheet D1: lacks columns: comment." in refusal(saved(book))


def test_numbers_and_truths_are_read_as_text():
    book = Workbook()
    book.active.append([1.0, 1.5, True, "a\r\nb", None])
    (sheet,) = sheets_of(saved(book))
    assert sheet.rows == {1: {1: "1", 2: "1.5", 3: "True", 4: "a\nb"}}

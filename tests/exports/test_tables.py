"""The report's tables taken out: they say what the report says, and nothing in them is ever reckoned."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from app.answers import parsed_answers
from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import ComponentEntry, Country
from app.core.copies.copies import copied
from app.core.method.comparison import comparison
from app.exports import csv_archive, csv_files, tables_of, workbook
from app.exports.result_json import RESULT_STATEMENT
from app.exports.table import figure, share
from app.rendering.language import MIRRORED
from tests.builders import TINY, an_answer, an_assessment
from tests.exports.formulas import FORMULAS, HOSTILE, hostile, said_of
from tests.shipped import FOLDER, twelve_domains

ROOT = Path(__file__).parent.parent.parent
HEADS_ROW = 4

LONG = "W" * 10_000


@pytest.fixture(scope="module")
def questionnaire():
    return twelve_domains()


@pytest.fixture(scope="module")
def demonstration(questionnaire):
    return said_of(
        parsed_answers((FOLDER / "demonstrations" / "xa.json").read_text(), questionnaire),
        questionnaire,
        marking="RESTRICTED",
    )


@pytest.fixture(scope="module")
def compared(questionnaire):
    now, then = (
        copied(
            questionnaire,
            parsed_answers((FOLDER / "demonstrations" / name).read_text(), questionnaire),
            "masked",
        )
        for name in ("xc.json", "xc-2024.json")
    )
    beside = comparison(questionnaire, now, questionnaire, then)
    return said_of(now, questionnaire, edition=2, finished_on=date(2026, 11, 20), comparison=beside)


def texts_of(book) -> list[str]:
    return [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# --- what the tables say ---------------------------------------------------------------------------


def test_each_component_stands_with_its_range_its_target_and_what_holds_it(demonstration):
    rows = {row["code"]: row for row in rows_of(csv_files(tables_of(demonstration, "en"))["components.csv"])}
    lines = demonstration.priorities.line_by_component
    assert list(rows) == [node.id for node in demonstration.result.components]
    for node in demonstration.result.components:
        row, line = rows[node.id], lines[node.id]
        assert (row["level_supported"], row["level_possible"]) == (str(line.level.low), str(line.level.high))
        assert Decimal(row["score_supported"]) == figure(node.score.low)
        assert Decimal(row["score_possible"]) == figure(node.score.high)
        assert (row["score_claimed"] == "") == (node.claimed is None) == (row["too_early"] == "Yes")
        assert row["target_level"] == str(line.target)
        assert row["held_by"]
    assert rows["3.2"]["domain_code"] == "D3"
    assert re.search(r"critical question 3\.2\.\d is not supported at level", rows["3.2"]["held_by"])


def test_the_priorities_carry_the_plan_in_the_states_order(demonstration):
    rows = rows_of(csv_files(tables_of(demonstration, "en"))["priorities.csv"])
    assert [row["code"] for row in rows] == [line.component for line in demonstration.priorities.lines]
    assert [int(row["place"]) for row in rows] == list(range(1, len(rows) + 1))
    by_code = {row["code"]: row for row in rows}
    for line in demonstration.priorities.lines:
        assert by_code[line.component]["planned_office"] == line.plan.owner
        assert by_code[line.component]["planned_date"] == line.plan.due
        assert by_code[line.component]["assistance_text"] == line.plan.assistance
    assert rows[0]["planned_cost"] == "large: needs a programme or partners"


def test_every_state_of_an_answer_is_told_apart():
    answers = {
        "1.1.1": Answer(value=Level(3), evidence=(EvidenceItem(grade="documented", dated="2026"),)),
        "1.1.2": Answer(value=Range(1, 2)),
        "1.2.1": Answer(value=Positions((Position(agency="Police", level=1),))),
        "1.2.2": Answer(value=NotKnown()),
        "2.1.1": Answer(value=Level(1), withheld=True),
    }
    rows = rows_of(csv_files(tables_of(said_of(an_assessment(answers=answers)), "en"))["questions.csv"])
    told = {row["code"]: row for row in rows}
    assert list(told) == list(TINY.question_by_id)
    assert {code: told[code]["state"] for code in answers} == {
        "1.1.1": "answered",
        "1.1.2": "answered between two levels",
        "1.2.1": "positions differ",
        "1.2.2": "not known",
        "2.1.1": "withheld",
    }
    assert told["1.2.1"]["reason_or_positions"] == "Police: 1"
    for code, levels in {"1.1.1": "333", "1.1.2": "112", "2.1.1": "0-4"}.items():
        figures = [told[code][f"level_{name}"] or "-" for name in ("supported", "claimed", "possible")]
        assert "".join(figures) == levels, code
    assert {row["state"] for row in rows} >= {"no answer yet"}


def test_a_question_that_left_stands_with_its_reason(questionnaire):
    assessment = parsed_answers((FOLDER / "demonstrations" / "xa.json").read_text(), questionnaire)
    said = said_of(assessment, questionnaire)
    rows = {row["code"]: row for row in rows_of(csv_files(tables_of(said, "en"))["questions.csv"])}
    assert list(rows) == list(questionnaire.question_by_id)
    for gone in said.result.leaving:
        inside = [row for row in rows.values() if gone.id in {row["code"], row["component_code"]}]
        assert inside
        for row in inside:
            assert row["state"] == {"not_asked": "not asked", "not_applicable": "not applicable"}[gone.why]
            assert (row["reason_or_positions"], row["level_supported"], row["level_possible"]) == (
                gone.reason,
                "",
                "",
            )


def test_what_changed_is_there_where_there_is_an_earlier_edition(compared, demonstration):
    files = csv_files(tables_of(compared, "en"))
    rows = rows_of(files["comparison.csv"])
    assert [row["code"] for row in rows if row["kind"] == "domain"] == [
        change.id for change in compared.comparison.domains
    ]
    assert {row["verdict"] for row in rows} <= {
        "improved for certain",
        "fell for certain",
        "mixed",
        "not distinguishable",
    }
    first = compared.comparison.domains[0]
    assert Decimal(rows[0]["score_supported_then"]) == figure(first.then.score.low)
    assert Decimal(rows[0]["score_possible_now"]) == figure(first.now.score.high)
    assert "comparison.csv" not in csv_files(tables_of(demonstration, "en"))


def test_sheets_and_files_hold_the_same_cells_and_numbers_are_numbers(compared):
    taken = tables_of(compared, "en")
    book, files = opened(workbook(taken)), csv_files(taken)
    assert len(book.worksheets) == len(files) == 1 + len(taken.tables)
    for sheet, table in zip(book.worksheets[1:], taken.tables, strict=True):
        heads, *rows = sheet.iter_rows(min_row=HEADS_ROW, max_col=len(table.columns), values_only=True)
        assert heads == tuple(column.head for column in table.columns)
        for cells, row in zip(rows, table.rows, strict=True):
            for cell, value in zip(cells, row, strict=True):
                assert cell == (None if value in {"", None} else value if isinstance(value, str) else cell)
                if isinstance(value, int | Decimal):
                    assert isinstance(cell, int | float)
                    assert Decimal(str(cell)) == value
        keys = [column.key for column in table.columns]
        whole = rows_of(files[f"{table.key}.csv"])
        assert [tuple(row[key] for key in keys) for row in whole] == [
            tuple("" if value is None else str(value) for value in row) for row in table.rows
        ]


@pytest.mark.parametrize("about", [{"edition": 3, "finished_on": date(2026, 11, 20)}, {}])
def test_every_table_says_whose_it_is_of_which_day_and_copy(about):
    said = said_of(an_assessment(), copy="own", marking="SECRET", is_demonstration=True, **about)
    taken = tables_of(said, "en")
    standing = "Edition 3, finished on 20 November 2026" if about else "DRAFT"
    for name, content in csv_files(taken).items():
        if name == "about.csv":
            continue
        for row in rows_of(content):
            assert row["country"] == "Xandoria"
            assert row["reference_date"] == "2026-10-31"
            assert row["questionnaire"].startswith(f"{TINY.short}, version 0.1")
            assert row["content_hash"] == said.provenance.content_hash
            assert row["copy"] == "Own copy: contains withheld answers"
            assert row["standing"] == f"Demonstration; {standing}"
            assert row["marking"] == "SECRET"
            assert row["statement"].lower() == RESULT_STATEMENT.lower()
    for sheet in opened(workbook(taken)):
        head = f"{sheet['A2'].value} {sheet['A3'].value}"
        for told in (
            "Xandoria",
            "2026-10-31",
            TINY.short,
            said.provenance.content_hash,
            standing,
            "SECRET",
            "Own copy",
        ):
            assert told in head, sheet.title
        assert RESULT_STATEMENT.lower() in head.lower()
        assert "SECRET" in sheet.oddHeader.right.text


def test_a_quick_scan_says_so_in_every_table():
    taken = tables_of(said_of(an_assessment(scope="quick")), "en")
    assert "not comparable with a full assessment" in taken.fact("statement")


def test_no_column_is_named_twice(compared):
    taken = tables_of(compared, "en")
    for name, content in csv_files(taken).items():
        heads = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(heads) == len(set(heads)), name


def test_the_mirrored_workbook_runs_from_right_to_left_and_the_files_keep_their_names(demonstration):
    mirrored = tables_of(demonstration, MIRRORED)
    assert all(sheet.sheet_view.rightToLeft for sheet in opened(workbook(mirrored)))
    plain = csv_files(tables_of(demonstration, "en"))
    for name, content in csv_files(mirrored).items():
        assert content.splitlines()[0] == plain[name].splitlines()[0]


def test_figures_are_rounded_from_the_exact_score():
    assert figure(None) is None
    assert figure(Fraction(100, 3)) == Decimal("33.33")
    assert figure(Fraction(5, 1000)) == Decimal("0.00")
    assert str(figure(Fraction(100))) == "100.00"
    assert share(Fraction(2, 3)) == Decimal("66.67")


# --- what the tables never hold --------------------------------------------------------------------


@pytest.mark.parametrize("text", [*FORMULAS, *(f"{text} {HOSTILE}{LONG}" for text in FORMULAS)])
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(text):
    assessment = replace(hostile(text), country=Country(code="XA", name=text[:60]))
    content = workbook(tables_of(said_of(assessment, copy="own", marking=text), "en"))
    book = opened(content)
    for sheet in book:
        assert sheet._hyperlinks == []
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}, (sheet.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
                    assert cell.data_type == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        for name in names:
            whole = packed.read(name)
            assert b"<f>" not in whole
            assert b"<f " not in whole
            assert b'TargetMode="External"' not in whole
            ET.fromstring(whole)  # noqa: S314 - our own file
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_csv_is_a_formula_whatever_separates_it(text):
    assessment = hostile(text)
    for content in csv_files(tables_of(said_of(assessment, copy="own", marking=text), "en")).values():
        whole = content.decode("utf-8-sig")
        for separator in ",;\t":
            for row in csv.reader(io.StringIO(whole, newline=""), delimiter=separator):
                for cell in row:
                    assert not re.match(r"[=+@\t\r]|-\D|-\d+\D", cell), (separator, cell)


def test_what_cannot_be_seen_is_taken_out_and_the_rest_is_whole():
    files = csv_files(tables_of(said_of(hostile(f"{HOSTILE}{LONG}"), copy="own"), "en"))
    (row,) = [row for row in rows_of(files["priorities.csv"]) if row["code"] == "1.1"]
    assert row["assistance_text"] == f"txt.fdp   <b>&amp;</b> {{{{ 7 * 7 }}}} _x0041_ \U0001f4a3 مرحبا{LONG}"


def test_a_text_longer_than_a_cell_is_cut_in_the_workbook_alone():
    taken = tables_of(said_of(hostile("\U0001f4a3" * 20_000), copy="own"), "en")
    longest = max(texts_of(opened(workbook(taken))), key=len)
    assert longest == "\U0001f4a3" * 16_000
    assert "\U0001f4a3" * 20_000 in csv_files(taken)["priorities.csv"].decode()


def test_the_masked_tables_hold_nothing_withheld():
    secret = Answer(value=NotApplicable("CANARY"), withheld=True, comment="CANARY")
    seen = Positions((Position(agency="CANARY", level=3), Position(agency="CANARY two", level=1)))
    declared = ComponentEntry(not_applicable="CANARY", withheld=True)
    whole = an_assessment(
        answers={
            "1.1.1": secret,
            "1.1.2": Answer(value=seen, withheld=True),
            "1.2.2": Answer(
                value=Level(2), withheld=True, evidence=(EvidenceItem(grade="stated", title="CANARY"),)
            ),
        },
        components={"2.2": declared},
    )
    masked = tables_of(said_of(whole), "en")
    assert "CANARY" not in "".join(texts_of(opened(workbook(masked))))
    assert all(b"CANARY" not in content for content in csv_files(masked).values())
    own = tables_of(said_of(whole, copy="own"), "en")
    assert b"CANARY two" in csv_files(own)["questions.csv"]


def test_the_masked_tables_are_the_same_for_every_withheld_value():
    def masked(answer):
        said = said_of(an_assessment(answers={"1.1.1": answer, "1.1.2": an_answer(2)}))
        return workbook(tables_of(said, "en")), csv_archive(tables_of(said, "en"))

    values = [Level(0), Level(4), Range(1, 3), NotKnown(), None]
    made = [masked(Answer(value=value, withheld=True)) for value in values]
    assert all(one == other for one, other in pairwise(made))


def test_equal_reports_give_equal_bytes(demonstration, monkeypatch):
    first, again = tables_of(demonstration, "en"), tables_of(demonstration, "en")
    made = workbook(first), csv_archive(first)
    # The clock that archives and workbooks would write down.
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert (workbook(again), csv_archive(again)) == made
    for content in made:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(made[0]).properties
    assert properties.created.date() == properties.modified.date() == date(2026, 10, 31)

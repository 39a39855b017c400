"""Results come as JSON, as NDJSON and as CSV, with the same rows in each; the client chooses."""

import codecs
import csv
import io
import json
import tracemalloc
from fractions import Fraction

import pytest

from app import services
from app.api.shapes import ResultRows
from app.core.assessment.answer import Answer, NotKnown
from app.core.assessment.assessment import Country
from app.core.errors import BusyError
from app.exports.result_rows import ResultRowShape
from app.storage import results
from tests import builders
from tests.api.asking import API, EVERY, finish, finished, got, refused
from tests.edges import database_of

NDJSON, CSV = "application/x-ndjson", "text/csv; header=present; charset=utf-8"
FIGURES = ("score_low", "score_claimed", "score_high", "coverage")


def asked(client, accept="*/*", **parameters):
    return client.get(f"{API}/results", params=parameters, headers={"accept": accept})


def lines_of(client, **parameters):
    """The rows as NDJSON."""
    answer = asked(client, format="ndjson", **parameters)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == NDJSON
    assert answer.text == "" or answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


def table_of(client, **parameters):
    """The rows as CSV."""
    answer = asked(client, format="csv", **parameters)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == CSV
    assert answer.headers["content-disposition"] == 'attachment; filename="results.csv"'
    assert answer.content.startswith(codecs.BOM_UTF8)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def as_cells(row):
    """What the CSV has to say of a row of the JSON."""
    country = row.pop("country")
    cells = {"country_code": country["code"], "country_name": country["name"]}
    for name, value in row.items():
        if name in FIGURES:
            for part in ("numerator", "denominator", "rounded"):
                cells[f"{name}_{part}"] = "" if value is None else str(value[part])
        else:
            cells[name] = "" if value is None else str(value)
    cells["is_demonstration"] = str(row["is_demonstration"]).lower()
    return cells


@pytest.fixture
def several(client):
    for country in ("XB", "XA"):
        finished(client, country=country)
    return client


def test_every_form_has_the_same_rows(several, monkeypatch):
    id_ = builders.started(database_of(several))
    for question in EVERY:
        builders.answered(database_of(several), id_, question, Answer(value=NotKnown()))
    finish(several, id_)
    rows = got(several, "/results")["rows"]
    assert None in {row["score_claimed"] and 1 for row in rows}
    for at_once in (1, 2, 20, 21, 1000):
        monkeypatch.setattr(results, "AT_ONCE", at_once)
        assert lines_of(several) == rows
        assert table_of(several) == [as_cells(dict(row)) for row in rows]


def test_every_row_has_the_published_shape_and_no_float(several):
    ResultRows.model_validate_json(asked(several).content)
    for line in asked(several, format="ndjson").text.splitlines():
        said = ResultRowShape.model_validate_json(line, strict=True)
        assert json.loads(said.model_dump_json()) == json.loads(line)
        assert "\n" not in line


def test_the_same_filters_hold_in_every_form(several):
    wanted = {"kind": "domain", "year": 2026, "questionnaire": "tiny", "version": "0.1"}
    rows = got(several, "/results", **wanted)["rows"]
    assert len(rows) == 4
    assert lines_of(several, **wanted) == rows
    assert len(table_of(several, **wanted)) == 4
    assert lines_of(several, year=2025) == table_of(several, year=2025) == []


def test_without_a_row_the_table_still_has_its_head(client):
    text = asked(client, format="csv").text.removeprefix("\ufeff")
    assert text.startswith("assessment,country_code,country_name,reference_date,")
    assert text.count("\r\n") == 1
    assert asked(client, format="ndjson").text == ""


def test_a_table_adds_up_again_exactly(several):
    for row, cells in zip(got(several, "/results")["rows"], table_of(several), strict=True):
        for name in FIGURES:
            exact = Fraction(int(cells[f"{name}_numerator"]), int(cells[f"{name}_denominator"]))
            assert exact == Fraction(row[name]["numerator"], row[name]["denominator"])


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', 'A "B", C', "Ünï, 国"])
def test_no_cell_is_a_formula_to_a_spreadsheet_and_no_name_is_lost(client, monkeypatch, name):
    about = builders.About(
        country=Country(code="XA", name=name), reference_date=builders.ABOUT.reference_date
    )
    monkeypatch.setattr(builders, "ABOUT", about)
    finish(client, builders.started(database_of(client)))
    assert {row["country"]["name"] for row in lines_of(client)} == {name}
    (told,) = {row["country_name"] for row in table_of(client)}
    assert told == (f"'{name}" if name[0] in "=+-@" else name)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("application/json", "application/json"),
        ("application/x-ndjson", NDJSON),
        ("APPLICATION/X-NDJSON", NDJSON),
        ("text/csv", CSV),
        ("text/*", CSV),
        ("text/csv; header=present; charset=utf-8", CSV),
        ("text/csv;q=0.5, application/json;q=0.4", CSV),
        ("text/csv;q=0.4 , application/json;q=0.5", "application/json"),
        ("*/*;q=0.1, text/csv", CSV),
        ("*/*, text/csv", CSV),
        ("*/*, application/json;q=0", NDJSON),
        ("application/json;q=0, application/x-ndjson;q=0, */*", CSV),
        ("text/csv;q=2", CSV),
        ("text/csv;q=x, application/json;q=0.1", "application/json"),
        ("text/csv;q=, */*;q=.2", "application/json"),
    ],
)
def test_the_form_is_the_one_that_the_client_likes_best(several, accept, kind):
    assert asked(several, accept).headers["content-type"] == kind


@pytest.mark.parametrize(
    "accept",
    ["text/html", "application/xml, image/*", "*/*;q=0", "json", ";", ",", "text/csv;q=0", "text/csv;q=-1"],
)
def test_a_client_that_likes_none_is_refused_with_the_forms_that_there_are(several, accept):
    said = refused(asked(several, accept), 406)
    assert said["title"] == "Not Acceptable"
    for named in ("application/json", "application/x-ndjson", "text/csv", "format="):
        assert named in said["detail"]


def test_the_form_in_the_address_goes_before_accept(several):
    assert asked(several, "text/html", format="json").headers["content-type"] == "application/json"
    assert asked(several, "application/json", format="csv").headers["content-type"] == CSV
    assert asked(several, "text/csv", format="ndjson").headers["content-type"] == NDJSON


@pytest.mark.parametrize("form", ["xml", "CSV", ""])
def test_a_form_that_there_is_not_is_refused(several, form):
    said = refused(asked(several, format=form), 422)
    assert [fault["place"] for fault in said["faults"]] == [["query", "format"]]


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_a_page_of_a_form_that_has_all_rows_is_refused_with_the_mend(several, form):
    cursor = got(several, "/results", limit=1)["next"]
    said = refused(asked(several, format=form, limit=5, cursor=cursor), 422)
    assert [fault["place"] for fault in said["faults"]] == [["query", "limit"], ["query", "cursor"]]
    assert all("json" in fault["mend"] for fault in said["faults"])
    refused(asked(several, "text/csv", limit=100), 422)


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_a_busy_database_is_told_before_the_answer_begins(several, monkeypatch, form):
    def busy(*_args, **_more):
        raise BusyError

    for read_by in (results, services.results):
        monkeypatch.setattr(read_by, "page", busy)
    assert refused(asked(several, format=form), 503)["faults"] == []


def test_a_page_at_a_time_is_in_memory_however_many_rows_there_are(client, monkeypatch):
    finished(client)
    with database_of(client).writing() as connection:
        columns = [column.name for column in results.RESULT.columns]
        shifted = ", ".join("place + n.value" if name == "place" else name for name in columns)
        connection.exec_driver_sql(
            "WITH RECURSIVE n(value) AS (SELECT 7 UNION ALL SELECT value + 7 FROM n WHERE value < 14000) "  # noqa: S608
            f"INSERT INTO result ({', '.join(columns)}) SELECT {shifted} FROM result, n"
        )
    monkeypatch.setattr(results, "AT_ONCE", 500)
    tracemalloc.start()
    sizes = [
        sum(map(len, page.texts)) for page in results.pages(database_of(client), results.Wanted(), "json")
    ]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(sizes) == 29
    assert most < sum(sizes) / 5

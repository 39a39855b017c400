"""The table, JSON, CSV and published shape of a row of results follow from its one declaration."""

import csv
import io
import json
from dataclasses import fields, replace
from fractions import Fraction

from app.core.assessment.assessment import Country
from app.core.method.result_row import ResultRow, result_rows
from app.exports.result_rows import CSV_COLUMNS, ResultRowShape, worded
from app.storage import results
from app.storage.tables import RESULT
from tests.builders import TINY, an_assessment

HEAD = (
    "assessment,country_code,country_name,reference_date,scope,edition,"
    "questionnaire,version,questionnaire_hash,is_demonstration,node,kind,"
    "score_low_numerator,score_low_denominator,score_low_rounded,"
    "score_claimed_numerator,score_claimed_denominator,score_claimed_rounded,"
    "score_high_numerator,score_high_denominator,score_high_rounded,"
    "level_low,level_high,"
    "coverage_numerator,coverage_denominator,coverage_rounded"
)
WHOLE = replace(
    result_rows(
        TINY, an_assessment(), assessment="a", edition=1, questionnaire_hash="h", is_demonstration=False
    )[0],
    country=Country(code="XA", name='=Ünï "国"\n\u2028'),
    score_high=Fraction(200, 3),
)


def test_a_row_has_one_member_in_json_for_each_field_in_order_and_every_number_exactly():
    (one,) = worded([WHOLE])
    members = json.loads(one.json_text)
    assert list(members) == [field.name for field in fields(ResultRow)]
    assert members["country"] == {"code": "XA", "name": WHOLE.country.name}
    assert members["score_high"] == {"numerator": 200, "denominator": 3, "rounded": "66.7"}
    assert (members["score_claimed"], members["level_low"]) == (None, None)
    # The bytes are those of the standard library, without a space.
    assert one.json_text == json.dumps(members, ensure_ascii=False, separators=(",", ":"))
    assert ResultRowShape.model_validate_json(one.json_text, strict=True).model_dump_json() == one.json_text


def test_the_head_of_csv_is_the_published_one_and_a_line_has_a_cell_for_each_of_its_columns():
    assert ",".join(CSV_COLUMNS) == HEAD
    (one,) = worded([WHOLE])
    (cells,) = csv.reader(io.StringIO(one.csv_text, newline=""))
    row = dict(zip(CSV_COLUMNS, cells, strict=True))
    assert row["country_name"] == f"'{WHOLE.country.name}"
    assert (row["is_demonstration"], row["edition"]) == ("false", "1")
    assert (row["score_high_numerator"], row["score_high_rounded"]) == ("200", "66.7")
    assert (row["score_claimed_numerator"], row["score_claimed_rounded"], row["level_high"]) == ("", "", "")


def test_every_column_of_the_table_is_filled_and_no_other():
    (row,) = results.rows_of(worded([WHOLE]), is_newest=True)
    assert set(row) == set(RESULT.columns.keys())
    assert (row["score_high"], row["score_claimed"]) == ("200/3", None)
    assert (row["country_code"], row["year"], row["place"]) == ("XA", 2026, 0)

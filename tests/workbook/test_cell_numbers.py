"""A number of a cell says what an independent reader of workbooks says of it."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import from_excel

from app.workbook.cell_numbers import DATE_FORMATS, FROM_1900, FROM_1904, number_text, shows_date


@given(st.floats(-400_000, 2_900_000) | st.integers(-5, 70), st.sampled_from([FROM_1900, FROM_1904]))
def test_a_number_in_a_format_of_dates_is_the_moment_that_another_reader_finds(number, counts_from):
    moment = from_excel(float(number), counts_from)
    is_day = isinstance(moment, datetime) and moment.time() == time()
    expected = str(moment.date()) if is_day else str(moment)
    assert number_text(str(number), counts_from, is_date=True) == expected


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("3", "3"),
        ("3.0", "3"),
        ("0.5", "0.5"),
        ("1e400", "inf"),
        ("three", "three"),
        ("45418", "45418"),
    ],
)
def test_a_number_in_any_other_format_is_what_a_person_would_type(written, text):
    assert number_text(written, FROM_1900, is_date=False) == text


@pytest.mark.parametrize("written", ["1e400", "nan", "1e12", "three"])
def test_a_day_that_no_calendar_has_is_the_text_that_stands_there(written):
    assert number_text(written, FROM_1900, is_date=True) == written


@given(st.text('dmhysDAM/-0#;[]"\\_ e.h', max_size=12))
def test_a_format_shows_a_date_where_another_reader_says_so(code):
    assert shows_date(code) == is_date_format(code)


def test_the_formats_known_by_number_are_those_of_the_other_reader():
    assert {str(number) for number, code in BUILTIN_FORMATS.items() if is_date_format(code)} == DATE_FORMATS


def test_a_format_too_long_for_any_spreadsheet_shows_no_date():
    assert shows_date("d" * 255)
    assert not shows_date("d" * 256)

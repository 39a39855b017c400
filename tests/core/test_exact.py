"""Exact numbers as programs and people read them."""

from fractions import Fraction

import pytest

from app.core.exact import exact, whole_number


@pytest.mark.parametrize(
    ("number", "rounded"),
    [
        (Fraction(0), "0.0"),
        (Fraction(100), "100.0"),
        (Fraction(140, 3), "46.7"),
        (Fraction(1, 20), "0.0"),
        (Fraction(3, 20), "0.2"),
        (Fraction(6249, 100), "62.5"),
    ],
)
def test_a_number_is_exact_and_rounded_half_to_even_with_one_decimal(number, rounded):
    assert exact(number) == {
        "numerator": number.numerator,
        "denominator": number.denominator,
        "rounded": rounded,
    }


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_digits_alone_are_a_whole_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " 1", "1_0", "5.0", "+1", "-1", "٣", "１", "1000000000", "1e3", "x"])
def test_whatever_else_is_written_is_none(text):
    assert whole_number(text) is None

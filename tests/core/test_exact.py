"""Exact numbers as programs and people read them."""

from fractions import Fraction

import pytest

from app.core.exact import exact


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

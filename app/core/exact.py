"""An exact number as a program and a person read it; never a float."""

from fractions import Fraction


def exact(number: Fraction) -> dict[str, int | str]:
    """A score or share as integers, and rounded half to even, with one decimal, as text."""
    tenths = round(number * 10)
    return {
        "numerator": number.numerator,
        "denominator": number.denominator,
        "rounded": f"{tenths // 10}.{tenths % 10}",
    }

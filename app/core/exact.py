"""An exact number as a program and a person read it, and as one is read; never a float."""

from fractions import Fraction


def exact(number: Fraction) -> dict[str, int | str]:
    """A score or share as integers, and rounded half to even, with one decimal, as text."""
    tenths = round(number * 10)
    return {
        "numerator": number.numerator,
        "denominator": number.denominator,
        "rounded": f"{tenths // 10}.{tenths % 10}",
    }


LONGEST_NUMBER = 9
"""Digits of a whole number that somebody sends: a revision, a position, an edition, a year."""


def whole_number(text: str) -> int | None:
    """The whole number that a text writes in the digits 0 to 9 alone; None where it does not."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None

"""One text and one hash for a value, however it was written down."""

from fractions import Fraction

from app.core.canonical import canonical_hash, canonical_text


def test_equal_values_have_one_text_whatever_their_order_and_composition():
    written = {"b": Fraction(1, 2), "a": ("e\u0301", Fraction(2))}
    assert canonical_text(written) == '{"a":["é",2],"b":"1/2"}'
    again = dict(reversed(written.items()))
    assert canonical_hash(again) == canonical_hash(written)

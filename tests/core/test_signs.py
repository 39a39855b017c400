"""What is invisible, combines or composes is the same on every machine, whatever its Python knows."""

import hashlib
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.core.signs import composed, is_mark, visible, with_few_marks

EVERY_SIGN = [chr(point) for point in range(sys.maxunicode + 1)]
ASSIGNED = [sign for sign in EVERY_SIGN if unicodedata.ucd_3_2_0.category(sign) != "Cn"]
"""In Unicode 3.2, whose tables every Python has: a part of what every newer one knows."""

NEWER = "\U0001fae8\u0897"
"""Assigned by Unicode 15 and 16: a face that shakes, and a mark."""

KEPT, MARKS = 970_537, 2_408
KEPT_HASH = "ad821e583ad116e378f342aab7f99cbc7b11d5bf192b6d5fb71aad278103234f"
MARKS_HASH = "38db3d31c11a1eedabb2bddb246abe9202ef706f55223fc7dffe90b16d076461"
COMPOSED_HASH = "82a923facf32b138d2d9c347ffa69369eaccc1cacadc1a00254a90561cfb0fec"


def test_every_machine_takes_the_same_signs_for_invisible_and_for_marks():
    kept = visible("".join(EVERY_SIGN))
    marks = "".join(filter(is_mark, EVERY_SIGN))
    assert (len(kept), len(marks)) == (KEPT, MARKS)
    assert hashlib.sha256(kept.encode()).hexdigest() == KEPT_HASH
    assert hashlib.sha256(marks.encode()).hexdigest() == MARKS_HASH


def test_every_machine_composes_every_sign_alike():
    pairs = composed("\0".join(sign + "\u0301" for sign in EVERY_SIGN))
    assert hashlib.sha256(pairs.encode(errors="surrogatepass")).hexdigest() == COMPOSED_HASH


def test_what_is_taken_out_of_assigned_signs_is_what_unicode_calls_invisible():
    invisible = {"Cc", "Cf", "Co", "Cs"}
    for sign in ASSIGNED:
        is_kept = sign in "\n\t\u200c\u200d" or unicodedata.category(sign) not in invisible
        assert bool(visible(sign)) == is_kept, ascii(sign)
        assert is_mark(sign) == unicodedata.category(sign).startswith("M"), ascii(sign)


@given(st.text(st.one_of(st.sampled_from(ASSIGNED), st.sampled_from("e\u0301\u0316\u0327ó가각ᄀ"))))
def test_what_unicode_3_2_knows_is_composed_as_unicode_says(text):
    assert composed(text) == unicodedata.normalize("NFC", text)


def test_a_sign_that_unicode_assigned_later_stays_as_it_is():
    assert visible(NEWER) == with_few_marks(NEWER) == NEWER
    # A machine that knows the newer mark would sort it after the other, which sits below.
    assert composed("a\u0897\u0316") == "a\u0897\u0316"

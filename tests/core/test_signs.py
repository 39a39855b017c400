"""What is invisible, combines or composes is the same on every machine, whatever its Python knows."""

import hashlib
import sys
import time
import unicodedata
from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.signs import (
    MOST_NORMALIZED,
    compatible,
    composed,
    is_mark,
    visible,
    with_few_marks,
    with_line_feeds,
)
from app.records.cleaning import cleaned

EVERY_SIGN = [chr(point) for point in range(sys.maxunicode + 1)]
ASSIGNED = [sign for sign in EVERY_SIGN if unicodedata.ucd_3_2_0.category(sign) != "Cn"]
"""In Unicode 3.2, whose tables every Python has: a part of what every newer one knows."""

NEWER = "\U0001fae8\u0897"
"""Assigned by Unicode 15 and 16: a face that shakes, and a mark."""

KEPT, MARKS = 970_537, 2_408
KEPT_HASH = "ad821e583ad116e378f342aab7f99cbc7b11d5bf192b6d5fb71aad278103234f"
MARKS_HASH = "38db3d31c11a1eedabb2bddb246abe9202ef706f55223fc7dffe90b16d076461"
COMPOSED_HASH = "8532c16cee8dd737dfbf172e5085de77c5f14e5cf0ea4115e3b8f938bac0e3df"


def test_every_machine_takes_the_same_signs_for_invisible_and_for_marks():
    kept = visible("".join(EVERY_SIGN))
    marks = "".join(filter(is_mark, EVERY_SIGN))
    assert (len(kept), len(marks)) == (KEPT, MARKS)
    assert hashlib.sha256(kept.encode()).hexdigest() == KEPT_HASH
    assert hashlib.sha256(marks.encode()).hexdigest() == MARKS_HASH


def test_every_machine_composes_signs_alike():
    # All of the scripts that compose, and some of every other part.
    pairs = composed("\0".join(sign + "\u0301" for sign in (*EVERY_SIGN[:0x3100], *EVERY_SIGN[0x3100::29])))
    assert hashlib.sha256(pairs.encode(errors="surrogatepass")).hexdigest() == COMPOSED_HASH


def test_what_is_taken_out_of_assigned_signs_is_what_unicode_calls_invisible():
    invisible = {"Cc", "Cf", "Co", "Cs"}
    for sign in ASSIGNED:
        is_kept = sign in "\n\t\u200c\u200d" or unicodedata.category(sign) not in invisible
        assert bool(visible(sign)) == is_kept, ascii(sign)
        assert is_mark(sign) == unicodedata.category(sign).startswith("M"), ascii(sign)


@given(
    st.text(
        st.one_of(st.sampled_from(ASSIGNED), st.sampled_from("e\u0301\u0316\u0327ó가각ᄀ")),
        max_size=MOST_NORMALIZED // 2,
    )
)
def test_what_unicode_3_2_knows_is_composed_as_unicode_says(text):
    assert composed(text) == unicodedata.normalize("NFC", text)


def test_a_sign_that_unicode_assigned_later_stays_as_it_is():
    assert visible(NEWER) == with_few_marks(NEWER) == NEWER
    # A machine that knows the newer mark would sort it after the other, which sits below.
    assert composed("a\u0897\u0316") == "a\u0897\u0316"


MARKS_IN_ROWS = {
    "in order": "\u0323\u0301",
    "against their order": "\u0301\u0323",
    "of every class": "".join(filter(unicodedata.combining, EVERY_SIGN)),
    "of every class, backwards": "".join(reversed(list(filter(unicodedata.combining, EVERY_SIGN)))),
    "that come apart": "\u0344\u0323",
    "that are half as wide": "\uff9e\u0301",
}
LONG = 100_000
GENEROUS_SECONDS = 10
"""Of the processor. Each of these texts takes some hundredths of one; with rows whole, half a minute."""


@pytest.mark.parametrize("kind", MARKS_IN_ROWS)
def test_a_row_of_marks_takes_no_more_time_than_other_text(kind):
    text = "a" + "".join(islice(cycle(MARKS_IN_ROWS[kind]), LONG)) + "b"
    began = time.process_time()
    results = [composed(text), cleaned(text), compatible(text, "NFKC"), compatible(text, "NFKD")]
    assert time.process_time() - began < GENEROUS_SECONDS
    assert all(result[-1] == "b" for result in results)
    assert composed(results[0]) == results[0]
    assert cleaned(results[1]) == results[1]
    if kind != "that are half as wide":
        assert all(len(result) <= 3 * MOST_NORMALIZED + 2 for result in results)


@given(
    st.text(st.sampled_from("a\u0301\u0316\u0327\u0344\u1dce\u3099"), max_size=200),
    st.sampled_from(["NFKC", "NFKD"]),
)
def test_text_with_any_row_of_marks_is_composed_once_and_for_all(text, form):
    once = composed(text)
    assert composed(once) == once == unicodedata.normalize("NFC", once)
    if len(with_few_marks(text, MOST_NORMALIZED)) == len(text):
        assert compatible(text, form) == unicodedata.normalize(form, text)


def test_every_end_of_a_line_is_a_line_feed():
    assert with_line_feeds("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\ni") == "a\nb\nc\nd\ne\nf\ng\nh\ni"

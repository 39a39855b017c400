"""A long text read piece by piece says what it says as a whole, and what is too much is not made."""

import json
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.errors import AnswersRefusedError
from app.records import json_pieces
from app.records.json_pieces import MOST_VALUES_OF_PIECE, Elements, hash_of_members, in_pieces
from app.records.json_text import LARGEST_FILE, LONGEST_STRING, MOST_VALUES, decoded, parsed_json, refuse_full

ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
BLANKS = st.text(" \t\r\n", max_size=3)


def whole(text, largest=LARGEST_FILE, most=100):
    """What came of reading it piece by piece, all of it made."""
    found = in_pieces(text, largest, most)
    if not isinstance(found, dict):
        return found
    return {key: list(value) if isinstance(value, Elements) else value for key, value in found.items()}


def outcome(read, text):
    """What a text says, or that it is no JSON."""
    try:
        return read(text)
    except AnswersRefusedError as refused:
        return re.sub(r"\d+", "N", re.match(r"Line \d+, column \d+: this is not JSON", str(refused)).group())


def refusal(text, **bounds):
    with pytest.raises(AnswersRefusedError) as refused:
        whole(text, **bounds)
    return str(refused.value)


@given(st.dictionaries(st.text(), ANY, max_size=5), st.sampled_from([None, 1]), BLANKS)
def test_an_object_read_in_pieces_is_the_one_read_whole(value, indent, around):
    text = around + json.dumps(value, indent=indent, ensure_ascii=bool(around)) + around
    assert whole(text) == value


@given(st.dictionaries(st.text(), ANY, max_size=5))
def test_the_hash_of_pieces_is_that_of_the_whole(value):
    members = {**value, "hash": "x"}
    rest = {key: one for key, one in value.items() if key != "hash"}
    plain = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    from app.answers import text_hash

    assert hash_of_members(members) == text_hash(plain)
    assert hash_of_members(in_pieces(json.dumps(members), LARGEST_FILE, 100)) == text_hash(plain)


@given(st.dictionaries(st.text(), ANY, max_size=4), st.integers(0, 400), st.sampled_from('{}[],:"\\x1 '))
def test_what_is_no_json_as_a_whole_is_none_in_pieces(value, at, sign):
    text = json.dumps(value)
    at = at % (len(text) + 1)
    bad = text[:at] + sign + text[at:]
    assume(not bad.startswith("["))  # it is refused for being a list
    told = outcome(parsed_json, bad)
    assert outcome(whole, bad) == told


@pytest.mark.parametrize(
    "text", ["", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{"a":[1', '{"a":[1,]}']
)
def test_where_it_breaks_off_is_told(text):
    assert "this is not JSON" in refusal(text)


def test_the_place_of_a_mistake_is_that_in_the_whole_text():
    text = '{"a": [1,\n  {"b": 1, "c" 2},\n3]}'
    assert "Line 2, column 16" in refusal(text)
    assert "Line 2, column 16" in refusal(text.replace("2},", "2,"))


def test_a_key_that_stands_twice_is_seen():
    assert in_pieces('{"a":1,"b":2,"a":3}', LARGEST_FILE, 100).twice == ("a",)


def test_too_many_elements_members_or_values_are_refused_before_they_are_made():
    assert "more than 100 elements" in refusal(json.dumps({"a": [1] * 101}))
    assert whole(json.dumps({"a": [1] * 100})) == {"a": [1] * 100}
    assert "more than 100 members" in refusal(json.dumps({str(key): 1 for key in range(101)}))
    full = json.dumps({"a": [[1] * (MOST_VALUES_OF_PIECE - 2)]})
    assert len(whole(full)["a"][0]) == MOST_VALUES_OF_PIECE - 2
    assert "more than 25,000 values" in refusal(json.dumps({"a": [[1] * MOST_VALUES_OF_PIECE]}))
    assert "more than 25,000 values" in refusal(json.dumps({"a": {"b": [1] * MOST_VALUES_OF_PIECE}}))


def test_the_values_of_all_pieces_are_counted_together(monkeypatch):
    monkeypatch.setattr(json_pieces, "MOST_VALUES", 1000)
    assert whole(json.dumps({"a": [[1] * 98] * 10})) == {"a": [[1] * 98] * 10}
    assert "more than 1,000 values" in refusal(json.dumps({"a": [[1] * 98] * 11}))


def test_a_text_with_too_many_values_is_refused_and_one_with_signs_alone_is_not():
    with pytest.raises(AnswersRefusedError, match="more than 250,000 values"):
        parsed_json("[" + "1," * MOST_VALUES + "1]")
    quoted = json.dumps("{[,]}" * 100_000 + '"\\')
    assert parsed_json(quoted) == json.loads(quoted)
    refuse_full("[" + "1," * 10 + "1]", 12)
    with pytest.raises(AnswersRefusedError, match="more than 11 values"):
        refuse_full("[" + "1," * 10 + "1]", 11)


def test_a_text_of_more_signs_than_any_file_has_is_refused():
    assert "more than 10,485,760 characters" in refusal(
        '{"a":"' + "x" * LONGEST_STRING + '"}', largest=2 * LONGEST_STRING
    )


@pytest.mark.parametrize("sign", ["x", "é", "€", "😀"])
@pytest.mark.parametrize("more", range(4))
def test_a_large_file_is_the_same_text_in_json_wherever_its_parts_end(sign, more):
    text = json.dumps("x" * more + sign * (LARGEST_FILE // len(sign.encode()) + 1), ensure_ascii=False)
    content = text.encode()
    assert json.loads(decoded(content, 2 * LARGEST_FILE)) == json.loads(text)
    with pytest.raises(AnswersRefusedError, match=f"Byte {len(content) + 1} is not UTF-8"):
        decoded(content + b"\xff", 2 * LARGEST_FILE)

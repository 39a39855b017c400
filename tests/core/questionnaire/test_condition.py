"""Conditions are read by their grammar alone, and open facts leave them undecided."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ConditionRefusedError
from app.core.questionnaire.condition import (
    DEEPEST_CONDITION,
    LONGEST_CONDITION,
    And,
    Condition,
    Includes,
    Not,
    OneOf,
    Or,
    comparisons_in,
    holds,
    parsed_condition,
)

PROFILE = {"yes": frozenset({"a"}), "no": frozenset({"b"}), "many": frozenset({"a", "b"})}
WORTH = {True: 'yes == "a"', False: 'no == "a"', None: 'open == "a"'}
VALUES = (True, False, None)
PAIRS = list(itertools.product(VALUES, repeat=2))


def said(text: str) -> bool | None:
    return holds(parsed_condition(text), PROFILE)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('away == "none"', OneOf("away", ("none",))),
        ('away != "none"', Not(OneOf("away", ("none",)))),
        ('away in ["a", "b"]', OneOf("away", ("a", "b"))),
        ('"police" in holders', Includes("holders", "police")),
        (' not  x=="1" ', Not(OneOf("x", ("1",)))),
        ('not not x == "1"', Not(Not(OneOf("x", ("1",))))),
        ('(x == "1")', OneOf("x", ("1",))),
        ('x == ""', OneOf("x", ("",))),
        (
            'x == "1" or y == "2" and not z == "3"',
            Or((OneOf("x", ("1",)), And((OneOf("y", ("2",)), Not(OneOf("z", ("3",))))))),
        ),
        (
            '(x == "1" or y == "2") and z == "3"',
            And((Or((OneOf("x", ("1",)), OneOf("y", ("2",)))), OneOf("z", ("3",)))),
        ),
    ],
)
def test_a_condition_is_read_by_its_grammar(text, condition):
    assert parsed_condition(text) == condition


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ends where a fact is wanted"),
        ("   ", "ends where a fact is wanted"),
        ("x", 'ends where "in" is wanted'),
        ("x ==", "ends where an option in double quotes is wanted"),
        ("x == y", "'y' at character 6"),
        ('x == "1" y', "where the end is wanted"),
        ("x == 'a'", "cannot be read at character 6"),
        ('x == "a', "cannot be read at character 6"),
        ("x in []", "where an option in double quotes is wanted"),
        ('x in ["a" "b"]', 'where "]" is wanted'),
        ('x in "a"', 'where "[" is wanted'),
        ('("a" in x', 'ends where ")" is wanted'),
        ('"a" == x', 'where "in" is wanted'),
        ('"a" in "b"', "where a fact is wanted"),
        ('and == "a"', "where a fact is wanted"),
        ('x == "a" and', "ends where a fact is wanted"),
        ("3.1.1 > 2", "cannot be read at character 1"),
        ("__import__('os')", "cannot be read at character 1"),
        ("x" * (LONGEST_CONDITION + 1), "longer than 500 characters"),
        ("not " * (DEEPEST_CONDITION + 1) + 'x == "a"', "nested more than 20 deep"),
        ("(" * 400, "nested more than 20 deep"),
    ],
)
def test_a_condition_off_the_grammar_is_refused_with_its_place(text, words):
    with pytest.raises(ConditionRefusedError) as refused:
        parsed_condition(text)
    assert words in str(refused.value)


def test_a_condition_may_be_nested_to_the_limit():
    assert said("not " * DEEPEST_CONDITION + WORTH[True]) is True


@pytest.mark.parametrize("value", VALUES)
def test_not_turns_true_and_false_and_leaves_undecided(value):
    assert said(f"not {WORTH[value]}") is (None if value is None else not value)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_and_is_false_where_one_is_false_and_else_undecided_where_one_is(one, other):
    wanted = False if False in (one, other) else None if None in (one, other) else True
    assert said(f"{WORTH[one]} and {WORTH[other]}") is wanted


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_or_is_true_where_one_is_true_and_else_undecided_where_one_is(one, other):
    wanted = True if True in (one, other) else None if None in (one, other) else False
    assert said(f"{WORTH[one]} or {WORTH[other]}") is wanted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('yes in ["x", "a"]', True),
        ('yes in ["x", "y"]', False),
        ('"a" in many', True),
        ('"c" in many', False),
        ('"a" in open', None),
        ('open in ["a"]', None),
        ('yes != "b"', True),
    ],
)
def test_a_comparison_reads_the_profile(text, value):
    assert said(text) is value


def test_comparisons_are_listed_as_written():
    condition = parsed_condition('not (a == "1" or "2" in b) and c in ["3"]')
    assert comparisons_in(condition) == (OneOf("a", ("1",)), Includes("b", "2"), OneOf("c", ("3",)))


ODD = st.text(alphabet='ab"[](),=! notinandor0.é\n', max_size=80)


@given(st.text() | ODD)
def test_any_text_is_read_or_refused(text):
    try:
        condition = parsed_condition(text)
    except ConditionRefusedError:
        return
    assert comparisons_in(condition)


FACTS = st.sampled_from(["a", "b", "c"])
OPTIONS = st.sampled_from(["1", "2"])
COMPARISONS = st.builds(OneOf, FACTS, st.lists(OPTIONS, min_size=1).map(tuple)) | st.builds(
    Includes, FACTS, OPTIONS
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
PROFILES = st.dictionaries(FACTS, st.frozensets(OPTIONS))


def written(condition: Condition) -> str:
    match condition:
        case OneOf(fact, options):
            quoted = ", ".join(f'"{option}"' for option in options)
            return f"{fact} in [{quoted}]"
        case Includes(fact, option):
            return f'"{option}" in {fact}'
        case Not(part):
            return f"not ({written(part)})"
        case And(parts):
            return " and ".join(f"({written(part)})" for part in parts)
        case Or(parts):
            return " or ".join(f"({written(part)})" for part in parts)


@given(CONDITIONS, PROFILES)
def test_a_written_condition_means_what_was_written(condition, profile):
    text = written(condition)
    if len(text) <= LONGEST_CONDITION:
        assert holds(parsed_condition(text), profile) is holds(condition, profile)


@given(CONDITIONS, PROFILES, FACTS, st.frozensets(OPTIONS))
def test_what_is_decided_stays_so_when_an_open_fact_is_answered(condition, profile, fact, options):
    before = holds(condition, profile)
    if before is not None and fact not in profile:
        assert holds(condition, {**profile, fact: options}) is before

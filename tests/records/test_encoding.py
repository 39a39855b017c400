"""The core's values as plain JSON: derived from their classes, with whatever has its default left out."""

import pytest

from app.core.assessment.answer import (
    ANSWER_KINDS,
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import FactAnswer, Rating, Relevance
from app.core.assessment.journal import DomainMark
from app.records.encoding import compact, encoded
from app.records.wire import VALUE_SHAPES, wire_form_of

VALUES = [
    (Level(0), 0),
    (Range(1, 3), [1, 3]),
    (Positions((Position(agency="Police", level=2),)), [{"agency": "Police", "level": 2}]),
    (NotKnown(), True),
    (NotApplicable(""), ""),
]


@pytest.mark.parametrize(("value", "plain"), VALUES)
def test_a_value_stands_in_its_answer_under_its_kind(value, plain):
    assert encoded(Answer(value=value)) == {value.kind: plain}


def test_every_kind_of_answer_has_a_class_and_a_form():
    assert tuple(VALUE_SHAPES) == ANSWER_KINDS
    assert [type(value) for value, _ in VALUES] == list(VALUE_SHAPES.values())
    assert [wire_form_of(shape) for shape in VALUE_SHAPES.values()] == [
        "bare",
        "list",
        "bare",
        "mark",
        "bare",
    ]


def test_values_whose_fields_are_given_by_name_are_objects():
    assert wire_form_of(EvidenceItem) == "object"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Answer(), "{}"),
        (Answer(comment="e\u0301\u202e", withheld=True), '{"comment":"é","withheld":true}'),
        (FactAnswer(options=()), '{"options":[]}'),
        (Rating(relevance=Relevance.LOW), '{"relevance":"low"}'),
        (DomainMark(is_finished=False), '{"is_finished":false}'),
        ({"1.1": Answer(), "1.2": Answer(value=Level(1))}, '{"1.2":{"level":1}}'),
    ],
)
def test_what_has_its_default_is_left_out(value, text):
    assert compact(value) == text

"""What a class of the core may hold in JSON follows from it; every fault has its place and the mend."""

import pytest

from app.core.assessment.answer import Answer, EvidenceItem, Position
from app.core.assessment.assessment import FactAnswer, Rating, Relevance
from app.core.assessment.journal import Conflict, DomainMark, Standing
from app.core.errors import AnswersRefusedError
from app.records.faults import MOST_FAULTS
from app.records.json_text import parsed_json
from app.records.parsing import Parser
from app.records.wire import typed_fields, wanted


def test_what_has_to_be_there_is_what_says_something():
    assert wanted(Position) == ("agency", "level")
    assert wanted(Answer) == ()
    assert wanted(DomainMark) == (), "left out it is false"
    assert wanted(Conflict) == ("question", "base"), "left out, the answer is open"


def test_what_is_left_out_has_its_default():
    parser = Parser()
    assert parser.value(Conflict, {"question": "1", "base": 2}, ()) == Conflict(
        question="1", base=2, mine=Answer()
    )
    assert parser.value(DomainMark, {}, ()) == DomainMark(is_finished=False)
    assert parser.value(Rating, {"relevance": "high"}, ()) == Rating(relevance=Relevance.HIGH)
    assert parser.faults == ()


@pytest.mark.parametrize(
    ("shape", "raw", "faults"),
    [
        (
            Rating,
            {"relevance": "odd"},
            ['a, relevance: "odd" is not a relevance. Write high, medium or low.'],
        ),
        (FactAnswer, {"options": [1]}, ["a, options, option 1: 1 is not text. Write an option's id."]),
        (FactAnswer, {"options": None}, ["a, options: null is not a list. Write […]."]),
        (Answer, {"range": [1, 2, 3]}, ["a, range: does not have two levels. Write [low, high]."]),
        (
            Answer,
            {"evidence": [{"grade": "g"}, 5]},
            ["a, evidence, item 2: 5 is not an object. Write {…}."],
        ),
        (
            Standing,
            {"content_hash": 1},
            [
                "a, edition: is missing. Write it.",
                "a, content_hash: 1 is not text. Write it in double quotes.",
            ],
        ),
        (
            EvidenceItem,
            {"grade": "g", "colour": ""},
            ['a: "colour" is not known here. Known are: ' + ", ".join(typed_fields(EvidenceItem)) + "."],
        ),
    ],
)
def test_a_fault_has_its_place_and_the_mend(shape, raw, faults):
    parser = Parser()
    parser.value(shape, raw, ("a",))
    assert [str(fault) for fault in parser.faults] == faults


def test_a_key_that_stands_twice_inside_is_refused():
    parser = Parser()
    parser.value(Answer, parsed_json('{"evidence": [{"grade": "a", "grade": "b"}]}'), ())
    assert [str(fault) for fault in parser.faults] == [
        'evidence, item 1: has "grade" more than once. Keep one of them.'
    ]


def test_reading_stops_where_everything_is_wrong():
    with pytest.raises(AnswersRefusedError) as refused:
        Parser().value(Answer, {f"k{number}": 1 for number in range(MOST_FAULTS + 1)}, ())
    assert len(refused.value.faults) == MOST_FAULTS + 1

"""The closed set of kinds of answer has one word for each."""

from typing import get_args

import pytest

from app.core.assessment.answer import (
    ANSWER_KINDS,
    OPEN,
    Answer,
    AnswerValue,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)


def test_every_kind_of_answer_has_its_own_word_and_every_word_its_kind():
    assert tuple(kind.kind for kind in get_args(AnswerValue)) == ANSWER_KINDS


@pytest.mark.parametrize(
    ("value", "kind", "unanswered", "levels"),
    [
        (Level(2), "level", None, (2,)),
        (Range(1, 3), "range", None, (1, 3)),
        (Positions((Position(agency="A", level=1), Position(agency="B", level=2))), "positions", None, ()),
        (NotKnown(), "not_known", "not_known", ()),
        (NotApplicable("no coast"), "not_applicable", "not_known", ()),
        (None, "open", "open", ()),
    ],
)
def test_an_answer_says_its_kind_why_it_has_no_level_and_its_own_levels(value, kind, unanswered, levels):
    answer = Answer(value=value)
    assert (answer.kind, answer.unanswered, answer.levels) == (kind, unanswered, levels)
    assert answer.is_answered is (unanswered is None)


def test_what_has_no_level_and_is_withheld_says_that_it_is_withheld():
    assert Answer(value=NotKnown(), withheld=True).unanswered == "withheld"
    assert Answer(withheld=True).unanswered == "withheld"
    assert Answer(value=Level(1), withheld=True).unanswered is None
    assert OPEN.unanswered == "open"

"""The closed set of kinds of answer has one word for each."""

from typing import get_args

from app.core.assessment.answer import ANSWER_KINDS, AnswerValue


def test_every_kind_of_answer_has_its_own_word_and_every_word_its_kind():
    assert tuple(kind.kind for kind in get_args(AnswerValue)) == ANSWER_KINDS

"""Each kind of subject has one row, which says what is entered about it and what stands for it."""

from typing import get_args

import pytest

from app.core.assessment.answer import OPEN, Answer
from app.core.assessment.journal import Content, DomainMark, SubjectKind, of_kind
from app.core.assessment.subjects import SUBJECTS
from tests.shipped import twelve_domains


def test_every_kind_has_a_row_with_a_content_of_its_own():
    assert list(SUBJECTS) == list(SubjectKind)
    assert sorted(row.content.__name__ for row in SUBJECTS.values()) == sorted(
        one.__name__ for one in get_args(Content)
    )


def test_the_ids_that_stand_for_a_subject_are_those_of_the_questionnaire():
    questionnaire = twelve_domains()
    known = {kind: set(row.known(questionnaire)) for kind, row in SUBJECTS.items()}
    questions = {question.id for _, _, question in questionnaire.questions()}
    assert known[SubjectKind.ANSWER] == known[SubjectKind.CONFLICT] == questions
    assert known[SubjectKind.COMPONENT] == {component.id for _, component in questionnaire.components()}
    assert known[SubjectKind.DOMAIN] == {domain.id for domain in questionnaire.domains}
    assert known[SubjectKind.FACT] == {fact.id for fact in questionnaire.facts}
    assert known[SubjectKind.RATING] == {scenario.id for scenario in questionnaire.scenarios}
    assert known[SubjectKind.ABOUT] == known[SubjectKind.STANDING] == known[SubjectKind.MILESTONE] == {""}


def test_a_content_is_taken_as_what_the_kind_of_its_subject_fixes_it_to_be():
    assert of_kind(OPEN, Answer) is OPEN
    with pytest.raises(TypeError, match="This is no Answer, but a DomainMark"):
        of_kind(DomainMark(is_finished=True), Answer)

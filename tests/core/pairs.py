"""A case, and the same with one answer a level higher."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from app.core.assessment.answer import Answer, Level, Positions, Range
from app.core.method.scoring import Result, score
from app.core.questionnaire.questionnaire import Question
from tests.core.strategies import Case, cases


def scored(case: Case) -> Result:
    return score(case.questionnaire, case.assessment)


def asked_questions(case: Case) -> list[Question]:
    return [result.question for result in scored(case).questions]


def answered(case: Case, question_id: str, answer: Answer) -> Case:
    return Case(case.questionnaire, case.assessment.answered(question_id, answer))


@st.composite
def raises(draw) -> tuple[Case, Case]:
    """A case, and the same with one end of one answer or one position a level higher."""
    case = draw(cases())
    raisable = [
        (asked, higher)
        for asked in asked_questions(case)
        for higher in _higher(case.assessment.answer(asked.id), case.questionnaire.scale.top)
    ]
    assume(raisable)
    asked, higher = draw(st.sampled_from(raisable))
    return case, answered(case, asked.id, higher)


def _higher(answer: Answer, top: int) -> Iterator[Answer]:
    match answer.value:
        case Level(level) if level < top:
            yield replace(answer, value=Level(level + 1))
        case Range(low, high):
            yield replace(answer, value=Range(low + 1, high))
            if high < top:
                yield replace(answer, value=Range(low, high + 1))
        case Positions(held):
            for place, one in enumerate(held):
                if one.level < top:
                    higher = replace(one, level=one.level + 1)
                    yield replace(answer, value=Positions((*held[:place], higher, *held[place + 1 :])))

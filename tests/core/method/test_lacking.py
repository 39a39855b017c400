"""What is still missing: one rule for the page of a question, for the check page and for finishing."""

from dataclasses import replace

from hypothesis import given

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    NotApplicable,
    Position,
    Positions,
)
from app.core.assessment.assessment import ComponentEntry
from app.core.assessment.journal import Subject, SubjectKind
from app.core.method.lacking import Lack, lacks_of_answer, lacks_of_declaration
from app.core.method.progress import (
    blockers,
    lacking,
    questions_asked,
    warnings,
)
from app.core.method.question_result import question_result
from tests.core.builders import component, journal, of_components, question, said
from tests.core.strategies import cases

SMALL = of_components(
    component("C", [question("C.1", core=True), question("C.2", may_be_na=True)]),
    component("B", [question("B.1")], may_be_na=True),
)
UNDATED = EvidenceItem(grade="g1", title="A record")
DATED = replace(UNDATED, dated="2026")
WEAKEST = replace(UNDATED, grade="g0")


def undated(position: int | None, item: int) -> Lack:
    return Lack(why="undated_evidence", id="C.1", position=position, item=item)


def lacks(answer: Answer) -> list[Lack]:
    return list(lacks_of_answer(SMALL, "C.1", answer))


def held(*evidence: tuple[EvidenceItem, ...]) -> Positions:
    return Positions(
        tuple(Position(agency=f"Agency {n}", level=2, evidence=items) for n, items in enumerate(evidence))
    )


def test_an_item_above_the_weakest_grade_lacks_its_date():
    assert lacks(replace(said(2), evidence=(DATED, WEAKEST, UNDATED))) == [undated(None, 2)]
    assert lacks(Answer(evidence=(UNDATED,))) == [undated(None, 0)]


def test_items_of_positions_are_looked_at_and_beside_them_the_answers_own_are_not():
    answer = Answer(value=held((DATED,), (WEAKEST, UNDATED)), evidence=(UNDATED,))
    assert lacks(answer) == [undated(1, 1)]


def test_blanks_are_no_reason_of_a_question_and_of_a_component_alike():
    for blank in ("", " ", " \n\t"):
        assert lacks(Answer(value=NotApplicable(blank))) == [Lack(why="missing_reason", id="C.1")]
        declared = lacks_of_declaration("B", ComponentEntry(not_applicable=blank))
        assert list(declared) == [Lack(why="missing_reason", id="B")]
    assert lacks(Answer(value=NotApplicable(" Never. "))) == []
    assert list(lacks_of_declaration("B", ComponentEntry(not_applicable="None."))) == []
    assert list(lacks_of_declaration("B", ComponentEntry())) == []


def test_what_nobody_asks_lacks_nothing():
    book = journal(
        (Subject(SubjectKind.COMPONENT, "B"), ComponentEntry(not_applicable="There is no B.")),
        (Subject(SubjectKind.ANSWER, "B.1"), Answer(value=said(2).value, evidence=(UNDATED,))),
    )
    assert lacking(SMALL, book.assessment("small", "1.0")) == ()


def entered(case):
    """A journal in which all of it was entered."""
    return journal(
        *((Subject(SubjectKind.FACT, key), one) for key, one in case.assessment.facts.items()),
        *((Subject(SubjectKind.COMPONENT, key), one) for key, one in case.assessment.components.items()),
        *((Subject(SubjectKind.ANSWER, key), one) for key, one in case.assessment.answers.items()),
    )


@given(cases())
def test_each_question_lacks_what_finishing_is_blocked_by_and_warned_of_and_nothing_else(case):
    book = entered(case)
    told = {
        (one.why, one.id)
        for one in (
            *blockers(case.questionnaire, case.assessment, book),
            *warnings(case.questionnaire, case.assessment, book),
        )
        if one.why in {"missing_reason", "undated_evidence"}
    }
    asked = questions_asked(case.questionnaire, case.assessment)
    of_pages = [
        lack
        for one in asked
        for lack in lacks_of_answer(case.questionnaire, one.id, case.assessment.answer(one.id))
    ]
    of_pages += [
        lack
        for _, one in case.questionnaire.components()
        for lack in lacks_of_declaration(one.id, case.assessment.component(one.id))
        if set(one.questions) & set(asked)
    ]
    assert {(lack.why, lack.id) for lack in of_pages} == told
    assert sorted(map(repr, of_pages)) == sorted(map(repr, lacking(case.questionnaire, case.assessment)))


def dated_at(answer: Answer, position: int | None, item: int, dated: str) -> Answer:
    """The answer with that date at one item."""

    def with_date(items):
        return tuple(replace(one, dated=dated) if at == item else one for at, one in enumerate(items))

    if position is None:
        return replace(answer, evidence=with_date(answer.evidence))
    return replace(
        answer,
        value=Positions(
            tuple(
                replace(one, evidence=with_date(one.evidence)) if at == position else one
                for at, one in enumerate(answer.positions)
            )
        ),
    )


@given(cases())
def test_a_missing_date_is_lacking_wherever_it_would_change_what_an_answer_is_worth(case):
    for _, _, one in case.questionnaire.questions():
        answer = case.assessment.answer(one.id)
        here = set(lacks_of_answer(case.questionnaire, one.id, answer))
        places = [(None, item) for item in range(len(answer.evidence))]
        places += [(at, item) for at, its in enumerate(answer.positions) for item in range(len(its.evidence))]
        day = case.assessment.reference_date
        worth = question_result(case.questionnaire, one, answer, day)
        for position, item in places:
            its = answer.evidence if position is None else answer.positions[position].evidence
            dated = dated_at(answer, position, item, day.isoformat())
            would_change = question_result(case.questionnaire, one, dated, day).grade != worth.grade
            if not its[item].dated and would_change:
                assert Lack(why="undated_evidence", id=one.id, position=position, item=item) in here
        for lack in here:
            if lack.item is not None:
                answer = dated_at(answer, lack.position, lack.item, day.isoformat())
        assert all(lack.item is None for lack in lacks_of_answer(case.questionnaire, one.id, answer))

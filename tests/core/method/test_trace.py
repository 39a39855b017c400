"""Why a node has its level: the three numbers, which bind, and the movers in their order."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.core.assessment.answer import Answer, NotKnown
from app.core.method.trace import Clauses, Mover, Trace
from tests.core.builders import (
    certain,
    component,
    differing,
    of_components,
    of_questions,
    question,
    said,
    scale,
    scored,
)


def traced(levels, *, critical=None, weights=None, rule=None, grade=2) -> Trace:
    """The trace of one component with these levels; `critical` is a question's number, from 1."""
    rule = rule or scale()
    questions = [
        question(f"C.{n}", top=rule.top, critical=n == critical, weight=(weights or {}).get(n, 1))
        for n in range(1, len(levels) + 1)
    ]
    trace = scored(of_questions(*questions, rule=rule), certain(levels, grade=grade)).node_by_id["C"].trace
    assert trace is not None
    return trace


def raised(trace: Trace) -> list[tuple[str, int]]:
    assert {mover.want for mover in trace.movers} <= {"raise"}
    return [(mover.question, mover.level) for mover in trace.movers]


@pytest.mark.parametrize(
    ("levels", "critical", "numbers", "binding"),
    [
        ((4, 3, 3, 1), 1, (3, 4, 3), ("share", "lag")),
        ((4, 3, 3, 1), 4, (3, 1, 3), ("critical",)),
        ((2, 2, 0), None, (2, 4, 2), ("share", "lag")),
        ((4, 4, 0), None, (4, 4, 2), ("lag",)),
        ((4, 4, 1), None, (4, 4, 3), ("lag",)),
        ((4, 4, 2), None, (4, 4, 4), ("share", "critical", "lag")),
        ((4, 4, 0, 0), None, (0, 4, 2), ("share",)),
        ((1, 1, 1, 4, 4, 4), None, (1, 4, 3), ("share",)),
        ((3, 3, 2), None, (3, 4, 4), ("share",)),
    ],
)
def test_the_trace_gives_the_three_numbers_and_which_bind(levels, critical, numbers, binding):
    trace = traced(levels, critical=critical)
    share, gate, lag = numbers
    assert trace.clauses == Clauses(share=share, critical=gate, lag=lag)
    assert trace.clauses.binding == binding
    assert trace.low == min(numbers)


def test_of_several_critical_questions_the_lowest_gates_their_domain():
    whole = of_components(
        component("A", [question("A.1", critical=True)]), component("B", [question("B.1", critical=True)])
    )
    trace = scored(whole, {"A.1": said(4, 2), "B.1": said(3, 2)}).node_by_id["D"].trace
    assert trace is not None
    assert trace.clauses.critical == 3


def test_where_no_lag_is_set_that_number_is_the_top_level():
    assert traced((4, 4, 0), rule=scale(lag=None)).clauses.lag == 4


def test_the_trace_speaks_of_the_low_end_and_knows_the_high_one():
    trace = traced((4, 4, 4), grade=0)
    assert (trace.low, trace.high, trace.clauses.share) == (2, 4, 2)


@pytest.mark.parametrize(
    ("levels", "critical", "movers"),
    [
        ((4, 3, 3, 1), 4, [("C.4", 2)]),
        ((4, 4, 0), None, [("C.3", 1)]),
        ((2, 2, 0), None, [("C.3", 1), ("C.1", 3), ("C.2", 3)]),
        ((3, 3, 2), None, [("C.1", 4), ("C.2", 4)]),
        ((4, 4, 0, 0), None, [("C.3", 1)]),
        ((4, 4, 4), None, []),
        ((0, 0, 0), 3, [("C.3", 1), ("C.1", 1)]),
        ((1, 1, 2), 3, [("C.1", 2)]),
    ],
)
def test_movers_are_what_lifts_the_low_end_by_one(levels, critical, movers):
    assert raised(traced(levels, critical=critical)) == movers


def test_movers_stand_in_the_order_of_the_rules_critical_then_lag_then_share():
    # C.1 lags behind, C.4 is critical, C.2 and C.3 are wanted for two thirds
    assert raised(traced((0, 2, 2, 2), critical=4)) == [("C.4", 3), ("C.1", 1), ("C.2", 3), ("C.3", 3)]


def test_a_question_that_only_catches_up_with_the_lag_counts_for_nothing_else():
    assert raised(traced((2, 2, 0), weights={3: Fraction(3, 2)}, rule=scale(share=Fraction(1, 2)))) == [
        ("C.3", 1),
        ("C.1", 3),
        ("C.2", 3),
    ]


def test_with_a_lag_of_none_at_all_every_question_moves():
    assert raised(traced((1, 1, 3), rule=scale(lag=0))) == [("C.1", 2), ("C.2", 2)]


def test_the_largest_weight_moves_first_then_the_higher_low_end_then_the_questionnaires_order():
    assert raised(traced((0, 0, 0), weights={3: 5})) == [("C.3", 1)]
    assert raised(traced((2, 1, 1, 2), rule=scale(share=Fraction(1, 2)))) == [("C.1", 3), ("C.4", 3)]
    assert raised(traced((1, 1, 1), rule=scale(share=Fraction(1, 3)))) == [("C.1", 2)]


def test_a_domain_has_movers_from_all_its_components():
    whole = of_components(component("A", [question("A.1")]), component("B", [question("B.1")]))
    trace = scored(whole, {"A.1": said(1, 2), "B.1": said(1, 2)}).node_by_id["D"].trace
    assert trace is not None
    assert raised(trace) == [("A.1", 2), ("B.1", 2)]


# --- what is wanted of a mover --------------------------------------------------------------------


def wanted(answer: Answer, *, others: int = 4) -> Mover:
    """What a critical question has to do that alone keeps its component at its level."""
    whole = of_questions(question("C.1", critical=True), question("C.2"), question("C.3"))
    answers = certain([0, others, others]) | {"C.1": answer}
    trace = scored(whole, answers).node_by_id["C"].trace
    assert trace is not None
    (mover,) = trace.movers
    return mover


@pytest.mark.parametrize("answer", [Answer(), Answer(value=NotKnown()), Answer(withheld=True)])
def test_what_is_not_answered_is_to_be_answered(answer):
    assert wanted(answer) == Mover(question="C.1", level=1, want="answer")


def test_what_is_answered_below_is_to_be_raised():
    assert wanted(said(1, 2)) == Mover(question="C.1", level=2, want="raise")


@pytest.mark.parametrize("answer", [said((1, 3), 2), differing((1, 2), (4, 2))])
def test_what_is_disputed_is_to_be_agreed(answer):
    assert wanted(answer) == Mover(question="C.1", level=2, want="agree")


@pytest.mark.parametrize(
    ("answer", "level", "grade"),
    [
        (said(4, 0), 3, "g1"),
        (said((3, 4), 0), 3, "g1"),
        (differing((4, 0), (3, 2)), 3, "g1"),
        (said(4, 1), 4, "g2"),
    ],
)
def test_the_rest_is_to_be_documented_with_the_lowest_grade_that_suffices(answer, level, grade):
    assert wanted(answer) == Mover(question="C.1", level=level, want="document", grade=grade)


def test_of_grades_with_one_cap_the_lowest_suffices():
    whole = of_questions(question("C.1"), caps=(2, 4, 4))
    trace = scored(whole, {"C.1": said(4, 0)}).node_by_id["C"].trace
    assert trace is not None
    assert [mover.grade for mover in trace.movers] == ["g1"]


def test_a_clause_binds_when_it_is_the_least():
    clauses = Clauses(share=1, critical=1, lag=3)
    assert (clauses.level, clauses.binding) == (1, ("share", "critical"))
    assert replace(clauses, share=0).binding == ("share",)

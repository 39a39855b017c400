"""Sets, ageing, levels, scores, coverage, causes and evidence mix, clause by clause of the method."""

from datetime import date
from fractions import Fraction

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    NotApplicable,
    NotKnown,
)
from app.core.assessment.assessment import ComponentEntry, FactAnswer
from app.core.dates import last_day
from app.core.errors import Fault, RefusedError
from app.core.method.question_result import grade_after_ageing, question_result
from app.core.method.scoring import Causes, LevelSpan, Span
from app.core.questionnaire.questionnaire import EvidenceRules
from tests.core.builders import (
    REFERENCE,
    certain,
    component,
    differing,
    domain,
    grades,
    item,
    of_components,
    of_questions,
    question,
    questionnaire,
    said,
    scale,
    scored,
)

# --- section 2: answer → set of levels ------------------------------------------------------------

K = 4


def worth(answer: Answer, **parts: object) -> tuple[int, int, int, str | None]:
    """The two ends, the least claim and the grade of an answer to a question on the default scale."""
    whole = of_questions(question("C.1", core=True), **parts)
    result = question_result(whole, whole.question_by_id["C.1"], answer, REFERENCE)
    return result.low, result.high, result.least, result.grade


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        (Answer(), (0, K)),
        (Answer(value=NotKnown()), (0, K)),
        (Answer(withheld=True), (0, K)),
        (Answer(value=NotApplicable("We have none.")), (0, K)),
        (said(3, grade=0), (2, 3)),
        (said(3, grade=1), (3, 3)),
        (said(4, grade=1), (3, 4)),
        (said(4, grade=2), (4, 4)),
        (said(1, grade=0), (1, 1)),
        (said(3, grade=2, withheld=True), (3, 3)),
        (said((1, 4), grade=2), (1, 4)),
        (said((3, 4), grade=0), (2, 4)),
        (differing((3, 2), (1, 2)), (1, 3)),
        (differing((4, 0), (3, 2)), (2, 4)),
        (
            differing(
                (2, 1),
            ),
            (2, 2),
        ),
    ],
)
def test_an_answer_is_the_set_of_levels_that_the_method_says(answer, ends):
    assert worth(answer)[:2] == ends


def test_evidence_beside_what_is_not_answered_counts_for_nothing():
    assert worth(said(NotKnown(), grade=2)) == (0, K, 0, None)


def test_evidence_beside_positions_counts_for_none_of_them():
    assert worth(Answer(value=differing((4, 0)).value, evidence=(item(2),)))[0] == 2


def test_an_answer_without_evidence_is_stated():
    assert worth(Answer(value=said(4).value)) == (2, 4, 4, "g0")


def test_of_several_items_the_best_counts():
    assert worth(Answer(value=said(4).value, evidence=(item(1), item(2), item(0)))) == (4, 4, 4, "g2")


def test_of_positions_the_weakest_grade_stands_in_the_evidence_mix():
    assert worth(differing((4, 2), (4, 1)))[3] == "g1"


@pytest.mark.parametrize(
    ("dated", "grade"),
    [
        ("2021-06-30", 2),
        ("2021-06-29", 1),
        ("2021-07-01", 2),
        ("2021-06", 2),
        ("2021-05", 1),
        ("2021", 2),
        ("2020", 1),
        ("1990", 1),
        ("2030", 2),
        ("", 0),
        ("some day", 0),
    ],
)
def test_an_item_dated_more_than_the_shelf_life_before_the_reference_date_counts_one_grade_lower(
    dated, grade
):
    assert aged(2, dated, date(2026, 6, 30)) == grade


@pytest.mark.parametrize(
    ("dated", "reference", "is_fresh"),
    [
        ("2019-02-28", date(2024, 2, 29), False),
        ("2019-03-01", date(2024, 2, 29), True),
        ("2019-02", date(2024, 2, 29), False),
        ("2020-02-29", date(2025, 2, 28), True),
        ("2020-02", date(2025, 2, 28), True),
        ("2020-02-29", date(2025, 3, 1), False),
        ("2020-02-28", date(2025, 2, 28), True),
        ("2020-02-28", date(2025, 3, 1), False),
        ("2019-02-28", date(2024, 2, 28), True),
    ],
)
def test_evidence_ages_by_the_calendar_in_leap_years_too(dated, reference, is_fresh):
    assert aged(2, dated, reference) == (2 if is_fresh else 1)


def test_the_weakest_grade_ages_no_further_and_needs_no_date():
    assert aged(0, "1990", REFERENCE) == 0
    assert aged(0, "", REFERENCE) == 0


def test_a_documented_item_that_is_stale_counts_as_stated():
    assert aged(1, "1990", REFERENCE) == 0


def test_a_shelf_life_longer_than_the_calendar_is_no_error():
    rules = EvidenceRules(grades=grades(2, 3, 4), shelf_life_years=1000)
    assert grade_after_ageing(rules, item(2, "0001"), date(900, 1, 1)) == 2


def aged(grade: int, dated: str, reference: date) -> int:
    rules = EvidenceRules(grades=grades(2, 3, 4), shelf_life_years=5)
    return grade_after_ageing(rules, item(grade, dated), reference)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-05-06", date(2024, 5, 6)),
        ("2023-02-29", None),
        ("2024-13", None),
        ("2024-00", None),
        ("2024-05-00", None),
        ("0000", None),
        ("24", None),
        ("", None),
        ("2024-05-06 ", None),
    ],
)
def test_a_year_or_a_month_is_read_as_its_last_day(written, day):
    assert last_day(written) == day
    assert EvidenceItem(grade="g1", dated=written).last_day == day


# --- section 3: the worked table ------------------------------------------------------------------

WORKED = [
    ("4 3 3 1", 0, 3, "68.75"),
    ("4 3 3 1", 3, 1, "68.75"),
    ("2 2 0", None, 2, "100/3"),
    ("4 4 0", None, 2, "200/3"),
    ("4 4 1", None, 3, "75"),
    ("4 4 2", None, 4, "250/3"),
    ("4 4 0 0", None, 0, "50"),
    ("1 1 1 4 4 4", None, 1, "62.5"),
    ("3 3 2", None, 3, "200/3"),
]


@pytest.mark.parametrize(("levels", "critical", "level", "points"), WORKED)
@pytest.mark.parametrize("kind", ["component", "domain"])
def test_the_worked_table_holds_for_components_and_for_domains(kind, levels, critical, level, points):
    numbers = [int(number) for number in levels.split()]
    if kind == "component":
        questions = [question(f"C.{n}", critical=n - 1 == critical) for n in range(1, len(numbers) + 1)]
        whole, node_id = of_questions(*questions), "C"
    else:
        children = [
            component(f"C{n}", [question(f"C.{n}", critical=n - 1 == critical)])
            for n in range(1, len(numbers) + 1)
        ]
        whole, node_id = of_components(*children), "D"
    result = scored(whole, certain(numbers))
    node = result.node_by_id[node_id]
    assert node.level == LevelSpan(level, level)
    assert node.score == Span(Fraction(points), Fraction(points))
    assert result.overall.score == node.score


@pytest.mark.parametrize(
    ("levels", "rule", "level"),
    [
        ("4 4 0", scale(lag=None), 4),
        ("4 4 0", scale(lag=1), 1),
        ("4 4 0", scale(lag=0), 0),
        ("4 4 3", scale(lag=0), 3),
        ("4 4 3", scale(lag=9), 4),
        ("4 4 0 0", scale(lag=None), 0),
        ("4 4 0 0", scale(lag=None, share=Fraction(1, 2)), 4),
        ("4 3 3 0", scale(lag=None, share=Fraction(1)), 0),
        ("2 2 1", scale(2, lag=None, adequate=1), 2),
        ("5 5 3", scale(5), 5),
        ("5 5 2", scale(5), 4),
        ("1 1 0", scale(1, adequate=1), 1),
    ],
)
def test_another_scale_another_share_and_another_lag_are_data(levels, rule, level):
    numbers = [int(number) for number in levels.split()]
    questions = [question(f"C.{n}", top=rule.top) for n in range(1, len(numbers) + 1)]
    node = scored(of_questions(*questions, rule=rule), certain(numbers)).node_by_id["C"]
    assert node.level == LevelSpan(level, level)
    assert node.score.low == Fraction(100 * sum(numbers), rule.top * len(numbers))


def test_two_of_three_equal_weights_pass_two_thirds_and_a_hair_less_does_not():
    def level(last: Fraction) -> int:
        questions = [question("C.1"), question("C.2"), question("C.3", weight=last)]
        node = scored(of_questions(*questions), certain([4, 4, 2])).node_by_id["C"]
        assert node.level is not None
        return node.level.low

    assert level(Fraction(1)) == 4
    assert level(Fraction(1001, 1000)) == 2


def test_the_weight_of_a_question_is_the_product_of_its_shares_on_the_way_down():
    whole = questionnaire(
        domain(
            "D1",
            [
                component("A", [question("A.1", weight=2), question("A.2")]),
                component("B", [question("B.1")], weight=Fraction(1, 2)),
            ],
            weight=3,
        ),
        domain("D2", [component("E", [question("E.1")])]),
    )

    def reached(question_id: str) -> dict[str, Fraction]:
        # every other question at 0, so that a score is the weight of this one
        answers = {one: said(0) for one in whole.question_by_id} | {question_id: said(4, 2)}
        return {
            node_id: node.score.low / 100
            for node_id, node in scored(whole, answers).node_by_id.items()
            if node.score.low
        }

    assert reached("A.1") == {"overall": Fraction(1, 3), "D1": Fraction(4, 9), "A": Fraction(2, 3)}
    assert reached("B.1") == {"overall": Fraction(1, 4), "D1": Fraction(1, 3), "B": Fraction(1)}
    assert reached("E.1") == {"overall": Fraction(1, 4), "D2": Fraction(1), "E": Fraction(1)}


def test_shares_are_taken_among_what_has_not_left():
    whole = of_components(
        component("A", [question("A.1", core=True), question("A.2"), question("A.3", may_be_na=True)]),
        component("B", [question("B.1", core=True)]),
        component("E", [question("E.1")], may_be_na=True),
    )
    answers = {
        "A.1": said(4, 2),
        "A.2": said(0),
        "A.3": Answer(value=NotApplicable("We have none.")),
        "B.1": said(0),
        "E.1": said(4, 2),
    }
    result = scored(whole, answers, components={"E": ComponentEntry(not_applicable="We have none.")})
    assert result.node_by_id["A"].score.low == 50
    assert result.node_by_id["D"].score.low == 25
    assert "E" not in result.node_by_id
    assert [one.id for one in result.leaving] == ["A.3", "E"]
    assert (result.overall.asked, result.overall.answered) == (3, 3)


# --- section 3: coverage, claimed, causes, evidence mix -------------------------------------------


def test_overall_has_a_score_and_no_level_and_no_trace():
    overall = scored(of_questions(question("C.1")), {}).overall
    assert (overall.level, overall.trace, overall.score) == (None, None, Span(Fraction(0), Fraction(100)))


def test_claimed_is_the_score_of_the_answered_questions_alone_each_at_its_high_end():
    whole = of_questions(*(question(f"C.{n}") for n in (1, 2, 3)))
    node = scored(whole, {"C.1": said(4, 0), "C.2": said((1, 2), 2)}).node_by_id["C"]
    assert (node.coverage, node.claimed) == (Fraction(2, 3), Fraction(75))
    assert not node.is_too_early


def test_claimed_is_not_shown_below_two_thirds_and_it_is_too_early_to_say():
    whole = of_questions(*(question(f"C.{n}") for n in (1, 2, 3)))
    node = scored(whole, {"C.1": said(4, 0), "C.2": Answer(value=NotKnown())}).node_by_id["C"]
    assert (node.coverage, node.claimed) == (Fraction(1, 3), None)
    assert node.is_too_early


def test_half_answered_is_too_early_to_say():
    node = scored(of_questions(question("C.1"), question("C.2")), {"C.1": said(4, 0)}).node_by_id["C"]
    assert (node.claimed, node.is_too_early) == (None, True)


def test_the_gap_splits_into_unknown_disputed_and_unsupported():
    whole = of_questions(*(question(f"C.{n}") for n in (1, 2, 3, 4)))
    answers = {
        "C.1": said((1, 3), 2),
        "C.2": said(4, 0),
        "C.3": differing((4, 0), (3, 1)),
    }
    node = scored(whole, answers).node_by_id["C"]
    # a level of one question of four is worth 100 / 4 / 4 points
    point = Fraction(25, 4)
    assert node.causes == Causes(unknown=4 * point, disputed=3 * point, unsupported=3 * point)


def test_the_evidence_mix_is_the_shares_of_the_answered_weight_by_grade_after_ageing():
    whole = of_questions(
        question("C.1", weight=2), question("C.2"), question("C.3"), question("C.4", weight=Fraction(1, 2))
    )
    answers = {
        "C.1": said(1, 2),
        "C.2": Answer(value=said(1).value, evidence=(item(2, "1990"),)),
        "C.3": differing((1, 2), (1, 0)),
    }
    node = scored(whole, answers).node_by_id["C"]
    assert node.evidence_mix == {"g0": Fraction(1, 4), "g1": Fraction(1, 4), "g2": Fraction(1, 2)}


def test_where_nothing_is_answered_the_evidence_mix_is_nil():
    node = scored(of_questions(question("C.1")), {}).node_by_id["C"]
    assert set(node.evidence_mix.values()) == {Fraction(0)}


def test_open_facts_are_named_beside_the_result():
    whole = of_questions(question("C.1"))
    facts = {"coast": FactAnswer(options=("calm",)), "holders": FactAnswer(withheld=True)}
    assert scored(whole, {}).open_facts == ("coast", "holders")
    assert scored(whole, {}, facts=facts).open_facts == ("holders",)


def test_results_are_found_under_their_ids():
    result = scored(of_questions(question("C.1"), question("C.2")), {})
    assert list(result.node_by_id) == ["overall", "D", "C"]
    assert list(result.question_by_id) == ["C.1", "C.2"]


def test_the_parts_of_a_questionnaire_are_found_under_their_ids():
    whole = of_components(component("A", [question("A.1")]), component("B"))
    assert whole.domain_of["A"] is whole.domain_of["A.1"] is whole.domain_by_id["D"]
    assert whole.component_of["A.1"] is whole.component_by_id["A"]
    assert whole.question_by_id["B.1"].id == "B.1"
    assert list(whole.fact_by_id) == ["coast", "holders"]
    assert whole.grade_by_id == {"g0": 0, "g1": 1, "g2": 2}
    assert whole.paragraph_by_id["OP1"] is whole.source.paragraphs[0]
    assert whole.reference_by_id == {}


def test_a_fault_says_its_place_its_problem_and_the_mend_and_a_refusal_carries_all_of_them():
    placed = Fault(place=("component A", "weight"), problem="is 0.", mend="Write 1.")
    whole = Fault(place=(), problem="Nothing is there.", mend="")
    assert str(placed) == "component A, weight: is 0. Write 1."
    refused = RefusedError([placed, whole])
    assert refused.faults == (placed, whole)
    assert str(refused).splitlines()[0] == str(placed)


@pytest.mark.parametrize("is_critical", [True, False])
def test_whether_anything_is_critical_is_known_of_the_whole_questionnaire(is_critical):
    assert of_questions(question("A.1"), question("A.2", critical=is_critical)).has_critical == is_critical

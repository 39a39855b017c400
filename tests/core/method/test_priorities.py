"""What to do first: relevance, targets, tiers, the order in a tier, what to do, and the State's own order."""

from fractions import Fraction

import pytest

from app.core.assessment.answer import Answer, NotApplicable
from app.core.assessment.assessment import (
    ComponentEntry,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.core.method.priorities import (
    Line,
    Priorities,
    Reason,
    Tier,
    priorities,
)
from app.core.method.scoring import LevelSpan, score
from app.core.method.trace import Mover
from app.core.questionnaire.questionnaire import Questionnaire
from tests.core.builders import (
    assessment,
    component,
    differing,
    domain,
    of_components,
    of_questions,
    question,
    questionnaire,
    said,
    scale,
)

LOW, MEDIUM, HIGH = Relevance.LOW, Relevance.MEDIUM, Relevance.HIGH


def judged(whole: Questionnaire, answers=None, **parts: object) -> Priorities:
    said_so = assessment(answers, **parts)  # type: ignore[arg-type]
    return priorities(whole, said_so, score(whole, said_so))


def line(whole: Questionnaire, component_id: str, answers=None, **parts: object) -> Line:
    return judged(whole, answers, **parts).line_by_component[component_id]


def single(**parts: object) -> Questionnaire:
    """Component C with one core question, in the scenario S."""
    return of_questions(question("C.1", core=True, **parts), scenarios={"S": ("C",)})  # type: ignore[arg-type]


# --- relevance ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratings", "relevance"),
    [
        ({}, MEDIUM),
        ({"S1": Rating()}, MEDIUM),
        ({"S1": Rating(relevance=LOW)}, MEDIUM),
        ({"S1": Rating(relevance=LOW), "S2": Rating(relevance=LOW)}, LOW),
        ({"S1": Rating(relevance=LOW), "S2": Rating(relevance=HIGH)}, HIGH),
        ({"S1": Rating(relevance=LOW), "S2": Rating(withheld=True)}, MEDIUM),
        ({"S3": Rating(relevance=HIGH)}, MEDIUM),
    ],
)
def test_relevance_is_the_highest_rating_of_its_scenarios_and_unrated_counts_as_medium(ratings, relevance):
    whole = of_questions(question("C.1"), scenarios={"S1": ("C",), "S2": ("C",), "S3": ()})
    assert line(whole, "C", ratings=ratings).relevance is relevance


@pytest.mark.parametrize(("core", "relevance"), [(True, MEDIUM), (False, LOW)])
def test_in_no_scenario_a_component_is_medium_if_it_is_core_and_else_low(core, relevance):
    assert line(of_questions(question("C.1", core=core)), "C").relevance is relevance


def test_with_a_critical_question_relevance_is_never_below_medium():
    ratings = {"S": Rating(relevance=LOW)}
    assert line(single(), "C", ratings=ratings).relevance is LOW
    assert line(single(critical=True), "C", ratings=ratings).relevance is MEDIUM
    assert line(single(critical=True), "C", ratings={"S": Rating(relevance=HIGH)}).relevance is HIGH


def test_in_a_domain_that_is_always_relevant_it_is_never_below_medium():
    whole = questionnaire(domain("D", [component("C")], always_relevant=True))
    assert line(whole, "C").relevance is MEDIUM


def chain(**top: object) -> Questionnaire:
    """A is needed by B, B by C; C alone is essential."""
    return of_components(
        component("A"),
        component("B", needs=("A",), **top),  # type: ignore[arg-type]
        component("C", needs=("B",)),
        scenarios={"S": ("C",)},
    )


RATED_HIGH = {"S": Rating(relevance=HIGH)}


def test_what_another_below_its_target_needs_first_has_at_least_its_relevance():
    lines = judged(chain(), ratings=RATED_HIGH).line_by_component
    assert [lines[name].relevance for name in "ABC"] == [HIGH, HIGH, HIGH]
    assert Reason(why="needed_first", names=("B", "C")) in lines["A"].reasons
    assert Reason(why="needed_first", names=("C",)) in lines["B"].reasons


def test_what_is_at_its_target_lends_no_relevance_to_what_it_needs():
    lines = judged(chain(), {"C.1": said(4, 2)}, ratings=RATED_HIGH).line_by_component
    assert [lines[name].relevance for name in "ABC"] == [LOW, LOW, HIGH]


def test_a_prerequisite_reaches_through_what_is_at_its_target():
    lines = judged(chain(), {"B.1": said(4, 2)}, ratings=RATED_HIGH).line_by_component
    assert [lines[name].relevance for name in "ABC"] == [HIGH, HIGH, HIGH]
    assert Reason(why="needed_first", names=("C",)) in lines["A"].reasons


def test_a_prerequisite_reaches_through_what_has_left():
    left = {"B": ComponentEntry(not_applicable="We have none.")}
    found = judged(chain(may_be_na=True), components=left, ratings=RATED_HIGH)
    assert set(found.line_by_component) == {"A", "C"}
    assert found.line_by_component["A"].relevance is HIGH
    assert Reason(why="needed_first", names=("C",)) in found.line_by_component["A"].reasons


def test_relevance_is_lent_and_never_taken_away():
    whole = of_components(component("A"), component("B", needs=("A",)), scenarios={"S": ("A",)})
    assert line(whole, "A", ratings=RATED_HIGH).relevance is HIGH
    assert line(whole, "B", ratings=RATED_HIGH).relevance is LOW


def test_two_ways_to_a_prerequisite_count_once():
    whole = of_components(
        component("A"),
        component("B", needs=("A",)),
        component("C", needs=("A",)),
        component("E", needs=("B", "C")),
    )
    assert Reason(why="needed_first", names=("B", "C", "E")) in line(whole, "A").reasons


@pytest.mark.parametrize("step", [1, -1])
def test_a_chain_of_needs_through_five_hundred_components_is_no_error(step):
    names = [f"C{number:03}" for number in range(500)][::step]
    before = dict(zip(names[1:], names, strict=False))
    children = [component(name, needs=(before[name],) if name in before else ()) for name in sorted(names)]
    whole = of_components(*children, scenarios={"S": (names[-1],)})
    assert line(whole, names[0], ratings=RATED_HIGH).relevance is HIGH


# --- targets --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("relevance", "target"), [(HIGH, 4), (MEDIUM, 3), (LOW, 2)])
def test_the_default_target_follows_from_relevance(relevance, target):
    assert line(single(), "C", ratings={"S": Rating(relevance=relevance)}).target == target


def test_a_target_that_the_state_set_stands():
    own = {"C": ComponentEntry(target=0)}
    assert line(single(), "C", ratings=RATED_HIGH, components=own).target == 0


def test_a_domains_target_is_the_weighted_mean_of_its_components_targets():
    whole = of_components(
        component("A", weight=2),
        component("B", weight=Fraction(1, 2)),
        component("C", may_be_na=True),
        rule=scale(5),
    )
    targets = {"A": ComponentEntry(target=5), "B": ComponentEntry(target=0)}
    with_all = judged(whole, components=targets | {"C": ComponentEntry(target=2)})
    assert with_all.domain_targets == {"D": Fraction(480, 7)}
    left = {"C": ComponentEntry(not_applicable="We have none.", target=2)}
    assert judged(whole, components=targets | left).domain_targets == {"D": Fraction(80)}


# --- tiers: the first that fits -------------------------------------------------------------------


def gate(answers, **parts: object) -> Line:
    """A component with a critical question and two others."""
    whole = of_questions(question("C.1", core=True, critical=True), question("C.2"), question("C.3"))
    return line(whole, "C", answers, **parts)


def test_close_now_where_a_critical_questions_high_end_is_below_adequate():
    found = gate({"C.1": said(1), "C.2": said(4, 2), "C.3": said(4, 2)})
    assert found.tier is Tier.CLOSE_NOW
    assert found.reasons == (Reason(why="critical_below", names=("C.1",)),)
    assert found.phase == "Step 1"


@pytest.mark.parametrize(
    ("answer", "tier"),
    [(said(1), Tier.CLOSE_NOW), (said(2), Tier.BUILD_NEXT), (said((1, 3), 2), Tier.CLOSE_NOW)],
)
def test_close_now_where_a_commitment_is_noted_and_the_supported_level_is_below_adequate(answer, tier):
    noted = {"C": ComponentEntry(commitment="A treaty")}
    assert line(of_questions(question("C.1", core=True)), "C", {"C.1": answer}, components=noted).tier is tier


def test_both_reasons_to_close_now_are_named():
    noted = {"C": ComponentEntry(commitment="A treaty")}
    assert gate({"C.1": said(0)}, components=noted).reasons == (
        Reason(why="critical_below", names=("C.1",)),
        Reason(why="commitment"),
    )


def test_verify_where_a_critical_questions_low_end_alone_is_below_adequate():
    found = gate({"C.1": said((1, 2), 2), "C.2": said(2), "C.3": said(2)})
    assert found.tier is Tier.VERIFY
    assert found.level == LevelSpan(1, 2)
    assert found.reasons == (Reason(why="critical_unsure", names=("C.1",)),)
    assert found.phase is None


def test_a_critical_question_that_is_adequate_at_its_low_end_is_no_reason_to_verify():
    assert gate({"C.1": said((2, 3), 2), "C.2": said(2), "C.3": said(2)}).tier is Tier.BUILD_NEXT


def test_verify_where_the_level_range_is_two_levels_wide():
    found = line(single(), "C", {"C.1": said((2, 4), 2)})
    assert (found.tier, found.reasons) == (Tier.VERIFY, (Reason(why="wide_range"),))
    assert line(single(), "C", {"C.1": said((3, 4), 2)}).tier is Tier.KEEP


def test_both_reasons_to_verify_are_named():
    assert gate({}).reasons == (
        Reason(why="critical_unsure", names=("C.1",)),
        Reason(why="wide_range"),
    )


@pytest.mark.parametrize(
    ("relevance", "tier"),
    [(HIGH, Tier.BUILD_FIRST), (MEDIUM, Tier.BUILD_NEXT), (LOW, Tier.BUILD_LATER)],
)
def test_build_first_next_or_later_by_relevance_where_the_supported_level_is_below_target(relevance, tier):
    found = line(single(), "C", {"C.1": said(1)}, ratings={"S": Rating(relevance=relevance)})
    assert (found.tier, found.reasons, found.phase) == (tier, (Reason(why="below_target"),), "Step 1")


def test_keep_at_target_with_nothing_to_do_but_review():
    found = line(single(), "C", {"C.1": said(3, 1)})
    assert (found.tier, found.reasons, found.actions) == (Tier.KEEP, (Reason(why="at_target"),), ())
    assert found.phase == "Step 3"


def test_at_the_top_level_there_is_no_phase():
    assert line(single(), "C", {"C.1": said(4, 2)}).phase is None


# --- inside a tier --------------------------------------------------------------------------------


def order(whole: Questionnaire, answers) -> list[str]:
    return [one.component for one in judged(whole, answers).lines]


def test_inside_a_tier_what_more_others_need_first_stands_first_then_the_lower_level_then_the_order():
    whole = of_components(
        component("A"),
        component("B"),
        component("C"),
        component("E"),
        component("F", needs=("E",)),
    )
    answers = {"A.1": said(1), "B.1": said(0), "C.1": said(1), "E.1": said(1), "F.1": said(1)}
    assert order(whole, answers) == ["E", "B", "A", "C", "F"]


def test_the_tiers_are_six_in_their_order():
    assert [tier.name for tier in sorted(Tier)] == [
        "CLOSE_NOW",
        "VERIFY",
        "BUILD_FIRST",
        "BUILD_NEXT",
        "BUILD_LATER",
        "KEEP",
    ]


def test_tiers_come_before_everything_else():
    whole = of_components(
        component("A", [question("A.1", core=True)]),
        component("B", [question("B.1")]),
        component("C", [question("C.1")]),
        component("E", [question("E.1", core=True, critical=True)]),
        component("F", [question("F.1")], needs=("B",)),
    )
    answers = {"A.1": said(1), "B.1": said((0, 4), 2), "C.1": said(4, 2), "E.1": said(1), "F.1": said(1)}
    assert order(whole, answers) == ["E", "B", "A", "F", "C"]


# --- what to do -----------------------------------------------------------------------------------


def steps(found: Line) -> list[tuple[str, int, str]]:
    return [(step.question, step.level, step.want) for step in found.actions]


def test_to_build_are_the_movers():
    whole = of_questions(question("C.1"), question("C.2"), question("C.3"))
    found = line(whole, "C", {"C.1": said(1), "C.2": said(1), "C.3": said(2)})
    assert steps(found) == [("C.1", 2, "raise")]


def test_to_close_now_is_first_every_critical_question_below_adequate_up_to_it_then_the_movers_once_each():
    found = gate({"C.1": said(0), "C.2": said(0), "C.3": said(0)})
    assert steps(found) == [("C.1", 2, "raise"), ("C.2", 1, "raise")]


def test_to_close_a_commitment_are_the_movers():
    noted = {"C": ComponentEntry(commitment="A treaty")}
    found = line(single(), "C", {"C.1": said(1)}, components=noted)
    assert steps(found) == [("C.1", 2, "raise")]


def test_to_close_now_names_no_critical_question_that_can_be_adequate():
    noted = {"C": ComponentEntry(commitment="A treaty")}
    found = gate({"C.1": said(2), "C.2": said(0), "C.3": said(0)}, components=noted)
    assert found.tier is Tier.CLOSE_NOW
    assert steps(found) == [("C.2", 1, "raise")]


def test_to_verify_are_the_open_ends_by_weight_times_width_with_what_is_wanted_to_know_them():
    whole = of_questions(
        question("C.1", core=True, critical=True, weight=2),
        question("C.2", weight=2),
        question("C.3"),
        question("C.4"),
        question("C.5"),
        question("C.6", weight=Fraction(1, 4)),
    )
    answers = {
        "C.1": said((1, 3), 2),
        "C.3": said(4, 0),
        "C.4": said(4, 2),
        "C.5": differing((1, 2), (2, 2)),
    }
    found = line(whole, "C", answers)
    assert found.tier is Tier.VERIFY
    assert found.actions == (
        Mover(question="C.2", level=4, want="answer"),
        Mover(question="C.1", level=3, want="agree"),
        Mover(question="C.3", level=4, want="document", grade="g2"),
        Mover(question="C.5", level=2, want="agree"),
        Mover(question="C.6", level=4, want="answer"),
    )


def test_what_has_left_is_not_among_what_to_do():
    whole = of_questions(question("C.1"), question("C.2"), question("C.3", may_be_na=True))
    found = line(whole, "C", {"C.3": Answer(value=NotApplicable("We have none."))})
    assert [step.question for step in found.actions] == ["C.1", "C.2"]


# --- the State's own order ------------------------------------------------------------------------


def moved(**places: int) -> list[tuple[str, int, int]]:
    whole = of_components(*(component(name) for name in "ABCE"))
    answers = {f"{name}.1": said(1) for name in "ABCE"}
    entries = {
        name: ComponentEntry(move=Move(place=place, reason="It is urgent.")) for name, place in places.items()
    }
    lines = judged(whole, answers, components=entries).lines
    assert [one.place for one in lines] == [1, 2, 3, 4]
    return [(one.component, one.rule_place, one.move.place if one.move else 0) for one in lines]


def test_without_a_move_both_orders_are_one():
    assert moved() == [("A", 1, 0), ("B", 2, 0), ("C", 3, 0), ("E", 4, 0)]


def test_a_moved_line_stands_at_its_place_and_keeps_the_rules_place_too():
    assert moved(E=2) == [("A", 1, 0), ("E", 4, 2), ("B", 2, 0), ("C", 3, 0)]


def test_several_moved_lines_stand_each_at_its_place():
    assert [name for name, _, _ in moved(C=1, A=3)] == ["C", "B", "A", "E"]
    assert [name for name, _, _ in moved(A=4, E=1)] == ["E", "B", "C", "A"]
    assert [name for name, _, _ in moved(A=4, B=3, C=2, E=1)] == ["E", "C", "B", "A"]


def test_of_several_moved_to_one_place_the_first_by_the_rules_stands_there():
    assert [name for name, _, _ in moved(B=1, E=1)] == ["B", "E", "A", "C"]
    assert [name for name, _, _ in moved(B=1, C=2, E=1)] == ["B", "C", "E", "A"]


def test_a_place_behind_the_last_is_the_last():
    assert [name for name, _, _ in moved(A=9)] == ["B", "C", "E", "A"]


def test_a_moved_line_keeps_its_tier_and_reason():
    whole = of_components(component("A"), component("B"))
    move = Move(place=1, reason="It is urgent.")
    found = judged(whole, {"A.1": said(1), "B.1": said(4, 2)}, components={"B": ComponentEntry(move=move)})
    assert [(one.component, one.tier, one.move) for one in found.lines] == [
        ("B", Tier.KEEP, move),
        ("A", Tier.BUILD_LATER, None),
    ]


def test_a_line_carries_what_the_state_entered_and_those_to_act_on_are_not_keep():
    whole = of_components(component("A"), component("B"))
    plan = Plan(owner="Ministry", due="2027")
    entered = {"A": ComponentEntry(plan=plan, commitment="A treaty")}
    found = judged(whole, {"A.1": said(1), "B.1": said(4, 2)}, components=entered)
    assert [(one.component, one.plan, one.commitment) for one in found.lines] == [
        ("A", plan, "A treaty"),
        ("B", Plan(), ""),
    ]
    assert [one.component for one in found.to_act_on] == ["A"]


def test_a_plan_has_an_office_and_a_date_only_where_both_are_written():
    assert Plan(owner="Ministry", due="2027").has_office_and_date
    assert not Plan(owner="Ministry").has_office_and_date
    assert not Plan(owner=" ", due="2027").has_office_and_date

"""This assessment beside an earlier one: what is compared, and what may be said for certain."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.assessment.answer import Answer, EvidenceItem, Level, NotApplicable
from app.core.assessment.assessment import Assessment, ComponentEntry, Country, FactAnswer
from app.core.assessment.quick_scan import quick_scan
from app.core.copies.masking import masked
from app.core.errors import NotComparableError
from app.core.method.comparison import Absence, Comparison, NodeChange, comparison
from app.core.method.exclusion import leaving
from app.core.method.scoring import score
from app.core.questionnaire.questionnaire import Questionnaire
from tests.core.brute import MOST_COMPLETIONS, Brute
from tests.core.builders import (
    assessment,
    certain,
    component,
    domain,
    edited,
    of_questions,
    question,
    questionnaire,
    said,
)
from tests.core.pairs import raises
from tests.core.strategies import Case, answers, assessments, cases, fact_answers, questionnaires

THREE = of_questions(question("C.1", core=True, critical=True), question("C.2"), question("C.3"))


def changes(found: Comparison) -> dict[str, NodeChange]:
    return {change.id: change for change in (found.overall, *found.domains, *found.components)}


def verdicts(found: Comparison) -> dict[str, str]:
    return {name: change.verdict for name, change in changes(found).items()}


def of(then, now, whole=THREE) -> Comparison:
    """Two assessments with these answers beside each other."""
    return comparison(whole, assessment(now), whole, assessment(then))


# --- verdicts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "score_moved", "level_moved", "verdict"),
    [
        ((1, 1, 1), (2, 2, 2), "up", "up", "improved"),
        ((2, 2, 2), (2, 2, 3), "up", "none", "improved"),
        ((2, 2, 2), (1, 1, 1), "down", "down", "fell"),
        ((2, 2, 2), (2, 2, 2), "none", "none", "not_distinguishable"),
        # the critical question fell, and the others rose more
        ((2, 2, 2), (1, 4, 3), "up", "down", "mixed"),
        ((1, 4, 3), (2, 2, 2), "down", "up", "mixed"),
        # the level alone moved: two thirds of it in another order
        ((1, 4, 3), (4, 4, 0), "none", "up", "improved"),
        ((4, 4, 0), (1, 4, 3), "none", "down", "fell"),
    ],
)
def test_what_moved_for_certain_gives_the_verdict(then, now, score_moved, level_moved, verdict):
    change = changes(of(certain(then), certain(now)))["C"]
    assert (change.score, change.level, change.verdict) == (score_moved, level_moved, verdict)


def test_the_whole_has_a_score_and_no_level():
    overall = of(certain((1, 1, 1)), certain((2, 2, 2))).overall
    assert (overall.score, overall.level, overall.verdict) == ("up", None, "improved")


def test_ranges_that_touch_are_not_certain():
    weak = {name: replace(answer, evidence=()) for name, answer in certain((4, 4, 4)).items()}
    assert set(verdicts(of(certain((2, 2, 2)), weak)).values()) == {"not_distinguishable"}


def test_better_known_where_unknown_shrank():
    known = of({}, {"C.1": said(2)}).overall
    assert known.verdict == "not_distinguishable"
    assert (known.is_better_known, known.is_better_documented) == (True, False)
    assert not of({"C.1": said(2)}, {}).overall.is_better_known


@pytest.mark.parametrize(
    ("then", "now", "is_better"),
    [
        (said(4, 0), said(4, 1), True),
        (said(4, 1), said(4, 0), False),
        (said(4, 0), said(3, 1), False),
        (Answer(), said(4, 1), False),
        (said(4, 0), Answer(), False),
    ],
)
def test_better_documented_where_an_answer_has_a_higher_grade_and_the_same_greatest_value(
    then, now, is_better
):
    found = of({"C.2": then}, {"C.2": now})
    assert {change.is_better_documented for change in changes(found).values()} == {is_better}


def test_better_documented_is_said_of_the_nodes_of_the_question_alone():
    whole = questionnaire(
        domain("D1", [component("A", [question("A.1", core=True)])]),
        domain("D2", [component("B", [question("B.1", core=True)])]),
    )
    found = changes(of({"A.1": said(4, 0)}, {"A.1": said(4, 1)}, whole))
    better = {name for name, change in found.items() if change.is_better_documented}
    assert better == {"overall", "D1", "A"}


def test_nothing_is_only_better_known_that_improved():
    change = of({}, certain((4, 4, 4))).overall
    assert change.verdict == "not_distinguishable"  # it may have been at 4 then
    assert change.is_better_known
    improved = of(certain((1, 1, 1)) | {"C.3": Answer()}, certain((4, 4, 4))).overall
    assert (improved.verdict, improved.is_better_known) == ("improved", False)


def test_each_has_its_own_evidence_dates():
    dated = Answer(value=Level(4), evidence=(EvidenceItem(grade="g2", title="A record", dated="2021"),))
    same = {"C.1": dated, "C.2": dated, "C.3": dated}
    then = assessment(same, reference_date=date(2024, 6, 30))
    now = assessment(same, reference_date=date(2027, 6, 30))
    overall = comparison(THREE, now, THREE, then).overall
    assert (overall.then.score.low, overall.now.score.low) == (100, 75)


# --- what is compared -----------------------------------------------------------------------------


def of_domain(*asked: str) -> Questionnaire:
    """A domain in which a component asks a core question and these."""
    others = [question(one) for one in asked]
    return questionnaire(
        domain(
            "D1",
            [
                component("A", [question("A.1", core=True), *others]),
                component("B", [question("B.1")], may_be_na=True),
                component("E", [question("E.1")]),
            ],
        )
    )


DOMAIN = of_domain("A.2", "A.3")


def not_compared(found: Comparison) -> dict[str, tuple[Absence | None, Absence | None]]:
    return {one.question.id: (one.then, one.now) for one in found.not_compared}


def test_what_is_not_applicable_or_not_asked_in_either_is_listed_with_its_reason():
    whole = edited(
        DOMAIN,
        questions={"A.2": {"may_be_na": True}, "E.1": {"when": 'coast != "none"'}},
    )
    then = assessment(
        {"A.2": Answer(value=NotApplicable("We have none."))},
        facts={"coast": FactAnswer(options=("none",))},
    )
    now = assessment({"A.2": said(4, 2)}, components={"B": ComponentEntry(not_applicable="It was closed.")})
    found = comparison(whole, now, whole, then)
    assert not_compared(found) == {
        "A.2": (Absence(why="not_applicable", reason="We have none."), None),
        "B.1": (None, Absence(why="not_applicable", reason="It was closed.")),
        "E.1": (Absence(why="not_asked", reason="Coast"), None),
    }
    assert list(found.questionnaire.question_by_id) == ["A.1", "A.3"]
    assert list(changes(found)) == ["overall", "D1", "A"]


def test_a_new_question_is_not_compared_and_neither_is_one_that_is_gone():
    earlier = of_domain("A.2")
    missing = Absence(why="missing")
    assert not_compared(comparison(DOMAIN, assessment(), earlier, assessment())) == {"A.3": (missing, None)}
    assert not_compared(comparison(earlier, assessment(), DOMAIN, assessment())) == {"A.3": (None, missing)}


def test_a_domain_that_is_new_is_in_no_comparison():
    wider = questionnaire(*DOMAIN.domains, domain("D2", [component("F", [question("F.1", core=True)])]))
    found = comparison(wider, assessment({"A.1": said(4, 2)}), DOMAIN, assessment())
    assert [change.id for change in found.domains] == ["D1"]
    assert found.verdicts("not_distinguishable") == found.domains
    assert found.verdicts("improved") == ()
    assert not_compared(found) == {"F.1": (Absence(why="missing"), None)}


def test_a_question_is_compared_with_the_one_that_it_rewords():
    renamed = edited(DOMAIN, questions={"A.3": {"id": "A.9", "rewords": "A.3"}})
    then, now = assessment({"A.3": said(1, 2)}), assessment({"A.9": said(4, 2)})
    found = comparison(renamed, now, DOMAIN, then)
    assert found.not_compared == ()
    assert found.overall.now.score.low == 4 * found.overall.then.score.low == Fraction(100, 9)


def test_both_are_scored_by_the_weights_and_rules_of_the_newer_version():
    newer = replace(edited(THREE, questions={"C.3": {"weight": 2}}), scale=replace(THREE.scale, lag=None))
    found = comparison(newer, assessment(certain((4, 4, 0))), THREE, assessment(certain((4, 4, 0))))
    assert set(verdicts(found).values()) == {"not_distinguishable"}
    assert found.overall.then.score.low == found.overall.now.score.low == 50


def test_a_declaration_that_cannot_leave_stays_whatever_the_newer_version_allows():
    newer = edited(THREE, questions={"C.3": {"may_be_na": True}})
    then = assessment({"C.3": Answer(value=NotApplicable("We have none."))})
    found = comparison(newer, assessment(), THREE, then)
    assert found.not_compared == ()
    assert found.overall.then.asked == 3


# --- what is refused ------------------------------------------------------------------------------


def quick(one: Assessment) -> Assessment:
    return replace(one, scope="quick")


def test_a_quick_scan_is_compared_with_a_quick_scan_alone():
    one = assessment(certain((1, 1, 1)))
    for now, then in ((quick(one), one), (one, quick(one))):
        with pytest.raises(NotComparableError, match="only with a quick scan"):
            comparison(THREE, now, THREE, then)
    found = comparison(THREE, quick(one), THREE, quick(one))
    assert list(found.questionnaire.question_by_id) == list(quick_scan(THREE).question_by_id) == ["C.1"]


@pytest.mark.parametrize(
    ("why", "earlier", "then"),
    [
        ("country", THREE, replace(assessment(), country=Country(code="XB", name="Beland"))),
        ("questionnaire", replace(THREE, id="other"), assessment()),
        ("text", replace(THREE, status="published", title="Another one"), assessment()),
        ("scale", replace(THREE, scale=replace(THREE.scale, levels=THREE.scale.levels[:4])), assessment()),
        ("nothing", of_questions(question("Z.1", core=True)), assessment()),
    ],
)
def test_what_cannot_stand_beside_each_other_is_refused_with_the_reason(why, earlier, then):
    with pytest.raises(NotComparableError) as refused:
        comparison(THREE, assessment(), earlier, then)
    assert refused.value.why == why
    assert str(refused.value).endswith(".")


def test_a_grade_that_the_newer_rules_do_not_know_is_refused():
    grades = THREE.evidence.grades
    fewer = replace(THREE, evidence=replace(THREE.evidence, grades=grades[1:]))
    with pytest.raises(NotComparableError, match="different levels or grades"):
        comparison(fewer, assessment(), THREE, assessment())
    assert comparison(THREE, assessment(), fewer, assessment()).not_compared == ()


# --- what must hold -------------------------------------------------------------------------------


@st.composite
def pairs(draw, **sizes: int) -> tuple[Case, Case]:
    """Two assessments on one questionnaire, then and now."""
    whole = draw(questionnaires(**sizes))
    return Case(whole, draw(assessments(whole))), Case(whole, draw(assessments(whole)))


def compared(then: Case, now: Case) -> Comparison:
    return comparison(now.questionnaire, now.assessment, then.questionnaire, then.assessment)


@given(cases())
def test_beside_itself_nothing_is_certain_and_nothing_is_better_known(case):
    found = compared(case, case)
    for change in changes(found).values():
        assert (change.score, change.level or "none") == ("none", "none")
        assert change.verdict == "not_distinguishable"
        assert not change.is_better_known
        assert not change.is_better_documented
    # It is scored as it was: what leaves has left both times.
    result = score(case.questionnaire, case.assessment)
    assert found.overall.now.score == found.overall.then.score == result.overall.score
    assert {one.now.id: one.now.level for one in found.domains} == {
        node.id: node.level for node in result.domains
    }


@given(raises())
def test_raise_any_one_answer_or_position_and_nothing_fell(pair):
    assert {"fell", "mixed"}.isdisjoint(verdicts(compared(*pair)).values())


@given(pairs())
def test_swapped_what_improved_fell_and_the_other_way_round(pair):
    then, now = pair
    found, swapped = verdicts(compared(then, now)), verdicts(compared(now, then))
    turned = {"improved": "fell", "fell": "improved"}
    assert swapped == {name: turned.get(verdict, verdict) for name, verdict in found.items()}


@given(pairs(most_domains=2, most_components=2, most_questions=2))
def test_what_is_certain_is_so_in_every_completion_of_both(pair):
    then, now = pair
    whole = now.questionnaire
    gone = {*leaving(whole, now.assessment), *leaving(whole, then.assessment)}
    gone |= {one.id for _, one in whole.components() if all(asked.id in gone for asked in one.questions)}
    brutes = [Brute(whole, one.assessment, gone) for one in (then, now)]
    assume(all(brute.size <= MOST_COMPLETIONS for brute in brutes))
    before, after = (brute.bounds() for brute in brutes)
    found = changes(compared(then, now))
    assert found.keys() == before.keys() == after.keys()
    for name, change in found.items():
        old, new = before[name], after[name]
        ups = [new.score_low > old.score_high]
        downs = [new.score_high < old.score_low]
        if name != "overall":
            ups.append(new.level_low > old.level_high)
            downs.append(new.level_high < old.level_low)
        expected = {
            (True, False): "improved",
            (False, True): "fell",
            (True, True): "mixed",
            (False, False): "not_distinguishable",
        }
        assert change.verdict == expected[any(ups), any(downs)], name


@given(pairs(), st.data())
def test_masked_it_is_the_same_for_every_value_withheld_in_either(pair, data):
    whole = pair[0].questionnaire
    asked = data.draw(st.sampled_from(list(whole.question_by_id.values())))
    fact = data.draw(st.sampled_from(whole.facts))
    place = data.draw(st.sampled_from([0, 1]))
    found = []
    for _ in range(2):
        own = [case.assessment for case in pair]
        hidden = replace(data.draw(answers(whole, asked, own[place].reference_date)), withheld=True)
        own[place] = own[place].answered(asked.id, hidden)
        own[place] = own[place].profiled(fact.id, replace(data.draw(fact_answers(fact)), withheld=True))
        then, now = (masked(whole, one) for one in own)
        found.append(comparison(whole, now, whole, then))
    one, other = found
    # Of the component of a withheld answer everything else that was entered is left out, too.
    assert one == other

"""What must hold of every valid questionnaire and every assessment on it (docs/method.md, the last part)."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.assessment.answer import Answer, EvidenceItem, Level, NotKnown, Position, Positions
from app.core.assessment.assessment import Assessment, FactAnswer, Plan, Rating
from app.core.copies.masking import masked
from app.core.method.exclusion import leaving
from app.core.method.priorities import priorities
from app.core.method.scoring import LensResult, NodeResult, Result, Span, score
from app.core.method.trace import Mover
from app.core.questionnaire.condition import facts_read
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.questionnaire.validity import faults
from tests.core.brute import MOST_COMPLETIONS, Brute
from tests.core.builders import edited
from tests.core.pairs import answered, asked_questions, raises, scored
from tests.core.strategies import (
    RATINGS,
    Case,
    answers,
    cases,
    claims,
    component_entries,
    evidence,
    evidence_items,
    fact_answers,
    positions,
    questionnaires,
)

# --- what is compared -----------------------------------------------------------------------------


def nodes(result: Result) -> tuple[NodeResult, ...]:
    return (result.overall, *result.domains, *result.components)


def spans(result: Result) -> dict[str, tuple[Fraction | int, Fraction | int]]:
    """The two ends of every score and every level, of nodes and lenses."""
    found: dict[str, tuple[Fraction | int, Fraction | int]] = {}
    for node in nodes(result):
        found[f"score {node.id}"] = (node.score.low, node.score.high)
        if node.level is not None:
            found[f"level {node.id}"] = (node.level.low, node.level.high)
    for lens in result.lenses:
        found[f"lens {lens.id}"] = (lens.score.low, lens.score.high)
    return found


def tiers(case: Case) -> dict[str, int]:
    lines = priorities(case.questionnaire, case.assessment, scored(case)).lines
    return {line.component: line.tier for line in lines}


def assert_nothing_falls(before: Case, after: Case) -> None:
    old, new = spans(scored(before)), spans(scored(after))
    assert old.keys() == new.keys()
    for name, (low, high) in old.items():
        assert new[name][0] >= low, name
        assert new[name][1] >= high, name


def assert_inside(inner: Case, outer: Case) -> None:
    narrow, wide = spans(scored(inner)), spans(scored(outer))
    assert narrow.keys() == wide.keys()
    for name, (low, high) in narrow.items():
        assert wide[name][0] <= low <= high <= wide[name][1], name


# --- changes to one answer ------------------------------------------------------------------------


@given(raises())
def test_raise_any_one_answer_or_position_and_no_score_or_level_falls(pair):
    assert_nothing_falls(*pair)


@given(st.data())
def test_replace_an_open_answer_by_a_level_range_or_positions_and_the_new_ranges_lie_inside_the_old(data):
    case = data.draw(cases())
    opened = data.draw(st.sampled_from(asked_questions(case)))
    nothing = data.draw(st.sampled_from([Answer(), Answer(value=NotKnown()), Answer(withheld=True)]))
    whole, reference_date = case.questionnaire, case.assessment.reference_date
    claimed = Answer(
        value=data.draw(claims(whole, reference_date)),
        evidence=data.draw(evidence(whole, reference_date)),
    )
    assert_inside(answered(case, opened.id, claimed), answered(case, opened.id, nothing))


@st.composite
def additions(draw) -> tuple[Case, Case]:
    """A case with agencies that differ, and the same with one agency more."""
    case = draw(cases())
    asked = draw(st.sampled_from(asked_questions(case)))
    position = positions(case.questionnaire, case.assessment.reference_date)
    held = tuple(draw(st.lists(position, min_size=1, max_size=3)))
    more = (*held, draw(position))
    return (
        answered(case, asked.id, Answer(value=Positions(held))),
        answered(case, asked.id, Answer(value=Positions(more))),
    )


@given(additions())
def test_add_a_position_and_no_range_shrinks(pair):
    before, after = pair
    assert_inside(before, after)


@st.composite
def better_evidence(draw) -> tuple[Case, Case]:
    """A case, and the same with one item more, or one item of a higher grade or a later date."""
    case = draw(cases())
    whole, reference_date = case.questionnaire, case.assessment.reference_date
    claimed = [asked for asked in asked_questions(case) if case.assessment.answer(asked.id).is_answered]
    assume(claimed)
    asked = draw(st.sampled_from(claimed))
    answer = case.assessment.answer(asked.id)
    if isinstance(answer.value, Positions):
        held = answer.value.positions
        place = draw(st.integers(0, len(held) - 1))
        items = draw(_better(held[place].evidence, whole, reference_date))
        better: Position = replace(held[place], evidence=items)
        after = replace(answer, value=Positions((*held[:place], better, *held[place + 1 :])))
    else:
        after = replace(answer, evidence=draw(_better(answer.evidence, whole, reference_date)))
    return case, answered(case, asked.id, after)


@st.composite
def _better(draw, items, whole: Questionnaire, reference_date) -> tuple[EvidenceItem, ...]:
    if not items or draw(st.booleans()):
        return (*items, draw(evidence_items(whole, reference_date)))
    grades = [grade.id for grade in whole.evidence.grades]
    first = items[0]
    if draw(st.booleans()):
        stronger = grades[min(grades.index(first.grade) + 1, len(grades) - 1)]
        return (replace(first, grade=stronger), *items[1:])
    return (replace(first, dated=reference_date.isoformat()), *items[1:])


@given(better_evidence())
def test_better_evidence_never_lowers_a_score_or_level_and_never_moves_a_high_end(pair):
    before, after = pair
    assert_nothing_falls(before, after)
    old, new = spans(scored(before)), spans(scored(after))
    assert {name: high for name, (_, high) in old.items()} == {name: high for name, (_, high) in new.items()}


@st.composite
def older_evidence(draw) -> tuple[Case, Case]:
    """A case, and the same with one item of an answer dated some years before."""
    case = draw(cases())
    dated = [
        (asked, answer)
        for asked in asked_questions(case)
        for answer in [case.assessment.answer(asked.id)]
        if answer.is_answered and answer.evidence and answer.evidence[0].last_day
    ]
    assume(dated)
    asked, answer = draw(st.sampled_from(dated))
    first = answer.evidence[0]
    before = f"{first.last_day.year - draw(st.integers(1, 40)):04}-01-01"
    return case, answered(
        case, asked.id, replace(answer, evidence=(replace(first, dated=before), *answer.evidence[1:]))
    )


@given(older_evidence())
def test_older_evidence_never_raises_a_score_or_level_and_never_moves_a_high_end(pair):
    before, after = pair
    assert_nothing_falls(after, before)
    old, new = spans(scored(before)), spans(scored(after))
    assert {name: high for name, (_, high) in old.items()} == {name: high for name, (_, high) in new.items()}


# --- changes to the tree --------------------------------------------------------------------------


def with_weights_times(whole: Questionnaire, factor: int) -> Questionnaire:
    def heavier(nodes_by_id):
        return {node_id: {"weight": node.weight * factor} for node_id, node in nodes_by_id.items()}

    return edited(
        whole,
        domains=heavier(whole.domain_by_id),
        components=heavier(whole.component_by_id),
        questions=heavier(whole.question_by_id),
    )


@given(cases())
def test_multiply_all_weights_by_7_and_nothing_changes(case):
    heavier = Case(with_weights_times(case.questionnaire, 7), case.assessment)
    before, after = scored(case), scored(heavier)
    assert nodes(after) == nodes(before)
    assert after.lenses == before.lenses
    assert after.leaving == before.leaving
    assert priorities(heavier.questionnaire, case.assessment, after) == priorities(
        case.questionnaire, case.assessment, before
    )


def shuffled(whole: Questionnaire, order: random.Random) -> Questionnaire:
    def mixed(children):
        return tuple(order.sample(children, len(children)))

    return replace(
        whole,
        domains=mixed(
            [
                replace(
                    one,
                    components=mixed(
                        [replace(inner, questions=mixed(inner.questions)) for inner in one.components]
                    ),
                )
                for one in whole.domains
            ]
        ),
    )


@given(cases(), st.randoms(use_true_random=False))
def test_permute_children_and_no_score_level_or_tier_changes(case, order):
    mixed = Case(shuffled(case.questionnaire, order), case.assessment)
    assert spans(scored(mixed)) == spans(scored(case))
    assert tiers(mixed) == tiers(case)
    assert {node.id: (node.coverage, node.claimed, node.causes) for node in nodes(scored(mixed))} == {
        node.id: (node.coverage, node.claimed, node.causes) for node in nodes(scored(case))
    }


@given(cases(), st.data())
def test_duplicate_every_question_of_a_component_and_no_score_or_level_changes(case, data):
    name = data.draw(st.sampled_from(list(case.questionnaire.component_by_id)))
    questions = case.questionnaire.component_by_id[name].questions
    twins = tuple(replace(question, id=f"{question.id}-twin") for question in questions)
    twice = edited(case.questionnaire, components={name: {"questions": (*questions, *twins)}})
    assessed = case.assessment
    for question in questions:
        assessed = assessed.answered(f"{question.id}-twin", assessed.answer(question.id))

    def of_nodes(result: Result) -> dict[str, tuple[Span, object]]:
        return {node.id: (node.score, node.level) for node in nodes(result)}

    assert of_nodes(score(twice, assessed)) == of_nodes(scored(case))


@given(cases(), st.data())
def test_change_a_profile_fact_and_change_it_back_and_answers_and_results_are_exactly_as_before(case, data):
    fact = data.draw(st.sampled_from(case.questionnaire.facts))
    before = case.assessment.facts.get(fact.id, FactAnswer())
    there = case.assessment.profiled(fact.id, data.draw(fact_answers(fact)))
    score(case.questionnaire, there)
    back = there.profiled(fact.id, before)
    assert there.answers == back.answers == case.assessment.answers
    result = score(case.questionnaire, back)
    assert result == scored(case)
    assert priorities(case.questionnaire, back, result) == priorities(
        case.questionnaire, case.assessment, scored(case)
    )


# --- the numbers themselves -----------------------------------------------------------------------


@given(cases(most_domains=2, most_components=2, most_questions=3))
def test_bounds_equal_brute_force_over_all_completions_on_small_trees(case):
    brute = Brute(case.questionnaire, case.assessment)
    assume(brute.size <= MOST_COMPLETIONS)
    bounds = brute.bounds()
    result = scored(case)
    assert {node.id for node in nodes(result)} == set(bounds)
    for node in nodes(result):
        found = bounds[node.id]
        assert (node.score.low, node.score.high) == (found.score_low, found.score_high), node.id
        if node.level is not None:
            assert (node.level.low, node.level.high) == (found.level_low, found.level_high), node.id


@given(cases())
def test_supported_is_at_most_claimed_and_claimed_at_most_possible(case):
    results: list[NodeResult | LensResult] = [*nodes(scored(case)), *scored(case).lenses]
    for one in results:
        assert 0 <= one.score.low <= one.score.high <= 100
        assert (one.claimed is None) == (one.coverage < Fraction(2, 3))
        if one.claimed is not None:
            assert one.score.low <= one.claimed <= one.score.high


@given(cases())
def test_causes_add_up_to_the_gap_exactly(case):
    for node in nodes(scored(case)):
        causes = (node.causes.unknown, node.causes.disputed, node.causes.unsupported)
        assert min(causes) >= 0
        assert sum(causes) == node.score.high - node.score.low


@given(cases())
def test_every_number_of_a_result_is_an_exact_fraction(case):
    for node in nodes(scored(case)):
        exact = [node.score.low, node.score.high, node.coverage, *node.evidence_mix.values()]
        exact += [node.causes.unknown, node.causes.disputed, node.causes.unsupported]
        assert {type(number) for number in exact} == {Fraction}
        assert node.claimed is None or type(node.claimed) is Fraction
        assert sum(node.evidence_mix.values()) == (1 if node.coverage else 0)


# --- movers ---------------------------------------------------------------------------------------


def strongest(case: Case) -> tuple[EvidenceItem, ...]:
    grade = case.questionnaire.evidence.grades[-1].id
    return (EvidenceItem(grade=grade, dated=case.assessment.reference_date.isoformat()),)


def moved(case: Case, movers: tuple[Mover, ...]) -> Case:
    """The case after each mover has got the question supported at its level, and no higher."""
    assessed = case.assessment
    for mover in movers:
        answer = Answer(value=Level(mover.level), evidence=strongest(case))
        assessed = assessed.answered(mover.question, answer)
    return Case(case.questionnaire, assessed)


def lifted(case: Case) -> Iterator[tuple[str, int, tuple[Mover, ...]]]:
    """Every node below the top with its supported level and its movers."""
    for node in nodes(scored(case)):
        if node.trace is not None and node.trace.low < case.questionnaire.scale.top:
            yield node.id, node.trace.low, node.trace.movers


def supported(case: Case, node_id: str) -> int:
    level = scored(case).node_by_id[node_id].level
    assert level is not None
    return level.low


@given(cases())
def test_movers_lift_the_level_by_one(case):
    for node_id, low, movers in lifted(case):
        assert supported(moved(case, movers), node_id) == low + 1


@given(cases())
def test_none_of_the_movers_can_be_left_out(case):
    for node_id, low, movers in lifted(case):
        for place in range(len(movers)):
            others = (*movers[:place], *movers[place + 1 :])
            assert supported(moved(case, others), node_id) <= low


@given(cases())
def test_the_top_level_has_no_movers_and_every_other_has_some_clause_that_binds(case):
    top = case.questionnaire.scale.top
    for node in nodes(scored(case)):
        if node.trace is None:
            assert node.id == "overall"
        else:
            assert (node.trace.movers == ()) == (node.trace.low == top)
            assert node.trace.clauses.binding


def as_wanted(case: Case, mover: Mover) -> Answer:
    """The answer after what the mover wants, and nothing more, is done."""
    answer = case.assessment.answer(mover.question)
    match mover.want:
        case "answer" | "raise":
            return Answer(value=Level(mover.level), evidence=strongest(case))
        case "agree":
            high = scored(case).question_by_id[mover.question].high
            return Answer(value=Level(high), evidence=strongest(case))
        case "document":
            assert mover.grade is not None
            return documented(case, answer, mover.grade)


def documented(case: Case, answer: Answer, grade: str) -> Answer:
    item = EvidenceItem(grade=grade, dated=case.assessment.reference_date.isoformat())
    if isinstance(answer.value, Positions):
        held = tuple(replace(one, evidence=(*one.evidence, item)) for one in answer.value.positions)
        return replace(answer, value=Positions(held))
    return replace(answer, evidence=(*answer.evidence, item))


@given(cases())
def test_what_each_mover_wants_is_enough_for_its_level(case):
    for _, _, movers in lifted(case):
        for mover in movers:
            assert scored(case).question_by_id[mover.question].low < mover.level
            after = scored(answered(case, mover.question, as_wanted(case, mover)))
            assert after.question_by_id[mover.question].low >= mover.level


@given(cases())
def test_a_mover_wants_no_stronger_evidence_than_it_needs(case):
    grades = [grade.id for grade in case.questionnaire.evidence.grades]
    for _, _, movers in lifted(case):
        for mover in movers:
            assert (mover.grade is not None) == (mover.want == "document")
            if mover.grade is not None and mover.grade != grades[0]:
                weaker = grades[grades.index(mover.grade) - 1]
                answer = documented(case, case.assessment.answer(mover.question), weaker)
                after = scored(answered(case, mover.question, answer))
                assert after.question_by_id[mover.question].low < mover.level


# --- gates ----------------------------------------------------------------------------------------


@given(cases())
def test_a_critical_question_below_adequate_keeps_its_component_and_its_domain_below_adequate(case):
    whole, result = case.questionnaire, scored(case)
    adequate = whole.scale.adequate
    for one in result.questions:
        if one.question.critical:
            for node_id in (
                whole.component_of[one.question.id].id,
                whole.domain_of[one.question.id].id,
            ):
                level = result.node_by_id[node_id].level
                assert level is not None
                assert one.low >= adequate or level.low < adequate
                assert one.high >= adequate or level.high < adequate


# --- the masked copy ------------------------------------------------------------------------------


def assert_masked_alike(whole: Questionnaire, one: Assessment, other: Assessment) -> None:
    mask, twin = masked(whole, one), masked(whole, other)
    assert mask == twin
    assert [list(mask.answers), list(mask.components)] == [list(twin.answers), list(twin.components)]
    assert score(whole, mask) == score(whole, twin)
    assert priorities(whole, mask, score(whole, mask)) == priorities(whole, twin, score(whole, twin))


@given(cases(), st.data())
def test_the_masked_copy_is_the_same_for_every_value_of_a_withheld_answer(case, data):
    whole, assessed = case.questionnaire, case.assessment
    asked = data.draw(st.sampled_from(list(whole.question_by_id.values())))
    answer = answers(whole, asked, assessed.reference_date)
    component = whole.component_of[asked.id]
    # what the State entered for its component is left out, the declaration apart, which is no answer
    kept = assessed.component(component.id)
    entry = component_entries(whole, component).map(
        lambda drawn: replace(drawn, not_applicable=kept.not_applicable, withheld=kept.withheld)
    )
    one, other = (
        assessed.answered(asked.id, replace(data.draw(answer), withheld=True)).declared(
            component.id, data.draw(entry)
        )
        for _ in range(2)
    )
    assert_masked_alike(whole, one, other)


@given(cases(), st.data())
def test_the_masked_copy_is_the_same_for_every_value_of_a_withheld_declaration(case, data):
    whole, assessed = case.questionnaire, case.assessment
    component = data.draw(st.sampled_from(list(whole.component_by_id.values())))
    pair = []
    for _ in range(2):
        entry = data.draw(component_entries(whole, component))
        changed = assessed.declared(component.id, replace(entry, withheld=True))
        for asked in component.questions:
            drawn = data.draw(st.none() | answers(whole, asked, assessed.reference_date))
            changed = with_answer(changed, asked.id, drawn)
        pair.append(changed)
    assert_masked_alike(whole, *pair)


@given(cases(), st.data())
def test_the_masked_copy_is_the_same_for_every_value_of_a_withheld_fact_or_rating(case, data):
    whole, assessed = case.questionnaire, case.assessment
    fact = data.draw(st.sampled_from(whole.facts))
    pair = []
    for _ in range(2):
        changed = assessed.profiled(fact.id, replace(data.draw(fact_answers(fact)), withheld=True))
        for scenario in whole.scenarios:
            changed = changed.rated(scenario.id, replace(data.draw(RATINGS), withheld=True))
        for _, component in whole.components():
            questions = [one for one in component.questions if fact.id in facts_read(one.when)]
            if fact.id in facts_read(component.when):
                questions = list(component.questions)
                changed = changed.declared(component.id, data.draw(component_entries(whole, component)))
            for asked in questions:
                drawn = data.draw(st.none() | answers(whole, asked, assessed.reference_date))
                changed = with_answer(changed, asked.id, drawn)
        pair.append(changed)
    assert_masked_alike(whole, *pair)


def with_answer(assessed: Assessment, asked: str, answer: Answer | None) -> Assessment:
    """With that answer, or without any where it is None."""
    kept = {name: one for name, one in assessed.answers.items() if name != asked}
    return replace(assessed, answers=kept if answer is None else {**kept, asked: answer})


@given(cases(), st.data())
def test_the_masked_copy_is_the_same_whatever_was_answered_where_nothing_is_asked(case, data):
    whole, assessed = case.questionnaire, case.assessment
    gone = leaving(whole, masked(whole, assessed))
    changed = assessed
    for _, component, asked in whole.questions():
        left = gone.get(component.id) or gone.get(asked.id)
        if left and (left.id == component.id or left.why == "not_asked"):
            kept = assessed.answer(asked.id).withheld
            answer = replace(data.draw(answers(whole, asked, assessed.reference_date)), withheld=kept)
            changed = changed.answered(asked.id, answer)
    mask = masked(whole, changed)
    assert mask == masked(whole, assessed)
    assert not set(mask.answers) & {one for one in gone if gone[one].why == "not_asked"}


@given(cases())
def test_masking_twice_changes_nothing_more_and_nothing_marked_keeps_a_value(case):
    once = masked(case.questionnaire, case.assessment)
    assert masked(case.questionnaire, once) == once
    assert all(one == Answer(withheld=True) for one in once.answers.values() if one.withheld)
    assert all(one == FactAnswer(withheld=True) for one in once.facts.values() if one.withheld)
    assert all(one == Rating(withheld=True) for one in once.ratings.values() if one.withheld)
    assert not any(one.withheld for one in once.components.values())


@given(cases())
def test_the_masked_copy_holds_what_was_entered_or_withheld_without_a_value(case):
    whole, assessed = case.questionnaire, case.assessment
    mask = masked(whole, assessed)
    marked = {name for name, one in assessed.facts.items() if one.withheld}
    for _, component, asked in whole.questions():
        is_hidden = (
            assessed.answer(asked.id).withheld
            or assessed.component(component.id).withheld
            or not marked.isdisjoint((*facts_read(component.when), *facts_read(asked.when)))
        )
        is_asked = not {component.id, asked.id} & set(leaving(whole, mask))
        if is_asked:
            wanted = Answer(withheld=True) if is_hidden else assessed.answer(asked.id)
            assert mask.answer(asked.id) == wanted


# --- the strategies -------------------------------------------------------------------------------


@given(questionnaires())
def test_every_questionnaire_drawn_here_is_valid(whole):
    assert faults(whole) == ()


@given(cases())
def test_every_node_keeps_a_core_question_whatever_leaves(case):
    gone = leaving(case.questionnaire, case.assessment)
    for domain in case.questionnaire.domains:
        assert any(child.is_core and child.id not in gone for child in domain.components)
    assert not any(case.questionnaire.question_by_id[one].core for one in gone if one.count(".") == 2)


@given(cases())
def test_a_plan_moves_no_line_and_changes_no_tier(case):
    entries = case.assessment.components
    bare = {key: replace(entry, plan=Plan()) for key, entry in entries.items()}
    without = replace(case.assessment, components=bare)
    lines = priorities(case.questionnaire, case.assessment, scored(case)).lines
    unplanned = priorities(case.questionnaire, without, score(case.questionnaire, without)).lines
    assert [replace(line, plan=Plan()) for line in lines] == list(unplanned)


@given(cases())
def test_priorities_hold_every_asked_component_once_in_two_orders(case):
    result = scored(case)
    lines = priorities(case.questionnaire, case.assessment, result).lines
    numbers = list(range(1, len(result.components) + 1))
    assert sorted(line.component for line in lines) == sorted(node.id for node in result.components)
    assert [line.place for line in lines] == numbers
    assert sorted(line.rule_place for line in lines) == numbers
    unmoved = [line.rule_place for line in lines if line.move is None]
    assert unmoved == sorted(unmoved)

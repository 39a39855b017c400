"""The shareable copy: chosen domains, nothing that anybody wrote, and the rest worth what it was worth."""

from dataclasses import replace

import pytest
from hypothesis import given

from app.answers import encoded_answers, parsed_answers
from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
)
from app.core.copies.copies import copied
from app.core.copies.sharing import (
    LEFT_OUT,
    as_released,
    as_released_then,
    compared,
    released_domains,
    shareable,
)
from app.core.errors import ChoiceRefusedError
from app.core.method.comparison import comparison
from app.core.method.scoring import score
from tests.builders import TINY, an_assessment
from tests.core.builders import assessment, component, domain, edited, question, questionnaire, said
from tests.core.strategies import assessments
from tests.shipped import twelve_domains


def whole():
    return questionnaire(
        domain("D1", [component("A", [question("A.1", core=True), question("A.2", may_be_na=True)])]),
        domain("D2", [component("B", [question("B.1", core=True), question("B.2", may_be_na=True)])]),
        domain("D3", [component("C", [question("C.1", core=True)], needs=("B",))]),
    )


def shared(stated, *released):
    built = whole()
    return shareable(built, as_released(built, released or ("D1", "D2", "D3")), stated)


def test_domains_that_are_not_released_are_cut_with_all_that_was_entered_in_them():
    stated = assessment(
        {"A.1": said(3), "B.1": said(1), "C.1": said(2, withheld=True)},
        components={"B": ComponentEntry(target=4), "A": ComponentEntry(target=3)},
    )
    copy = shared(stated, "D1")
    assert copy.answers == {"A.1": shared(stated).answer("A.1")}
    assert copy.components == {"A": ComponentEntry(target=3)}
    left = as_released(whole(), ("D1",))
    assert [node.id for node in score(left, copy).domains] == ["D1"]


def test_prerequisites_reach_through_what_is_cut():
    built = questionnaire(
        domain("D1", [component("A", [question("A.1", core=True)])]),
        domain("D2", [component("B", [question("B.1", core=True)], needs=("A",))]),
        domain("D3", [component("C", [question("C.1", core=True)], needs=("B",))]),
    )
    assert as_released(built, ("D1", "D3")).component_by_id["C"].needs == ("A",)


def test_positions_become_one_range_that_is_worth_the_same_and_names_nobody():
    item = EvidenceItem(grade="g2", title="A secret decree", dated="2026")
    held = Positions(
        (Position(agency="Army", level=4, note="why"), Position(agency="Police", level=1, evidence=(item,)))
    )
    same = Positions((Position(agency="Army", level=2), Position(agency="Police", level=2)))
    stated = assessment({"A.1": Answer(value=held), "B.1": Answer(value=same)})
    copy = shared(stated)
    assert copy.answer("A.1").value == Range(1, 4)
    assert copy.answer("B.1").value == Level(2)
    before, after = score(whole(), stated), score(whole(), copy)
    assert [(one.low, one.high, one.grade) for one in before.questions] == [
        (one.low, one.high, one.grade) for one in after.questions
    ]


def test_what_does_not_apply_still_leaves_and_its_reason_is_left_out():
    stated = assessment({"A.2": Answer(value=NotApplicable("A secret reason"))})
    assert shared(stated).answer("A.2").value == NotApplicable(LEFT_OUT)
    assert [one.reason for one in score(whole(), shared(stated)).leaving] == [LEFT_OUT]
    unreasoned = assessment({"A.2": Answer(value=NotApplicable(" "))})
    assert score(whole(), shared(unreasoned)).leaving == ()


def test_of_a_plan_only_what_was_chosen_from_a_list_is_left_and_its_date():
    plan = Plan(
        owner="CANARY", due="2027-03", cost_band="small", assistance_kind="training", assistance="CANARY"
    )
    entry = ComponentEntry(
        target=3, commitment="CANARY", plan=plan, move=Move(place=1, reason="CANARY"), not_applicable="CANARY"
    )
    left = shared(assessment(components={"A": entry})).component("A")
    assert left == ComponentEntry(
        target=3,
        plan=Plan(due="2027-03", cost_band="small", assistance_kind="training"),
        move=Move(place=1, reason=LEFT_OUT),
        not_applicable=LEFT_OUT,
    )
    free = replace(entry, plan=Plan(due="CANARY soon", cost_band="CANARY"))
    assert shared(assessment(components={"A": free})).component("A").plan == Plan()


def test_a_comment_to_an_open_answer_is_as_if_it_had_never_been_written():
    assert shared(assessment({"A.1": Answer(comment="CANARY")})).answers == {}
    entry = ComponentEntry(commitment="CANARY")
    assert shared(assessment(components={"A": entry})).components == {}


def test_evidence_is_one_item_of_the_grade_that_counts_after_ageing():
    old = EvidenceItem(grade="g2", title="CANARY", seen_by="CANARY", owner="CANARY", dated="1990")
    stated = assessment({"A.1": Answer(value=Level(4), evidence=(old,), comment="CANARY")})
    copy = shared(stated)
    day = stated.reference_date.isoformat()
    assert copy.answer("A.1").evidence == (EvidenceItem(grade="g1", dated=day),)
    assert score(whole(), copy).overall.score == score(whole(), stated).overall.score
    assert "CANARY" not in repr(copy)


def test_facts_that_only_other_domains_ask_for_are_left_out():
    kept = as_released(TINY, ("D1",))
    gone = {fact.id for fact in TINY.facts} - {fact.id for fact in kept.facts}
    facts = {fact.id: FactAnswer(options=(fact.options[0].id,)) for fact in TINY.facts}
    copy = shareable(TINY, kept, an_assessment(facts=facts))
    assert copy.facts.keys() == facts.keys() - gone


def test_a_component_that_holds_a_withheld_answer_tells_nothing_in_a_quick_scan_either():
    built = whole()
    stated = replace(
        assessment(
            {"A.1": said(3), "A.2": said(2, withheld=True)}, components={"A": ComponentEntry(target=4)}
        ),
        scope="quick",
    )
    copy = shareable(built, built, stated)
    assert copy.components == {}
    # What a quick scan does not ask waits with its owner.
    assert list(copy.answers) == ["A.1"]


@given(assessments(whole()))
def test_with_every_domain_it_is_worth_what_the_masked_copy_is_worth(stated):
    built = whole()
    masked = copied(built, stated, "masked")
    shared_copy = copied(built, stated, "shareable", ("D1", "D2", "D3"))
    before, after = score(built, masked), score(built, shared_copy)
    assert before.domains == after.domains
    assert before.components == after.components


@given(assessments(whole()))
def test_it_is_made_of_the_masked_copy_alone_and_making_it_again_changes_nothing(stated):
    built = whole()
    once = copied(built, stated, "shareable", ("D1", "D3"))
    assert copied(built, copied(built, stated, "masked"), "shareable", ("D1", "D3")) == once
    assert copied(built, once, "shareable", ("D1", "D3")) == once


def test_it_can_be_read_again():
    held = Positions((Position(agency="Army", level=3), Position(agency="Police", level=1)))
    first, second, third, *_ = TINY.question_by_id
    stated = an_assessment(
        answers={
            first: Answer(value=held, comment="CANARY"),
            second: Answer(value=NotKnown(), withheld=True),
            third: Answer(
                value=Level(3), evidence=(EvidenceItem(grade="documented", title="X", dated="2026"),)
            ),
        }
    )
    copy = copied(TINY, stated, "shareable")
    assert parsed_answers(encoded_answers(copy), TINY) == copy


def saying(**sensitive: bool | None):
    """The questionnaire in which these domains say whether they are sensitive."""
    return edited(whole(), domains={name: {"sensitive": said} for name, said in sensitive.items()})


def test_a_sensitive_domain_leaves_only_where_it_is_named():
    built = saying(D2=True, D3=True)
    assert released_domains(built) == ("D1",)
    assert released_domains(built, ["D3", "D1", "D3"]) == ("D1", "D3")
    assert released_domains(whole()) == ("D1", "D2", "D3")


def test_where_the_questionnaire_does_not_say_it_no_domain_leaves_by_default():
    assert released_domains(saying(D1=None, D2=None)) == ("D3",)
    silent = saying(D1=None, D2=None, D3=None)
    assert released_domains(silent) == ()
    with pytest.raises(ChoiceRefusedError, match="does not say of any domain that it may be handed on"):
        copied(silent, assessment({"A.1": said(3)}), "shareable")
    assert list(copied(silent, assessment({"A.1": said(3)}), "shareable", ["D1"]).answers) == ["A.1"]


def test_the_three_of_0_9_are_sensitive_and_another_text_or_name_borrows_nothing_of_that():
    shipped = twelve_domains()
    assert released_domains(shipped) == ("D1", "D4", "D5", "D6", "D7", "D8", "D10", "D11", "D12")
    assert "D2" in released_domains(shipped, ["D2"])
    for changed in ({"id": "a-res-75-59-x"}, {"version": "0.9.1"}, {"title": "Another"}, {"status": "draft"}):
        assert released_domains(replace(shipped, **changed)) == ()


def test_a_sensitive_component_of_a_released_domain_leaves_only_where_it_is_named_too():
    built = edited(whole(), components={"B": {"sensitive": True}})
    stated = assessment({"A.1": said(3), "B.1": said(1)})
    assert "B.1" not in copied(built, stated, "shareable", ["D1", "D2"]).answers
    assert list(copied(built, stated, "shareable", ["D1", "D2", "B"]).answers) == ["A.1", "B.1"]
    assert list(copied(built, stated, "shareable", ["B"]).answers) == ["B.1"]
    assert released_domains(built, ["B", "D2", "D1"]) == ("D1", "D2", "B")
    with pytest.raises(ChoiceRefusedError, match="Name the components too that"):
        copied(built, stated, "shareable", ["D2"])


def test_a_domain_that_is_none_is_refused_with_its_name():
    with pytest.raises(ChoiceRefusedError, match=r"There is no domain D9 here. They go from D1 to D3."):
        released_domains(whole(), ["D1", "D9"])


def test_a_comparison_of_shareable_copies_is_of_the_released_questions_wherever_they_stood_then():
    built = whole()
    moved = questionnaire(
        domain("D1", [component("A", [question("A.1", core=True), question("A.2"), question("B.1")])]),
        domain("D2", [component("B", [question("B.2")])]),
        domain("D3", [component("C", [question("C.1", core=True)])]),
    )
    left = as_released(built, ("D1",))
    then_left = as_released_then(left, moved)
    assert list(then_left.question_by_id) == ["A.1", "A.2"]
    stated = assessment({"A.1": said(1), "B.1": said(3)})
    then = shareable(moved, then_left, stated)
    found = compared(built, shareable(built, left, stated), moved, then, ("D1",))
    assert list(found.questionnaire.question_by_id) == ["A.1", "A.2"]
    assert compared(built, stated, built, stated) == comparison(built, stated, built, stated)

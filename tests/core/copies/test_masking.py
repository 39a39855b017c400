"""The copy that leaves the owner holds nothing of what is withheld."""

from dataclasses import replace

import pytest

from app.core.assessment.answer import Answer, EvidenceItem, NotApplicable
from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.core.copies.masking import masked, withholds
from app.core.method.priorities import priorities
from app.core.method.scoring import score
from tests.core.builders import (
    assessment,
    component,
    differing,
    domain,
    question,
    questionnaire,
    said,
)

ENTERED = ComponentEntry(
    target=4,
    commitment="A treaty",
    plan=Plan(owner="Ministry", due="2027", cost_band="low", assistance="training"),
    move=Move(place=1, reason="It is urgent."),
)
HIDDEN = Answer(withheld=True)


def whole():
    return questionnaire(
        domain(
            "D1",
            [
                component("A", [question("A.1", core=True, critical=True), question("A.2")]),
                component("B", [question("B.1", core=True)]),
                component("E", [question("E.1"), question("E.2")], may_be_na=True),
            ],
        ),
        domain("D2", [component("F", [question("F.1", core=True)])]),
        scenarios={"S1": ("A",), "S2": ("B",)},
    )


def test_a_marked_answer_is_replaced_with_its_evidence_and_comment():
    item = EvidenceItem(grade="g2", title="The secret decree", dated="2026")
    marked = Answer(value=said(3).value, withheld=True, evidence=(item,), comment="A secret word")
    mask = masked(whole(), assessment({"A.1": marked, "A.2": said(3)}))
    assert mask.answers == {"A.1": HIDDEN, "A.2": said(3)}
    assert "ecret" not in repr(mask)


def test_marked_positions_and_marked_declarations_of_a_question_are_replaced_too():
    declared = Answer(value=NotApplicable("A secret reason"), withheld=True)
    held = Answer(value=differing((1, 0), (4, 2)).value, withheld=True)
    mask = masked(whole(), assessment({"A.2": held, "E.2": declared}))
    assert mask.answers == {"A.2": HIDDEN, "E.2": HIDDEN}


def test_all_that_the_state_entered_for_its_component_is_left_out_and_nothing_of_others():
    marked = {"A.1": said(3, withheld=True)}
    mask = masked(whole(), assessment(marked, components={"A": ENTERED, "B": ENTERED}))
    assert mask.components == {"A": ComponentEntry(), "B": ENTERED}


def test_an_unmarked_declaration_stays_beside_a_marked_answer():
    entry = ComponentEntry(not_applicable="We have none.", target=4)
    mask = masked(whole(), assessment({"E.1": said(3, withheld=True)}, components={"E": entry}))
    assert mask.components == {"E": ComponentEntry(not_applicable="We have none.")}
    assert mask.answers == {}
    assert [one.id for one in score(whole(), mask).leaving] == ["E"]


def test_a_marked_declaration_is_dropped_and_every_question_of_its_component_is_withheld():
    entry = ComponentEntry(not_applicable="A secret reason", withheld=True, target=4)
    mask = masked(whole(), assessment({"E.1": said(3)}, components={"E": entry}))
    assert mask.components == {"E": ComponentEntry()}
    assert mask.answers == {"E.1": HIDDEN, "E.2": HIDDEN}
    assert mask == masked(whole(), assessment({"E.1": HIDDEN, "E.2": said(3, withheld=True)}))
    result = score(whole(), mask)
    assert result.leaving == ()
    level = result.node_by_id["E"].level
    assert level is not None
    assert (level.low, level.high) == (0, 4)


# --- what hangs on a mark -------------------------------------------------------------------------


def conditional():
    """Conditions on facts: of a question (A.2), of one that reads two (A.3), and of a component (E)."""
    return questionnaire(
        domain(
            "D1",
            [
                component(
                    "A",
                    [
                        question("A.1", core=True),
                        question("A.2", when='coast != "none"'),
                        question("A.3", when='coast == "rough" and "army" in holders'),
                    ],
                ),
                component("E", [question("E.1"), question("E.2")], may_be_na=True, when='coast != "none"'),
                component("F", [question("F.1")], may_be_na=True),
            ],
        ),
    )


def coast(option: str | None, *, withheld: bool = True, **others: FactAnswer):
    return {"coast": FactAnswer(options=option and (option,), withheld=withheld), **others}


EVERY = {name: said(3, comment="A word") for name in ("A.1", "A.2", "A.3", "E.1", "E.2")}


def test_what_a_withheld_fact_decides_is_withheld_and_stays_asked():
    mask = masked(
        conditional(), assessment(EVERY, facts=coast("calm"), components={"A": ENTERED, "F": ENTERED})
    )
    assert mask.answers == {"A.1": EVERY["A.1"], **dict.fromkeys(["A.2", "A.3", "E.1", "E.2"], HIDDEN)}
    assert mask.components == {"A": ComponentEntry(), "E": ComponentEntry(), "F": ENTERED}
    assert score(conditional(), mask).leaving == ()


@pytest.mark.parametrize("option", [None, "none", "calm", "rough"])
@pytest.mark.parametrize("answers", [{}, EVERY, {"E.1": said(1)}, {"A.2": said(0, comment="Lost")}])
@pytest.mark.parametrize("entries", [{}, {"A": ENTERED, "E": ENTERED}])
def test_a_withheld_fact_tells_nothing_by_what_was_answered_under_it(option, answers, entries):
    given = {"A.1": EVERY["A.1"]} | {name: one for name, one in answers.items() if name != "A.1"}
    told = masked(conditional(), assessment(given, facts=coast(option), components=entries))
    assert told == masked(conditional(), assessment({"A.1": EVERY["A.1"]}, facts=coast(None)))


def test_where_another_fact_decides_alone_what_reads_a_withheld_one_is_not_asked_and_left_out():
    police = FactAnswer(options=("police",))
    mask = masked(conditional(), assessment(EVERY, facts=coast("rough", holders=police)))
    assert mask.answers == {"A.1": EVERY["A.1"], **dict.fromkeys(["A.2", "E.1", "E.2"], HIDDEN)}
    assert masked(conditional(), mask) == mask


def test_a_declaration_of_a_component_that_a_withheld_fact_decides_is_dropped():
    entry = ComponentEntry(not_applicable="We have none.", target=4)
    mask = masked(conditional(), assessment(facts=coast("calm"), components={"E": entry, "F": entry}))
    assert mask.components == {"A": ComponentEntry(), "E": ComponentEntry(), "F": entry}
    assert [mask.answer(one) for one in ("E.1", "E.2")] == [HIDDEN, HIDDEN]


def test_what_is_not_asked_is_in_no_copy_with_all_that_was_entered_for_it():
    given = assessment(EVERY, facts=coast("none", withheld=False), components={"E": ENTERED, "A": ENTERED})
    mask = masked(conditional(), given)
    assert mask.answers == {"A.1": EVERY["A.1"]}
    assert mask.components == {"A": ENTERED}
    assert score(conditional(), mask) == score(conditional(), given)


def test_answers_under_a_declaration_that_stands_are_in_no_copy():
    entry = ComponentEntry(not_applicable="We have none.", target=4)
    answers = {"F.1": said(3, comment="A word"), "A.1": said(2)}
    mask = masked(conditional(), assessment(answers, components={"F": entry}))
    assert (mask.answers, mask.components) == ({"A.1": said(2)}, {"F": entry})
    # One without a reason does not stand, and hides nothing.
    blank = assessment(answers, components={"F": ComponentEntry(not_applicable=" ")})
    assert masked(conditional(), blank).answers == {"A.1": said(2), "F.1": answers["F.1"]}


def test_a_withheld_fact_counts_as_open_and_a_withheld_rating_as_unrated():
    mask = masked(
        whole(),
        assessment(
            facts={
                "coast": FactAnswer(options=("none",), withheld=True),
                "holders": FactAnswer(options=("army",)),
            },
            ratings={
                "S1": Rating(relevance=Relevance.LOW, withheld=True),
                "S2": Rating(relevance=Relevance.HIGH),
            },
        ),
    )
    assert mask.facts == {"coast": FactAnswer(withheld=True), "holders": FactAnswer(options=("army",))}
    assert score(whole(), mask).open_facts == ("coast",)
    assert mask.ratings == {"S1": Rating(withheld=True), "S2": Rating(relevance=Relevance.HIGH)}
    lines = priorities(whole(), mask, score(whole(), mask)).line_by_component
    assert (lines["A"].relevance, lines["B"].relevance) == (Relevance.MEDIUM, Relevance.HIGH)


def test_the_order_of_what_was_entered_is_not_kept():
    mask = masked(
        whole(),
        assessment(
            {"F.1": said(1), "B.1": said(1), "A.1": said(1, withheld=True)},
            components={"F": ENTERED, "A": ENTERED},
            facts={"holders": FactAnswer(), "coast": FactAnswer()},
            ratings={"S2": Rating(), "S1": Rating()},
        ),
    )
    assert list(mask.answers) == ["A.1", "B.1", "F.1"]
    assert list(mask.components) == ["A", "F"]
    assert list(mask.facts) == ["coast", "holders"]
    assert list(mask.ratings) == ["S1", "S2"]


def test_what_the_questionnaire_does_not_know_leaves_in_no_copy():
    stray = assessment(
        {"Z.1": said(3, withheld=True)},
        components={"Z": ENTERED},
        facts={"secret": FactAnswer(options=("yes",), withheld=True)},
        ratings={"S9": Rating(relevance=Relevance.HIGH, withheld=True)},
    )
    mask = masked(whole(), stray)
    assert (mask.answers, mask.components, mask.facts, mask.ratings) == ({}, {}, {}, {})


def test_without_a_mark_the_copy_is_the_assessment():
    entered = assessment({"A.1": said(3)}, components={"B": ENTERED}, facts={"coast": FactAnswer()})
    assert masked(whole(), entered) == entered


@pytest.mark.parametrize(
    "marked",
    [
        {"answers": {"A.1": HIDDEN}},
        {"components": {"E": ComponentEntry(not_applicable="We have none.", withheld=True)}},
        {"facts": {"coast": FactAnswer(withheld=True)}},
        {"ratings": {"S1": Rating(withheld=True)}},
    ],
)
def test_a_mark_anywhere_withholds_something(marked):
    assert withholds(replace(assessment(), **marked))
    assert not withholds(assessment({"A.1": said(3)}))

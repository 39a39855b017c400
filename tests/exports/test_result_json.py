"""A result as JSON holds every number exactly, and no float."""

import json
from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given

from app.catalogue import hash_of
from app.core.assessment.answer import Answer, NotApplicable
from app.core.assessment.assessment import ComponentEntry, FactAnswer, Move, Plan
from app.core.copies.masking import masked
from app.core.exact import exact
from app.core.method.comparison import Absence, NodeChange, NotCompared
from app.core.method.exclusion import Leaving
from app.core.method.priorities import Line, Reason
from app.core.method.question_result import QuestionResult
from app.core.method.scoring import Causes, LensResult, LevelSpan, NodeResult, Result, Span
from app.core.method.trace import Clauses, Mover, Trace
from app.exports.comparison_json import AbsenceShape, ChangeShape, NotComparedShape
from app.exports.result_json import (
    CausesShape,
    ClausesShape,
    LeavingShape,
    LensShape,
    LevelShape,
    LineShape,
    MoverShape,
    MoveShape,
    NodeShape,
    PlanShape,
    QuestionShape,
    ReasonShape,
    ResultShape,
    ScoreShape,
    TraceShape,
    result_json,
)
from tests.answers_files import assessments
from tests.builders import TINY, an_answer, an_assessment
from tests.reports import a_report


def shown(assessment):
    return result_json(a_report(TINY, assessment))


@pytest.mark.parametrize(
    ("number", "rounded"),
    [
        (Fraction(0), "0.0"),
        (Fraction(100), "100.0"),
        (Fraction(200, 3), "66.7"),
        (Fraction(1, 3), "0.3"),
        (Fraction(1, 20), "0.0"),
        (Fraction(3, 20), "0.2"),
        (Fraction(1, 4), "0.2"),
        (Fraction(275, 4), "68.8"),
        (Fraction(9995, 100), "100.0"),
    ],
)
def test_a_number_is_exact_and_rounded_half_to_even_as_text(number, rounded):
    told = exact(number)
    assert Fraction(told["numerator"], told["denominator"]) == number
    assert told["rounded"] == rounded


@given(assessments)
def test_every_result_is_json_without_floats(assessment):
    text = json.dumps(shown(assessment))
    assert json.loads(text, parse_float=pytest.fail) == shown(assessment)


def test_a_result_says_what_it_is_and_of_whom():
    told = shown(an_assessment())
    assert told["statement"] == "self-assessment by the State; not a measure of compliance"
    assert told["questionnaire"] == {
        "id": "tiny",
        "version": "0.1",
        "status": "draft",
        "hash": hash_of(TINY),
    }
    assert told["country"] == {"code": "XA", "name": "Xandoria"}
    assert told["reference_date"] == "2026-10-31"
    assert told["open_facts"] == ["coast", "fleet"]


def test_a_result_of_a_quick_scan_says_so_and_names_the_whole_questionnaire():
    told = shown(an_assessment(scope="quick", answers={"1.1.1": an_answer(2), "1.1.2": an_answer(4)}))
    assert told["scope"] == "quick"
    assert told["statement"].endswith("; quick scan, not comparable with a full assessment")
    assert told["questionnaire"]["hash"] == hash_of(TINY)
    assert list(told["questions"]) == ["1.1.1", "1.2.1", "2.1.1"]
    assert list(told["components"]) == ["1.1", "1.2", "2.1"]
    assert told["components"]["1.1"]["asked"] == 1
    assert told["leaving"] == []
    assert shown(an_assessment())["scope"] == "full"


def test_a_result_holds_scores_levels_reasons_and_what_left():
    assessment = an_assessment(
        facts={"fleet": FactAnswer(options=("rowing",))},
        components={
            "2.2": ComponentEntry(not_applicable="No pilots."),
            "1.2": ComponentEntry(move=Move(place=1, reason="It is ready.")),
        },
        answers={
            "1.1.1": an_answer(2),
            "1.1.2": an_answer(2),
            "1.1.3": Answer(value=NotApplicable("No mirror.")),
        },
    )
    told = shown(assessment)
    assert told["components"]["1.1"]["score"] == {
        "low": {"numerator": 50, "denominator": 1, "rounded": "50.0"},
        "high": {"numerator": 50, "denominator": 1, "rounded": "50.0"},
        "claimed": {"numerator": 50, "denominator": 1, "rounded": "50.0"},
    }
    assert told["components"]["1.1"]["level"] == {"low": 2, "high": 2}
    assert told["components"]["1.1"]["trace"] == {
        "clauses": {"share": 2, "critical": 2, "lag": 4},
        "binding": ["share", "critical"],
        "movers": [
            {"question": "1.1.1", "level": 3, "want": "raise", "grade": None},
            {"question": "1.1.2", "level": 3, "want": "raise", "grade": None},
        ],
    }
    assert told["overall"]["level"] is None
    assert told["overall"]["is_too_early"]
    assert told["overall"]["score"]["claimed"] is None
    assert told["questions"]["1.1.1"] == {"low": 2, "high": 2, "grade": "stated"}
    assert told["leaving"] == [
        {"id": "1.1.3", "why": "not_applicable", "reason": "No mirror."},
        {"id": "2.1.3", "why": "not_asked", "reason": "Fleet"},
        {"id": "2.2", "why": "not_applicable", "reason": "No pilots."},
    ]
    first = told["priorities"][0]
    assert (first["component"], first["place"]) == ("1.2", 1)
    assert first["move"] == {"place": 1, "reason": "It is ready."}
    assert set(told["lenses"]) == {"gender-age", "disability"}
    assert set(told["domains"]["D1"]["target"]) == {"numerator", "denominator", "rounded"}


def test_priorities_carry_the_plan_and_a_masked_copy_leaves_out_all_of_a_withheld_component():
    entered = ComponentEntry(
        target=1,
        commitment="Secret pledge",
        plan=Plan(
            owner="Secret office",
            due="2031-07",
            cost_band="large",
            assistance_kind="training",
            assistance="Secret help",
        ),
        move=Move(place=1, reason="Secret reason"),
    )
    open_too = ComponentEntry(plan=Plan(owner="Harbour master", due="2027"))
    assessment = an_assessment(
        components={"1.1": entered, "1.2": open_too},
        answers={"1.1.2": Answer(value=an_answer(1).value, withheld=True)},
    )
    own = {line["component"]: line for line in shown(assessment)["priorities"]}
    assert own["1.1"]["commitment"] == "Secret pledge"
    assert own["1.1"]["plan"] == {
        "owner": "Secret office",
        "due": "2031-07",
        "cost_band": "large",
        "assistance_kind": "training",
        "assistance": "Secret help",
    }
    told = shown(masked(TINY, assessment))
    lines = {line["component"]: line for line in told["priorities"]}
    assert (lines["1.1"]["commitment"], lines["1.1"]["move"]) == ("", None)
    assert set(lines["1.1"]["plan"].values()) == {""}
    assert lines["1.2"]["plan"]["owner"] == "Harbour master"
    assert "ecret" not in json.dumps(told)
    assert "2031-07" not in json.dumps(told)


@pytest.mark.parametrize(
    ("value", "shape", "kept_back"),
    [
        (Result, ResultShape, set()),
        (NodeResult, NodeShape, {"id", "kind", "claimed"}),  # the key, where it stands, and in the score
        (LensResult, LensShape, {"id", "claimed"}),
        (Span, ScoreShape, set()),
        (LevelSpan, LevelShape, set()),
        (Causes, CausesShape, set()),
        (Trace, TraceShape, {"low", "high"}),  # the level of the node
        (Clauses, ClausesShape, set()),
        (Mover, MoverShape, set()),
        (QuestionResult, QuestionShape, {"question", "answer", "least", "is_outdated"}),
        (Line, LineShape, set()),
        (Reason, ReasonShape, set()),
        (Plan, PlanShape, set()),
        (Move, MoveShape, set()),
        (Leaving, LeavingShape, set()),
        (NodeChange, ChangeShape, {"then", "now"}),  # in the score and in the level
        (NotCompared, NotComparedShape, set()),
        (Absence, AbsenceShape, set()),
    ],
)
def test_every_figure_of_the_core_is_published_or_kept_back_by_name(value, shape, kept_back):
    assert {field.name for field in fields(value)} - shape.model_fields.keys() == kept_back

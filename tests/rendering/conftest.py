"""What the tests of reports print: questionnaires, a demonstration, and one with hostile text everywhere."""

from dataclasses import replace

import pytest

from app.answers import parsed_answers
from app.catalogue import checked
from app.core.assessment.answer import (
    Answer,
    NotApplicable,
    Position,
    Positions,
)
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    Country,
    Move,
    Plan,
)
from tests.rendering.hostile import HOSTILE, LONGEST_WORD, ROOT
from tests.shipped import FOLDER, twelve_domains


@pytest.fixture(scope="module")
def questionnaire():
    return twelve_domains()


@pytest.fixture(scope="module")
def tiny():
    return checked(ROOT / "tests/questionnaires/tiny/0.1")


@pytest.fixture(scope="module")
def demonstration(questionnaire):
    return parsed_answers((FOLDER / "demonstrations" / "xa.json").read_text(), questionnaire)


@pytest.fixture(scope="module")
def hostile(questionnaire, demonstration) -> Assessment:
    first, second, *_ = [component.id for _, component in questionnaire.components()]
    plan = Plan(owner=HOSTILE, due=HOSTILE, cost_band=HOSTILE, assistance=LONGEST_WORD)
    return replace(
        demonstration,
        country=Country(code="XA", name=HOSTILE[:60]),
        components={
            first: ComponentEntry(commitment=HOSTILE, plan=plan, move=Move(place=3, reason=HOSTILE)),
            second: ComponentEntry(plan=plan, move=Move(place=1, reason=LONGEST_WORD)),
        },
        answers={
            **demonstration.answers,
            "3.1.2": Answer(
                value=Positions((Position(agency=HOSTILE, level=1), Position(agency=LONGEST_WORD, level=3)))
            ),
            "3.1.3": Answer(value=NotApplicable(HOSTILE + LONGEST_WORD)),
        },
    )

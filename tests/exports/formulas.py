"""Text that a spreadsheet could take for a formula, and an assessment that has it everywhere."""

from app.core.assessment.answer import Answer, NotApplicable, Position, Positions
from app.core.assessment.assessment import ComponentEntry, Move, Plan
from tests.builders import TINY, an_assessment
from tests.reports import a_report

FORMULAS = (
    '=HYPERLINK("http://example.org","here")',
    "@SUM(A1:A9)",
    "+1+1",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    "fine;=1+1",
    "fine\t@SUM(A1)",
    "fine\n=1+1",
    "＝1+1",
    "=cmd|'/C calc'!A0",
)
HOSTILE = "\u202etxt.fdp\u202c \ud800 \x00\x07 <b>&amp;</b> {{ 7 * 7 }} _x0041_ \U0001f4a3 مرحبا"


def said_of(assessment, questionnaire=TINY, *, copy="masked", **about):
    return a_report(questionnaire, assessment, copy=copy, **about)


def hostile(text: str):
    plan = Plan(owner=text, due=text, cost_band=text, assistance_kind="training", assistance=text)
    positions = Positions((Position(agency=text, level=1), Position(agency="Customs", level=3)))
    return an_assessment(
        components={"1.1": ComponentEntry(commitment=text, plan=plan, move=Move(place=2, reason=text))},
        answers={"1.1.1": Answer(value=positions), "1.1.2": Answer(value=NotApplicable(text))},
    )

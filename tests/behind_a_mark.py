"""Assessments that differ only in what a mark hides."""

from dataclasses import replace

from app.core.assessment.answer import Answer, EvidenceItem, Level
from app.core.assessment.assessment import Assessment, ComponentEntry, FactAnswer, Plan
from tests.builders import TINY, an_answer, an_assessment

FIRST = next(iter(TINY.question_by_id))
CANARY = "CANARYWORD"


def answers_under(word: str, *names: str) -> dict[str, Answer]:
    item = EvidenceItem(grade="documented", title=word, dated="2026")
    return {name: Answer(value=Level(4), evidence=(item,), comment=word) for name in names}


NO_COAST = FactAnswer(options=("none",), withheld=True)
CALM = FactAnswer(options=("calm",), withheld=True)
DECLARED = ComponentEntry(not_applicable=CANARY, withheld=True, target=4, commitment=CANARY)
MOTOR = {"fleet": FactAnswer(options=("motor",), withheld=True)}
ROWING = {"fleet": FactAnswer(options=("rowing",))}
BEHIND_A_MARK = {
    "a withheld fact, and what was answered under it": (
        {"facts": {"coast": NO_COAST}},
        {"facts": {"coast": CALM}},
        {"facts": {"coast": NO_COAST}, "answers": answers_under(CANARY, "2.2.1")},
        {"facts": {"coast": CALM}, "components": {"2.2": replace(DECLARED, withheld=False)}},
    ),
    "a withheld fact that decides one question": (
        {"facts": MOTOR},
        {"facts": MOTOR, "answers": answers_under(CANARY, "2.1.3")},
        {"facts": MOTOR, "components": {"2.1": ComponentEntry(target=4, plan=Plan(owner=CANARY))}},
    ),
    "a withheld declaration, and what was answered under it": (
        {"components": {"2.2": DECLARED}},
        {"components": {"2.2": DECLARED}, "answers": answers_under(CANARY, "2.2.1")},
        {"answers": {"2.2.1": Answer(value=Level(1), withheld=True, comment=CANARY)}},
    ),
    "an answer that is not asked": (
        {"facts": ROWING},
        {"facts": ROWING, "answers": answers_under(CANARY, "2.1.3")},
    ),
    "an answer under a declaration": (
        {"components": {"2.2": ComponentEntry(not_applicable="Inland.")}},
        {
            "components": {"2.2": ComponentEntry(not_applicable="Inland.")},
            "answers": answers_under(CANARY, "2.2.1"),
        },
    ),
}


def assessments_of(what: str) -> list[Assessment]:
    return [
        an_assessment(**{**parts, "answers": {FIRST: an_answer(3), **parts.get("answers", {})}})
        for parts in BEHIND_A_MARK[what]
    ]

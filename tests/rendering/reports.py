"""A report of any assessment, ready to be printed, and what an assessment can be at its edges."""

from dataclasses import replace
from datetime import date

from app.answers import encoded_answers
from app.core.assessment.answer import Answer, EvidenceItem, Level, NotApplicable, NotKnown
from app.core.assessment.assessment import Assessment, ComponentEntry, Country
from app.rendering.press import Attachment
from app.rendering.report import report_page
from tests.rendering.hostile import HOSTILE, LONG_NAME
from tests.reports import a_report

STATEMENT = "Self-assessment by the State; not a measure of compliance"


def printable(questionnaire, assessment, *, copy="masked", code="en", **about):
    report = a_report(questionnaire, assessment, copy=copy, **about)
    answers = Attachment(
        name="answers.json",
        mime_type="application/json",
        description="The answers",
        text=encoded_answers(report.assessment),
    )
    return report_page(report, code, [answers])


def empty(questionnaire) -> Assessment:
    return Assessment(
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        country=Country(code="XA", name="Xandoria"),
        reference_date=date(2026, 10, 31),
    )


def extremes(questionnaire):
    """What an assessment can be at its edges, by name."""
    every = [question for _, _, question in questionnaire.questions()]
    whole = empty(questionnaire)
    evidence = EvidenceItem(
        grade="documented",
        title="Decree " * 70,
        owner=LONG_NAME * 7,
        place="\U0001f4a3" * 400,
        dated="2026-01",
    )
    leaving = {one.id: Answer(value=NotApplicable("None here. " * 40)) for one in every if one.may_be_na}
    words = "five thousand words are what a committee can write " * 600
    return {
        "everything unknown": replace(whole, answers={one.id: Answer(value=NotKnown()) for one in every}),
        "as much not applicable as allowed": replace(
            whole,
            answers={one.id: Answer(value=Level(1)) for one in every} | leaving,
            components={
                component.id: ComponentEntry(not_applicable=HOSTILE)
                for _, component in questionnaire.components()
                if component.may_be_na
            },
        ),
        "comments of 5,000 words": replace(
            whole,
            country=Country(code="XA", name=LONG_NAME[:60]),
            answers={one.id: Answer(value=Level(2), comment=words, evidence=(evidence,)) for one in every},
        ),
    }

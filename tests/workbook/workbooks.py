"""A workbook of the tiny questionnaire, and the blocks that are read from it."""

from datetime import UTC, datetime

from app.core.assessment.answer import OPEN
from app.core.assessment.assessment import Country
from app.rendering.language import language
from app.workbook import AskedRow, Origin, parsed_workbook, workbook_file
from tests.builders import TINY

ORIGIN = Origin(questionnaire="tiny", version="0.1", questionnaire_hash="1" * 64, assessment="here")
MOMENT = datetime(2026, 11, 24, 14, 32, tzinfo=UTC)
SIGNS = "_x0041_x0042_ and _x005F_x000D_"
HOSTILE = (
    "=1+1",
    "+41 22",
    "-5",
    "@SUM(A1)",
    "\tx",
    SIGNS,
    "<r>a & <b></r>",
    "עברית مرحبا",
    "=cmd|' /C calc'!A0",
)
QUESTIONS = list(TINY.question_by_id.values())


def workbook(given=None, *, code="en", country="Xandoria", marking="", revision=1) -> bytes:
    given = given or {}
    asked = [
        AskedRow(domain=domain, question=question, answer=given.get(question.id, OPEN), revision=revision)
        for domain, _, question in TINY.questions()
    ]
    return workbook_file(
        ORIGIN,
        asked,
        TINY,
        language(code),
        country=Country(code="XA", name=country),
        marking=marking,
        now=MOMENT,
    )


def blocks(content: bytes):
    return {block.question: block for block in parsed_workbook(content).blocks}

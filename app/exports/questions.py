"""The tables of the questions with the state of their answers, and of the paragraphs they ask about."""

from typing import assert_never

from app.core.assessment.answer import Answer, Level, NotApplicable, NotKnown, Positions, Range
from app.core.method.exclusion import Leaving
from app.core.method.question_result import QuestionResult
from app.core.questionnaire.paragraphs import linked_paragraphs
from app.core.questionnaire.questionnaire import Question
from app.core.reports.report import Report
from app.exports.speech import Speech
from app.exports.table import Table, table


def questions(report: Report, speech: Speech) -> Table:
    """Each question: whether it is asked, how it is answered, and the levels that this stands for.

    Notes and documents stay in the answers file.
    """
    say, questionnaire, results = speech.say, report.questionnaire, report.result.question_by_id
    left = {one.id: one for one in report.result.leaving}
    grades = {grade.id: grade.name for grade in questionnaire.evidence.grades}

    def gone(question: Question) -> Leaving | None:
        return left.get(question.id) or left.get(questionnaire.component_of[question.id].id)

    def state(question: Question) -> str:
        leaving = gone(question)
        return speech.word("leaves", leaving) if leaving else _state(results[question.id], speech)

    def reason(question: Question) -> str:
        leaving = gone(question)
        return leaving.reason if leaving else _beside_the_levels(results[question.id].answer, speech)

    def answered(question: Question) -> QuestionResult | None:
        found = results.get(question.id)
        return found if found and found.is_answered else None

    def grade(question: Question) -> str:
        found = answered(question)
        return grades[found.grade] if found and found.grade else ""

    return table(
        "questions",
        say("Questions"),
        [question for _, _, question in questionnaire.questions()],
        (
            ("domain_code", say("Domain"), lambda one: questionnaire.domain_of[one.id].id),
            ("component_code", say("Component"), lambda one: questionnaire.component_of[one.id].id),
            ("code", say("Code"), lambda one: one.id),
            ("question", say("Question"), lambda one: one.text),
            ("critical", say("Critical"), lambda one: speech.yes(is_so=one.critical)),
            ("state", say("Answer"), state),
            (
                "level_supported",
                say("Level, supported"),
                lambda one: results[one.id].low if one.id in results else None,
            ),
            (
                "level_claimed",
                say("Level, claimed"),
                lambda one: found.least if (found := answered(one)) else None,
            ),
            (
                "level_possible",
                say("Level, possible"),
                lambda one: results[one.id].high if one.id in results else None,
            ),
            ("grade", say("Evidence"), grade),
            (
                "outdated",
                say("A document is too old"),
                lambda one: speech.yes(is_so=one.id in results and results[one.id].is_outdated),
            ),
            ("reason_or_positions", say("Reason, or positions"), reason),
        ),
    )


def paragraphs(report: Report, speech: Speech) -> Table:
    """Each paragraph of the source in our words, with the questions about it."""
    say = speech.say
    return table(
        "paragraphs",
        say("Paragraphs"),
        linked_paragraphs(report.questionnaire),
        (
            ("paragraph", say("Paragraph"), lambda row: speech.capital("paragraph", row.paragraph)),
            ("about", say("In our words"), lambda row: row.paragraph.about),
            ("questions", say("Questions"), lambda row: ", ".join(row.direct)),
            ("derived", say("Questions, derived"), lambda row: ", ".join(row.derived)),
            ("not_assessable", say("Not assessable"), lambda row: row.paragraph.not_assessable),
            (
                "later_documents",
                say("Later document"),
                lambda row: "; ".join(f"{one.document}, {one.paragraph}" for one in row.paragraph.successors),
            ),
        ),
    )


def _state(result: QuestionResult, speech: Speech) -> str:
    match result.answer.value:
        case None | NotKnown() | NotApplicable():
            return speech.word("no_answer", result.answer.unanswered)
        case Level():
            return speech.say("answered")
        case Range():
            return speech.say("answered between two levels")
        case Positions():
            return speech.say("positions differ")
        case _:  # pragma: no cover - the type checker proves it
            assert_never(result.answer.value)


def _beside_the_levels(answer: Answer, speech: Speech) -> str:
    """What is said beside the levels: positions of agencies, or a reason that does not let it leave."""
    sentence = speech.say("%(agency)s: %(level)s")
    held = "; ".join(sentence % {"agency": one.agency, "level": one.level} for one in answer.positions)
    return held or answer.declared_reason or ""

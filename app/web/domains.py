"""Page: all questions of a domain, each a form of its own that is saved alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.assessment.answer import Answer
from app.core.assessment.journal import Entry, Kind, Subject
from app.core.method.progress import questions_asked
from app.core.method.question_result import QuestionResult, question_result
from app.core.questionnaire.questionnaire import Domain, Question
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.services.assessments import Opened
from app.services.writing import new_mutation
from app.web.answer_form import AnswerForm
from app.web.errors import FieldError
from app.web.frame import shown
from app.web.missing import missing_by_node
from app.web.opening import TheAssessment, TheDomain

router = APIRouter(prefix="/assessments/{assessment_id}/domains")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question with its form.

    `then`: what was said in the earlier assessment. `is_met`: two answers wait for a choice. `errors`: what
    the saved answer still lacks.
    """

    question: Question
    typed: AnswerForm
    base: int
    mutation: str
    saved: Entry | None
    worth: QuestionResult
    then: Answer | None
    is_met: bool
    errors: tuple[FieldError, ...]


@router.get("/{domain_id}/questions")
def show(parts: TheParts, opened: TheAssessment, domain: TheDomain, author: TheAuthor) -> HTMLResponse:
    """The questions that are asked, in order; each form is sent to the address of its question."""
    asked = tuple(_asked(parts, opened, domain))
    ids = {one.question.id for one in asked}
    return shown(
        parts,
        "questions/domain.html",
        opened=opened,
        here="questions",
        author=author,
        domain=domain,
        components=[
            component
            for component in domain.components
            if any(question.id in ids for question in component.questions)
        ],
        asked=asked,
    )


def _asked(parts: Parts, opened: Opened, domain: Domain) -> Iterator[Asked]:
    lacks = missing_by_node(parts, opened)
    for question in questions_asked(opened.questionnaire, opened.assessment):
        if opened.questionnaire.domain_of[question.id] is domain:
            subject = Subject(Kind.ANSWER, question.id)
            yield Asked(
                question=question,
                typed=AnswerForm.of(opened.assessment.answer(question.id)),
                base=opened.journal.revision(subject),
                mutation=new_mutation(),
                saved=opened.journal.newest.get(subject),
                worth=question_result(
                    opened.questionnaire,
                    question,
                    opened.assessment.answer(question.id),
                    opened.assessment.reference_date,
                ),
                then=opened.earlier.answer(question) if opened.earlier else None,
                is_met=bool(opened.journal.conflicts_of(question.id)),
                errors=lacks.get(question.id, ()),
            )

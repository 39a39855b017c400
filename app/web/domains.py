"""Page: all questions of a domain, each a form of its own that is saved alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.assessment.answer import Answer
from app.core.assessment.journal import Entry, Subject, SubjectKind
from app.core.method.progress import questions_asked
from app.core.method.question_result import QuestionResult, question_result
from app.core.questionnaire.questionnaire import Component, Domain, Question
from app.services.writing import new_mutation
from app.web.answer_form import AnswerForm
from app.web.errors import FieldError
from app.web.frame import Page
from app.web.missing import missing_by_node
from app.web.path import TheDomain
from app.web.visit import TheVisit, Visit

router = APIRouter(prefix="/assessments/{assessment_id}/domains")


@dataclass(frozen=True, kw_only=True)
class QuestionForm:
    """One question with its form.

    `earlier`: the answer in the earlier assessment. `is_met`: two answers wait for a choice. `errors`: what
    the saved answer still lacks.
    """

    question: Question
    typed: AnswerForm
    base: int
    mutation: str
    saved: Entry | None
    worth: QuestionResult
    earlier: Answer | None
    is_met: bool
    errors: tuple[FieldError, ...]


class DomainQuestionsPage(Page, template="questions/domain.html", here="questions"):
    """All questions of a domain that are asked, each with its form; `components`: those that have one."""

    domain: Domain
    components: list[Component]
    asked: tuple[QuestionForm, ...]


@router.get("/{domain_id}/questions")
def show(visit: TheVisit, domain: TheDomain) -> HTMLResponse:
    """The questions that are asked, in order; each form is sent to the address of its question."""
    asked = tuple(_asked(visit, domain))
    ids = {one.question.id for one in asked}
    return visit.page(
        DomainQuestionsPage(
            domain=domain,
            components=[
                component
                for component in domain.components
                if any(question.id in ids for question in component.questions)
            ],
            asked=asked,
        )
    )


def _asked(visit: Visit, domain: Domain) -> Iterator[QuestionForm]:
    lacks = missing_by_node(visit)
    for question in questions_asked(visit.opened.questionnaire, visit.opened.assessment):
        if visit.opened.questionnaire.domain_of[question.id] is domain:
            subject = Subject(SubjectKind.ANSWER, question.id)
            yield QuestionForm(
                question=question,
                typed=AnswerForm.of(visit.opened.assessment.answer(question.id)),
                base=visit.opened.journal.revision(subject),
                mutation=new_mutation(),
                saved=visit.opened.journal.newest.get(subject),
                worth=question_result(
                    visit.opened.questionnaire,
                    question,
                    visit.opened.assessment.answer(question.id),
                    visit.opened.assessment.reference_date,
                ),
                earlier=visit.opened.earlier.answer(question) if visit.opened.earlier else None,
                is_met=bool(visit.opened.journal.conflicts_of(question.id)),
                errors=lacks.get(question.id, ()),
            )

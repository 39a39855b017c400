"""Pages: the task list, a domain with its questions, and the mark that a domain is finished."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from app.core.assessment.journal import DomainMark, Subject, SubjectKind
from app.core.method.exclusion import Leaving, leaving
from app.core.method.progress import (
    Concern,
    DomainProgress,
    Office,
    Status,
    blockers,
    minutes,
    next_open,
    offices_to_invite,
    open_questions,
    progress,
    questions_asked,
)
from app.core.questionnaire.questionnaire import Domain, Fact, Question
from app.services import saving
from app.services.earlier import waiting
from app.services.saving import StaleError
from app.web.frame import Page, Posted, gone_to
from app.web.path import LeftOpen, TheDomain
from app.web.visit import TheEditingVisit, TheVisit

router = APIRouter(prefix="/assessments/{assessment_id}")


class TasksPage(Page, template="tasks/tasks.html", here="tasks"):
    """The task list; `unconfirmed`: the open questions whose earlier answer can be confirmed."""

    left_open: str
    domains: tuple[DomainProgress, ...]
    asked: int
    settled: int
    needing: int
    minutes: int
    unconfirmed: tuple[Question, ...]
    next_question: Question | None
    open_facts: list[Fact]


class TasksOfDomainPage(Page, template="tasks/domain.html", here="questions"):
    """A domain with its questions; `asked`: the ids of those asked."""

    left_open: str
    domain: Domain
    progress: DomainProgress
    asked: set[str]
    minutes: int
    offices: tuple[Office, ...]
    offices_of: Mapping[str, tuple[Office, ...]]
    leaving: Mapping[str, Leaving]
    concerns: Mapping[str, Concern]


@router.get("")
def tasks(visit: TheVisit, left_open: LeftOpen) -> HTMLResponse:
    """The task list: every domain with its status in words and its counts; never a score."""
    domains = progress(visit.opened.questionnaire, visit.opened.assessment, visit.opened.journal)
    return visit.page(
        TasksPage(
            left_open=left_open,
            domains=domains,
            asked=sum(domain.asked for domain in domains),
            settled=sum(domain.settled for domain in domains),
            needing=sum(1 for domain in domains if domain.status is Status.NEEDS_YOU),
            minutes=minutes(open_questions(visit.opened.questionnaire, visit.opened.assessment)),
            unconfirmed=waiting(visit.opened.earlier, visit.opened.questionnaire, visit.opened.assessment),
            next_question=next_open(visit.opened.questionnaire, visit.opened.assessment),
            open_facts=[
                fact
                for fact in visit.opened.questionnaire.facts
                if fact.id not in visit.opened.assessment.profile
            ],
        )
    )


@router.get("/domains/{domain_id}")
def show_domain(visit: TheVisit, domain: TheDomain, left_open: LeftOpen) -> HTMLResponse:
    """A domain's questions with what is said to each, and "have you finished this domain?"."""
    domains = progress(visit.opened.questionnaire, visit.opened.assessment, visit.opened.journal)
    asked = [
        question
        for question in questions_asked(visit.opened.questionnaire, visit.opened.assessment)
        if visit.opened.questionnaire.domain_of[question.id] is domain
    ]
    waiting = open_questions(visit.opened.questionnaire, visit.opened.assessment)
    return visit.page(
        TasksOfDomainPage(
            left_open=left_open,
            domain=domain,
            progress=next(one for one in domains if one.domain.id == domain.id),
            asked={question.id for question in asked},
            minutes=minutes(question for question in waiting if question in asked),
            offices=offices_to_invite(asked),
            offices_of={
                component.id: offices_to_invite(one for one in component.questions if one in asked)
                for component in domain.components
            },
            leaving=leaving(visit.opened.questionnaire, visit.opened.assessment),
            concerns={
                concern.id: concern
                for concern in blockers(
                    visit.opened.questionnaire, visit.opened.assessment, visit.opened.journal
                )
            },
        )
    )


@router.post("/domains/{domain_id}")
def mark_domain(visit: TheEditingVisit, domain: TheDomain, form: Posted) -> Response:
    """Mark a domain as finished, or take the mark back; the newest word stands."""
    subject, mark = (
        Subject(SubjectKind.DOMAIN, domain.id),
        DomainMark(is_finished=form.get("finished") == "yes"),
    )
    try:
        marked = saving.save(
            visit.parts.database,
            visit.opened.id,
            subject,
            visit.act(form),
            base=visit.opened.journal.revision(subject),
            content=mark,
        )
        is_other = marked is not None and marked.content != mark
    except StaleError:
        is_other = True
    # Where another person marked it at the same moment, the page of the domain says how.
    return gone_to(visit.address() + (f"/domains/{domain.id}" if is_other else ""))

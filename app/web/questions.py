"""Pages: one question with its answer, and the choice between two answers that met."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.core.assessment.answer import Answer
from app.core.assessment.conflict import ConflictView
from app.core.assessment.journal import Entry, Subject, SubjectKind, of_kind
from app.core.errors import AnswersRefusedError
from app.core.method.progress import (
    is_settled,
    neighbours,
    next_open,
    questions_asked,
)
from app.core.method.question_result import QuestionResult, question_result
from app.core.questionnaire.glossary import terms_in
from app.core.questionnaire.questionnaire import Component, Domain, Question, Term
from app.rendering.environment import page
from app.services import saving
from app.services.assessments import Opened
from app.services.earlier import confirmable
from app.services.saving import StaleError
from app.services.writing import new_mutation
from app.web.answer_form import AnswerForm
from app.web.answer_rows import places_after
from app.web.errors import FieldError, errors_of
from app.web.finished import NotTakenError, Written
from app.web.frame import (
    Page,
    Posted,
    Unsaved,
    gone_to,
    revision,
)
from app.web.missing import missing
from app.web.path import LeftOpen, TheQuestion
from app.web.saving import FETCHED, BuiltOn, ByItself, SaveOutcome, merged_words, saved
from app.web.shown_places import FIELD
from app.web.visit import TheEditingVisit, TheVisit, Visit

router = APIRouter(prefix="/assessments/{assessment_id}/questions")


class QuestionPage(Page, template="questions/question.html", here="questions"):
    """One question with its form. `merged` is a sentence; `earlier`: the answer in the earlier one."""

    unsaved: Unsaved
    left_open: str
    is_adding: bool
    merged: str
    is_chosen_already: bool
    question: Question
    component: Component
    domain: Domain
    terms: tuple[Term, ...]
    typed: AnswerForm
    errors: tuple[FieldError, ...]
    is_refused: bool
    base: int
    was: str
    saved: Entry | None
    worth: QuestionResult
    conflicts: tuple[ConflictView, ...]
    earlier: Answer | None
    can_confirm: bool
    confirmation: str
    is_asked: bool
    before: Question | None
    after: Question | None


@router.get("")
def all_questions(visit: TheVisit, after: str = "") -> Response:
    """The next open question, looking on from `after`; where none is open, the first."""
    questionnaire = visit.opened.questionnaire
    question = next_open(questionnaire, visit.opened.assessment, after) or next(
        iter(questions_asked(questionnaire, visit.opened.assessment))
    )
    return gone_to(visit.address(f"/questions/{question.id}"))


@router.get("/{question_id}")
def show(
    visit: TheVisit,
    question: TheQuestion,
    left_open: LeftOpen,
    document: str = "",
    merged: str = "",
) -> HTMLResponse:
    """One question, with what is saved, what is missing in it and any conflict that waits.

    `merged`: the fields that another person changed while this one saved others.
    """
    typed = AnswerForm.of(visit.opened.assessment.answer(question.id))
    lacks = missing(visit, question.id)
    return _page(
        visit,
        question,
        typed,
        missing=lacks,
        left_open=left_open,
        is_adding=document == "another",
        merged=merged,
    )


@router.post("/{question_id}")
def save(
    visit: TheEditingVisit,
    question: TheQuestion,
    form: Posted,
    by_itself: ByItself,
) -> Response:
    """Save the answer on the revision that the form showed, and go on; or tell what became of it."""
    typed, subject = AnswerForm.posted(form), Subject(SubjectKind.ANSWER, question.id)
    built_on = BuiltOn.sent(visit, subject, form)
    was = of_kind(built_on.content, Answer)
    answer, errors = typed.answer(visit.opened.questionnaire, question, was, visit.say)
    outcome = (
        SaveOutcome(state="wrong", errors=errors) if errors else saved(visit, subject, answer, built_on, form)
    ).at(visit.opened)
    if outcome.state == "finished" and not by_itself:
        raise NotTakenError(*(() if errors else (Written(subject=subject, content=answer),)))
    return (
        _as_json(visit, question, outcome, form, was)
        if by_itself
        else _answered(visit, question, typed, outcome, form)
    )


@router.post("/{question_id}/confirm")
def confirm(visit: TheEditingVisit, question: TheQuestion, form: Posted) -> Response:
    """Save what was said in the earlier assessment as the answer of this one, and go on."""
    answer = confirmable(visit.opened.earlier, visit.opened.questionnaire, question)
    if answer is None:
        raise HTTPException(404)
    subject = Subject(SubjectKind.ANSWER, question.id)
    built_on = BuiltOn.sent(visit, subject, form)
    outcome = saved(visit, subject, answer, built_on, form).at(visit.opened)
    if outcome.state == "finished":
        raise NotTakenError(Written(subject=subject, content=answer))
    return _answered(visit, question, AnswerForm.of(answer), outcome, form)


def _worth(opened: Opened, question: Question) -> QuestionResult:
    """What the saved answer claims, and what its evidence supports."""
    about = opened.assessment
    return question_result(opened.questionnaire, question, about.answer(question.id), about.reference_date)


def _as_json(visit: Visit, question: Question, outcome: SaveOutcome, form: FormData, was: Answer) -> Response:
    """To a form that saves by itself."""
    if outcome.state != "saved" or outcome.built_on is None:
        return outcome.as_json(visit)
    content = of_kind(outcome.built_on.content, Answer)
    now = visit.again()
    places = places_after(form, now.opened.questionnaire, was, content)
    return outcome.as_json(
        visit,
        claims=page(
            visit.parts.language,
            "web/questions/claims.html",
            questionnaire=now.opened.questionnaire,
            worth=_worth(now.opened, question),
        ),
        onward=_onward(now, question, outcome, form),
        missing=missing(now, question.id),
        places={FIELD: places} if places or form.get(FIELD) else {},
    )


def _answered(
    visit: Visit,
    question: Question,
    typed: AnswerForm,
    outcome: SaveOutcome,
    form: FormData,
) -> Response:
    """As a page."""
    if outcome.state in {"wrong", "busy"}:
        return _page(visit, question, typed, outcome, form=form)
    now = visit.again()
    if outcome.state == "saved":
        return gone_to(_onward(now, question, outcome, form))
    # A stale answer is kept as a conflict; this page shows mine, theirs and before.
    if outcome.stale is not None and isinstance(outcome.stale.mine, Answer):
        typed = typed.over(outcome.stale.mine)
    return _page(now, question, typed, outcome, form=form)


@router.post("/{question_id}/conflicts/{conflict}")
def resolve(
    visit: TheEditingVisit,
    question: TheQuestion,
    conflict: str,
    form: Posted,
) -> Response:
    """Let one of two answers stand, or keep both as positions of agencies."""
    try:
        saving.resolve(
            visit.parts.database,
            visit.opened.id,
            Subject(SubjectKind.CONFLICT, conflict),
            visit.act(form),
            choice=str(form.get("choice", "")),
            base=revision(form, "base"),
        )
    except StaleError as stale:
        # A third answer came in between: the notice now shows that one.
        outcome = SaveOutcome(state="stale", stale=stale)
    except AnswersRefusedError as refused:
        outcome = SaveOutcome(state="wrong", errors=errors_of(refused, "value-0"))
    else:
        return gone_to(visit.address(f"/questions/{question.id}"))
    now = visit.again()
    return _page(now, question, AnswerForm.of(now.opened.assessment.answer(question.id)), outcome)


def _onward(visit: Visit, question: Question, outcome: SaveOutcome, form: FormData) -> str:
    here = visit.address()
    if outcome.merged:
        return f"{here}/questions/{question.id}?merged={','.join(outcome.merged)}"
    domain, next_page = visit.opened.questionnaire.domain_of[question.id], form.get("then")
    if next_page == "domain":
        return f"{here}/domains/{domain.id}/questions#q-{question.id}"
    if missing(visit, question.id) or next_page == "evidence":
        return f"{here}/questions/{question.id}" + (
            "?document=another#evidence" if next_page == "evidence" else ""
        )
    is_open = not is_settled(visit.opened.assessment, question.id)
    left_open = f"?left_open={question.id}" if is_open else ""
    if next_page == "tasks":
        return here + left_open
    _, after = neighbours(questions_asked(visit.opened.questionnaire, visit.opened.assessment), question.id)
    if after is not None and visit.opened.questionnaire.domain_of[after.id] is domain:
        return f"{here}/questions/{after.id}{left_open}"
    return f"{here}/domains/{domain.id}{left_open}"


def _page(
    visit: Visit,
    question: Question,
    typed: AnswerForm,
    outcome: SaveOutcome = FETCHED,
    *,
    missing: tuple[FieldError, ...] = (),
    form: FormData | None = None,
    left_open: str = "",
    is_adding: bool = False,
    merged: str = "",
) -> HTMLResponse:
    subject = Subject(SubjectKind.ANSWER, question.id)
    questionnaire = visit.opened.questionnaire
    component = questionnaire.component_of[question.id]
    asked = questions_asked(questionnaire, visit.opened.assessment)
    before, after = neighbours(asked, question.id)
    refused = form if outcome.is_refused else None
    return visit.page(
        QuestionPage(
            unsaved=outcome.unsaved,
            left_open=left_open,
            is_adding=is_adding,
            merged=merged_words(merged.split(","), visit.say),
            is_chosen_already=outcome.stale is not None
            and outcome.stale.conflict not in visit.opened.journal.conflicts,
            question=question,
            component=component,
            domain=questionnaire.domain_of[question.id],
            terms=terms_in(questionnaire, question),
            typed=typed,
            errors=outcome.errors or missing,
            is_refused=refused is not None,
            # What is not saved stays on the revision that its form showed, or it would overwrite a later one.
            base=visit.opened.journal.revision(subject) if refused is None else revision(refused, "base"),
            was="" if refused is None else str(refused.get("was", "")),
            saved=visit.opened.journal.newest.get(subject),
            worth=_worth(visit.opened, question),
            conflicts=saving.conflicts(visit.parts.database, visit.opened, question.id),
            earlier=visit.opened.earlier.answer(question) if visit.opened.earlier else None,
            can_confirm=not is_settled(visit.opened.assessment, question.id)
            and confirmable(visit.opened.earlier, questionnaire, question) is not None,
            confirmation=new_mutation(),
            is_asked=question in asked,
            before=before,
            after=after,
        ),
        status=outcome.status,
    )

"""Pages: one question with its answer, and the choice between two answers that met."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.core.assessment.answer import Answer
from app.core.assessment.journal import Kind, Subject, of_kind
from app.core.errors import AnswersRefusedError
from app.core.method.progress import (
    is_settled,
    neighbours,
    next_open,
    questions_asked,
)
from app.core.method.question_result import QuestionResult, question_result
from app.core.questionnaire.glossary import terms_in
from app.core.questionnaire.questionnaire import Question
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.rendering.environment import page
from app.services import saving
from app.services.assessments import Opened
from app.services.earlier import confirmable
from app.services.saving import StaleError
from app.services.writing import new_mutation
from app.web.answer_form import AnswerForm, places_after
from app.web.errors import FieldError, told
from app.web.finished import NotTakenError, Written
from app.web.frame import (
    Posted,
    act_of,
    gone_to,
    revision,
    say,
    shown,
)
from app.web.missing import missing
from app.web.opening import LeftOpen, TheAssessment, TheQuestion
from app.web.saving import FETCHED, BuiltOn, ByItself, Outcome, merged_words, saved
from app.web.shown_places import FIELD

router = APIRouter(prefix="/assessments/{assessment_id}/questions")


@router.get("")
def all_questions(opened: TheAssessment, after: str = "") -> Response:
    """The next open question, looking on from `after`; where none is open, the first."""
    questionnaire = opened.questionnaire
    question = next_open(questionnaire, opened.assessment, after) or next(
        iter(questions_asked(questionnaire, opened.assessment))
    )
    return gone_to(f"/assessments/{opened.id}/questions/{question.id}")


@router.get("/{question_id}")
def show(
    parts: TheParts,
    opened: TheAssessment,
    question: TheQuestion,
    author: TheAuthor,
    left_open: LeftOpen,
    document: str = "",
    merged: str = "",
) -> HTMLResponse:
    """One question, with what is saved, what is missing in it and any conflict that waits.

    `merged`: the fields that another person changed while this one saved others.
    """
    typed = AnswerForm.of(opened.assessment.answer(question.id))
    lacks = missing(parts, opened, question.id)
    return _page(
        parts,
        opened,
        question,
        typed,
        missing=lacks,
        author=author,
        left_open=left_open,
        is_adding=document == "another",
        merged=merged,
    )


@router.post("/{question_id}")
def save(
    parts: TheParts,
    opened: TheAssessment,
    question: TheQuestion,
    form: Posted,
    author: TheAuthor,
    by_itself: ByItself,
) -> Response:
    """Save the answer on the revision that the form showed, and go on; or tell what became of it."""
    typed, subject = AnswerForm.posted(form), Subject(Kind.ANSWER, question.id)
    built_on = BuiltOn.sent(parts, opened, subject, form)
    was = of_kind(built_on.content, Answer)
    answer, errors = typed.answer(opened.questionnaire, question, was, say(parts))
    outcome = (
        Outcome(state="wrong", errors=errors)
        if errors
        else saved(parts, opened, subject, answer, built_on, form, author)
    ).at(opened)
    if outcome.state == "finished" and not by_itself:
        raise NotTakenError(*(() if errors else (Written(subject=subject, content=answer),)))
    return (
        _told(parts, opened, question, outcome, form, was)
        if by_itself
        else _answered(parts, opened, question, typed, outcome, form, author)
    )


@router.post("/{question_id}/confirm")
def confirm(
    parts: TheParts, opened: TheAssessment, question: TheQuestion, form: Posted, author: TheAuthor
) -> Response:
    """Save what was said in the earlier assessment as the answer of this one, and go on."""
    answer = confirmable(opened.earlier, opened.questionnaire, question)
    if answer is None:
        raise HTTPException(404)
    subject = Subject(Kind.ANSWER, question.id)
    built_on = BuiltOn.sent(parts, opened, subject, form)
    outcome = saved(parts, opened, subject, answer, built_on, form, author).at(opened)
    if outcome.state == "finished":
        raise NotTakenError(Written(subject=subject, content=answer))
    return _answered(parts, opened, question, AnswerForm.of(answer), outcome, form, author)


def _worth(opened: Opened, question: Question) -> QuestionResult:
    """What the saved answer claims, and what its evidence supports."""
    about = opened.assessment
    return question_result(opened.questionnaire, question, about.answer(question.id), about.reference_date)


def _told(
    parts: Parts, opened: Opened, question: Question, outcome: Outcome, form: FormData, was: Answer
) -> Response:
    """To a form that saves by itself."""
    if outcome.state != "saved" or outcome.built_on is None:
        return outcome.told(parts)
    content = of_kind(outcome.built_on.content, Answer)
    now = opened.again(parts.database)
    places = places_after(form, now.questionnaire, was, content)
    return outcome.told(
        parts,
        claims=page(
            parts.language,
            "web/questions/claims.html",
            questionnaire=now.questionnaire,
            worth=_worth(now, question),
        ),
        onward=_onward(parts, now, question, outcome, form),
        missing=missing(parts, now, question.id),
        places={FIELD: places} if places or form.get(FIELD) else {},
    )


def _answered(
    parts: Parts,
    opened: Opened,
    question: Question,
    typed: AnswerForm,
    outcome: Outcome,
    form: FormData,
    author: str,
) -> Response:
    """As a page."""
    if outcome.state in {"wrong", "busy"}:
        return _page(parts, opened, question, typed, outcome, form=form, author=author)
    now = opened.again(parts.database)
    if outcome.state == "saved":
        return gone_to(_onward(parts, now, question, outcome, form))
    # A stale answer is kept as a conflict; this page shows mine, theirs and before.
    if outcome.stale is not None and isinstance(outcome.stale.mine, Answer):
        typed = typed.over(outcome.stale.mine)
    return _page(parts, now, question, typed, outcome, form=form, author=author)


@router.post("/{question_id}/conflicts/{conflict}")
def resolve(
    parts: TheParts,
    opened: TheAssessment,
    question: TheQuestion,
    conflict: str,
    form: Posted,
    author: TheAuthor,
) -> Response:
    """Let one of two answers stand, or keep both as positions of agencies."""
    try:
        saving.resolve(
            parts.database,
            opened.id,
            Subject(Kind.CONFLICT, conflict),
            act_of(parts, form, author),
            choice=str(form.get("choice", "")),
            base=revision(form, "base"),
        )
    except StaleError as stale:
        # A third answer came in between: the notice now shows that one.
        outcome = Outcome(state="stale", stale=stale)
    except AnswersRefusedError as refused:
        outcome = Outcome(state="wrong", errors=told(refused, "value-0"))
    else:
        return gone_to(f"/assessments/{opened.id}/questions/{question.id}")
    now = opened.again(parts.database)
    return _page(
        parts, now, question, AnswerForm.of(now.assessment.answer(question.id)), outcome, author=author
    )


def _onward(parts: Parts, opened: Opened, question: Question, outcome: Outcome, form: FormData) -> str:
    here = f"/assessments/{opened.id}"
    if outcome.merged:
        return f"{here}/questions/{question.id}?merged={','.join(outcome.merged)}"
    domain = opened.questionnaire.domain_of[question.id]
    if form.get("then") == "domain":
        return f"{here}/domains/{domain.id}/questions#q-{question.id}"
    if missing(parts, opened, question.id) or form.get("then") == "evidence":
        return f"{here}/questions/{question.id}" + (
            "?document=another#evidence" if form.get("then") == "evidence" else ""
        )
    is_open = not is_settled(opened.assessment, question.id)
    left_open = f"?left_open={question.id}" if is_open else ""
    if form.get("then") == "tasks":
        return here + left_open
    _, after = neighbours(questions_asked(opened.questionnaire, opened.assessment), question.id)
    if after is not None and opened.questionnaire.domain_of[after.id] is domain:
        return f"{here}/questions/{after.id}{left_open}"
    return f"{here}/domains/{domain.id}{left_open}"


def _page(
    parts: Parts,
    opened: Opened,
    question: Question,
    typed: AnswerForm,
    outcome: Outcome = FETCHED,
    *,
    missing: tuple[FieldError, ...] = (),
    form: FormData | None = None,
    author: str = "",
    left_open: str = "",
    is_adding: bool = False,
    merged: str = "",
) -> HTMLResponse:
    subject = Subject(Kind.ANSWER, question.id)
    questionnaire = opened.questionnaire
    component = questionnaire.component_of[question.id]
    asked = questions_asked(questionnaire, opened.assessment)
    before, after = neighbours(asked, question.id)
    refused = form if outcome.is_refused else None
    return shown(
        parts,
        "questions/question.html",
        status=outcome.status,
        opened=opened,
        here="questions",
        author=author,
        unsaved=outcome.unsaved,
        left_open=left_open,
        is_adding=is_adding,
        merged=merged_words(merged.split(","), say(parts)),
        is_chosen_already=outcome.stale is not None
        and outcome.stale.conflict not in opened.journal.conflicts,
        question=question,
        component=component,
        domain=questionnaire.domain_of[question.id],
        terms=terms_in(questionnaire, question),
        typed=typed,
        errors=outcome.errors or missing,
        is_refused=refused is not None,
        # What is not saved stays on the revision that its form showed, or it would overwrite a later one.
        base=opened.journal.revision(subject) if refused is None else revision(refused, "base"),
        was="" if refused is None else str(refused.get("was", "")),
        saved=opened.journal.newest.get(subject),
        worth=_worth(opened, question),
        conflicts=saving.conflicts(parts.database, opened, question.id),
        then=opened.earlier and opened.earlier.answer(question),
        can_confirm=not is_settled(opened.assessment, question.id)
        and confirmable(opened.earlier, questionnaire, question) is not None,
        confirmation=new_mutation(),
        is_asked=question in asked,
        before=before,
        after=after,
    )

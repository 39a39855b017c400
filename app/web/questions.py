"""Pages: one question with its answer, and the choice between two answers that met."""

import secrets

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.core.assessment import Answer, NotApplicable
from app.core.errors import AlreadyFinishedError, AnswersRefusedError
from app.core.glossary import terms_in
from app.core.journal import Entry, Kind, Subject
from app.core.journey import is_settled, neighbours, next_open, questions_asked
from app.core.question_result import question_result
from app.core.questionnaire import Question
from app.dependencies import Parts, TheAuthor, TheParts
from app.services import saving
from app.services.assessments import Opened
from app.services.earlier import confirmable
from app.services.saving import StaleError
from app.storage.database import BusyError
from app.web.answer_form import AnswerForm, FieldError
from app.web.frame import Posted, Unsaved, gone_to, refused_save, revision, say, shown
from app.web.opening import TheAssessment, TheQuestion

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
    parts: TheParts, opened: TheAssessment, question: TheQuestion, author: TheAuthor, document: str = ""
) -> HTMLResponse:
    """One question, with what is saved, what is missing in it and any conflict that waits."""
    typed = AnswerForm.of(opened.assessment.answer(question.id))
    missing = _missing(parts, opened, question)
    return _page(parts, opened, question, typed, missing, author=author, is_adding=document == "another")


@router.post("/{question_id}")
def save(
    parts: TheParts, opened: TheAssessment, question: TheQuestion, form: Posted, author: TheAuthor
) -> Response:
    """Save the answer on the revision that the form showed, and go on."""
    typed = AnswerForm.posted(form)
    answer, errors = typed.answer(
        opened.questionnaire, question, opened.assessment.answer(question.id), say(parts)
    )
    if errors:
        return _page(parts, opened, question, typed, errors, status=422, form=form, author=author)
    return _saved(parts, opened, question, typed, answer, form, author)


@router.post("/{question_id}/confirm")
def confirm(
    parts: TheParts, opened: TheAssessment, question: TheQuestion, form: Posted, author: TheAuthor
) -> Response:
    """Save what was said in the earlier assessment as the answer of this one, and go on."""
    answer = confirmable(opened.earlier, opened.questionnaire, question)
    if answer is None:
        raise HTTPException(404)
    return _saved(parts, opened, question, AnswerForm.of(answer), answer, form, author)


def _saved(
    parts: Parts,
    opened: Opened,
    question: Question,
    typed: AnswerForm,
    answer: Answer,
    form: FormData,
    author: str,
) -> Response:
    try:
        saving.save(
            parts.database,
            opened.id,
            Subject(Kind.ANSWER, question.id),
            base=revision(form, "base"),
            content=answer,
            mutation=str(form.get("mutation") or secrets.token_hex(16)),
            author=author,
            now=parts.now(),
        )
    except StaleError:
        # The attempt is kept as a conflict; this page shows mine, theirs and before.
        return _page(parts, opened.again(parts.database), question, typed, (), status=409, author=author)
    except AnswersRefusedError as refused:
        return _page(parts, opened, question, typed, _told(refused), status=422, form=form, author=author)
    except (AlreadyFinishedError, BusyError) as error:
        return refused_save(
            error,
            lambda unsaved, status: _page(
                parts,
                opened.again(parts.database) if unsaved == "finished" else opened,
                question,
                typed,
                (),
                status=status,
                form=form,
                author=author,
                unsaved=unsaved,
            ),
        )
    return gone_to(_onward(parts, opened.again(parts.database), question, form))


@router.post("/{question_id}/conflicts/{mutation}")
def resolve(
    parts: TheParts,
    opened: TheAssessment,
    question: TheQuestion,
    mutation: str,
    form: Posted,
    author: TheAuthor,
) -> Response:
    """Let one of two answers stand, or keep both as positions of agencies."""
    try:
        saving.resolve(
            parts.database,
            opened.id,
            Subject(Kind.CONFLICT, mutation),
            choice=str(form.get("choice", "")),
            base=revision(form, "base"),
            mutation=str(form.get("mutation") or secrets.token_hex(16)),
            author=author,
            now=parts.now(),
        )
    except StaleError:
        # A third answer came in between: the notice now shows that one.
        now = opened.again(parts.database)
        typed = AnswerForm.of(now.assessment.answer(question.id))
        return _page(parts, now, question, typed, (), status=409, author=author)
    except AnswersRefusedError as refused:
        typed = AnswerForm.of(opened.assessment.answer(question.id))
        return _page(parts, opened, question, typed, _told(refused), status=422, author=author)
    return gone_to(f"/assessments/{opened.id}/questions/{question.id}")


def _told(refused: AnswersRefusedError) -> tuple[FieldError, ...]:
    return tuple(
        FieldError(field="value-0", message=f"{fault.problem} {fault.mend}") for fault in refused.faults
    )


def _missing(parts: Parts, opened: Opened, question: Question) -> tuple[FieldError, ...]:
    """What the saved answer still lacks; it is kept as it is, and counts as open or as stated until then."""
    answer, speak = opened.assessment.answer(question.id), say(parts)
    weakest = opened.questionnaire.evidence.grades[0].id
    errors = []
    if isinstance(answer.value, NotApplicable) and not answer.value.reason:
        errors.append(FieldError(field="reason", message=speak("Say why this does not apply.")))
    errors += [
        FieldError(field=f"evidence-{place}-dated", message=speak("Give the date of the document."))
        for place, item in enumerate(answer.evidence)
        if item.grade != weakest and item.last_day is None
    ]
    return tuple(errors)


def _onward(parts: Parts, opened: Opened, question: Question, form: FormData) -> str:
    here = f"/assessments/{opened.id}"
    if _missing(parts, opened, question) or form.get("then") == "evidence":
        return f"{here}/questions/{question.id}" + (
            "?document=another#evidence" if form.get("then") == "evidence" else ""
        )
    if form.get("then") == "tasks":
        return here
    domain = opened.questionnaire.domain_of[question.id]
    _, after = neighbours(questions_asked(opened.questionnaire, opened.assessment), question.id)
    if after is not None and opened.questionnaire.domain_of[after.id] is domain:
        return f"{here}/questions/{after.id}"
    return f"{here}/domains/{domain.id}"


def _page(
    parts: Parts,
    opened: Opened,
    question: Question,
    typed: AnswerForm,
    errors: tuple[FieldError, ...],
    *,
    status: int = 200,
    form: FormData | None = None,
    author: str = "",
    unsaved: Unsaved = "",
    is_adding: bool = False,
) -> HTMLResponse:
    subject = Subject(Kind.ANSWER, question.id)
    saved: Entry | None = opened.journal.newest.get(subject)
    questionnaire = opened.questionnaire
    component = questionnaire.component_of[question.id]
    asked = questions_asked(questionnaire, opened.assessment)
    before, after = neighbours(asked, question.id)
    return shown(
        parts,
        "questions/question.html",
        status=status,
        opened=opened,
        here="questions",
        author=author,
        unsaved=unsaved,
        is_adding=is_adding,
        question=question,
        component=component,
        domain=questionnaire.domain_of[question.id],
        terms=terms_in(questionnaire, question),
        typed=typed,
        errors=errors,
        is_refused=bool(errors) and form is not None,
        base=revision(form, "base") if form is not None else opened.journal.revision(subject),
        mutation=secrets.token_hex(16),
        saved=saved,
        worth=question_result(
            questionnaire,
            question,
            opened.assessment.answer(question.id),
            opened.assessment.reference_date,
        ),
        conflicts=saving.conflicts(parts.database, opened, question.id),
        then=opened.earlier and opened.earlier.answer(question),
        can_confirm=not is_settled(opened.assessment, question.id)
        and confirmable(opened.earlier, questionnaire, question) is not None,
        confirmation=secrets.token_hex(16),
        is_asked=question in asked,
        before=before,
        after=after,
    )

"""Pages: check answers, finish, and reopen with a reason."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from app.answers import LONGEST_TEXT, cleaned
from app.core.errors import AlreadyFinishedError, BlockedError, NotFinishedError
from app.core.method.exclusion import leaving
from app.core.method.progress import (
    Concern,
    blockers,
    progress,
    questions_asked,
    warnings,
)
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.services import finishing
from app.services.assessments import Opened
from app.services.finishing import ReopenedOtherwiseError
from app.web.errors import FieldError
from app.web.frame import Posted, act_of, gone_to, say, shown
from app.web.opening import TheAssessment

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/check")
def check(parts: TheParts, opened: TheAssessment) -> HTMLResponse:
    """All answers on one page, with what blocks finishing and what only warns, told apart."""
    return _page(parts, opened)


@router.post("/finish")
def finish(parts: TheParts, opened: TheAssessment, form: Posted, author: TheAuthor) -> Response:
    """Freeze the present content as an edition; refused while something blocks it."""
    try:
        finishing.finish(parts.database, opened.id, act_of(parts, form, author))
    except BlockedError:
        return _page(parts, opened.again(parts.database), status=409)
    except AlreadyFinishedError:
        pass  # another person finished it meanwhile: the result says so
    return gone_to(f"/assessments/{opened.id}/result")


@router.post("/reopen")
def reopen(parts: TheParts, opened: TheAssessment, form: Posted, author: TheAuthor) -> Response:
    """Open a finished assessment again, with a reason; the finished edition remains."""
    reason, speak = cleaned(str(form.get("reason", ""))).strip(), say(parts)
    message = (
        speak("Say why it is opened again.")
        if not reason
        else speak("Shorten the reason to %(most)d characters.") % {"most": LONGEST_TEXT}
    )
    if not reason or len(reason) > LONGEST_TEXT:
        return _page(parts, opened, (FieldError(field="reason", message=message),), reason=reason, status=422)
    try:
        finishing.reopen(parts.database, opened.id, act_of(parts, form, author), reason=reason)
    except NotFinishedError:
        pass  # another person opened it meanwhile
    except ReopenedOtherwiseError as first:
        now = opened.again(parts.database)
        message = speak(
            "This form was sent before, and opened the assessment for the reason “%(first)s”. "
            "The reason that you typed now was not entered: “%(now)s”."
        )
        error = FieldError(
            field="reason" if now.journal.is_finished else "finish",
            message=message % {"first": first.args[0], "now": reason},
        )
        return _page(parts, now, (error,), reason=reason, status=409)
    return gone_to(f"/assessments/{opened.id}")


def _page(
    parts: Parts,
    opened: Opened,
    errors: tuple[FieldError, ...] = (),
    *,
    reason: str = "",
    status: int = 200,
) -> HTMLResponse:
    known: dict[str, list[Concern]] = {}
    for concern in warnings(opened.questionnaire, opened.assessment, opened.journal):
        known.setdefault(concern.why, []).append(concern)
    parts_of = (opened.questionnaire, opened.assessment, opened.journal)
    return shown(
        parts,
        "checking/check.html",
        status=status,
        opened=opened,
        here="tasks",
        domains=progress(*parts_of),
        asked={question.id for question in questions_asked(opened.questionnaire, opened.assessment)},
        leaving=leaving(opened.questionnaire, opened.assessment),
        blockers=blockers(*parts_of),
        warnings=known,
        errors=errors,
        is_refused=status != HTTPStatus.OK and not errors,
        reason=reason,
    )

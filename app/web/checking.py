"""Pages: check answers, finish, and reopen with a reason."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from app.answers import LONGEST_ENTERED_TEXT, cleaned
from app.core.errors import AlreadyFinishedError, BlockedError, NotFinishedError
from app.core.method.exclusion import Leaving, leaving
from app.core.method.progress import (
    Concern,
    DomainProgress,
    blockers,
    progress,
    questions_asked,
    warnings,
)
from app.services import finishing
from app.services.finishing import ReopenedOtherwiseError
from app.web.errors import FieldError
from app.web.frame import Page, Posted, gone_to
from app.web.visit import TheEditingVisit, TheVisit, Visit

router = APIRouter(prefix="/assessments/{assessment_id}")


class CheckPage(Page, template="checking/check.html", here="tasks"):
    """All answers; `asked`: the ids of the questions asked, `warnings`: under why each of them is one."""

    domains: tuple[DomainProgress, ...]
    asked: set[str]
    leaving: Mapping[str, Leaving]
    blockers: tuple[Concern, ...]
    warnings: Mapping[str, list[Concern]]
    errors: tuple[FieldError, ...]
    is_refused: bool
    reason: str


@router.get("/check")
def check(visit: TheVisit) -> HTMLResponse:
    """All answers on one page, with what blocks finishing and what only warns, told apart."""
    return _page(visit)


@router.post("/finish")
def finish(visit: TheEditingVisit, form: Posted) -> Response:
    """Freeze the present content as an edition; refused while something blocks it."""
    try:
        finishing.finish(visit.parts.database, visit.opened.id, visit.act(form))
    except BlockedError:
        return _page(visit.again(), status=409)
    except AlreadyFinishedError:
        pass  # another person finished it meanwhile: the result says so
    return gone_to(visit.address("/result"))


@router.post("/reopen")
def reopen(visit: TheEditingVisit, form: Posted) -> Response:
    """Open a finished assessment again, with a reason; the finished edition remains."""
    reason, speak = cleaned(str(form.get("reason", ""))).strip(), visit.say
    message = (
        speak("Say why it is visit.opened again.")
        if not reason
        else speak("Shorten the reason to %(most)d characters.") % {"most": LONGEST_ENTERED_TEXT}
    )
    if not reason or len(reason) > LONGEST_ENTERED_TEXT:
        return _page(visit, (FieldError(field="reason", message=message),), reason=reason, status=422)
    try:
        finishing.reopen(visit.parts.database, visit.opened.id, visit.act(form), reason=reason)
    except NotFinishedError:
        pass  # another person visit.opened it meanwhile
    except ReopenedOtherwiseError as first:
        now = visit.again()
        message = speak(
            "This form was sent before, and visit.opened the assessment for the reason “%(first)s”. "
            "The reason that you typed now was not entered: “%(now)s”."
        )
        error = FieldError(
            field="reason" if now.opened.journal.is_finished else "finish",
            message=message % {"first": first.args[0], "now": reason},
        )
        return _page(now, (error,), reason=reason, status=409)
    return gone_to(visit.address())


def _page(
    visit: Visit,
    errors: tuple[FieldError, ...] = (),
    *,
    reason: str = "",
    status: int = 200,
) -> HTMLResponse:
    known: dict[str, list[Concern]] = {}
    for concern in warnings(visit.opened.questionnaire, visit.opened.assessment, visit.opened.journal):
        known.setdefault(concern.why, []).append(concern)
    parts_of = (visit.opened.questionnaire, visit.opened.assessment, visit.opened.journal)
    return visit.page(
        CheckPage(
            domains=progress(*parts_of),
            asked={
                question.id
                for question in questions_asked(visit.opened.questionnaire, visit.opened.assessment)
            },
            leaving=leaving(visit.opened.questionnaire, visit.opened.assessment),
            blockers=blockers(*parts_of),
            warnings=known,
            errors=errors,
            is_refused=status != HTTPStatus.OK and not errors,
            reason=reason,
        ),
        status=status,
    )

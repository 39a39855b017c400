"""Pages: every earlier word with who and when, taking one back, and what changed since a moment."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, Response

from app.answers import LONGEST_NAME, cleaned
from app.core.assessment.change import Change
from app.core.assessment.journal import Kind, Subject
from app.core.assessment.merging import differing
from app.core.assessment.subjects import SUBJECTS
from app.core.errors import AnswersRefusedError
from app.core.exact import whole_number
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.services import history, saving
from app.services.assessments import Opened
from app.services.history import NamedOtherwiseError
from app.services.saving import StaleError
from app.web.errors import FieldError, told
from app.web.frame import Posted, act_of, gone_to, revision, say, shown
from app.web.opening import TheAssessment
from app.web.saving import merged_words

router = APIRouter(prefix="/assessments/{assessment_id}")

KINDS = {row.things: kind for kind, row in SUBJECTS.items() if row.things}
"""The subjects with a history of their own, under their word in an address."""


def address_of_history(subject: Subject) -> str:
    """Where the history of a subject is, within its assessment; of one without its own, that of all."""
    things = SUBJECTS[subject.kind].things
    return f"/{things}/{subject.key}/history" if things else "/history"


def subject(things: str, subject_id: str, opened: TheAssessment) -> Subject:
    """The subject of the address; 404 where the questionnaire has none."""
    kind = KINDS.get(things)
    if kind is None or subject_id not in SUBJECTS[kind].known(opened.whole):
        raise HTTPException(404)
    return Subject(kind, subject_id)


TheSubject = Annotated[Subject, Depends(subject)]


@router.get("/history")
def show_all(parts: TheParts, opened: TheAssessment, before: str = "") -> HTMLResponse:
    """Everything ever entered, newest first, in pages."""
    start = whole_number(before)
    found, rest = history.page(
        parts.database, opened, before=opened.journal.position + 1 if start is None else start
    )
    return shown(
        parts, "history/all.html", opened=opened, here="", found=found, rest=rest, is_later=start is not None
    )


@router.get("/{things}/{subject_id}/history")
def show(
    parts: TheParts, opened: TheAssessment, subject: TheSubject, merged: str = "", before: str = ""
) -> HTMLResponse:
    """The revisions of one subject, newest first, in pages, with who, when, and what changed in each.

    `merged`: the fields that another person changed while an earlier word was taken back.
    """
    return _page(
        parts,
        opened,
        subject,
        merged=merged_words(merged.split(","), say(parts)),
        before=whole_number(before),
    )


@router.post("/{things}/{subject_id}/history")
def take_back(
    parts: TheParts, opened: TheAssessment, subject: TheSubject, form: Posted, author: TheAuthor
) -> Response:
    """Take an earlier revision back: its content is saved once more, as the newest one."""
    number = revision(form, "revision")
    try:
        entry = history.take_back(
            parts.database,
            opened.id,
            subject,
            number,
            act_of(parts, form, author),
            base=revision(form, "base"),
        )
    except StaleError as stale:
        if stale.conflict is not None:
            # Both answers are kept; the page of the question shows them and asks which one stands.
            return gone_to(f"/assessments/{opened.id}/questions/{subject.key}")
        return _page(parts, opened.again(parts.database), subject, stale=stale, status=409)
    except AnswersRefusedError as refused:
        errors = told(refused, "revisions")
        return _page(parts, opened, subject, errors=errors, status=422)
    things = SUBJECTS[subject.kind].things
    taken = saving.content_at(parts.database, opened, subject, number)
    merged = ",".join(differing(taken, entry.content)) if entry else ""
    onward = f"/assessments/{opened.id}/{things}/{subject.key}/history"
    return gone_to(f"{onward}?merged={merged}" if merged else onward)


@router.get("/changes")
def show_changes(
    parts: TheParts, opened: TheAssessment, since: str = "", at: str = "", until: str = ""
) -> HTMLResponse:
    """What says something else now, or at a later moment, than at an earlier one: then and now."""
    speak = say(parts)
    typed = {"since": cleaned(since), "at": cleaned(at), "until": cleaned(until)}
    errors = []
    first, last = whole_number(since), whole_number(until)
    if at:
        moment = _moment(at)
        if moment is None:
            message = speak("Write the day and time as 2026-11-24T09:00.")
            errors.append(FieldError(field="at", message=message))
        else:
            first = history.position_at(parts.database, opened, moment)
    if first is None and since:
        errors.append(FieldError(field="since", message=speak("Choose one of the moments listed.")))
    if last is None and until:
        errors.append(FieldError(field="until", message=speak("Choose one of the moments listed.")))
    if first is not None and last is not None and last < first:
        errors.append(FieldError(field="until", message=speak("Choose a later moment to compare with.")))
    found = None
    if first is not None and not errors:
        found = history.changes_between(parts.database, opened, first, last)
    return _compared(parts, opened, typed, tuple(errors), found)


@router.post("/milestones")
def name_moment(parts: TheParts, opened: TheAssessment, form: Posted, author: TheAuthor) -> Response:
    """Name the present state, to compare with it later."""
    name = " ".join(cleaned(str(form.get("name", ""))).split())
    try:
        history.name_moment(parts.database, opened.id, name, act_of(parts, form, author))
    except NamedOtherwiseError as named:
        message = say(parts)(
            "This form named a moment “%(name)s” before. Press the button once more to name another."
        )
        error = FieldError(field="name", message=message % {"name": named.args[0]})
        return _compared(parts, opened, {"name": name}, (error,))
    except AnswersRefusedError:
        error = FieldError(field="name", message=_problem_of_name(parts, name))
        return _compared(parts, opened, {"name": name}, (error,))
    return gone_to(f"/assessments/{opened.id}/changes#milestones")


def _problem_of_name(parts: Parts, name: str) -> str:
    speak = say(parts)
    if not name.strip():
        return speak("Write a name for the present state.")
    if len(name) > LONGEST_NAME:
        return speak("Shorten the name to %(most)d characters.") % {"most": LONGEST_NAME}
    return speak("There is a milestone of this name already. Choose another one.")


def _compared(
    parts: Parts,
    opened: Opened,
    typed: dict[str, str],
    errors: tuple[FieldError, ...],
    found: tuple[Change, ...] | None = None,
) -> HTMLResponse:
    return shown(
        parts,
        "history/changes.html",
        status=422 if errors else 200,
        opened=opened,
        here="",
        moments=history.moments(opened),
        typed={"since": "", "at": "", "until": "", "name": ""} | typed,
        errors=errors,
        found=found,
    )


def _moment(typed: str) -> datetime | None:
    """A day and time in the server's time zone; None where it is none."""
    try:
        return datetime.fromisoformat(typed).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _page(
    parts: Parts,
    opened: Opened,
    subject: Subject,
    *,
    errors: tuple[FieldError, ...] = (),
    merged: str = "",
    stale: StaleError | None = None,
    before: int | None = None,
    status: int = 200,
) -> HTMLResponse:
    start = opened.journal.revision(subject) + 1 if before is None else before
    found, rest = history.revisions(parts.database, opened, subject, before=start)
    return shown(
        parts,
        "history/revisions.html",
        status=status,
        opened=opened,
        here="questions" if subject.kind is Kind.ANSWER else "",
        subject=subject,
        found=found,
        rest=rest,
        is_later=before is not None,
        errors=errors,
        merged=merged,
        stale=stale,
    )

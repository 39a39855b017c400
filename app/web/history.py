"""Pages: every earlier word with who and when, taking one back, and what changed since a moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, Response

from app.answers import LONGEST_NAME, cleaned
from app.core.assessment.change import Change
from app.core.assessment.journal import Subject, SubjectKind
from app.core.assessment.merging import differing
from app.core.assessment.subjects import SUBJECTS
from app.core.errors import AnswersRefusedError
from app.core.exact import whole_number
from app.services import history, saving
from app.services.history import NamedMoment, NamedOtherwiseError
from app.services.saving import StaleError
from app.web.errors import FieldError, Say, errors_of
from app.web.frame import Here, Page, Posted, gone_to, revision
from app.web.saving import merged_words
from app.web.visit import TheEditingVisit, TheVisit, Visit

router = APIRouter(prefix="/assessments/{assessment_id}")

SUBJECT_FILTERS = {row.things: kind for kind, row in SUBJECTS.items() if row.things}
"""The subjects with a history of their own, under their word in an address."""


class HistoryPage(Page, template="history/all.html"):
    """Some of what was ever entered; `rest`: the position before which more follows."""

    found: tuple[Change, ...]
    rest: int | None
    is_later: bool


class ChangesPage(Page, template="history/changes.html"):
    """What changed since a moment; `found` is None where none is chosen yet."""

    moments: tuple[NamedMoment, ...]
    typed: Mapping[str, str]
    errors: tuple[FieldError, ...]
    found: tuple[Change, ...] | None


class RevisionsPage(Page, template="history/revisions.html"):
    """The revisions of a subject; `rest`: the one before which more follow."""

    subject: Subject
    found: tuple[Change, ...]
    rest: int | None
    is_later: bool
    errors: tuple[FieldError, ...]
    merged: str
    stale: StaleError | None

    def values(self) -> Mapping[str, object]:
        """Its fields; the history of a question stands behind the questions."""
        here: Here = "questions" if self.subject.kind is SubjectKind.ANSWER else ""
        return {**super().values(), "here": here}


def address_of_history(subject: Subject) -> str:
    """Where the history of a subject is, within its assessment; of one without its own, that of all."""
    things = SUBJECTS[subject.kind].things
    return f"/{things}/{subject.key}/history" if things else "/history"


def subject(things: str, subject_id: str, visit: TheVisit) -> Subject:
    """The subject of the address; 404 where the questionnaire has none."""
    kind = SUBJECT_FILTERS.get(things)
    if kind is None or subject_id not in SUBJECTS[kind].known(visit.opened.whole):
        raise HTTPException(404)
    return Subject(kind, subject_id)


TheSubject = Annotated[Subject, Depends(subject)]


@router.get("/history")
def show_all(visit: TheVisit, before: str = "") -> HTMLResponse:
    """Everything ever entered, newest first, in pages."""
    start = whole_number(before)
    found, rest = history.page(
        visit.parts.database,
        visit.opened,
        before=visit.opened.journal.position + 1 if start is None else start,
    )
    return visit.page(HistoryPage(found=found, rest=rest, is_later=start is not None))


@router.get("/{things}/{subject_id}/history")
def show(visit: TheVisit, subject: TheSubject, merged: str = "", before: str = "") -> HTMLResponse:
    """The revisions of one subject, newest first, in pages, with who, when, and what changed in each.

    `merged`: the fields that another person changed while an earlier word was taken back.
    """
    return _page(
        visit,
        subject,
        merged=merged_words(merged.split(","), visit.say),
        before=whole_number(before),
    )


@router.post("/{things}/{subject_id}/history")
def take_back(visit: TheEditingVisit, subject: TheSubject, form: Posted) -> Response:
    """Take an earlier revision back: its content is saved once more, as the newest one."""
    number = revision(form, "revision")
    try:
        entry = history.take_back(
            visit.parts.database,
            visit.opened.id,
            subject,
            number,
            visit.act(form),
            base=revision(form, "base"),
        )
    except StaleError as stale:
        if stale.conflict is not None:
            # Both answers are kept; the page of the question shows them and asks which one stands.
            return gone_to(visit.address(f"/questions/{subject.key}"))
        return _page(visit.again(), subject, stale=stale, status=409)
    except AnswersRefusedError as refused:
        errors = errors_of(refused, "revisions")
        return _page(visit, subject, errors=errors, status=422)
    things = SUBJECTS[subject.kind].things
    content = saving.content_at(visit.parts.database, visit.opened, subject, number)
    merged = ",".join(differing(content, entry.content)) if entry else ""
    onward = visit.address(f"/{things}/{subject.key}/history")
    return gone_to(f"{onward}?merged={merged}" if merged else onward)


@router.get("/changes")
def show_changes(visit: TheVisit, since: str = "", at: str = "", until: str = "") -> HTMLResponse:
    """What says something else now, or at a later moment, than at an earlier one: then and now."""
    speak = visit.say
    typed = {"since": cleaned(since), "at": cleaned(at), "until": cleaned(until)}
    errors = []
    first, last = whole_number(since), whole_number(until)
    if at:
        moment = _moment(at)
        if moment is None:
            message = speak("Write the day and time as 2026-11-24T09:00.")
            errors.append(FieldError(field="at", message=message))
        else:
            first = history.position_at(visit.parts.database, visit.opened, moment)
    if first is None and since:
        errors.append(FieldError(field="since", message=speak("Choose one of the moments listed.")))
    if last is None and until:
        errors.append(FieldError(field="until", message=speak("Choose one of the moments listed.")))
    if first is not None and last is not None and last < first:
        errors.append(FieldError(field="until", message=speak("Choose a later moment to compare with.")))
    found = None
    if first is not None and not errors:
        found = history.changes_between(visit.parts.database, visit.opened, first, last)
    return _compared(visit, typed, tuple(errors), found)


@router.post("/milestones")
def name_moment(visit: TheEditingVisit, form: Posted) -> Response:
    """Name the present state, to compare with it later."""
    name = " ".join(cleaned(str(form.get("name", ""))).split())
    try:
        history.name_moment(visit.parts.database, visit.opened.id, name, visit.act(form))
    except NamedOtherwiseError as named:
        message = visit.say(
            "This form named a moment “%(name)s” before. Press the button once more to name another."
        )
        error = FieldError(field="name", message=message % {"name": named.args[0]})
        return _compared(visit, {"name": name}, (error,))
    except AnswersRefusedError:
        error = FieldError(field="name", message=_problem_of_name(visit.say, name))
        return _compared(visit, {"name": name}, (error,))
    return gone_to(visit.address("/changes#milestones"))


def _problem_of_name(speak: Say, name: str) -> str:
    if not name.strip():
        return speak("Write a name for the present state.")
    if len(name) > LONGEST_NAME:
        return speak("Shorten the name to %(most)d characters.") % {"most": LONGEST_NAME}
    return speak("There is a milestone of this name already. Choose another one.")


def _compared(
    visit: Visit,
    typed: dict[str, str],
    errors: tuple[FieldError, ...],
    found: tuple[Change, ...] | None = None,
) -> HTMLResponse:
    return visit.page(
        ChangesPage(
            moments=history.moments(visit.opened),
            typed={"since": "", "at": "", "until": "", "name": ""} | typed,
            errors=errors,
            found=found,
        ),
        status=422 if errors else 200,
    )


def _moment(typed: str) -> datetime | None:
    """A day and time in the server's time zone; None where it is none."""
    try:
        return datetime.fromisoformat(typed).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _page(
    visit: Visit,
    subject: Subject,
    *,
    errors: tuple[FieldError, ...] = (),
    merged: str = "",
    stale: StaleError | None = None,
    before: int | None = None,
    status: int = 200,
) -> HTMLResponse:
    start = visit.opened.journal.revision(subject) + 1 if before is None else before
    found, rest = history.revisions(visit.parts.database, visit.opened, subject, before=start)
    return visit.page(
        RevisionsPage(
            subject=subject,
            found=found,
            rest=rest,
            is_later=before is not None,
            errors=errors,
            merged=merged,
            stale=stale,
        ),
        status=status,
    )

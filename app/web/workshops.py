"""Pages for a workshop: the facilitator's papers, and one question large for the projector."""

from dataclasses import replace
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import LONGEST_TEXT, cleaned
from app.core.assessment.answer import Answer, Level
from app.core.assessment.journal import Kind, Subject, of_kind
from app.core.method.progress import neighbours, questions_asked
from app.core.method.workshop import offices, reading, spread
from app.core.questionnaire.questionnaire import Question
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.services.assessments import Opened
from app.web.answer_form import AnswerForm
from app.web.errors import FieldError, Say
from app.web.finished import NotTakenError, Written
from app.web.frame import Posted, gone_to, revision, say, shown
from app.web.opening import TheAssessment, TheQuestion
from app.web.saving import FETCHED, BuiltOn, Outcome, merged_words, saved

router = APIRouter(prefix="/assessments/{assessment_id}")

Sheet = Literal["agenda", "invitation", "rules", "reading"]
_TEMPLATES: dict[Sheet, str] = {
    "agenda": "workshops/agenda.html",
    "invitation": "workshops/invitation.html",
    "rules": "workshops/rules.html",
    "reading": "workshops/reading.html",
}


@router.get("/workshop")
def kit(parts: TheParts, opened: TheAssessment) -> HTMLResponse:
    """The facilitator's papers, and where the questions for the projector begin."""
    return shown(
        parts, "workshops/kit.html", opened=opened, here="tasks", offices=offices(opened.questionnaire)
    )


@router.get("/workshop/{sheet}")
def paper(parts: TheParts, opened: TheAssessment, sheet: Sheet, office: str = "") -> HTMLResponse:
    """One paper to print: agenda, invitation, ground rules, or what an office reads before."""
    named = cleaned(office).strip()
    return shown(
        parts,
        _TEMPLATES[sheet],
        opened=opened,
        here="tasks",
        office=named,
        reading=reading(opened.questionnaire, opened.assessment, named),
    )


@router.get("/questions/{question_id}/workshop")
def show(parts: TheParts, opened: TheAssessment, question: TheQuestion, merged: str = "") -> HTMLResponse:
    """One question, large: its levels, who holds what, how far apart they stand, and what is agreed.

    `merged`: the fields that another person changed while this one saved others.
    """
    typed = AnswerForm.of(opened.assessment.answer(question.id))
    return _page(parts, opened, question, typed, merged=merged)


@router.post("/questions/{question_id}/workshop")
def save(
    parts: TheParts, opened: TheAssessment, question: TheQuestion, form: Posted, author: TheAuthor
) -> Response:
    """Save the positions as they are held, or the level that was agreed with its reason."""
    subject = Subject(Kind.ANSWER, question.id)
    built_on = BuiltOn.sent(parts, opened, subject, form)
    before = of_kind(built_on.content, Answer)
    typed = replace(AnswerForm.of(before), value="positions", positions=AnswerForm.posted(form).positions)
    level, reason = str(form.get("agreed", "")), cleaned(str(form.get("reason", ""))).strip()
    if form.get("then") == "agree":
        answer, errors = _agreed(opened, typed, before, level, reason, say(parts))
    else:
        answer, errors = typed.answer(opened.questionnaire, question, before, say(parts))
    subject = Subject(Kind.ANSWER, question.id)
    outcome = (
        Outcome(state="wrong", errors=errors)
        if errors
        else saved(parts, opened, subject, answer, built_on, form, author)
    ).at(opened)
    here = f"/assessments/{opened.id}/questions/{question.id}"
    match outcome.state:
        case "saved":
            return gone_to(
                f"{here}/workshop" + (f"?merged={','.join(outcome.merged)}" * bool(outcome.merged))
            )
        case "stale":
            # Kept as a conflict; the question's own page shows mine, theirs and before.
            return gone_to(here)
        case "finished":
            raise NotTakenError(*(() if errors else (Written(subject=subject, content=answer),)))
        case _:
            return _page(parts, opened, question, typed, form=form, outcome=outcome)


def _agreed(
    opened: Opened, typed: AnswerForm, before: Answer, level: str, reason: str, speak: Say
) -> tuple[Answer, tuple[FieldError, ...]]:
    """The level agreed on, its reason in the note, and there too what each agency held that holds another."""
    levels = [str(number) for number in range(opened.questionnaire.scale.top + 1)]
    errors = []
    if level not in levels:
        errors.append(FieldError(field="agreed", message=speak("Choose the level that was agreed.")))
    if not reason or len(reason) > LONGEST_TEXT:
        message = speak("Say in up to %(most)d characters why.") % {"most": LONGEST_TEXT}
        errors.append(FieldError(field="reason", message=message))
    held = [
        speak("%(agency)s held %(level)s") % {"agency": row.agency.strip(), "level": row.level}
        + (f": {row.note}" if row.note else "")
        for row in typed.positions
        if row.level in levels and row.level != level
    ]
    said = speak("Agreed in the workshop on level %(level)s: %(reason)s") % {"level": level, "reason": reason}
    return Answer(
        value=Level(int(level)) if level in levels else None,
        withheld=before.withheld,
        evidence=tuple(item for _, item in before.documents),
        comment="\n".join(filter(None, (before.comment, said, *held))),
    ), tuple(errors)


def _page(
    parts: Parts,
    opened: Opened,
    question: Question,
    typed: AnswerForm,
    *,
    form: FormData | None = None,
    outcome: Outcome = FETCHED,
    merged: str = "",
) -> HTMLResponse:
    before, after = neighbours(questions_asked(opened.questionnaire, opened.assessment), question.id)
    answer = opened.assessment.answer(question.id)
    return shown(
        parts,
        "workshops/question.html",
        status=outcome.status,
        opened=opened,
        here="questions",
        question=question,
        component=opened.questionnaire.component_of[question.id],
        answer=answer,
        saved=opened.journal.newest.get(Subject(Kind.ANSWER, question.id)),
        held=answer.positions,
        spread=spread(answer.positions),
        typed=typed,
        errors=outcome.errors,
        unsaved=outcome.unsaved,
        merged=merged_words(merged.split(","), say(parts)),
        agreed="" if form is None else str(form.get("agreed", "")),
        reason="" if form is None else cleaned(str(form.get("reason", ""))),
        base=opened.journal.revision(Subject(Kind.ANSWER, question.id))
        if form is None
        else revision(form, "base"),
        before=before,
        after=after,
    )

"""Pages for a workshop: the facilitator's papers, and one question large for the projector."""

from dataclasses import replace
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import LONGEST_ENTERED_TEXT, cleaned
from app.core.assessment.answer import Answer, Level, Position
from app.core.assessment.journal import Entry, Subject, SubjectKind, of_kind
from app.core.method.progress import neighbours, questions_asked
from app.core.method.workshop import Preparation, Spread, lead_offices, preparation, spread
from app.core.questionnaire.questionnaire import Component, Question
from app.services.assessments import Opened
from app.web.answer_form import AnswerForm
from app.web.errors import FieldError, Say
from app.web.finished import NotTakenError, Written
from app.web.frame import Page, Posted, Unsaved, gone_to, revision
from app.web.path import TheQuestion
from app.web.saving import FETCHED, BuiltOn, SaveOutcome, merged_words, saved
from app.web.visit import TheEditingVisit, TheVisit, Visit

router = APIRouter(prefix="/assessments/{assessment_id}")

WorkshopPaper = Literal["agenda", "invitation", "rules", "reading"]


class KitPage(Page, template="workshops/kit.html", here="tasks"):
    """The facilitator's papers, and the offices that one is for."""

    offices: tuple[str, ...]


class AgendaPage(Page, template="workshops/agenda.html", here="tasks"):
    """The agenda of a workshop."""


class InvitationPage(Page, template="workshops/invitation.html", here="tasks"):
    """The invitation to a workshop."""


class RulesPage(Page, template="workshops/rules.html", here="tasks"):
    """The ground rules of a workshop."""


class PreparationPage(Page, template="workshops/preparation.html", here="tasks"):
    """What an office reads before a workshop."""

    office: str
    preparation: Preparation


class ProjectorPage(Page, template="workshops/question.html", here="questions"):
    """One question, large; `agreed` and `reason` as typed."""

    question: Question
    component: Component
    answer: Answer
    saved: Entry | None
    held: tuple[Position, ...]
    spread: Spread
    typed: AnswerForm
    errors: tuple[FieldError, ...]
    unsaved: Unsaved
    merged: str
    agreed: str
    reason: str
    base: int
    before: Question | None
    after: Question | None


@router.get("/workshop")
def kit(visit: TheVisit) -> HTMLResponse:
    """The facilitator's papers, and where the questions for the projector begin."""
    return visit.page(KitPage(offices=lead_offices(visit.opened.questionnaire)))


@router.get("/workshop/{sheet}")
def paper(visit: TheVisit, sheet: WorkshopPaper, office: str = "") -> HTMLResponse:
    """One paper to print: agenda, invitation, ground rules, or what an office reads before."""
    match sheet:
        case "agenda":
            return visit.page(AgendaPage())
        case "invitation":
            return visit.page(InvitationPage())
        case "rules":
            return visit.page(RulesPage())
        case "reading":
            named = cleaned(office).strip()
            asked = preparation(visit.opened.questionnaire, visit.opened.assessment, named)
            return visit.page(PreparationPage(office=named, preparation=asked))


@router.get("/questions/{question_id}/workshop")
def show(visit: TheVisit, question: TheQuestion, merged: str = "") -> HTMLResponse:
    """One question, large: its levels, who holds what, how far apart they stand, and what is agreed.

    `merged`: the fields that another person changed while this one saved others.
    """
    typed = AnswerForm.of(visit.opened.assessment.answer(question.id))
    return _page(visit, question, typed, merged=merged)


@router.post("/questions/{question_id}/workshop")
def save(visit: TheEditingVisit, question: TheQuestion, form: Posted) -> Response:
    """Save the positions as they are held, or the level that was agreed with its reason."""
    subject = Subject(SubjectKind.ANSWER, question.id)
    built_on = BuiltOn.sent(visit, subject, form)
    before = of_kind(built_on.content, Answer)
    typed = replace(AnswerForm.of(before), value="positions", positions=AnswerForm.posted(form).positions)
    level, reason = str(form.get("agreed", "")), cleaned(str(form.get("reason", ""))).strip()
    if form.get("then") == "agree":
        answer, errors = _agreed(visit.opened, typed, before, level, reason, visit.say)
    else:
        answer, errors = typed.answer(visit.opened.questionnaire, question, before, visit.say)
    subject = Subject(SubjectKind.ANSWER, question.id)
    outcome = (
        SaveOutcome(state="wrong", errors=errors) if errors else saved(visit, subject, answer, built_on, form)
    ).at(visit.opened)
    here = visit.address(f"/questions/{question.id}")
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
            return _page(visit, question, typed, form=form, outcome=outcome)


def _agreed(
    opened: Opened, typed: AnswerForm, before: Answer, level: str, reason: str, speak: Say
) -> tuple[Answer, tuple[FieldError, ...]]:
    """The level agreed on, its reason in the note, and there too what each agency held that holds another."""
    levels = [str(number) for number in range(opened.questionnaire.scale.top + 1)]
    errors = []
    if level not in levels:
        errors.append(FieldError(field="agreed", message=speak("Choose the level that was agreed.")))
    if not reason or len(reason) > LONGEST_ENTERED_TEXT:
        message = speak("Say in up to %(most)d characters why.") % {"most": LONGEST_ENTERED_TEXT}
        errors.append(FieldError(field="reason", message=message))
    held = [
        speak("%(agency)s held %(level)s") % {"agency": row.agency.strip(), "level": row.level}
        + (f": {row.note}" if row.note else "")
        for row in typed.positions
        if row.level in levels and row.level != level
    ]
    agreed = speak("Agreed in the workshop on level %(level)s: %(reason)s") % {
        "level": level,
        "reason": reason,
    }
    return Answer(
        value=Level(int(level)) if level in levels else None,
        withheld=before.withheld,
        evidence=tuple(item for _, item in before.documents),
        comment="\n".join(filter(None, (before.comment, agreed, *held))),
    ), tuple(errors)


def _page(
    visit: Visit,
    question: Question,
    typed: AnswerForm,
    *,
    form: FormData | None = None,
    outcome: SaveOutcome = FETCHED,
    merged: str = "",
) -> HTMLResponse:
    before, after = neighbours(
        questions_asked(visit.opened.questionnaire, visit.opened.assessment), question.id
    )
    answer = visit.opened.assessment.answer(question.id)
    return visit.page(
        ProjectorPage(
            question=question,
            component=visit.opened.questionnaire.component_of[question.id],
            answer=answer,
            saved=visit.opened.journal.newest.get(Subject(SubjectKind.ANSWER, question.id)),
            held=answer.positions,
            spread=spread(answer.positions),
            typed=typed,
            errors=outcome.errors,
            unsaved=outcome.unsaved,
            merged=merged_words(merged.split(","), visit.say),
            agreed="" if form is None else str(form.get("agreed", "")),
            reason="" if form is None else cleaned(str(form.get("reason", ""))),
            base=visit.opened.journal.revision(Subject(SubjectKind.ANSWER, question.id))
            if form is None
            else revision(form, "base"),
            before=before,
            after=after,
        ),
        status=outcome.status,
    )

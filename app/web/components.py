"""Page: why a component or domain is where it is, and the component's target, commitment and declaration."""

import secrets
from dataclasses import replace

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import LONGEST_TEXT, cleaned
from app.core.assessment import ComponentEntry, Plan
from app.core.errors import AlreadyFinishedError
from app.core.journal import Entry, Kind, Subject
from app.core.questionnaire import Component
from app.core.report import why
from app.dependencies import Parts, TheAuthor, TheParts
from app.services import saving
from app.services.assessments import Opened
from app.services.reports import report_of
from app.services.saving import StaleError
from app.storage.database import BusyError
from app.web.answer_form import FieldError
from app.web.frame import Posted, Unsaved, gone_to, refused_save, revision, say, shown
from app.web.opening import TheAssessment, TheComponent

router = APIRouter(prefix="/assessments/{assessment_id}")

_PLAN = ("owner", "due", "cost_band", "assistance")


@router.get("/result/{node_id}")
def explain(parts: TheParts, opened: TheAssessment, node_id: str) -> Response:
    """Why this level, in words and clause by clause, and what lifts it."""
    report = report_of(opened, copy="own", marking=parts.marking)
    node = report.result.node_by_id.get(node_id)
    if node is None and node_id in opened.questionnaire.component_by_id:
        # It counts neither for nor against, so there is no level to explain.
        return gone_to(f"/assessments/{opened.id}/components/{node_id}")
    if node is None or node.level is None:
        raise HTTPException(404)
    return shown(
        parts,
        "results/why.html",
        opened=opened,
        here="result",
        report=report,
        why=why(report, node),
        component=opened.questionnaire.component_by_id.get(node_id),
        domain=opened.questionnaire.domain_by_id.get(node_id) or opened.questionnaire.domain_of[node_id],
        line=report.priorities.line_by_component.get(node_id),
    )


@router.get("/components/{component_id}")
def show(parts: TheParts, opened: TheAssessment, component: TheComponent) -> HTMLResponse:
    """The form of a component's target, commitment, plan and declaration."""
    return _page(parts, opened, component, opened.assessment.component(component.id), ())


@router.post("/components/{component_id}")
def save(
    parts: TheParts, opened: TheAssessment, component: TheComponent, form: Posted, author: TheAuthor
) -> Response:
    """Save what is said of a component; its place among the priorities is kept."""
    entry = _typed(opened, component, form)
    errors = tuple(_errors(parts, entry))
    if errors:
        return _page(parts, opened, component, entry, errors, form=form, status=422)
    subject = Subject(Kind.COMPONENT, component.id)
    try:
        saving.save(
            parts.database,
            opened.id,
            subject,
            base=revision(form, "base"),
            content=entry,
            mutation=str(form.get("mutation") or secrets.token_hex(16)),
            author=author,
            now=parts.now(),
        )
    except StaleError as stale:
        return _page(parts, opened.again(parts.database), component, entry, (), stale=stale, status=409)
    except (AlreadyFinishedError, BusyError) as error:
        return refused_save(
            error,
            lambda unsaved, status: _page(
                parts, opened, component, entry, (), form=form, status=status, unsaved=unsaved
            ),
        )
    if entry.not_applicable is not None:
        return gone_to(f"/assessments/{opened.id}/components/{component.id}")
    return gone_to(f"/assessments/{opened.id}/result/{component.id}")


def _typed(opened: Opened, component: Component, form: FormData) -> ComponentEntry:
    text = {name: cleaned(str(form.get(name, ""))).strip() for name in (*_PLAN, "commitment", "reason")}
    targets = [str(level) for level in range(opened.questionnaire.scale.top + 1)]
    chosen = str(form.get("target", ""))
    is_declared = component.may_be_na and form.get("applies") == "no"
    return replace(
        opened.assessment.component(component.id),
        target=int(chosen) if chosen in targets else None,
        commitment=text["commitment"],
        plan=Plan(**{name: text[name] for name in _PLAN}),
        not_applicable=text["reason"] if is_declared else None,
        withheld=is_declared and form.get("withheld") == "yes",
    )


def _errors(parts: Parts, entry: ComponentEntry) -> list[FieldError]:
    message = say(parts)("Shorten this text to %(most)d characters.") % {"most": LONGEST_TEXT}
    typed = {"commitment": entry.commitment, "reason": entry.not_applicable or ""}
    typed |= {name: getattr(entry.plan, name) for name in _PLAN}
    return [
        FieldError(field=field, message=message)
        for field, value in typed.items()
        if len(value) > LONGEST_TEXT
    ]


def _page(
    parts: Parts,
    opened: Opened,
    component: Component,
    typed: ComponentEntry,
    errors: tuple[FieldError, ...],
    *,
    form: FormData | None = None,
    stale: StaleError | None = None,
    status: int = 200,
    unsaved: Unsaved = "",
) -> HTMLResponse:
    report = report_of(opened, copy="own", marking=parts.marking)
    subject = Subject(Kind.COMPONENT, component.id)
    saved: Entry | None = opened.journal.newest.get(subject)
    speak = say(parts)
    missing = (
        (FieldError(field="reason", message=speak("Say why this does not apply.")),)
        if not errors and stale is None and typed.not_applicable == ""
        else ()
    )
    return shown(
        parts,
        "components/component.html",
        status=status,
        opened=opened,
        here="result",
        component=component,
        domain=opened.questionnaire.domain_of[component.id],
        typed=typed,
        errors=errors or missing,
        is_refused=bool(errors),
        unsaved=unsaved,
        stale=stale,
        # What is not saved stays on the revision that its form showed, or it would overwrite a later one.
        base=opened.journal.revision(subject) if form is None else revision(form, "base"),
        mutation=secrets.token_hex(16),
        saved=saved,
        line=report.priorities.line_by_component.get(component.id),
    )

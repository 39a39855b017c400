"""Page: why a component or domain is where it is, and what is said of a whole component."""

import secrets

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.core.assessment import ASSISTANCE_KINDS, COST_BANDS
from app.core.errors import AlreadyFinishedError
from app.core.journal import Kind, Subject
from app.core.questionnaire import Component
from app.core.report import why
from app.dependencies import Parts, TheAuthor, TheParts
from app.services import saving
from app.services.assessments import Opened
from app.services.reports import report_of
from app.services.saving import StaleError
from app.storage.database import BusyError
from app.web.answer_form import FieldError
from app.web.component_form import ComponentForm
from app.web.frame import Posted, Unsaved, gone_to, refused_save, revision, say, shown
from app.web.opening import TheAssessment, TheComponent

router = APIRouter(prefix="/assessments/{assessment_id}")


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
def show(parts: TheParts, opened: TheAssessment, component: TheComponent, back: str = "") -> HTMLResponse:
    """The form of a component's target, commitment, plan, own place and declaration."""
    typed = ComponentForm.of(opened.assessment.component(component.id))
    return _page(parts, opened, component, typed, back=back)


@router.post("/components/{component_id}")
def save(
    parts: TheParts, opened: TheAssessment, component: TheComponent, form: Posted, author: TheAuthor
) -> Response:
    """Save what is said of a component."""
    return _saved(parts, opened, component, ComponentForm.posted(form, component), form, author)


@router.post("/components/{component_id}/place")
def move(
    parts: TheParts, opened: TheAssessment, component: TheComponent, form: Posted, author: TheAuthor
) -> Response:
    """Save a component's own place among the priorities alone, from the plan page; or take it back."""
    typed = ComponentForm.of(opened.assessment.component(component.id)).moved(form)
    return _saved(parts, opened, component, typed, form, author)


def _saved(
    parts: Parts, opened: Opened, component: Component, typed: ComponentForm, form: FormData, author: str
) -> Response:
    back = str(form.get("back", ""))
    saved = opened.assessment.component(component.id)
    entry, errors = typed.entry(opened.whole, saved, say(parts))
    if errors:
        return _page(parts, opened, component, typed, errors, back=back, form=form, status=422)
    try:
        saving.save(
            parts.database,
            opened.id,
            Subject(Kind.COMPONENT, component.id),
            base=revision(form, "base"),
            content=entry,
            mutation=str(form.get("mutation") or secrets.token_hex(16)),
            author=author,
            now=parts.now(),
        )
    except StaleError as stale:
        now = opened.again(parts.database)
        return _page(parts, now, component, typed, back=back, stale=stale, status=409)
    except (AlreadyFinishedError, BusyError) as error:
        return refused_save(
            error,
            lambda unsaved, status: _page(
                parts, opened, component, typed, back=back, form=form, status=status, unsaved=unsaved
            ),
        )
    here = f"/assessments/{opened.id}"
    if entry.not_applicable is not None:
        return gone_to(f"{here}/components/{component.id}")
    return gone_to(f"{here}/plan#line-{component.id}" if back == "plan" else f"{here}/result/{component.id}")


def _page(
    parts: Parts,
    opened: Opened,
    component: Component,
    typed: ComponentForm,
    errors: tuple[FieldError, ...] = (),
    *,
    back: str,
    form: FormData | None = None,
    stale: StaleError | None = None,
    status: int = 200,
    unsaved: Unsaved = "",
) -> HTMLResponse:
    report = report_of(opened, copy="own", marking=parts.marking)
    subject = Subject(Kind.COMPONENT, component.id)
    missing = FieldError(field="reason", message=say(parts)("Say why this does not apply."))
    is_missing = not errors and stale is None and typed.is_declared and not typed.reason
    return shown(
        parts,
        "components/component.html",
        status=status,
        opened=opened,
        here="result",
        component=component,
        domain=opened.questionnaire.domain_of[component.id],
        typed=typed,
        errors=(missing,) if is_missing else errors,
        is_refused=bool(errors),
        unsaved=unsaved,
        stale=stale,
        # What is not saved stays on the revision that its form showed, or it would overwrite a later one.
        base=opened.journal.revision(subject) if form is None else revision(form, "base"),
        mutation=secrets.token_hex(16),
        saved=opened.journal.newest.get(subject),
        line=report.priorities.line_by_component.get(component.id),
        back="plan" if back == "plan" else "",
        cost_bands=COST_BANDS,
        assistance_kinds=ASSISTANCE_KINDS,
    )

"""Page: why a component or domain is where it is, and what is said of a whole component."""

from dataclasses import replace

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.core.assessment.assessment import ASSISTANCE_KINDS, COST_BANDS, ComponentEntry
from app.core.assessment.journal import Kind, Subject, of_kind
from app.core.questionnaire.questionnaire import Component
from app.core.reports.why import why
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.services.assessments import Opened
from app.services.reports import report_of
from app.web.component_form import ComponentForm
from app.web.finished import NotTakenError, Written
from app.web.frame import Posted, gone_to, revision, say, shown
from app.web.missing import missing
from app.web.opening import TheAssessment, TheComponent
from app.web.saving import FETCHED, BuiltOn, ByItself, Outcome, field_words, merged_words, saved

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
def show(
    parts: TheParts,
    opened: TheAssessment,
    component: TheComponent,
    author: TheAuthor,
    back: str = "",
    merged: str = "",
) -> HTMLResponse:
    """The form of a component's target, commitment, plan, own place and declaration.

    `merged`: the fields that another person changed while this one saved others.
    """
    typed = ComponentForm.of(opened.assessment.component(component.id))
    return _page(parts, opened, component, typed, back=back, merged=merged, author=author)


@router.post("/components/{component_id}")
def save(
    parts: TheParts,
    opened: TheAssessment,
    component: TheComponent,
    form: Posted,
    author: TheAuthor,
    by_itself: ByItself,
) -> Response:
    """Save what is said of a component, and go back; or tell what became of it."""
    typed, built_on = ComponentForm.posted(form, component), _built_on(parts, opened, component, form)
    outcome = _saved(parts, opened, component, typed, built_on, form, author)
    if not by_itself:
        return _answered(parts, opened, component, typed, outcome, form, author)
    if outcome.state != "saved":
        return outcome.told(parts)
    return outcome.told(
        parts,
        onward=_onward(opened, component, typed, outcome, form),
        missing=missing(parts, opened.again(parts.database), component.id),
    )


@router.post("/components/{component_id}/place")
def move(
    parts: TheParts, opened: TheAssessment, component: TheComponent, form: Posted, author: TheAuthor
) -> Response:
    """Save a component's own place among the priorities alone, from the plan page; or take it back."""
    built_on = _built_on(parts, opened, component, form)
    typed = ComponentForm.of(_entry(built_on)).moved(form)
    outcome = _saved(parts, opened, component, typed, built_on, form, author)
    # This form shows the place alone; whatever else another person changed was never in it.
    return _answered(parts, opened, component, typed, replace(outcome, merged=()), form, author)


def _built_on(parts: Parts, opened: Opened, component: Component, form: FormData) -> BuiltOn:
    return BuiltOn.sent(parts, opened, Subject(Kind.COMPONENT, component.id), form)


def _entry(built_on: BuiltOn) -> ComponentEntry:
    return of_kind(built_on.content, ComponentEntry)


def _saved(
    parts: Parts,
    opened: Opened,
    component: Component,
    typed: ComponentForm,
    built_on: BuiltOn,
    form: FormData,
    author: str,
) -> Outcome:
    entry, errors = typed.entry(opened.whole, _entry(built_on), say(parts))
    if errors:
        return Outcome(state="wrong", errors=errors).at(opened)
    subject = Subject(Kind.COMPONENT, component.id)
    return saved(parts, opened, subject, entry, built_on, form, author).at(opened)


def _answered(
    parts: Parts,
    opened: Opened,
    component: Component,
    typed: ComponentForm,
    outcome: Outcome,
    form: FormData,
    author: str,
) -> Response:
    """As a page."""
    if outcome.state == "saved":
        return gone_to(_onward(opened, component, typed, outcome, form))
    if outcome.state == "finished":
        entry, errors = typed.entry(opened.whole, opened.assessment.component(component.id), say(parts))
        subject = Subject(Kind.COMPONENT, component.id)
        raise NotTakenError(*(() if errors else (Written(subject=subject, content=entry),)))
    if outcome.stale is not None and isinstance(outcome.stale.mine, ComponentEntry):
        typed = ComponentForm.of(outcome.stale.mine)
    now = opened.again(parts.database) if outcome.state == "stale" else opened
    return _page(
        parts, now, component, typed, outcome, back=str(form.get("back", "")), form=form, author=author
    )


def _onward(
    opened: Opened, component: Component, typed: ComponentForm, outcome: Outcome, form: FormData
) -> str:
    here = f"/assessments/{opened.id}"
    if outcome.merged:
        back = "&back=plan" if form.get("back") == "plan" else ""
        return f"{here}/components/{component.id}?merged={','.join(outcome.merged)}{back}"
    if typed.is_declared:
        return f"{here}/components/{component.id}"
    return (
        f"{here}/plan#line-{component.id}" if form.get("back") == "plan" else f"{here}/result/{component.id}"
    )


def _page(
    parts: Parts,
    opened: Opened,
    component: Component,
    typed: ComponentForm,
    outcome: Outcome = FETCHED,
    *,
    back: str,
    form: FormData | None = None,
    merged: str = "",
    author: str = "",
) -> HTMLResponse:
    report = report_of(opened, copy="own", marking=parts.marking)
    subject = Subject(Kind.COMPONENT, component.id)
    return shown(
        parts,
        "components/component.html",
        status=outcome.status,
        opened=opened,
        here="result",
        author=author,
        component=component,
        domain=opened.questionnaire.domain_of[component.id],
        typed=typed,
        errors=outcome.errors if form is not None else missing(parts, opened, component.id),
        is_refused=outcome.is_refused,
        unsaved=outcome.unsaved,
        stale=outcome.stale,
        merged=merged_words(merged.split(","), say(parts)),
        field_words=field_words(say(parts)),
        # What is not saved stays on the revision that its form showed, or it would overwrite a later one.
        base=revision(form, "base")
        if form is not None and outcome.is_refused
        else opened.journal.revision(subject),
        was=str(form.get("was", "")) if form is not None and outcome.is_refused else "",
        saved=opened.journal.newest.get(subject),
        line=report.priorities.line_by_component.get(component.id),
        back="plan" if back == "plan" else "",
        cost_bands=COST_BANDS,
        assistance_kinds=ASSISTANCE_KINDS,
    )

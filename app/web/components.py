"""Page: why a component or domain is where it is, and what is said of a whole component."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.core.assessment.assessment import ASSISTANCE_KINDS, COST_BANDS, ComponentEntry
from app.core.assessment.journal import Entry, Subject, SubjectKind, of_kind
from app.core.method.priorities import Line
from app.core.questionnaire.questionnaire import Component, Domain
from app.core.reports.choice import ReportChoice
from app.core.reports.report import Report
from app.core.reports.why import LevelReasons, why
from app.services.assessments import Opened
from app.services.reports import report_of
from app.services.saving import StaleError
from app.web.component_form import ComponentForm
from app.web.errors import FieldError
from app.web.finished import NotTakenError, Written
from app.web.frame import Page, Posted, Unsaved, gone_to, revision
from app.web.missing import missing
from app.web.path import TheComponent
from app.web.saving import FETCHED, BuiltOn, ByItself, SaveOutcome, field_words, merged_words, saved
from app.web.visit import EditingVisit, TheEditingVisit, TheVisit, Visit

router = APIRouter(prefix="/assessments/{assessment_id}")


class WhyPage(Page, template="results/why.html", here="result"):
    """Why a domain or component is where it is; `line`: the component among the priorities."""

    report: Report
    why: LevelReasons
    component: Component | None
    domain: Domain
    line: Line | None


class ComponentPage(Page, template="components/component.html", here="result"):
    """The form of a component; `line`: it among the priorities, None where it is not one."""

    component: Component
    typed: ComponentForm
    errors: tuple[FieldError, ...]
    is_refused: bool
    unsaved: Unsaved
    stale: StaleError | None
    merged: str
    field_words: Mapping[str, str]
    base: int
    was: str
    saved: Entry | None
    line: Line | None
    back: str
    cost_bands: tuple[str, ...]
    assistance_kinds: tuple[str, ...]


@router.get("/result/{node_id}")
def explain(visit: TheVisit, node_id: str) -> Response:
    """Why this level, in words and clause by clause, and what lifts it."""
    report = report_of(visit.opened, ReportChoice(copy="own", marking=visit.parts.marking))
    node = report.result.node_by_id.get(node_id)
    if node is None and node_id in visit.opened.questionnaire.component_by_id:
        # It counts neither for nor against, so there is no level to explain.
        return gone_to(visit.address(f"/components/{node_id}"))
    if node is None or node.level is None:
        raise HTTPException(404)
    return visit.page(
        WhyPage(
            report=report,
            why=why(report, node),
            component=visit.opened.questionnaire.component_by_id.get(node_id),
            domain=visit.opened.questionnaire.domain_by_id.get(node_id)
            or visit.opened.questionnaire.domain_of[node_id],
            line=report.priorities.line_by_component.get(node_id),
        )
    )


@router.get("/components/{component_id}")
def show(
    visit: TheVisit,
    component: TheComponent,
    back: str = "",
    merged: str = "",
) -> HTMLResponse:
    """The form of a component's target, commitment, plan, own place and declaration.

    `merged`: the fields that another person changed while this one saved others.
    """
    typed = ComponentForm.of(visit.opened.assessment.component(component.id))
    return _page(visit, component, typed, back=back, merged=merged)


@router.post("/components/{component_id}")
def save(
    visit: TheEditingVisit,
    component: TheComponent,
    form: Posted,
    by_itself: ByItself,
) -> Response:
    """Save what is said of a component, and go back; or tell what became of it."""
    typed, built_on = ComponentForm.posted(form, component), _built_on(visit, component, form)
    outcome = _saved(visit, component, typed, built_on, form)
    if not by_itself:
        return _answered(visit, component, typed, outcome, form)
    if outcome.state != "saved":
        return outcome.as_json(visit)
    return outcome.as_json(
        visit,
        onward=_onward(visit.opened, component, typed, outcome, form),
        missing=missing(visit.again(), component.id),
    )


@router.post("/components/{component_id}/place")
def move(visit: TheEditingVisit, component: TheComponent, form: Posted) -> Response:
    """Save a component's own place among the priorities alone, from the plan page; or take it back."""
    built_on = _built_on(visit, component, form)
    typed = ComponentForm.of(_entry(built_on)).moved(form)
    outcome = _saved(visit, component, typed, built_on, form)
    # This form shows the place alone; whatever else another person changed was never in it.
    return _answered(visit, component, typed, replace(outcome, merged=()), form)


def _built_on(visit: Visit, component: Component, form: FormData) -> BuiltOn:
    return BuiltOn.sent(visit, Subject(SubjectKind.COMPONENT, component.id), form)


def _entry(built_on: BuiltOn) -> ComponentEntry:
    return of_kind(built_on.content, ComponentEntry)


def _saved(
    visit: EditingVisit,
    component: Component,
    typed: ComponentForm,
    built_on: BuiltOn,
    form: FormData,
) -> SaveOutcome:
    entry, errors = typed.entry(visit.opened.whole, _entry(built_on), visit.say)
    if errors:
        return SaveOutcome(state="wrong", errors=errors).at(visit.opened)
    subject = Subject(SubjectKind.COMPONENT, component.id)
    return saved(visit, subject, entry, built_on, form).at(visit.opened)


def _answered(
    visit: Visit,
    component: Component,
    typed: ComponentForm,
    outcome: SaveOutcome,
    form: FormData,
) -> Response:
    """As a page."""
    if outcome.state == "saved":
        return gone_to(_onward(visit.opened, component, typed, outcome, form))
    if outcome.state == "finished":
        entry, errors = typed.entry(
            visit.opened.whole, visit.opened.assessment.component(component.id), visit.say
        )
        subject = Subject(SubjectKind.COMPONENT, component.id)
        raise NotTakenError(*(() if errors else (Written(subject=subject, content=entry),)))
    if outcome.stale is not None and isinstance(outcome.stale.mine, ComponentEntry):
        typed = ComponentForm.of(outcome.stale.mine)
    now = visit.again() if outcome.state == "stale" else visit
    return _page(now, component, typed, outcome, back=str(form.get("back", "")), form=form)


def _onward(
    opened: Opened, component: Component, typed: ComponentForm, outcome: SaveOutcome, form: FormData
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
    visit: Visit,
    component: Component,
    typed: ComponentForm,
    outcome: SaveOutcome = FETCHED,
    *,
    back: str,
    form: FormData | None = None,
    merged: str = "",
) -> HTMLResponse:
    report = report_of(visit.opened, ReportChoice(copy="own", marking=visit.parts.marking))
    subject = Subject(SubjectKind.COMPONENT, component.id)
    return visit.page(
        ComponentPage(
            component=component,
            typed=typed,
            errors=outcome.errors if form is not None else missing(visit, component.id),
            is_refused=outcome.is_refused,
            unsaved=outcome.unsaved,
            stale=outcome.stale,
            merged=merged_words(merged.split(","), visit.say),
            field_words=field_words(visit.say),
            # What is not saved stays on the revision that its form showed, or it would overwrite a later one.
            base=revision(form, "base")
            if form is not None and outcome.is_refused
            else visit.opened.journal.revision(subject),
            was=str(form.get("was", "")) if form is not None and outcome.is_refused else "",
            saved=visit.opened.journal.newest.get(subject),
            line=report.priorities.line_by_component.get(component.id),
            back="plan" if back == "plan" else "",
            cost_bands=COST_BANDS,
            assistance_kinds=ASSISTANCE_KINDS,
        ),
        status=outcome.status,
    )

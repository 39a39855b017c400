"""Pages: questions on paper, as a form to fill in or with the answers of an assessment beside them."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import cleaned
from app.core.assessment.assessment import Scope
from app.core.copies.copies import UncutCopy
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.choice import ReportChoice
from app.http.dependencies import Parts, TheParts
from app.rendering.paper import Paper, answers_paper, blank_form, paper_page
from app.services.labels import paper_label
from app.services.printing import Made, Making, PrintState
from app.services.reports import report_of
from app.web.frame import Page, Posted, gone_to, render
from app.web.path import TheQuestionnaire
from app.web.prints import made_file, state_of
from app.web.report_form import LONGEST_MARKING
from app.web.visit import TheVisit, Visit

router = APIRouter()

_FORM = "/questionnaires/{questionnaire_id}/{version}/form"
_PAPER = "/assessments/{assessment_id}/paper"


# --- a form to fill in by hand, before there is an assessment --------------------------------------


class PaperProgressPage(Page, template="papers/progress.html"):
    """How far a paper is; `back` and `file` are addresses."""

    state: PrintState
    back: str
    file: str


class PaperPage(Page, template="papers/choose.html", here="tasks"):
    """The choice of a paper, and what was made."""

    typed_marking: str
    error: str
    domain: str
    made: list[Made]
    making: list[tuple[str, Making]]


@router.post(_FORM)
def make_form(parts: TheParts, questionnaire: TheQuestionnaire, form: Posted) -> Response:
    """Ask for the form of a domain, or of all, and go to the page that shows its progress."""
    scope: Scope = "quick" if form.get("scope") == "quick" else "full"
    try:
        paper = blank_form(questionnaire, scope=scope, domain=_domain(form), marking=parts.marking)
    except LookupError:
        raise HTTPException(404) from None
    here = f"/questionnaires/{questionnaire.id}/{questionnaire.version}/form"
    folder = _folder(questionnaire)
    return _asked_for(parts, paper, folder, here, folder)


@router.get(_FORM + "/{key}.pdf")
def download_form(parts: TheParts, questionnaire: TheQuestionnaire, key: str, request: Request) -> Response:
    """The form, once it is made."""
    return made_file(parts, request, _folder(questionnaire), key)


@router.get(_FORM + "/{key}")
def watch_form(parts: TheParts, questionnaire: TheQuestionnaire, key: str, request: Request) -> Response:
    """How far the form is; when it is made, where to take it."""
    here = f"/questionnaires/{questionnaire.id}/{questionnaire.version}"
    state = state_of(parts, request, _folder(questionnaire), key)
    if state is None:
        return gone_to(f"{here}/questions")
    file = f"{here}/form/{key}.pdf"
    return render(parts, PaperProgressPage(state=state, back=f"{here}/questions", file=file))


# --- the paper of an assessment --------------------------------------------------------------------


@router.get(_PAPER)
def choose(visit: TheVisit, domain: str = "") -> HTMLResponse:
    """Answers beside their questions or a form to fill in, one domain or all, and which copy."""
    return _choice(visit, domain, visit.parts.marking)


def _choice(visit: Visit, domain: str, marking: str, error: str = "", status: int = 200) -> HTMLResponse:
    return visit.page(
        PaperPage(
            typed_marking=marking,
            error=error,
            domain=domain,
            made=[one for one in visit.parts.press.made(visit.opened.id) if one.label.what != "report"],
            making=[
                one for one in visit.parts.press.making(visit.opened.id) if one[1].label.what != "report"
            ],
        ),
        status=status,
    )


@router.post(_PAPER)
def make_paper(visit: TheVisit, form: Posted) -> Response:
    """Ask for the paper and go to the page that shows its progress."""
    copy: UncutCopy = "own" if form.get("copy") == "own" else "masked"
    marking = cleaned(str(form.get("marking", ""))).strip()
    if len(marking) > LONGEST_MARKING:
        error = visit.say("Shorten the marking to %(most)d characters.") % {"most": LONGEST_MARKING}
        return _choice(visit, _domain(form), marking, error, 422)
    about = visit.opened.assessment
    named = f"{about.country.code}-{about.reference_date}"
    try:
        if form.get("what") == "form":
            paper = blank_form(visit.opened.whole, scope=about.scope, domain=_domain(form), marking=marking)
        else:
            report = report_of(visit.opened, ReportChoice(copy=copy, marking=marking))
            paper = answers_paper(report, domain=_domain(form))
    except LookupError:
        raise HTTPException(404) from None
    return _asked_for(visit.parts, paper, visit.opened.id, visit.address("/paper"), named)


@router.get(_PAPER + "/{key}.pdf")
def download_paper(visit: TheVisit, key: str, request: Request) -> Response:
    """The paper, once it is made."""
    return made_file(visit.parts, request, visit.opened.id, key)


@router.get(_PAPER + "/{key}")
def watch_paper(visit: TheVisit, key: str, request: Request) -> Response:
    """How far the paper is; when it is made, where to take it."""
    here = visit.address("/paper")
    state = state_of(visit.parts, request, visit.opened.id, key)
    if state is None:
        return gone_to(here)
    return visit.page(PaperProgressPage(state=state, back=here, file=f"{here}/{key}.pdf"))


def _domain(form: FormData) -> str:
    return str(form.get("domain", ""))


def _folder(questionnaire: Questionnaire) -> str:
    """Where its forms lie among what was printed."""
    return f"{questionnaire.id}-{questionnaire.version}"


def _asked_for(parts: Parts, paper: Paper, folder: str, here: str, named: str) -> Response:
    key = parts.press.request(folder, paper_page(paper, parts.language), paper_label(paper, named))
    return gone_to(f"{here}/{key}")

"""Pages: questions on paper, as a form to fill in or with the answers of an assessment beside them."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import cleaned
from app.core.assessment.assessment import Scope
from app.core.copies.copies import UncutCopy
from app.core.questionnaire.questionnaire import Questionnaire
from app.http.dependencies import Parts, TheParts
from app.rendering.paper import Paper, answers_paper, blank_form, paper_page
from app.services.assessments import Opened
from app.services.labels import paper_label
from app.services.printing import State
from app.services.reports import report_of
from app.web.frame import Posted, gone_to, say, shown
from app.web.opening import TheAssessment, TheQuestionnaire
from app.web.prints import state_of, taken
from app.web.report_form import LONGEST_MARKING

router = APIRouter()

_FORM = "/questionnaires/{questionnaire_id}/{version}/form"
_PAPER = "/assessments/{assessment_id}/paper"


# --- a form to fill in by hand, before there is an assessment --------------------------------------


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
def take_form(parts: TheParts, questionnaire: TheQuestionnaire, key: str, request: Request) -> Response:
    """The form, once it is made."""
    return taken(parts, request, _folder(questionnaire), key)


@router.get(_FORM + "/{key}")
def watch_form(parts: TheParts, questionnaire: TheQuestionnaire, key: str, request: Request) -> Response:
    """How far the form is; when it is made, where to take it."""
    here = f"/questionnaires/{questionnaire.id}/{questionnaire.version}"
    state = state_of(parts, request, _folder(questionnaire), key)
    return _watched(parts, state, back=f"{here}/questions", file=f"{here}/form/{key}.pdf")


# --- the paper of an assessment --------------------------------------------------------------------


@router.get(_PAPER)
def choose(parts: TheParts, opened: TheAssessment, domain: str = "") -> HTMLResponse:
    """Answers beside their questions or a form to fill in, one domain or all, and which copy."""
    return _choice(parts, opened, domain, parts.marking)


def _choice(
    parts: Parts, opened: Opened, domain: str, marking: str, error: str = "", status: int = 200
) -> HTMLResponse:
    return shown(
        parts,
        "papers/choose.html",
        status=status,
        opened=opened,
        typed_marking=marking,
        error=error,
        here="tasks",
        domain=domain,
        made=[one for one in parts.press.made(opened.id) if one.label.what != "report"],
        making=[one for one in parts.press.making(opened.id) if one[1].label.what != "report"],
    )


@router.post(_PAPER)
def make_paper(parts: TheParts, opened: TheAssessment, form: Posted) -> Response:
    """Ask for the paper and go to the page that shows its progress."""
    copy: UncutCopy = "own" if form.get("copy") == "own" else "masked"
    marking = cleaned(str(form.get("marking", ""))).strip()
    if len(marking) > LONGEST_MARKING:
        error = say(parts)("Shorten the marking to %(most)d characters.") % {"most": LONGEST_MARKING}
        return _choice(parts, opened, _domain(form), marking, error, 422)
    about = opened.assessment
    named = f"{about.country.code}-{about.reference_date}"
    try:
        if form.get("what") == "form":
            paper = blank_form(opened.whole, scope=about.scope, domain=_domain(form), marking=marking)
        else:
            said = report_of(opened, copy=copy, marking=marking)
            paper = answers_paper(said, domain=_domain(form))
    except LookupError:
        raise HTTPException(404) from None
    return _asked_for(parts, paper, opened.id, f"/assessments/{opened.id}/paper", named)


@router.get(_PAPER + "/{key}.pdf")
def take_paper(parts: TheParts, opened: TheAssessment, key: str, request: Request) -> Response:
    """The paper, once it is made."""
    return taken(parts, request, opened.id, key)


@router.get(_PAPER + "/{key}")
def watch_paper(parts: TheParts, opened: TheAssessment, key: str, request: Request) -> Response:
    """How far the paper is; when it is made, where to take it."""
    here = f"/assessments/{opened.id}/paper"
    state = state_of(parts, request, opened.id, key)
    return _watched(parts, state, back=here, file=f"{here}/{key}.pdf", opened=opened)


def _domain(form: FormData) -> str:
    return str(form.get("domain", ""))


def _folder(questionnaire: Questionnaire) -> str:
    """Where its forms lie among what was printed."""
    return f"{questionnaire.id}-{questionnaire.version}"


def _asked_for(parts: Parts, paper: Paper, folder: str, here: str, named: str) -> Response:
    key = parts.press.request(folder, paper_page(paper, parts.language), paper_label(paper, named))
    return gone_to(f"{here}/{key}")


def _watched(
    parts: Parts, state: State | None, *, back: str, file: str, opened: Opened | None = None
) -> Response:
    if state is None:
        return gone_to(back)
    return shown(parts, "papers/progress.html", opened=opened, state=state, back=back, file=file)

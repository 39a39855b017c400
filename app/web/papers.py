"""Pages: questions on paper, as a form to fill in or with the answers of an assessment beside them."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import cleaned
from app.core.assessment import Scope
from app.core.questionnaire import Questionnaire
from app.core.report import UncutCopy
from app.dependencies import Parts, TheParts
from app.rendering.paper import Paper, answers_paper, blank_form, paper_page
from app.services.assessments import Opened
from app.services.reports import Made, report_of
from app.web.frame import Posted, gone_to, shown
from app.web.opening import TheAssessment, TheQuestionnaire

router = APIRouter()

LONGEST_MARKING = 60

Name = Annotated[str, Query(pattern=r"^[A-Za-z0-9.-]{1,120}$")]
"""What the file is called, without its ending."""

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
    name = _folder(questionnaire)
    return _asked_for(parts, paper, name, here, name, "form")


@router.get(_FORM + "/{key}.pdf")
def take_form(parts: TheParts, questionnaire: TheQuestionnaire, key: str, name: Name = "form") -> Response:
    """The form, once it is made."""
    return _file(parts, _folder(questionnaire), key, name)


@router.get(_FORM + "/{key}")
def watch_form(parts: TheParts, questionnaire: TheQuestionnaire, key: str, name: Name = "form") -> Response:
    """How far the form is; when it is made, where to take it."""
    here = f"/questionnaires/{questionnaire.id}/{questionnaire.version}"
    return _watched(parts, _folder(questionnaire), key, name, back=f"{here}/questions", here=f"{here}/form")


# --- the paper of an assessment --------------------------------------------------------------------


@router.get(_PAPER)
def choose(parts: TheParts, opened: TheAssessment, domain: str = "") -> HTMLResponse:
    """Answers beside their questions or a form to fill in, one domain or all, and which copy."""
    return shown(parts, "papers/choose.html", opened=opened, here="tasks", domain=domain)


@router.post(_PAPER)
def make_paper(parts: TheParts, opened: TheAssessment, form: Posted) -> Response:
    """Ask for the paper and go to the page that shows its progress."""
    copy: UncutCopy = "own" if form.get("copy") == "own" else "masked"
    marking = cleaned(str(form.get("marking", ""))).strip()[:LONGEST_MARKING]
    about = opened.assessment
    named = f"{about.country.code}-{about.reference_date}"
    try:
        if form.get("what") == "form":
            paper = blank_form(opened.whole, scope=about.scope, domain=_domain(form), marking=marking)
            last = "form"
        else:
            said = report_of(opened, copy=copy, marking=marking)
            paper = answers_paper(said, domain=_domain(form))
            last = f"{f'edition-{said.edition}' if said.edition else 'draft'}-{copy}-copy"
    except LookupError:
        raise HTTPException(404) from None
    return _asked_for(parts, paper, opened.id, f"/assessments/{opened.id}/paper", named, last)


@router.get(_PAPER + "/{key}.pdf")
def take_paper(parts: TheParts, opened: TheAssessment, key: str, name: Name = "paper") -> Response:
    """The paper, once it is made."""
    return _file(parts, opened.id, key, name)


@router.get(_PAPER + "/{key}")
def watch_paper(parts: TheParts, opened: TheAssessment, key: str, name: Name = "paper") -> Response:
    """How far the paper is; when it is made, where to take it."""
    here = f"/assessments/{opened.id}/paper"
    return _watched(parts, opened.id, key, name, back=here, here=here, opened=opened)


def _domain(form: FormData) -> str:
    return str(form.get("domain", ""))


def _folder(questionnaire: Questionnaire) -> str:
    """Where its forms lie among what was printed."""
    return f"{questionnaire.id}-{questionnaire.version}"


def _asked_for(parts: Parts, paper: Paper, folder: str, here: str, named: str, last: str) -> Response:
    """The press is asked; the file's name says which questions and which copy it holds."""
    middle = [] if paper.is_whole else [paper.domains[0].id]
    middle += ["quick-scan"] if paper.scope == "quick" else []
    name = "-".join([named, *middle, last])
    key = parts.press.request(folder, paper_page(paper, parts.language))
    return gone_to(f"{here}/{key}?{urlencode({'name': name})}")


def _file(parts: Parts, folder: str, key: str, name: str) -> Response:
    state = parts.press.state(folder, key)
    if not isinstance(state, Made):
        raise HTTPException(404)
    return FileResponse(state.path, media_type="application/pdf", filename=f"{name}.pdf")


def _watched(
    parts: Parts, folder: str, key: str, name: str, *, back: str, here: str, opened: Opened | None = None
) -> Response:
    state = parts.press.state(folder, key)
    if state is None:
        return gone_to(back)
    return shown(
        parts,
        "papers/progress.html",
        opened=opened,
        state=state,
        back=back,
        address=f"{here}/{key}.pdf?{urlencode({'name': name})}",
        name=name,
    )

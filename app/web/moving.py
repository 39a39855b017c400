"""Pages: an assessment taken out with its whole history, one taken in, and the deletion of one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.answers import cleaned, decoded
from app.core.assessment.file_name import country_part, file_name
from app.core.errors import AnswersRefusedError
from app.http.dependencies import TheParts
from app.services import moving
from app.web.errors import FieldError
from app.web.frame import Page, Posted, gone_to, render, say, sent_file
from app.web.prints import download
from app.web.visit import TheEditingVisit, TheVisit, Visit

router = APIRouter()

MOVE_IN = "/move-in"
LARGEST_UPLOAD = moving.LARGEST + 64 * 1024
"""Bytes of the request that brings the largest assessment file."""

MOST_SHOWN = 20
"""Errors of a file that the page lists; how many more there are, it says."""


class MoveInPage(Page, template="moving/in.html"):
    """The form that takes an assessment file; `more`: how many errors are not listed."""

    errors: tuple[FieldError, ...] = ()
    more: int = 0


class MoveOutPage(Page, template="moving/out.html"):
    """What goes into an assessment file; `typed`: the name that confirms a deletion."""

    errors: tuple[FieldError, ...]
    typed: str


async def uploaded_assessment(request: Request) -> bytes:
    """The assessment file; empty where none was chosen."""
    return await sent_file(request, "file")


UploadedAssessment = Annotated[bytes, Depends(uploaded_assessment)]


@router.get(MOVE_IN)
def bring(parts: TheParts) -> HTMLResponse:
    """The form that takes an assessment file."""
    return render(parts, MoveInPage(errors=(), more=0))


@router.post(MOVE_IN)
def move_in(parts: TheParts, content: UploadedAssessment) -> Response:
    """Take an assessment in with its whole history and open it; every error of its file is told."""
    if not content:
        error = FieldError(field="file", message=say(parts)("Choose the file that the other machine wrote."))
        return render(parts, MoveInPage(errors=(error,), more=0), status=422)
    try:
        moved = moving.move_in(parts.database, decoded(content, moving.LARGEST), parts.catalogue)
    except AnswersRefusedError as refused:
        errors = tuple(FieldError(field="file", message=str(fault)) for fault in refused.faults[:MOST_SHOWN])
        more = max(0, len(refused.faults) - MOST_SHOWN)  # reading may have stopped after many
        return render(parts, MoveInPage(errors=errors, more=more), status=422)
    return gone_to(f"/assessments/{moved}")


@router.get("/assessments/{assessment_id}/move-out")
def show_move_out(visit: TheVisit) -> HTMLResponse:
    """What goes into the file and how to take it; and the deletion of what is here."""
    return _page(visit)


@router.get("/assessments/{assessment_id}/move-out.json")
def move_out(visit: TheVisit) -> Response:
    """The assessment file, as a download."""
    try:
        text = moving.moved_out(visit.parts.database, visit.opened.id)
    except AnswersRefusedError as refused:
        errors = tuple(FieldError(field="take", message=str(fault)) for fault in refused.faults)
        return _page(visit, errors, status=422)
    about = visit.opened.assessment
    name = file_name(country_part(about.country), str(about.reference_date), "assessment", ending=".json")
    return download(text, "application/json", name)


@router.post("/assessments/{assessment_id}/delete")
def delete(visit: TheEditingVisit, form: Posted) -> Response:
    """Delete the assessment with all that belongs to it, if the country's name is typed."""
    typed = cleaned(str(form.get("confirmed", "")))
    try:
        moving.delete(visit.parts.database, visit.opened.id, confirmed=typed)
    except moving.NotConfirmedError:
        message = visit.say("Type the name of the country exactly as it stands here.")
        return _page(visit, (FieldError(field="confirmed", message=message),), typed=typed, status=422)
    visit.parts.press.forget(visit.opened.id)
    return gone_to("/")


def _page(
    visit: Visit,
    errors: tuple[FieldError, ...] = (),
    *,
    typed: str = "",
    status: int = 200,
) -> HTMLResponse:
    return visit.page(MoveOutPage(errors=errors, typed=typed), status=status)

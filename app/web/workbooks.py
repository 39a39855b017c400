"""Pages: take a workbook to fill in without a network, see what a returned one says, and bring it in."""

import re
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote_plus, urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData, UploadFile

from app.answers import LONGEST_AUTHOR, body, cleaned, read_body
from app.core.assessment.answer import Answer
from app.core.assessment.file_name import file_name
from app.core.assessment.journal import Conflict, Subject, SubjectKind, of_kind
from app.core.errors import AlreadyFinishedError, AnswersRefusedError, BusyError, Fault
from app.core.exact import whole_number
from app.services import workbooks
from app.services.workbooks import AnswerToImport, Preview
from app.web.finished import NotTakenError, Written
from app.web.frame import MOST_BESIDE_A_FILE, Page, Posted, Unsaved, gone_to, refuse_many_fields
from app.web.prints import download
from app.web.visit import TheEditingVisit, TheVisit, Visit
from app.workbook import LARGEST_WORKBOOK, MIME_TYPE

router = APIRouter(prefix="/assessments/{assessment_id}")

_DIGEST = re.compile("[0-9a-f]{64}")
_LARGEST_FORM = 4 * 1024 * 1024
"""Bytes of the answers of a workbook as a form carries them; a request has at most 6 MiB."""


class WorkbookPage(Page, template="workbooks/choose.html", here="tasks"):
    """A workbook to take or to bring in; `saved`, `met`: what just was, `waiting`: what is in conflict."""

    filled_in_by: str
    domain: str
    saved: int
    met: int
    faults: tuple[Fault, ...]
    waiting: list[str]


class PreviewPage(Page, template="workbooks/preview.html", here="tasks"):
    """What a workbook would bring; None where its form comes back. `fields`: the answers as sent."""

    filled_in_by: str
    digest: str
    fields: list[tuple[str, str]]
    preview: Preview | None
    unsaved: Unsaved


async def uploaded_workbook(request: Request) -> tuple[bytes, str]:
    """The one file of a form, at most one byte more than a workbook may have, and who filled it in."""
    await refuse_many_fields(request, MOST_BESIDE_A_FILE)
    async with request.form(max_files=1, max_fields=MOST_BESIDE_A_FILE) as form:
        file = form.get("file")
        content = await file.read(LARGEST_WORKBOOK + 1) if isinstance(file, UploadFile) else b""
        return content, _name(form)


UploadedWorkbook = Annotated[tuple[bytes, str], Depends(uploaded_workbook)]


@router.get("/workbook")
def choose(visit: TheVisit, domain: str = "", saved: int = 0, met: int = 0) -> HTMLResponse:
    """Take a workbook, or bring one in; what was just brought in, and which conflicts wait."""
    return _page(visit, filled_in_by=visit.by, domain=domain, saved=saved, met=met)


@router.get("/workbook.xlsx")
def download_workbook(visit: TheVisit, domain: str = "") -> Response:
    """The workbook of a domain, or of all."""
    try:
        made = workbooks.workbook_of(
            visit.opened,
            visit.parts.language,
            domain=domain,
            marking=visit.parts.marking,
            now=visit.parts.now(),
        )
    except LookupError:
        raise HTTPException(404) from None
    about = visit.opened.assessment
    name = file_name(
        about.country.code, str(about.reference_date), domain or "all", "workbook", ending=".xlsx"
    )
    return download(made, MIME_TYPE, name)


@router.post("/workbook")
def look(visit: TheVisit, given: UploadedWorkbook) -> HTMLResponse:
    """What a returned workbook would bring; nothing is saved yet."""
    content, filled_in_by = given
    try:
        _refuse_long(filled_in_by)
        preview = workbooks.preview(visit.parts.database, visit.opened, content)
        _refuse_large(preview)
    except AnswersRefusedError as refused:
        return _page(visit, filled_in_by=filled_in_by, faults=refused.faults, status=422)
    return _preview_page(visit, preview.digest, _fields(preview), filled_in_by, preview=preview)


@router.post("/workbook/answers")
def bring_in(visit: TheEditingVisit, form: Posted) -> Response:
    """Save the answers that the preview showed; those that meet others are kept as conflicts."""
    digest, filled_in_by = str(form.get("digest", "")), _name(form)
    if _DIGEST.fullmatch(digest) is None:
        raise HTTPException(422)
    try:
        _refuse_long(filled_in_by)
        outcome = workbooks.bring_in(
            visit.parts.database, visit.opened.id, digest, _items(form), visit.act(form, by=filled_in_by)
        )
    except AnswersRefusedError as refused:
        return _page(visit, filled_in_by=filled_in_by, faults=refused.faults, status=422)
    except AlreadyFinishedError:
        raise NotTakenError(
            *(
                Written(subject=Subject(SubjectKind.ANSWER, one.question), content=one.answer)
                for one in _items(form)
                if one.question in visit.opened.whole.question_by_id
            )
        ) from None
    except BusyError:
        return _unsaved(visit, form)
    query = urlencode({"saved": outcome.saved, "met": outcome.met})
    return gone_to(visit.address(f"/workbook?{query}"))


def _unsaved(visit: Visit, form: FormData) -> HTMLResponse:
    """The preview once more, with all that was to be brought in."""
    fields = [(name, str(value)) for name, value in form.multi_items() if name.startswith("answer:")]
    digest, filled_in_by = str(form.get("digest", "")), _name(form)
    return _preview_page(visit, digest, fields, filled_in_by, unsaved="busy")


def _name(form: FormData) -> str:
    typed = form.get("author", "")
    return cleaned(typed).strip() if isinstance(typed, str) else ""


def _fields(preview: Preview) -> list[tuple[str, str]]:
    """The answers as a form carries them: revision and question in the name, the answer as JSON."""
    return [(f"answer:{one.base}:{one.question.id}", body(one.mine)) for one in preview.brought]


def _items(form: FormData) -> list[AnswerToImport]:
    """The same, read back. Raises AnswersRefusedError for what is no answer."""
    items = []
    for name, value in form.multi_items():
        kind, _, rest = name.partition(":")
        base, _, question = rest.partition(":")
        shown_on = whole_number(base)
        if kind == "answer" and shown_on is not None:
            answer = of_kind(read_body(SubjectKind.ANSWER, str(value)), Answer)
            items.append(AnswerToImport(question=question, base=shown_on, answer=answer))
    return items


def _refuse_long(name: str) -> None:
    if len(name) > LONGEST_AUTHOR:
        problem = f"The name of who filled it in has {len(name)} characters."
        raise AnswersRefusedError(
            [Fault(place=(), problem=problem, mend=f"Shorten it to {LONGEST_AUTHOR} characters.")]
        )


def _refuse_large(preview: Preview) -> None:
    if sum(len(quote_plus(text)) for _, text in _fields(preview)) > _LARGEST_FORM:
        problem = "The workbook brings more text than can be brought in at once."
        raise AnswersRefusedError(
            [Fault(place=(), problem=problem, mend="Bring in a workbook for each domain.")]
        )


def _page(
    visit: Visit,
    *,
    filled_in_by: str,
    domain: str = "",
    saved: int = 0,
    met: int = 0,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> HTMLResponse:
    waiting = [
        entry.content.question
        for entry in visit.opened.journal.conflicts.values()
        if isinstance(entry.content, Conflict)
    ]
    return visit.page(
        WorkbookPage(
            filled_in_by=filled_in_by,
            domain=domain,
            saved=saved,
            met=met,
            faults=faults,
            waiting=list(dict.fromkeys(waiting)),
        ),
        status=status,
    )


def _preview_page(
    visit: Visit,
    digest: str,
    fields: list[tuple[str, str]],
    filled_in_by: str,
    *,
    preview: Preview | None = None,
    unsaved: Unsaved = "",
) -> HTMLResponse:
    return visit.page(
        PreviewPage(
            filled_in_by=filled_in_by,
            digest=digest,
            fields=fields,
            preview=preview,
            unsaved=unsaved,
        ),
        status=HTTPStatus.SERVICE_UNAVAILABLE if unsaved else HTTPStatus.OK,
    )

"""What was sent to an assessment that is finished: nothing of it is saved, all of it comes back in a page."""

from dataclasses import dataclass

from anyio import to_thread
from fastapi import Request
from fastapi.responses import Response

from app.core.assessment.journal import Content, Subject
from app.core.errors import AlreadyFinishedError
from app.http.dependencies import Parts, author
from app.web.frame import Page
from app.web.kept import KeptField, address_of, kept
from app.web.visit import visit


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a form would have entered about a subject."""

    subject: Subject
    content: Content


class NotTakenError(AlreadyFinishedError):
    """A form met a finished assessment. `written`: what it means, where that is clear."""

    def __init__(self, *written: Written) -> None:
        super().__init__()
        self.written = written


class FinishedPage(Page, template="finished.html"):
    """What was sent to a finished assessment; `written`: what it means, where that is clear."""

    kept: tuple[KeptField, ...]
    address: str
    written: tuple[Written, ...]


async def finished(request: Request, error: Exception) -> Response:
    """The page (409) that gives a form back, to be sent once more when the assessment is open again."""
    parts: Parts = request.app.state.parts
    id_, by = request.path_params["assessment_id"], await author(request)
    return (await to_thread.run_sync(visit, id_, parts, by)).page(
        FinishedPage(
            kept=await kept(request),
            address=address_of(request),
            written=error.written if isinstance(error, NotTakenError) else (),
        ),
        status=409,
    )

"""A visit to a page of an assessment: the one thing that a page is handed."""

from dataclasses import dataclass, replace
from typing import Annotated, Self

from fastapi import Depends
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from app.core.assessment.act import Act
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.services import assessments
from app.services.assessments import Opened
from app.web.frame import Page, act_of, render, say


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who looks at which assessment, over the parts of this server.

    A right on every page comes in here and nowhere else: what somebody may see, in `_opened`, where a copy
    can be cut to the person; what somebody may change, in `editing_visit`.
    """

    parts: Parts
    opened: Opened
    by: str

    def again(self) -> Self:
        """The same visit to the assessment as it is now. Raises NoSuchAssessmentError and BusyError."""
        return replace(self, opened=_opened(self.parts, self.opened.id, self.by))

    def say(self, sentence: str) -> str:
        """A sentence in the server's language."""
        return say(self.parts)(sentence)

    def address(self, rest: str = "") -> str:
        """An address within this assessment; its task list where nothing follows."""
        return f"/assessments/{self.opened.id}{rest}"

    def page(self, filled: Page, *, status: int = 200) -> HTMLResponse:
        """A page about this assessment. Raises BusyError."""
        return render(self.parts, filled, status=status, opened=self.opened, author=self.by)


@dataclass(frozen=True, kw_only=True)
class EditingVisit(Visit):
    """The visit of somebody who may change the assessment; every page that does so is handed it."""

    def act(self, form: FormData, by: str | None = None) -> Act:
        """What is done now, in the try of a form; `by`: whose words it brings, where not the visitor's."""
        return act_of(self.parts, form, self.by if by is None else by)


def _opened(parts: Parts, assessment_id: str, by: str) -> Opened:  # noqa: ARG001 - all may see all until there are accounts
    """The assessment as this visitor may see it."""
    return assessments.opened(parts.database, assessment_id)


def visit(assessment_id: str, parts: TheParts, author: TheAuthor) -> Visit:
    """The visit to the assessment of the address; 404 where there is none (NoSuchAssessmentError)."""
    return Visit(parts=parts, opened=_opened(parts, assessment_id, author), by=author)


TheVisit = Annotated[Visit, Depends(visit)]


async def editing_visit(visit: TheVisit) -> EditingVisit:
    """The same to change it; all may change all until there are accounts."""
    return EditingVisit(parts=visit.parts, opened=visit.opened, by=visit.by)


TheEditingVisit = Annotated[EditingVisit, Depends(editing_visit)]

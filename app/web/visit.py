"""A visit to a page of an assessment: the one thing that a page is handed."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from app.core.assessment.act import Act
from app.http.dependencies import Parts, TheAuthor, TheParts
from app.services import assessments
from app.services.assessments import Opened
from app.web.frame import Page, act_of, say, shown


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who looks at which assessment, over the parts of this server.

    A right on every page comes in here and nowhere else: what somebody may see, in `visit` and `again`,
    where the assessment is opened and a copy can be cut to the person; what somebody may do, in `act`,
    without which nothing is written.
    """

    parts: Parts
    opened: Opened
    by: str

    def again(self) -> "Visit":
        """The same visit to the assessment as it is now. Raises NoSuchAssessmentError and BusyError."""
        return replace(self, opened=assessments.opened(self.parts.database, self.opened.id))

    def act(self, form: FormData, by: str | None = None) -> Act:
        """What is done now, in the try of a form; `by`: whose words it brings, where not the visitor's."""
        return act_of(self.parts, form, self.by if by is None else by)

    def say(self, sentence: str) -> str:
        """A sentence in the server's language."""
        return say(self.parts)(sentence)

    def address(self, rest: str = "") -> str:
        """An address within this assessment; its task list where nothing follows."""
        return f"/assessments/{self.opened.id}{rest}"

    def page(self, filled: Page, *, status: int = 200) -> HTMLResponse:
        """A page about this assessment. Raises BusyError."""
        return shown(self.parts, filled, status=status, opened=self.opened, author=self.by)


def visit(assessment_id: str, parts: TheParts, author: TheAuthor) -> Visit:
    """The visit to the assessment of the address; 404 where there is none (NoSuchAssessmentError)."""
    return Visit(parts=parts, opened=assessments.opened(parts.database, assessment_id), by=author)


TheVisit = Annotated[Visit, Depends(visit)]

"""How a save ends, and how that is told: on a page, or as JSON to a form that saves by itself.

The browser's side is `static/saving.js`. It asks for JSON by its Accept header, and otherwise sends
the same form to the same address.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData

from app.core.errors import AlreadyFinishedError, AnswersRefusedError
from app.core.journal import Content, Entry, Subject
from app.dependencies import Parts
from app.rendering.language import language
from app.services import saving
from app.services.assessments import Opened
from app.services.saving import StaleError
from app.storage.database import BusyError
from app.web.errors import FieldError, told
from app.web.frame import RETRY_AFTER_SECONDS, Unsaved, mutation_of, revision, say

State = Literal["saved", "wrong", "stale", "finished", "busy"]

_STATUS: dict[State, int] = {"saved": 200, "wrong": 422, "stale": 409, "finished": 409, "busy": 503}


async def by_itself(request: Request) -> bool:
    """Whether the form saves by itself, and is answered in JSON."""
    return "application/json" in request.headers.get("accept", "")


ByItself = Annotated[bool, Depends(by_itself)]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a save.

    saved: `entry` is on disk; None where nothing was entered and nothing is. wrong: `errors` say what to
    mend. stale: `stale` has mine, theirs and before. finished, busy: nothing was saved.
    """

    state: State
    entry: Entry | None = None
    errors: tuple[FieldError, ...] = ()
    stale: StaleError | None = None

    @property
    def status(self) -> int:
        """The HTTP status of a page or of JSON that tells it."""
        return _STATUS[self.state]

    @property
    def unsaved(self) -> Unsaved:
        """Why what is in the form is not saved, where that is not the fault of what was typed."""
        return self.state if self.state in {"finished", "busy"} else ""

    @property
    def is_refused(self) -> bool:
        """Whether the form is shown again with what was typed, on the revision that it was typed on."""
        return self.state in {"wrong", "finished", "busy"}

    def told(
        self,
        parts: Parts,
        *,
        bases: Mapping[str, int] | None = None,
        onward: str = "",
        missing: tuple[FieldError, ...] = (),
    ) -> JSONResponse:
        """The outcome as JSON.

        `bases`: the revisions that the form stands on now, by hidden field. `onward`: where a person
        goes who saved with a button. `missing`: what a saved form still lacks.
        """
        spoken = language(parts.language)
        told = {
            "state": self.state,
            "said": f"{say(parts)('Saved')} {spoken.time(self.entry.at)}" if self.entry else "",
            "bases": {name: str(number) for name, number in (bases or {}).items()},
            "next": onward,
            "errors": [asdict(error) for error in (*self.errors, *missing)],
            "is_kept": self.stale is not None and self.stale.conflict is not None,
        }
        headers = {"retry-after": str(RETRY_AFTER_SECONDS)} if self.state == "busy" else None
        return JSONResponse(told, status_code=self.status, headers=headers)


FETCHED = Outcome(state="saved")
"""Of a page that was fetched, and had nothing to save."""


def saved(
    parts: Parts, opened: Opened, subject: Subject, content: Content, form: FormData, author: str
) -> Outcome:
    """Save one subject on the revision that its form showed; every refusal is an outcome."""
    try:
        entry = saving.save(
            parts.database,
            opened.id,
            subject,
            base=revision(form, "base"),
            content=content,
            mutation=mutation_of(form),
            author=author,
            now=parts.now(),
        )
    except StaleError as stale:
        return Outcome(state="stale", stale=stale)
    except AnswersRefusedError as refused:
        return Outcome(state="wrong", errors=told(refused, "value-0"))
    except AlreadyFinishedError:
        return Outcome(state="finished")
    except BusyError:
        return Outcome(state="busy")
    return Outcome(state="saved", entry=entry)

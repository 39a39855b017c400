"""How a save ends, and how that is told: on a page, or as JSON to a form that saves by itself.

The browser's side is `static/saving.js`. It asks for JSON by its Accept header, and otherwise sends
the same form to the same address.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData

from app.answers import body, read_body
from app.core.assessment.journal import Content, Entry, Subject
from app.core.assessment.merging import differing
from app.core.errors import AlreadyFinishedError, AnswersRefusedError, BusyError
from app.http.dependencies import RETRY_AFTER_SECONDS
from app.rendering.language import language
from app.services import saving
from app.services.assessments import Opened
from app.services.saving import StaleError
from app.web.errors import FieldError, Say, errors_of
from app.web.frame import Unsaved, revision
from app.web.visit import EditingVisit, Visit

SaveState = Literal["saved", "wrong", "stale", "finished", "busy"]

_STATUS: dict[SaveState, int] = {"saved": 200, "wrong": 422, "stale": 409, "finished": 409, "busy": 503}


async def by_itself(request: Request) -> bool:
    """Whether the form saves by itself, and is answered in JSON."""
    return "application/json" in request.headers.get("accept", "")


ByItself = Annotated[bool, Depends(by_itself)]


@dataclass(frozen=True, kw_only=True)
class BuiltOn:
    """What a form was built on: `content`, when `revision` was the newest.

    `was`: the content as text where it is not that of the revision, because the form agreed with the server
    on a part of it alone: another person's change stands in the revision and not in the form.
    """

    revision: int
    content: Content
    was: str = ""

    @classmethod
    def sent(cls, visit: Visit, subject: Subject, form: FormData, mark: str = "") -> "BuiltOn":
        """By the hidden fields of a form; `mark` ends their names where one form saves several subjects."""
        number, was = revision(form, f"base{mark}"), str(form.get(f"was{mark}", ""))
        try:
            content = read_body(subject.kind, was) if was else None
        except AnswersRefusedError:
            content = None
        if content is None:
            return cls(
                revision=number,
                content=saving.content_at(visit.parts.database, visit.opened, subject, number),
            )
        return cls(revision=number, content=content, was=was)

    @classmethod
    def agreed(cls, entry: Entry | None, content: Content) -> "BuiltOn":
        """After a save: the form holds `content`, and the entry perhaps another person's change besides."""
        is_whole = entry is None or not differing(content, entry.content)
        number = entry.revision if entry else 0
        return cls(revision=number, content=content, was="" if is_whole else body(content))


@dataclass(frozen=True, kw_only=True)
class SaveOutcome:
    """What became of a save.

    saved: `entry` is on disk; None where nothing was entered and nothing is. `merged`: the fields in which
    it holds what another person changed meanwhile, beside what this one did. `built_on`: what the form is
    built on from now on. wrong: `errors` say what to mend. stale: `stale` has mine, theirs and before.
    finished, busy: nothing was saved.
    """

    state: SaveState
    entry: Entry | None = None
    merged: tuple[str, ...] = ()
    built_on: BuiltOn | None = None
    errors: tuple[FieldError, ...] = ()
    stale: StaleError | None = None

    @property
    def status(self) -> int:
        """The HTTP status of a page or of JSON that tells it."""
        return _STATUS[self.state]

    @property
    def unsaved(self) -> Unsaved:
        """Why what is in the form is not saved, where that is not the fault of what was typed."""
        return "busy" if self.state == "busy" else ""

    @property
    def is_refused(self) -> bool:
        """Whether the form is shown again with what was typed, on the revision that it was typed on."""
        return self.state in {"wrong", "busy"}

    def at(self, opened: Opened) -> "SaveOutcome":
        """The same where the assessment is open; a finished one takes nothing, whatever else is wrong."""
        return SaveOutcome(state="finished") if self.is_refused and opened.journal.is_finished else self

    def as_json(
        self,
        visit: Visit,
        *,
        built_on: Mapping[str, BuiltOn] | None = None,
        merged: str = "",
        claims: str = "",
        onward: str = "",
        missing: tuple[FieldError, ...] = (),
        places: Mapping[str, str] = MappingProxyType({}),
    ) -> JSONResponse:
        """The outcome as JSON.

        `built_on`: what the form is built on now, by the end of the names of its hidden fields. `merged`
        says what another person changed. `claims`: the line of what a saved answer claims and what its
        evidence supports, as HTML. `onward`: where a person goes who saved with a button.
        `missing`: what a saved form still lacks. `places`: hidden fields that say what its rows show of that.
        """
        marked = built_on or ({"": self.built_on} if self.built_on else {})
        spoken = language(visit.parts.language)
        members = {
            "state": self.state,
            "said": f"{visit.say('Saved')} {spoken.time(self.entry.at)}" if self.entry else "",
            "bases": {f"base{mark}": str(one.revision) for mark, one in marked.items()} | dict(places),
            "agreed": {f"was{mark}": one.was for mark, one in marked.items()},
            "merged": merged or merged_words(self.merged, visit.say),
            "claims": claims,
            "next": onward,
            "errors": [asdict(error) for error in (*self.errors, *missing)],
            "is_kept": self.stale is not None and self.stale.conflict is not None,
        }
        headers = {"retry-after": str(RETRY_AFTER_SECONDS)} if self.state == "busy" else None
        return JSONResponse(members, status_code=self.status, headers=headers)


FETCHED = SaveOutcome(state="saved")
"""Of a page that was fetched, and had nothing to save."""


def field_words(speak: Say) -> Mapping[str, str]:
    """The fields of what is saved, as core.merging names them, in words that go on in a sentence."""
    return {
        "value": speak("the answer"),
        "evidence": speak("what shows it"),
        "comment": speak("the note"),
        "withheld": speak("whether it is withheld"),
        "declaration": speak("whether it applies"),
        "target": speak("the target"),
        "commitment": speak("the commitment"),
        "plan.owner": speak("the office that acts"),
        "plan.due": speak("the date of the plan"),
        "plan.cost_band": speak("the cost"),
        "plan.assistance_kind": speak("the kind of assistance"),
        "plan.assistance": speak("the assistance wanted"),
        "move": speak("its place in the order"),
        "options": speak("the fact"),
        "relevance": speak("the rating"),
    }


def merged_words(names: Iterable[str], speak: Say) -> str:
    """What another person changed while this one did something else, in a sentence; empty where nothing."""
    words = field_words(speak)
    return merged_sentence([words[name] for name in names if name in words], speak)


def merged_sentence(what: Collection[str], speak: Say) -> str:
    """The sentence that another person changed these things meanwhile; empty where there are none."""
    sentence = speak("Another person changed %(what)s meanwhile; both stand.")
    return sentence % {"what": ", ".join(what)} if what else ""


def saved(
    visit: EditingVisit,
    subject: Subject,
    content: Content,
    built_on: BuiltOn,
    form: FormData,
) -> SaveOutcome:
    """Save one subject, of what its form was built on; every refusal is an outcome."""
    try:
        entry = saving.save(
            visit.parts.database,
            visit.opened.id,
            subject,
            visit.act(form),
            base=built_on.revision,
            was=built_on.content,
            content=content,
        )
    except StaleError as stale:
        return SaveOutcome(state="stale", stale=stale)
    except AnswersRefusedError as refused:
        return SaveOutcome(state="wrong", errors=errors_of(refused, "value-0"))
    except AlreadyFinishedError:
        return SaveOutcome(state="finished")
    except BusyError:
        return SaveOutcome(state="busy")
    mine = read_body(subject.kind, body(content))
    is_mine = bool(entry) and bool(differing(mine, built_on.content))
    return SaveOutcome(
        state="saved",
        entry=entry,
        merged=differing(mine, entry.content) if entry and is_mine else (),
        built_on=BuiltOn.agreed(entry, mine),
    )

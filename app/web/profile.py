"""Page: the profile, which is facts about the State and how relevant it holds each threat scenario to be."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import faults_of_fact
from app.core.assessment import FactAnswer, Rating, Relevance
from app.core.errors import AlreadyFinishedError
from app.core.journal import Entry, Kind, Subject
from app.dependencies import Parts, TheAuthor, TheParts
from app.services import saving
from app.services.assessments import Opened
from app.services.earlier import profile_confirmable, profile_then
from app.services.saving import StaleError
from app.storage.database import BusyError
from app.web.errors import FieldError
from app.web.frame import Posted, gone_to, mutation_of, revision, shown
from app.web.opening import TheAssessment
from app.web.saving import FETCHED, ByItself, Outcome, State

router = APIRouter(prefix="/assessments/{assessment_id}/profile")

Entered = FactAnswer | Rating


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Something of the profile that another person changed since the page was fetched."""

    subject: Subject
    mine: Entered
    theirs: Entry
    before: Entry | None


@router.get("")
def show(parts: TheParts, opened: TheAssessment, author: TheAuthor) -> HTMLResponse:
    """The form, with what is saved."""
    return _page(parts, opened, _saved(opened), author=author)


@router.post("")
def save(
    parts: TheParts, opened: TheAssessment, form: Posted, author: TheAuthor, by_itself: ByItself
) -> Response:
    """Save every fact and rating that differs from what is saved; what is stale is shown, not overwritten.

    `confirm` fills in what is left open with what was said in the earlier assessment.
    """
    typed = _typed(opened, form)
    if form.get("confirm") == "yes":
        typed |= _unconfirmed(opened, typed)
    bases = {subject: revision(form, _base(subject)) for subject in typed}
    outcome, clashes = _entered(parts, opened, typed, bases, mutation=mutation_of(form), author=author)
    here = f"/assessments/{opened.id}"
    if by_itself:
        return outcome.told(parts, bases={_base(one): bases[one] for one in bases}, onward=here)
    if outcome.state == "saved":
        return gone_to(here)
    if outcome.unsaved:
        return _page(parts, opened, typed, outcome, bases=bases, author=author)
    return _page(parts, opened.again(parts.database), typed, outcome, clashes=clashes, author=author)


def _base(subject: Subject) -> str:
    """The hidden field that holds the revision of a subject."""
    return f"base-{subject}"


def _entered(
    parts: Parts,
    opened: Opened,
    typed: dict[Subject, Entered],
    bases: dict[Subject, int],
    *,
    mutation: str,
    author: str,
) -> tuple[Outcome, tuple[Clash, ...]]:
    """Save what differs, as far as it goes; `bases` then holds the revisions of what was saved."""
    errors = _errors(opened, typed)
    wrong = {error.field for error in errors}
    clashes: list[Clash] = []
    newest: Entry | None = None
    for subject, entered in typed.items():
        held = opened.journal.newest.get(subject)
        if entered == (held.content if held else type(entered)()) or str(subject) in wrong:
            continue
        try:
            newest = saving.save(
                parts.database,
                opened.id,
                subject,
                base=bases[subject],
                content=entered,
                mutation=mutation,
                author=author,
                now=parts.now(),
            )
        except StaleError as stale:
            clashes.append(Clash(subject=subject, mine=entered, theirs=stale.theirs, before=stale.before))
        except AlreadyFinishedError:
            return Outcome(state="finished"), ()
        except BusyError:
            return Outcome(state="busy"), ()
        else:
            bases[subject] = newest.revision if newest else bases[subject]
    state: State = "stale" if clashes else "wrong" if errors else "saved"
    return Outcome(state=state, entry=newest, errors=errors), tuple(clashes)


def _saved(opened: Opened) -> dict[Subject, Entered]:
    facts = {
        Subject(Kind.FACT, fact.id): opened.assessment.facts.get(fact.id, FactAnswer())
        for fact in opened.questionnaire.facts
    }
    ratings = {
        Subject(Kind.RATING, scenario.id): opened.assessment.ratings.get(scenario.id, Rating())
        for scenario in opened.questionnaire.scenarios
    }
    return {**facts, **ratings}


def _typed(opened: Opened, form: FormData) -> dict[Subject, Entered]:
    typed: dict[Subject, Entered] = {}
    for fact in opened.questionnaire.facts:
        subject = Subject(Kind.FACT, fact.id)
        chosen = tuple(option.id for option in fact.options if option.id in form.getlist(str(subject)))
        withheld = form.get(f"withheld-{subject}") == "yes"
        typed[subject] = FactAnswer(options=(chosen if fact.many else chosen[:1]) or None, withheld=withheld)
    for scenario in opened.questionnaire.scenarios:
        subject = Subject(Kind.RATING, scenario.id)
        name = str(form.get(str(subject), "")).upper()
        typed[subject] = Rating(
            relevance=Relevance[name] if name in Relevance.__members__ else None,
            withheld=form.get(f"withheld-{subject}") == "yes",
        )
    return typed


def _unconfirmed(opened: Opened, typed: dict[Subject, Entered]) -> dict[Subject, Entered]:
    """What was said then of what is open here, and can be said again."""
    said = profile_confirmable(opened.earlier, opened.questionnaire)
    return {subject: entered for subject, entered in said.items() if typed[subject] == type(typed[subject])()}


def _errors(opened: Opened, typed: dict[Subject, Entered]) -> tuple[FieldError, ...]:
    """What is contradictory in the facts, such as *none* beside another option."""
    return tuple(
        FieldError(
            field=str(Subject(Kind.FACT, fact.id)),
            message=f"{fact.short}: {fault.problem} {fault.mend}",
        )
        for fact in opened.questionnaire.facts
        if isinstance(entered := typed[Subject(Kind.FACT, fact.id)], FactAnswer)
        for fault in faults_of_fact(fact, entered)
    )


def _page(
    parts: Parts,
    opened: Opened,
    typed: dict[Subject, Entered],
    outcome: Outcome = FETCHED,
    *,
    clashes: tuple[Clash, ...] = (),
    bases: dict[Subject, int] | None = None,
    author: str = "",
) -> HTMLResponse:
    return shown(
        parts,
        "profile/profile.html",
        status=outcome.status,
        opened=opened,
        here="tasks",
        author=author,
        unsaved=outcome.unsaved,
        typed={str(subject): entered for subject, entered in typed.items()},
        # What is not saved stays on the revisions that its form showed, or it would overwrite later ones.
        bases={
            str(subject): opened.journal.revision(subject) if bases is None else bases[subject]
            for subject in typed
        },
        clashes=clashes,
        then={
            str(subject): (subject, said)
            for subject, said in profile_then(opened.earlier, opened.questionnaire).items()
        },
        unconfirmed=len(_unconfirmed(opened, typed)),
        errors=outcome.errors,
        error_of={error.field: error.message for error in outcome.errors},
        relevances=[relevance.name.lower() for relevance in reversed(Relevance)],
    )

"""Page: the profile, which is facts about the State and how relevant it holds each threat scenario to be."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.answers import faults_of_fact
from app.core.assessment.act import Act
from app.core.assessment.assessment import FactAnswer, Rating, Relevance
from app.core.assessment.journal import (
    Entry,
    Subject,
    SubjectKind,
    of_kind,
)
from app.core.assessment.merging import differing, merged
from app.core.errors import AlreadyFinishedError, BusyError
from app.core.questionnaire.questionnaire import Fact
from app.services import saving
from app.services.assessments import Opened
from app.services.earlier import profile_confirmable, profile_then
from app.services.saving import StaleError
from app.web.errors import FieldError
from app.web.finished import NotTakenError, Written
from app.web.frame import Page, Posted, Unsaved, gone_to
from app.web.saving import FETCHED, BuiltOn, ByItself, SaveOutcome, SaveState, merged_sentence
from app.web.visit import TheEditingVisit, TheVisit, Visit

router = APIRouter(prefix="/assessments/{assessment_id}/profile")

ProfileAnswer = FactAnswer | Rating


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Something of the profile that was changed to two different things; `mine` is not saved.

    `is_again`: the other word came from the same form, sent before.
    """

    subject: Subject
    mine: ProfileAnswer
    theirs: Entry
    before: Entry | None
    is_again: bool


@dataclass
class Saving:
    """What became of each fact and rating: what the form holds of it, and what that is built on.

    `merged`: those in which another person changed something beside what this one did.
    """

    held: dict[Subject, ProfileAnswer]
    built_on: dict[Subject, BuiltOn]
    clashes: list[Clash] = field(default_factory=list)
    merged: list[Subject] = field(default_factory=list)
    newest: Entry | None = None


class ProfilePage(Page, template="profile/profile.html", here="tasks"):
    """The profile. Its mappings are under subjects as text; `unconfirmed`: how many can be confirmed."""

    unsaved: Unsaved
    typed: Mapping[str, ProfileAnswer]
    bases: Mapping[str, int]
    was: Mapping[str, str]
    merged: str
    clashes: tuple[Clash, ...]
    newest: Mapping[str, Entry]
    earlier: Mapping[str, tuple[Subject, ProfileAnswer]]
    unconfirmed: int
    errors: tuple[FieldError, ...]
    error_of: Mapping[str, str]
    relevances: list[str]


@router.get("")
def show(visit: TheVisit, merged: str = "") -> HTMLResponse:
    """The form, with what is saved. `merged`: the subjects in which another person changed something too."""
    names = merged.split(",")
    changed = [subject for subject in _saved(visit.opened) if str(subject) in names]
    return _page(visit, _saved(visit.opened), merged=_merged(visit, changed))


@router.post("")
def save(visit: TheEditingVisit, form: Posted, by_itself: ByItself) -> Response:
    """Save whatever was changed in the form; what another person changed otherwise is shown with it.

    `confirm` fills in what is left open with what was said in the earlier assessment.
    """
    built_on = {one: BuiltOn.sent(visit, one, form, f"-{one}") for one in _saved(visit.opened)}
    typed = _typed(visit.opened, form, built_on)
    if form.get("confirm") == "yes":
        saved = _saved(visit.opened)
        # What was left open here and another person chose meanwhile is open no more.
        left = {
            one: content if content != built_on[one].content else saved[one] for one, content in typed.items()
        }
        typed |= _unconfirmed(visit.opened, left)
    tried = Saving(held=typed, built_on=built_on)
    outcome = _entered(visit, tried, visit.act(form)).at(visit.opened)
    here = visit.address()
    if outcome.state == "saved" and tried.merged:
        here += f"/profile?merged={','.join(map(str, tried.merged))}"
    if by_itself:
        marked = {f"-{subject}": one for subject, one in tried.built_on.items()}
        merged = _merged(visit, tried.merged)
        return outcome.as_json(visit, built_on=marked, merged=merged, onward=here)
    if outcome.state == "saved":
        return gone_to(here)
    if outcome.state == "finished":
        raise NotTakenError(*_changed(tried))
    if outcome.unsaved:
        return _page(visit, typed, outcome, built_on=tried.built_on)
    return _again(visit.again(), tried, outcome)


def _again(visit: Visit, tried: Saving, outcome: SaveOutcome) -> HTMLResponse:
    """The page as it stands now, but for what is wrong or met another word: that is as it was typed."""
    wrong = {error.field for error in outcome.errors}
    met = {clash.subject: clash.mine for clash in tried.clashes}
    typed = {
        one: tried.held[one] if str(one) in wrong else content
        for one, content in _saved(visit.opened).items()
    } | met
    refused = {one: built_on for one, built_on in tried.built_on.items() if str(one) in wrong}
    return _page(visit, typed, outcome, clashes=tuple(tried.clashes), built_on=refused)


def _entered(visit: Visit, tried: Saving, act: Act) -> SaveOutcome:
    """Save whatever was changed, as far as it goes; `tried` says what became of it."""
    errors = _errors(visit.opened, tried.held)
    wrong = {error.field for error in errors}
    for subject, entered in tried.held.items():
        built_on, found = tried.built_on[subject], visit.opened.journal.newest.get(subject)
        if str(subject) in wrong:
            continue
        if entered == (found.content if found else type(entered)()):
            tried.built_on[subject] = BuiltOn.agreed(found, entered)
            continue
        try:
            entry = saving.save(
                visit.parts.database,
                visit.opened.id,
                subject,
                act,
                base=built_on.revision,
                was=built_on.content,
                content=entered,
            )
        except StaleError as stale:
            clash = Clash(
                subject=subject,
                mine=of_kind(stale.mine, type(entered)),
                theirs=stale.theirs,
                before=stale.before,
                is_again=stale.is_again,
            )
            tried.clashes.append(clash)
        except AlreadyFinishedError:
            return SaveOutcome(state="finished")
        except BusyError:
            return SaveOutcome(state="busy")
        else:
            tried.newest = entry or tried.newest
            tried.built_on[subject] = BuiltOn.agreed(entry, entered)
            if entry and entered != built_on.content and differing(entered, entry.content):
                tried.merged.append(subject)
    state: SaveState = "stale" if tried.clashes else "wrong" if errors else "saved"
    return SaveOutcome(state=state, entry=tried.newest, errors=errors)


def _merged(visit: Visit, subjects: Iterable[Subject]) -> str:
    """The sentence that another person changed something in these, too."""
    scenarios = {one.id: one for one in visit.opened.questionnaire.scenarios}
    names = [
        visit.opened.questionnaire.fact_by_id[one.key].short
        if one.kind is SubjectKind.FACT
        else scenarios[one.key].title
        for one in subjects
    ]
    return merged_sentence([f"“{name}”" for name in names], visit.say)


def _saved(opened: Opened) -> dict[Subject, ProfileAnswer]:
    facts = {
        Subject(SubjectKind.FACT, fact.id): opened.assessment.facts.get(fact.id, FactAnswer())
        for fact in opened.questionnaire.facts
    }
    ratings = {
        Subject(SubjectKind.RATING, scenario.id): opened.assessment.ratings.get(scenario.id, Rating())
        for scenario in opened.questionnaire.scenarios
    }
    return {**facts, **ratings}


def _changed(tried: Saving) -> Iterator[Written]:
    """What was changed in the form."""
    for subject, entered in tried.held.items():
        if entered != tried.built_on[subject].content:
            yield Written(subject=subject, content=entered)


def _typed(
    opened: Opened, form: FormData, built_on: Mapping[Subject, BuiltOn]
) -> dict[Subject, ProfileAnswer]:
    """What the form means; what nobody changed in it stays exactly as it was."""
    typed: dict[Subject, ProfileAnswer] = {}
    for fact in opened.questionnaire.facts:
        subject = Subject(SubjectKind.FACT, fact.id)
        withheld = form.get(f"withheld-{subject}") == "yes"
        typed[subject] = FactAnswer(options=_options(fact, form.getlist(str(subject))), withheld=withheld)
        was = built_on[subject].content
        if isinstance(was, FactAnswer):
            offered = replace(was, options=_options(fact, was.options or ()))
            typed[subject] = merged(offered, typed[subject], was).content
    for scenario in opened.questionnaire.scenarios:
        subject = Subject(SubjectKind.RATING, scenario.id)
        name = str(form.get(str(subject), "")).upper()
        typed[subject] = Rating(
            relevance=Relevance[name] if name in Relevance.__members__ else None,
            withheld=form.get(f"withheld-{subject}") == "yes",
        )
    return typed


def _options(fact: Fact, chosen: Iterable[object]) -> tuple[str, ...] | None:
    """The options as the form shows and sends them; None where none is chosen."""
    known = tuple(option.id for option in fact.options if option.id in set(chosen))
    return (known if fact.many else known[:1]) or None


def _unconfirmed(opened: Opened, typed: dict[Subject, ProfileAnswer]) -> dict[Subject, ProfileAnswer]:
    """What was said then of what is open here, and can be said again."""
    confirmable = profile_confirmable(opened.earlier, opened.questionnaire)
    return {
        subject: entered
        for subject, entered in confirmable.items()
        if typed[subject] == type(typed[subject])()
    }


def _errors(opened: Opened, typed: dict[Subject, ProfileAnswer]) -> tuple[FieldError, ...]:
    """What is contradictory in the facts, such as *none* beside another option."""
    return tuple(
        FieldError(
            field=str(Subject(SubjectKind.FACT, fact.id)),
            message=f"{fact.short}: {fault.problem} {fault.mend}",
        )
        for fact in opened.questionnaire.facts
        if isinstance(entered := typed[Subject(SubjectKind.FACT, fact.id)], FactAnswer)
        for fault in faults_of_fact(fact, entered)
    )


def _page(
    visit: Visit,
    typed: dict[Subject, ProfileAnswer],
    outcome: SaveOutcome = FETCHED,
    *,
    clashes: tuple[Clash, ...] = (),
    built_on: Mapping[Subject, BuiltOn] | None = None,
    merged: str = "",
) -> HTMLResponse:
    not_saved = built_on or {}
    return visit.page(
        ProfilePage(
            unsaved=outcome.unsaved,
            typed={str(subject): entered for subject, entered in typed.items()},
            # What is not saved stays on the revisions that its form showed, or it would overwrite later ones.
            bases={
                str(subject): not_saved[subject].revision
                if subject in not_saved
                else visit.opened.journal.revision(subject)
                for subject in typed
            },
            was={str(subject): one.was for subject, one in not_saved.items()},
            merged=merged,
            clashes=clashes,
            newest={str(subject): entry for subject, entry in visit.opened.journal.newest.items()},
            earlier={
                str(subject): (subject, content)
                for subject, content in profile_then(visit.opened.earlier, visit.opened.questionnaire).items()
            },
            unconfirmed=len(_unconfirmed(visit.opened, typed)),
            errors=outcome.errors,
            error_of={error.field: error.message for error in outcome.errors},
            relevances=[relevance.name.lower() for relevance in reversed(Relevance)],
        ),
        status=outcome.status,
    )

"""What a person can do with the past: read it, see what changed since, and take an earlier word back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.answers import cleaned, faults_of
from app.core.assessment.act import Act
from app.core.assessment.change import Change, changes
from app.core.assessment.journal import (
    Entry,
    Journal,
    Milestone,
    Subject,
    SubjectKind,
)
from app.core.errors import AnswersRefusedError, Fault
from app.services import saving
from app.services.assessments import NoSuchAssessmentError, Opened, questionnaire_of
from app.services.writing import writing
from app.storage import entries
from app.storage.database import Connection, Database

AT_ONCE = 50
"""Entries of one page of the history."""


class NoSuchRevisionError(NoSuchAssessmentError):
    """There is no such revision of this subject."""


class NamedOtherwiseError(Exception):
    """The same try named the moment otherwise before; that name is the argument."""


@dataclass(frozen=True, kw_only=True)
class NamedMoment:
    """A position that has a name: a milestone, or (`edition` is its number) a finished state."""

    position: int
    at: datetime
    author: str
    name: str = ""
    edition: int | None = None


def moments(opened: Opened) -> tuple[NamedMoment, ...]:
    """Every milestone and edition, newest first."""
    named = [
        NamedMoment(position=entry.position, at=entry.at, author=entry.author, name=name)
        for name, entry in opened.journal.milestones.items()
    ]
    named += [
        NamedMoment(position=one.position, at=one.finished_at, author=one.author, edition=one.number)
        for one in opened.editions
    ]
    return tuple(sorted(named, key=lambda moment: -moment.position))


def name_moment(database: Database, assessment_id: str, name: str, act: Act) -> None:
    """Name the present state as a milestone; a repeated mutation names it once.

    Raises AnswersRefusedError for a name that is empty, too long or taken, NamedOtherwiseError,
    AlreadyFinishedError, NoSuchAssessmentError and BusyError.
    """
    milestone = Milestone(name=" ".join(cleaned(name).split()))
    with writing(database, assessment_id, act) as write:
        subject = Subject(SubjectKind.MILESTONE, write.act.mutation)
        repeated = write.repeated(subject)
        if repeated is not None and isinstance(repeated.content, Milestone):
            if repeated.content != milestone:
                raise NamedOtherwiseError(repeated.content.name)
            return
        write.refuse_if_finished()
        questionnaire = questionnaire_of(write.connection, write.stored.questionnaire_hash)
        journal = Journal.folded(entries.present(write.connection, write.stored.id))
        faults = [*faults_of(subject, milestone, questionnaire), *_faults_of_taken(milestone, journal)]
        if faults:
            raise AnswersRefusedError(faults)
        write.enter((subject, milestone))


def _faults_of_taken(milestone: Milestone, journal: Journal) -> Iterator[Fault]:
    if milestone.name in journal.milestones:
        mend = "Choose another one."
        yield Fault(place=("name",), problem="There is a milestone of this name already.", mend=mend)


def revisions(
    database: Database, opened: Opened, subject: Subject, *, before: int
) -> tuple[tuple[Change, ...], int | None]:
    """The newest revisions of one subject before one, newest first, each with the one before it.

    The second is the revision before which the next page begins; None where that is all. Raises
    BusyError.
    """
    with database.reading() as connection:
        found = entries.page_of_subject(connection, opened.id, subject, before=before, limit=AT_ONCE + 1)
    read = tuple(
        Change(before=earlier, after=after) for after, earlier in zip(found, (*found[1:], None), strict=False)
    )
    return read[:AT_ONCE], found[AT_ONCE - 1].revision if len(found) > AT_ONCE else None


def page(database: Database, opened: Opened, *, before: int) -> tuple[tuple[Change, ...], int | None]:
    """The newest entries before a position, newest first, each with the revision before it.

    The second is the position before which the next page begins; None where that is all. Raises
    BusyError.
    """
    with database.reading() as connection:
        found = entries.page(connection, opened.id, before=before, limit=AT_ONCE + 1)
        entered = found[:AT_ONCE]
        read = tuple(Change(before=_before(connection, opened.id, one), after=one) for one in entered)
    return read, entered[-1].position if len(found) > AT_ONCE else None


def _before(connection: Connection, assessment_id: str, entry: Entry) -> Entry | None:
    if entry.revision == 1:
        return None
    return entries.find(connection, assessment_id, entry.subject, entry.revision - 1)


def changes_between(
    database: Database, opened: Opened, since: int, until: int | None = None
) -> tuple[Change, ...]:
    """Each subject that says something else at position `until` (None: now) than at `since`.

    In the questionnaire's order. Raises BusyError.
    """
    with database.reading() as connection:
        first = _state(connection, opened.id, since)
        last = opened.journal if until is None else _state(connection, opened.id, until)
    return changes(opened.whole, first, last)


def _state(connection: Connection, assessment_id: str, position: int) -> Journal:
    return Journal.folded(entries.until(connection, assessment_id, position))


def position_at(database: Database, opened: Opened, at: datetime) -> int:
    """The position of the newest entry at a moment; 0 where nothing was entered yet. Raises BusyError."""
    with database.reading() as connection:
        return entries.position_at(connection, opened.id, at)


def take_back(
    database: Database,
    assessment_id: str,
    subject: Subject,
    revision: int,
    act: Act,
    *,
    base: int,
) -> Entry | None:
    """Save the content of an earlier revision once more, as the newest one; nothing is deleted.

    Raises NoSuchRevisionError, and what `save` raises.
    """
    with database.reading() as connection:
        earlier = entries.find(connection, assessment_id, subject, revision)
    if earlier is None:
        raise NoSuchRevisionError(f"{subject}, revision {revision}")
    return saving.save(database, assessment_id, subject, act, base=base, content=earlier.content)

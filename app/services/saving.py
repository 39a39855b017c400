"""What a person can do while answering: save one subject, and choose where two answers met."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from app.answers import body, faults_of, read_body
from app.core.assessment import (
    Answer,
    ComponentEntry,
    FactAnswer,
    Level,
    Position,
    Positions,
    Rating,
)
from app.core.errors import AnswersRefusedError, Fault
from app.core.journal import About, Conflict, Content, DomainMark, Entry, Kind, Subject
from app.services.assessments import NoSuchAssessmentError, Opened, questionnaire_of
from app.services.writing import Write, is_plain, writing
from app.storage import entries
from app.storage.database import Database

_SHAPES: dict[Kind, type[Content]] = {
    Kind.ABOUT: About,
    Kind.ANSWER: Answer,
    Kind.COMPONENT: ComponentEntry,
    Kind.FACT: FactAnswer,
    Kind.RATING: Rating,
    Kind.DOMAIN: DomainMark,
}
"""What a person saves; conflicts and standings are entered by the product."""


class StaleError(Exception):
    """What was saved was written on an older revision than the newest.

    `mine`: what was to be saved. `theirs`: the newest entry. `before`: the revision that mine was
    written on, None where that was empty. `conflict`: where an answer of mine is kept until a person
    chooses; None for whatever is no answer.
    """

    def __init__(
        self, *, mine: Content, theirs: Entry, before: Entry | None, conflict: Subject | None = None
    ) -> None:
        super().__init__(f"{theirs.subject} was saved by somebody else meanwhile.")
        self.mine = mine
        self.theirs = theirs
        self.before = before
        self.conflict = conflict


class NoSuchConflictError(NoSuchAssessmentError):
    """There is no such conflict in this assessment."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Two answers that met, and wait for a person's choice.

    `subject` names the conflict. `mine` came too late: `author` wrote it, at `at`. `before` is what
    both were written on, None where that was empty. `both` is what keeping both would save; None
    where they cannot stand beside each other as positions.
    """

    subject: Subject
    mine: Answer
    author: str
    at: datetime
    theirs: Entry
    before: Entry | None
    both: Answer | None


def save(
    database: Database,
    assessment_id: str,
    subject: Subject,
    *,
    base: int,
    content: Content,
    mutation: str,
    author: str,
    now: datetime,
) -> Entry | None:
    """Save one subject on the revision `base` that was shown; returns when it is on disk.

    Gives the entry that holds the content; None where nothing was entered and nothing is. A repeated
    mutation is answered as the first time. Raises StaleError (and keeps a stale answer as a
    conflict), AlreadyFinishedError, AnswersRefusedError, NoSuchAssessmentError and BusyError: then
    nothing else is saved.
    """
    if not isinstance(content, _SHAPES.get(subject.kind, ())):
        raise TypeError(f"{type(content).__name__} is not saved as {subject.kind}.")
    stored_alike = read_body(subject.kind, body(content))
    with writing(database, assessment_id, mutation=mutation, author=author, now=now) as write:
        outcome = _saved(write, subject, base, stored_alike)
    if isinstance(outcome, StaleError):
        raise outcome
    return outcome


def _saved(write: Write, subject: Subject, base: int, content: Content) -> Entry | StaleError | None:
    conflict = Subject(Kind.CONFLICT, write.mutation)
    repeated = write.repeated(subject) or write.repeated(conflict)
    if repeated is not None:
        return repeated if repeated.subject == subject else _stale(write, subject, repeated)
    write.refuse_if_finished()
    _refuse_unfit(write, subject, content)
    newest = write.newest(subject)
    if newest is None:
        return None if content == _nothing(subject) else write.enter((subject, content))[0]
    # A domain is marked anew after a change, in the words of the first time.
    is_marked_anew = subject.kind is Kind.DOMAIN and newest.revision == base
    if newest.content == content and not is_marked_anew:
        return newest
    if newest.revision == base:
        return write.enter((subject, content))[0]
    if isinstance(content, Answer):
        mine = Conflict(question=subject.key, base=base, mine=content)
        return _stale(write, subject, *write.enter((conflict, mine)))
    before = write.revision(subject, base)
    return StaleError(mine=content, theirs=newest, before=before)


def _stale(write: Write, subject: Subject, kept: Entry) -> StaleError:
    """The refusal of an answer that is kept as a conflict."""
    theirs = write.newest(subject)
    assert theirs is not None  # noqa: S101 - a conflict is kept only beside a newer entry
    assert isinstance(kept.content, Conflict)  # noqa: S101 - the kind of a subject fixes it
    return StaleError(
        mine=kept.content.mine,
        theirs=theirs,
        before=write.revision(subject, kept.content.base),
        conflict=kept.subject,
    )


def _nothing(subject: Subject) -> Content | None:
    """What a subject of which nothing was entered stands for."""
    return None if subject.kind is Kind.ABOUT else read_body(subject.kind, "{}")


def _refuse_unfit(write: Write, subject: Subject, content: Content) -> None:
    questionnaire = questionnaire_of(write.connection, write.stored.questionnaire_hash)
    faults = faults_of(subject, content, questionnaire)
    if faults:
        raise AnswersRefusedError(faults)


def conflicts(database: Database, opened: Opened, question_id: str) -> tuple[Meeting, ...]:
    """The answers to a question that met and wait for a choice, oldest first. Raises BusyError."""
    waiting = opened.journal.conflicts_of(question_id)
    if not waiting:
        return ()
    theirs = opened.journal.newest[Subject(Kind.ANSWER, question_id)]
    with database.reading() as connection:
        return tuple(
            Meeting(
                subject=kept.subject,
                mine=kept.content.mine,
                author=kept.author,
                at=kept.at,
                theirs=theirs,
                before=entries.find(connection, opened.id, theirs.subject, kept.content.base),
                both=_both(kept, kept.content.mine, theirs),
            )
            for kept in waiting
            if isinstance(kept.content, Conflict)
        )


def resolve(
    database: Database,
    assessment_id: str,
    conflict: Subject,
    *,
    choice: str,
    base: int,
    mutation: str,
    author: str,
    now: datetime,
) -> None:
    """Let `mine`, `theirs` or `before` stand, or keep `both` as positions of agencies.

    `base` is the revision of the answer that was shown. The answer and the mark that the conflict
    is resolved are saved together. Raises StaleError where the answer is newer or the choice was
    made already, NoSuchConflictError, and what `save` raises.
    """
    if not is_plain(conflict.key):
        raise NoSuchConflictError(conflict.key)
    with writing(database, assessment_id, mutation=mutation, author=author, now=now) as write:
        if write.repeated(conflict) is not None:
            return
        write.refuse_if_finished()
        kept = write.newest(conflict)
        if kept is None or not isinstance(kept.content, Conflict):
            raise NoSuchConflictError(conflict.key)
        subject = Subject(Kind.ANSWER, kept.content.question)
        stale = _stale(write, subject, kept)
        if stale.theirs.revision != base or kept.content.is_resolved:
            raise stale
        chosen = _chosen(choice, kept, stale)
        _refuse_unfit(write, subject, chosen)
        answered = [(subject, chosen)] if chosen != stale.theirs.content else []
        write.enter(*answered, (conflict, replace(kept.content, is_resolved=True)))


def _chosen(choice: str, kept: Entry, met: StaleError) -> Content:
    both = _both(kept, met.mine, met.theirs)
    match choice:
        case "mine":
            return met.mine
        case "theirs":
            return met.theirs.content
        case "before":
            return met.before.content if met.before else Answer()
        case "both" if both is not None:
            return both
        case _:
            fault = Fault(
                place=("choice",),
                problem="This cannot be chosen.",
                mend="Choose mine, theirs or before; both where both are levels.",
            )
            raise AnswersRefusedError([fault])


def _both(kept: Entry, mine: Content, theirs: Entry) -> Answer | None:
    """Both answers as positions, each under the name of its author; None where they are not levels."""
    their = theirs.content
    if not isinstance(mine, Answer) or not isinstance(their, Answer):
        return None
    first, second = _held(their, theirs.author or "1"), _held(mine, kept.author or "2")
    if not first or not second:
        return None
    kept_apart = [answer.evidence for answer in (their, mine) if isinstance(answer.value, Positions)]
    return Answer(
        value=Positions(_apart((*first, *second))),
        evidence=tuple(chain.from_iterable(kept_apart)),
        withheld=mine.withheld or their.withheld,
        comment="\n\n".join(dict.fromkeys(filter(None, (their.comment, mine.comment)))),
    )


def _held(answer: Answer, author: str) -> tuple[Position, ...]:
    match answer.value:
        case Level(level):
            return (Position(agency=author, level=level, evidence=answer.evidence),)
        case Positions(positions):
            return positions
        case _:
            return ()


def _apart(positions: tuple[Position, ...]) -> tuple[Position, ...]:
    """With names that differ: one that is there already gets a number behind it."""
    apart: dict[str, Position] = {}
    for position in positions:
        name, number = position.agency, 1
        while name in apart:
            number += 1
            name = f"{position.agency} ({number})"
        apart[name] = replace(position, agency=name)
    return tuple(apart.values())

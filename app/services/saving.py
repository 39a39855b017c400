"""What a person can do while answering: save one subject, and choose where two answers met."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answers import body, faults_of, read_body
from app.core.assessment.act import Act
from app.core.assessment.answer import Answer
from app.core.assessment.conflict import ConflictView, conflict_view, entry_met
from app.core.assessment.journal import Conflict, Content, Entry, Subject, SubjectKind
from app.core.assessment.merging import differing, merged
from app.core.assessment.subjects import SUBJECTS
from app.core.errors import AnswersRefusedError, Fault
from app.services.assessments import NoSuchAssessmentError, Opened, questionnaire_of
from app.services.writing import Write, is_plain, writing
from app.storage import entries
from app.storage.database import Database


class StaleError(Exception):
    """What was to be saved and what stands here now differ in a field that both changed.

    `mine`: what was to be saved, with the other's word in every field that it did not change itself.
    `theirs`: the newest entry. `before`: the revision that mine was written on, None where that was empty.
    `clashes`: the fields that both changed, by name. `conflict`: where an answer of mine is kept until a
    person chooses; None for whatever is no answer. `is_again`: the other word came by the same mutation,
    so it is an earlier try of the same person.
    """

    def __init__(
        self,
        *,
        mine: Content,
        theirs: Entry,
        before: Entry | None,
        clashes: tuple[str, ...],
        conflict: Subject | None = None,
        is_again: bool = False,
    ) -> None:
        super().__init__(f"{theirs.subject} says something else meanwhile.")
        self.mine = mine
        self.theirs = theirs
        self.before = before
        self.clashes = clashes
        self.conflict = conflict
        self.is_again = is_again


class NoSuchConflictError(NoSuchAssessmentError):
    """There is no such conflict in this assessment."""


def save(
    database: Database,
    assessment_id: str,
    subject: Subject,
    act: Act,
    *,
    base: int,
    content: Content,
    was: Content | None = None,
) -> Entry | None:
    """Save one subject on the revision `base` that was shown; returns when it is on disk.

    What is saved is what `content` changed of the content that its form was built on: of revision `base`,
    or of `was`, where the form agreed with the server on something else since. A field that it did not
    change keeps the newest word, so the entry may hold more than `content`; one that changes nothing is
    not entered.

    Gives the entry that holds it; None where nothing was entered and nothing is. A repeated mutation is
    answered as the first time; with another content it is refused. Raises StaleError where a field was
    changed by both (and keeps an answer as a conflict), AlreadyFinishedError, AnswersRefusedError,
    NoSuchAssessmentError and BusyError: then nothing else is saved.
    """
    kind = SUBJECTS[subject.kind]
    if not (kind.is_saved and isinstance(content, kind.content)):
        raise TypeError(f"{type(content).__name__} is not saved as {subject.kind}.")
    stored_alike = read_body(subject.kind, body(content))
    with writing(database, assessment_id, act) as write:
        based_on = write.revision(subject, base)
        if was is None:
            was = based_on.content if based_on else _nothing(subject)
        outcome = _saved(write, _Try(subject, base if based_on else 0, was, stored_alike))
    if isinstance(outcome, StaleError):
        raise outcome
    return outcome


@dataclass(frozen=True)
class _Try:
    """What one try brings: `content`, built on `was` when revision `base` was the newest."""

    subject: Subject
    base: int
    was: Content | None
    content: Content

    def over(self, theirs: Content | None) -> Content:
        """What it says where it finds that; mine stands in what both changed."""
        return self.content if theirs is None else merged(self.was, self.content, theirs).content

    def is_kept(self, kept: Entry, history: Sequence[Entry]) -> bool:
        """Whether a kept answer is this one; `history`: the revisions of the answer, newest first."""
        conflict = kept.content
        return isinstance(conflict, Conflict) and self.over(entry_met(kept, history).content) == conflict.mine

    def otherwise(self, write: Write) -> Write:
        """The write under a mutation of its own, where another try had the same."""
        return write.otherwise(str(self.subject), str(self.base), body(self.content))


def _saved(write: Write, one: _Try) -> Entry | StaleError | None:
    first = write.repeated(one.subject)
    if first is not None and first.revision > one.base:
        return _repeated(write, one, first)
    if first is not None and first.content == one.content and first == write.newest(one.subject):
        return first
    kept = write.repeated(Subject(SubjectKind.CONFLICT, write.act.mutation))
    history = write.history(one.subject) if kept and _is_of(kept, one.subject) else []
    if kept is not None and history and one.is_kept(kept, history):
        return _kept(kept, history)
    if first is not None or kept is not None:
        return _saved(one.otherwise(write), one)
    write.refuse_if_finished()
    _refuse_unfit(write, one.subject, one.content)
    newest = write.newest(one.subject)
    if newest is None:
        return None if one.content == _nothing(one.subject) else _entered(write, one, one.content)
    merge = merged(one.was, one.content, newest.content)
    # A domain is marked anew after a change, in the words of the first time.
    is_marked_anew = one.subject.kind is SubjectKind.DOMAIN and newest.revision == one.base
    if merge.content == newest.content and not is_marked_anew:
        return newest
    if merge.clashes:
        return _refused(write, one, merge.content, newest, merge.clashes)
    return _entered(write, one, merge.content)


def _is_of(kept: Entry, subject: Subject) -> bool:
    """Whether a kept answer is to that question; one mutation may have met others elsewhere."""
    return isinstance(kept.content, Conflict) and kept.content.question == subject.key


def _entered(write: Write, one: _Try, content: Content) -> Entry:
    return write.enter((one.subject, content))[0]


def _repeated(write: Write, one: _Try, first: Entry) -> Entry | StaleError:
    """The answer to a try whose mutation entered something already: as then, if it brings the same."""
    found = write.revision(one.subject, first.revision - 1)
    again = one.over(found.content if found else _nothing(one.subject))
    newest = write.newest(one.subject)
    assert newest is not None  # noqa: S101 - the first try entered something
    mine = merged(first.content, again, newest.content).content
    if again == first.content:
        return first
    if mine == newest.content:
        return newest
    write = one.otherwise(write)
    kept = write.repeated(Subject(SubjectKind.CONFLICT, write.act.mutation))
    if kept is None:
        write.refuse_if_finished()
        _refuse_unfit(write, one.subject, one.content)
        clashes = differing(mine, newest.content)
        return _refused(write, one, mine, newest, clashes, is_again=newest == first)
    return _kept(kept, write.history(one.subject))


def _refused(
    write: Write,
    one: _Try,
    mine: Content,
    newest: Entry,
    clashes: tuple[str, ...],
    *,
    is_again: bool = False,
) -> StaleError:
    conflict = None
    if isinstance(mine, Answer):
        conflict = Subject(SubjectKind.CONFLICT, write.act.mutation)
        write.enter((conflict, Conflict(question=one.subject.key, base=one.base, mine=mine)))
    return StaleError(
        mine=mine,
        theirs=newest,
        before=write.revision(one.subject, one.base),
        clashes=clashes,
        conflict=conflict,
        is_again=is_again,
    )


def _kept(kept: Entry, history: Sequence[Entry]) -> StaleError:
    """The refusal of an answer that is kept as a conflict, beside what stands now."""
    met = conflict_view(kept, history)
    return StaleError(
        mine=met.mine,
        theirs=met.theirs,
        before=met.before,
        clashes=differing(met.mine, met.theirs.content),
        conflict=kept.subject,
    )


def content_at(database: Database, opened: Opened, subject: Subject, revision: int) -> Content:
    """What a form showed that was built on a revision of a subject; nothing said where there is none.

    Raises BusyError.
    """
    entry = opened.journal.newest.get(subject)
    if entry is None or entry.revision != revision:
        with database.reading() as connection:
            entry = entries.find(connection, opened.id, subject, revision)
    return entry.content if entry else read_body(subject.kind, "{}")


def _nothing(subject: Subject) -> Content | None:
    """What a subject of which nothing was entered stands for."""
    return None if subject.kind is SubjectKind.ABOUT else read_body(subject.kind, "{}")


def _refuse_unfit(write: Write, subject: Subject, content: Content) -> None:
    questionnaire = questionnaire_of(write.connection, write.stored.questionnaire_hash)
    faults = faults_of(subject, content, questionnaire)
    if faults:
        raise AnswersRefusedError(faults)


def conflicts(database: Database, opened: Opened, question_id: str) -> tuple[ConflictView, ...]:
    """The answers to a question that met and wait for a choice, oldest first. Raises BusyError."""
    waiting = opened.journal.conflicts_of(question_id)
    if not waiting:
        return ()
    with database.reading() as connection:
        found = entries.of_subject(connection, opened.id, Subject(SubjectKind.ANSWER, question_id))
    history = [one for one in found if one.position <= opened.journal.position]
    return tuple(conflict_view(kept, history) for kept in waiting)


def resolve(
    database: Database,
    assessment_id: str,
    conflict: Subject,
    act: Act,
    *,
    choice: str,
    base: int,
) -> None:
    """Let `mine`, `theirs` or `before` stand, or keep `both` as positions of agencies.

    `base` is the revision of the answer that was shown. The answer and the mark that the conflict
    is resolved are saved together. Raises StaleError where the answer is newer or another choice was
    made already, NoSuchConflictError, and what `save` raises.
    """
    if not is_plain(conflict.key):
        raise NoSuchConflictError(conflict.key)
    with writing(database, assessment_id, act) as write:
        kept = write.revision(conflict, 1)
        if kept is None or not isinstance(kept.content, Conflict):
            raise NoSuchConflictError(conflict.key)
        subject = Subject(SubjectKind.ANSWER, kept.content.question)
        history = write.history(subject)
        mark, answered = write.repeated(conflict), write.repeated(subject)
        if mark is not None and _chose(choice, kept, mark, answered, history):
            return
        write.refuse_if_finished()
        if history[0].revision != base or write.revision(conflict, 2) is not None:
            raise _kept(kept, history)
        chosen = _chosen(choice, conflict_view(kept, history))
        _refuse_unfit(write, subject, chosen)
        entered = [(subject, chosen)] if chosen != history[0].content else []
        known_by = write.otherwise(str(conflict), choice) if answered else write
        known_by.enter(*entered, (conflict, replace(kept.content, is_resolved=True)))


def _chose(choice: str, kept: Entry, mark: Entry, answered: Entry | None, history: Sequence[Entry]) -> bool:
    """Whether that choice was made when a conflict was marked as resolved; `answered`: what it entered."""
    is_entered = answered is not None and answered.position == mark.position - 1
    found = [one for one in history if one.position < mark.position - is_entered]
    stood = answered if answered is not None and is_entered else found[0]
    return _chosen(choice, conflict_view(kept, found)) == stood.content


def _chosen(choice: str, met: ConflictView) -> Answer:
    chosen = met.chosen(choice)
    if chosen is None:
        fault = Fault(
            place=("choice",),
            problem="This cannot be chosen.",
            mend="Choose mine, theirs or before; both where both are levels.",
        )
        raise AnswersRefusedError([fault])
    return chosen

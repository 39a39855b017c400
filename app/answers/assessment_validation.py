"""Whether the entries and editions of an assessment file follow from one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.answers.file import content_hash, encoded_answers, parsed_answers, read_frozen, text_hash
from app.core.assessment.journal import (
    ABOUT,
    Conflict,
    Entry,
    Journal,
    Standing,
    Subject,
    SubjectKind,
    of_kind,
)
from app.core.assessment.subjects import SUBJECTS
from app.core.copies.masking import masked
from app.core.errors import AnswersRefusedError, Fault
from app.core.questionnaire.questionnaire import Questionnaire

_AGAIN = "Take the file from the other machine once more."
_OF_TODAY = "Bring the product on the other machine to this version, and take the file there once more."


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A finished edition: its number, the owner's own content, and the hash of its masked copy.

    When, by whom and at which position it was finished, its entry in the history says.
    """

    number: int
    content: str
    masked_hash: str


def faults_of_order(
    entries: Sequence[Entry], editions: Sequence[Frozen], questionnaire: Questionnaire
) -> Iterator[Fault]:
    """What cannot have happened: an entry before its cause, or an edition that the entries do not give."""
    if not entries or entries[0].subject != ABOUT:
        yield Fault(place=("entries",), problem="do not begin with about:.", mend=_AGAIN)
        return
    yield from _faults_of_conflicts(entries)
    finished = [one for one in entries if isinstance(one.content, Standing) and one.content.reopened is None]
    yield from _faults_of_standings(entries)
    if [one.number for one in editions] != list(range(1, len(finished) + 1)):
        problem = f"are not those that the entries finish: 1 to {len(finished)}."
        yield Fault(place=("editions",), problem=problem, mend=_AGAIN)
        return
    state, before = Journal(), 0
    for edition, entry in zip(editions, finished, strict=True):
        place = ("editions", f"edition {edition.number}")
        entered = (one for one in entries[before : entry.position] if SUBJECTS[one.subject.kind].is_frozen)
        state, before = state.continued(entered), entry.position
        for fault in _faults_of_edition(edition, entry, state, questionnaire):
            yield replace(fault, place=(*place, *fault.place))


def _faults_of_conflicts(entries: Sequence[Entry]) -> Iterator[Fault]:
    """A conflict is with an answer that was there, and was written on one before it."""
    answered: dict[Subject, int] = {}
    for entry in entries:
        if entry.subject.kind is SubjectKind.ANSWER:
            answered[entry.subject] = entry.revision
        if isinstance(entry.content, Conflict):
            there = answered.get(Subject(SubjectKind.ANSWER, entry.content.question), 0)
            if not 0 <= entry.content.base <= there or there == 0:
                place = ("entries", f"entry {entry.position}")
                yield Fault(place=place, problem="is in conflict with no answer.", mend=_AGAIN)


def _faults_of_standings(entries: Sequence[Entry]) -> Iterator[Fault]:
    """It is finished and opened again in turn, with numbers that go up by one; nothing changes in between."""
    edition, is_finished, known_by = 0, False, ""
    for entry in entries:
        place = ("entries", f"entry {entry.position}")
        if not isinstance(entry.content, Standing):
            if is_finished:
                yield Fault(place=place, problem="was entered while it was finished.", mend=_AGAIN)
                return
            continue
        if entry.content.reopened is None:
            edition, known_by = edition + 1, entry.content.content_hash
        was_finished, is_finished = is_finished, entry.content.reopened is None
        stated = (entry.content.edition, entry.content.content_hash)
        if is_finished == was_finished or stated != (edition, known_by):
            yield Fault(place=place, problem="does not follow from the ones before.", mend=_AGAIN)
            return


def _faults_of_edition(
    edition: Frozen, entry: Entry, state: Journal, questionnaire: Questionnaire
) -> Iterator[Fault]:
    if text_hash(edition.content) != of_kind(entry.content, Standing).content_hash:
        yield Fault(place=("content",), problem="does not have the hash in its entry.", mend=_AGAIN)
        return
    try:
        parsed_answers(edition.content, questionnaire)
    except AnswersRefusedError as refused:
        yield from (replace(fault, place=("content", *fault.place)) for fault in refused.faults)
        return
    frozen = read_frozen(edition.content)
    if encoded_answers(state.assessment(questionnaire.id, questionnaire.version)) != encoded_answers(frozen):
        yield Fault(place=("content",), problem="is not what the entries say.", mend=_AGAIN)
    if content_hash(masked(questionnaire, frozen)) != edition.masked_hash:
        yield Fault(place=("masked_hash",), problem="is not that of the masked copy.", mend=_OF_TODAY)

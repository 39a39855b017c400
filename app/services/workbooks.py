"""What a person can do with offline workbooks: take one, see what a returned one says, bring it in."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.answers import text_hash
from app.core.assessment.act import Act
from app.core.assessment.answer import Answer
from app.core.assessment.journal import Entry, Subject, SubjectKind
from app.core.assessment.merging import merged
from app.core.errors import AnswersRefusedError, Fault
from app.core.method.progress import questions_asked
from app.core.questionnaire.questionnaire import Question
from app.rendering.language import language
from app.services.assessments import Opened
from app.services.saving import StaleError, save
from app.storage import entries
from app.storage.database import Connection, Database
from app.workbook import (
    AskedRow,
    Block,
    Origin,
    Returned,
    answer_of,
    is_untouched,
    parsed_workbook,
    workbook_file,
)

MOST_FAULTS = 200
"""Told of one workbook."""


@dataclass(frozen=True, kw_only=True)
class Brought:
    """One answer that a returned workbook would bring: written on revision `base`.

    `met` is the entry that was saved here meanwhile and changed the same field: both will be kept, as a
    conflict. `before` is what the workbook was made of; None where that was empty.
    """

    question: Question
    base: int
    mine: Answer
    before: Entry | None
    met: Entry | None = None

    @property
    def how(self) -> Literal["new", "changed", "conflict"]:
        """What it is to the assessment as it is now."""
        return "conflict" if self.met else "changed" if self.before else "new"


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a returned workbook says, before anything is saved.

    `digest` is of the file; `untouched` and `known` count questions: left as they were, or here already.
    `absent` are the domains whose sheets were taken out of it.
    """

    digest: str
    brought: tuple[Brought, ...]
    faults: tuple[Fault, ...]
    untouched: int
    known: int
    absent: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AnswerToImport:
    """One answer to bring in, written on revision `base`."""

    question: str
    base: int
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class ImportOutcome:
    """How many answers were saved, and to how many questions another answer is kept beside the first."""

    saved: int
    met: int


def workbook_of(opened: Opened, code: str, *, domain: str = "", marking: str = "", now: datetime) -> bytes:
    """The workbook of a domain, or of all, with every answer of the own copy.

    Raises LookupError where there is no such domain, or nothing is asked in it.
    """
    questionnaire = opened.questionnaire
    asked = tuple(
        AskedRow(
            domain=questionnaire.domain_of[question.id],
            question=question,
            answer=opened.assessment.answer(question.id),
            revision=opened.journal.revision(Subject(SubjectKind.ANSWER, question.id)),
        )
        for question in questions_asked(questionnaire, opened.assessment)
        if domain in {"", questionnaire.domain_of[question.id].id}
    )
    if not asked:
        raise LookupError(domain)
    return workbook_file(
        _origin(opened),
        asked,
        questionnaire,
        language(code),
        country=opened.assessment.country,
        marking=marking,
        now=now,
    )


def _origin(opened: Opened) -> Origin:
    return Origin(
        questionnaire=opened.whole.id,
        version=opened.whole.version,
        questionnaire_hash=opened.questionnaire_hash,
        assessment=opened.id,
    )


# --- what comes back -------------------------------------------------------------------------------


def preview(database: Database, opened: Opened, content: bytes) -> Preview:
    """What a returned workbook would bring, and every fault in it; saves nothing.

    Raises AnswersRefusedError where the file cannot be read or belongs elsewhere, and BusyError.
    """
    returned = parsed_workbook(content)
    _refuse_stranger(opened, returned)
    digest = hashlib.sha256(content).hexdigest()
    brought: list[Brought] = []
    absent = _absent(opened, returned)
    faults = [*returned.faults, *_missing(opened, returned, absent)]
    untouched = known = 0
    with database.reading() as connection:
        for block in returned.blocks:
            question = opened.whole.question_by_id.get(block.question)
            if question is None:
                faults.append(_unknown(block))
                continue
            before = entries.find(connection, opened.id, _subject(question.id), block.base)
            was = _answer(before)
            if not block.faults and is_untouched(block.cells, was):
                untouched += 1
                continue
            mine, wrong = answer_of(block.cells, was, question, opened.whole)
            wrong = (*block.faults, *(_in_place(fault, block) for fault in wrong if not block.faults))
            if wrong:
                faults += wrong
                continue
            one = Brought(question=question, base=block.base, mine=mine, before=before)
            if _is_here(connection, opened, digest, one):
                known += 1
            else:
                brought.append(_met(opened, one))
    return Preview(
        digest=digest,
        brought=tuple(brought),
        faults=_listed(faults),
        untouched=untouched,
        known=known,
        absent=absent,
    )


def bring_in(
    database: Database,
    assessment_id: str,
    digest: str,
    items: Iterable[AnswerToImport],
    act: Act,
) -> ImportOutcome:
    """Save the answers of a file, each by itself; one that meets another is kept as a conflict.

    Each is a try of its own, known by the file: brought in again, it changes nothing. Raises what `save`
    raises, but StaleError; what was saved before stays, and the same call goes on from there.
    """
    saved = met = 0
    for item in items:
        try:
            save(
                database,
                assessment_id,
                _subject(item.question),
                replace(act, mutation=_mutation(digest, item.question)),
                base=item.base,
                content=item.answer,
            )
            saved += 1
        except StaleError:
            met += 1
    return ImportOutcome(saved=saved, met=met)


def _refuse_stranger(opened: Opened, returned: Returned) -> None:
    if returned.origin != _origin(opened):
        problem = "This workbook was made from another assessment."
        mend = "Open the assessment that its first sheet names, and bring it in there."
        raise AnswersRefusedError([Fault(place=(), problem=problem, mend=mend)])


def _absent(opened: Opened, returned: Returned) -> tuple[str, ...]:
    """The domains of which the workbook has no question any more, though it was made with some."""
    domain_of = opened.whole.domain_of
    here = {domain_of[block.question].id for block in returned.blocks if block.question in domain_of}
    gone = (domain_of[question].id for question in returned.missing if question in domain_of)
    return tuple(dict.fromkeys(one for one in gone if one not in here))


def _missing(opened: Opened, returned: Returned, absent: Collection[str]) -> Iterator[Fault]:
    """The questions that were taken out of a sheet; a whole sheet may be left out."""
    for question in returned.missing:
        domain = opened.whole.domain_of.get(question)
        if domain is not None and domain.id not in absent:
            yield Fault(
                place=(f"question {question}",),
                problem="Its rows are not in the workbook as they were.",
                mend="Put its code and rows back, or answer it here; what stands here stays.",
            )


def _listed(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """As many as a person can look at."""
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    more = f"{len(faults) - MOST_FAULTS} more cells have to be mended."
    return (*faults[:MOST_FAULTS], Fault(place=(), problem=more, mend="Mend the others first."))


def _unknown(block: Block) -> Fault:
    problem = f"“{block.question[:60]}” is no question of this questionnaire."
    return Fault(place=block.places["code"], problem=problem, mend="Put the first column back as it was.")


def _in_place(fault: Fault, block: Block) -> Fault:
    """A fault of an answer, with the cell in which it stands."""
    field = fault.place[0]
    return replace(fault, place=block.places.get(field, block.places["answer"]))


def _is_here(connection: Connection, opened: Opened, digest: str, one: Brought) -> bool:
    """Whether this answer was brought in before, as an answer or as a conflict, or is what stands here."""
    mutation = _mutation(digest, one.question.id)
    subjects = (_subject(one.question.id), Subject(SubjectKind.CONFLICT, mutation))
    if any(entries.entered_by(connection, opened.id, mutation, subject) for subject in subjects):
        return True
    here = _answer(opened.journal.newest.get(_subject(one.question.id)))
    return merged(_answer(one.before), one.mine, here).content == here


def _met(opened: Opened, one: Brought) -> Brought:
    """With the answer that it meets, where one was saved since the workbook was made that says otherwise."""
    newest = opened.journal.newest.get(_subject(one.question.id))
    clashes = newest and merged(_answer(one.before), one.mine, newest.content).clashes
    return replace(one, met=newest) if clashes else one


def _answer(entry: Entry | None) -> Answer:
    return entry.content if entry and isinstance(entry.content, Answer) else Answer()


def _subject(question: str) -> Subject:
    return Subject(SubjectKind.ANSWER, question)


def _mutation(digest: str, question: str) -> str:
    """The same for every time that a file brings its answer to a question."""
    return text_hash(f"{digest} {question}")

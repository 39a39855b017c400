"""One write to one assessment: locked, known by its mutation, on disk when the block has ended."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from app.answers import LONGEST_AUTHOR, MUTATION, body, cleaned, text_hash
from app.catalogue import canonical
from app.core.assessment.journal import (
    STANDING,
    About,
    Content,
    Entry,
    Journal,
    Standing,
    Subject,
)
from app.core.errors import AlreadyFinishedError, AnswersRefusedError
from app.core.questionnaire.questionnaire import Questionnaire
from app.services.namesakes import NONE_INSTALLED, faults_of_name
from app.storage import assessments, entries, questionnaires
from app.storage.assessments import Stored
from app.storage.database import Connection, Database

_MUTATION = re.compile(MUTATION)


class BegunOtherwiseError(Exception):
    """A mutation that began one assessment was sent again to begin another one.

    `begun` is the id of the first, `about` whose it is. Nothing was begun this time.
    """

    def __init__(self, begun: str, about: About) -> None:
        super().__init__(f"Another assessment, {begun}, was begun by the same try.")
        self.begun = begun
        self.about = about


@dataclass(frozen=True, kw_only=True)
class Write:
    """A write that is going on: no other write to this assessment happens meanwhile."""

    connection: Connection
    stored: Stored
    mutation: str
    author: str
    now: datetime

    def repeated(self, subject: Subject) -> Entry | None:
        """What this same mutation entered for a subject before; None where it is new."""
        return entries.made_by(self.connection, self.stored.id, self.mutation, subject)

    def otherwise(self, *words: str) -> "Write":
        """This write under a mutation of its own: it is no repetition, for it brings these other words.

        The same for every time that it is sent with them.
        """
        return replace(self, mutation=text_hash(" ".join((self.mutation, *words))))

    def newest(self, subject: Subject) -> Entry | None:
        """The newest entry of a subject."""
        return entries.newest_of(self.connection, self.stored.id, subject)

    def revision(self, subject: Subject, number: int) -> Entry | None:
        """One revision of a subject."""
        return entries.find(self.connection, self.stored.id, subject, number)

    def history(self, subject: Subject) -> list[Entry]:
        """Every revision of a subject, newest first."""
        return entries.of_subject(self.connection, self.stored.id, subject)

    def refuse_if_finished(self) -> None:
        """Raise AlreadyFinishedError where it is finished and not open again."""
        newest = self.newest(STANDING)
        if newest and isinstance(newest.content, Standing) and newest.content.reopened is None:
            raise AlreadyFinishedError

    def enter(self, *entered: tuple[Subject, Content]) -> tuple[Entry, ...]:
        """Add an entry for each subject, at the next positions."""
        position, after = entries.last(self.connection, self.stored.id)
        added = []
        for subject, content in entered:
            before = self.newest(subject)
            position += 1
            added.append(
                Entry(
                    subject=subject,
                    revision=before.revision + 1 if before else 1,
                    position=position,
                    content=content,
                    author=self.author,
                    at=self.now,
                )
            )
        return entries.add(self.connection, self.stored.id, added, self.mutation, after=after)


@contextmanager
def writing(
    database: Database, assessment_id: str, *, mutation: str, author: str, now: datetime
) -> Iterator[Write]:
    """A write to an assessment. Raises NoSuchAssessmentError and BusyError."""
    with database.writing() as connection:
        yield Write(
            connection=connection,
            stored=assessments.locked(connection, assessment_id),
            mutation=_known_by(mutation),
            author=_name(author),
            now=_stamp(now),
        )


def begin(
    database: Database,
    questionnaire: Questionnaire,
    entered: Iterable[tuple[Subject, Content]],
    *,
    mutation: str,
    author: str,
    now: datetime,
    is_demonstration: bool = False,
) -> str:
    """A new assessment with its first entries; a repeated mutation gives the one it began before.

    Raises BegunOtherwiseError where that one began with other entries or another questionnaire, and
    AnswersRefusedError where another published text of that name was stored before.
    """
    text, entered = canonical(questionnaire), tuple(entered)
    known_by = _known_by(mutation)
    with database.writing() as connection:
        assessments.lock_starting(connection)
        begun = assessments.started_by(connection, known_by)
        if begun is not None:
            _refuse_other(connection, begun, questionnaire, entered)
            return begun.id
        questionnaire_hash = text_hash(text)
        faults = tuple(faults_of_name(connection, NONE_INSTALLED, questionnaire, questionnaire_hash))
        if faults:
            raise AnswersRefusedError(faults)
        questionnaires.keep(
            connection, questionnaire_hash, id=questionnaire.id, version=questionnaire.version, text=text
        )
        id_ = str(uuid.uuid4())
        begins = assessments.add(
            connection,
            id_,
            questionnaire_hash=questionnaire_hash,
            is_demonstration=is_demonstration,
            mutation=known_by,
            now=_stamp(now),
        )
        first = [
            Entry(
                subject=subject,
                revision=1,
                position=position,
                content=content,
                author=_name(author),
                at=_stamp(now),
            )
            for position, (subject, content) in enumerate(entered, start=1)
        ]
        entries.add(connection, id_, first, known_by, after=begins)
    return id_


def _refuse_other(
    connection: Connection,
    begun: Stored,
    questionnaire: Questionnaire,
    entered: Iterable[tuple[Subject, Content]],
) -> None:
    every = entries.every(connection, begun.id)
    began = [one for one, _ in takewhile(lambda one: one[1] == begun.mutation, every)]
    first = [(one.subject, body(one.content)) for one in began]
    is_same = (begun.questionnaire, begun.version) == (questionnaire.id, questionnaire.version)
    if is_same and first == [(subject, body(content)) for subject, content in entered]:
        return
    raise BegunOtherwiseError(begun.id, Journal.folded(one for one, _ in every).about)


def is_plain(mutation: str) -> bool:
    """Whether a mutation is a short word, as every one that is stored."""
    return _MUTATION.fullmatch(mutation) is not None


def _known_by(mutation: str) -> str:
    """The mutation as sent where it is a plain short word, else a word that stands for it."""
    if is_plain(mutation):
        return mutation
    return hashlib.sha256(mutation.encode("utf-8", "surrogatepass")).hexdigest()


def _name(author: str) -> str:
    return " ".join(cleaned(author).split())[:LONGEST_AUTHOR]


def _stamp(now: datetime) -> datetime:
    """The moment as it is stored, in milliseconds."""
    return now.replace(microsecond=now.microsecond // 1000 * 1000)

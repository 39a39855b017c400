"""One write to one assessment: locked, known by its mutation, on disk when the block has ended."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app.answers import LONGEST_AUTHOR, MUTATION, cleaned, text_hash
from app.catalogue import canonical
from app.core.errors import AlreadyFinishedError
from app.core.journal import STANDING, Content, Entry, Standing, Subject
from app.core.questionnaire import Questionnaire
from app.storage import assessments, entries, questionnaires
from app.storage.assessments import Stored
from app.storage.database import Connection, Database

_MUTATION = re.compile(MUTATION)


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

    def newest(self, subject: Subject) -> Entry | None:
        """The newest entry of a subject."""
        return entries.newest_of(self.connection, self.stored.id, subject)

    def revision(self, subject: Subject, number: int) -> Entry | None:
        """One revision of a subject."""
        return entries.find(self.connection, self.stored.id, subject, number)

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
    """A new assessment with its first entries; a repeated mutation gives the one it began before."""
    text = canonical(questionnaire)
    known_by = _known_by(mutation)
    with database.writing() as connection:
        assessments.lock_starting(connection)
        begun = assessments.started_by(connection, known_by)
        if begun is not None:
            return begun.id
        questionnaire_hash = text_hash(text)
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

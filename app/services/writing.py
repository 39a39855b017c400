"""One write to one assessment: locked, known by its mutation, on disk when the block has ended."""

import hashlib
import re
import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile

from app.answers import LONGEST_AUTHOR, MUTATION, body, cleaned, text_hash
from app.catalogue import canonical
from app.core.assessment.act import Act
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
    act: Act

    def repeated(self, subject: Subject) -> Entry | None:
        """What this same mutation entered for a subject before; None where it is new."""
        return entries.entered_by(self.connection, self.stored.id, self.act.mutation, subject)

    def otherwise(self, *words: str) -> "Write":
        """This write under a mutation of its own: it is no repetition, for it brings these other words.

        The same for every time that it is sent with them.
        """
        return replace(self, act=replace(self.act, mutation=text_hash(" ".join((self.act.mutation, *words)))))

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
                    author=self.act.by,
                    at=self.act.at,
                )
            )
        return entries.add(self.connection, self.stored.id, added, self.act.mutation, after=after)


@contextmanager
def writing(database: Database, assessment_id: str, act: Act) -> Iterator[Write]:
    """A write to an assessment. Raises NoSuchAssessmentError and BusyError."""
    with database.writing() as connection:
        yield Write(
            connection=connection,
            stored=assessments.locked(connection, assessment_id),
            act=_as_stored(act),
        )


def begin(
    database: Database,
    questionnaire: Questionnaire,
    entered: Iterable[tuple[Subject, Content]],
    act: Act,
    *,
    is_demonstration: bool = False,
) -> str:
    """A new assessment with its first entries; a repeated mutation gives the one it began before.

    Raises BegunOtherwiseError where that one began with other entries or another questionnaire, and
    AnswersRefusedError where another published text of that name was stored before.
    """
    text, entered, act = canonical(questionnaire), tuple(entered), _as_stored(act)
    with database.writing() as connection:
        assessments.lock_starting(connection)
        begun = assessments.started_by(connection, act.mutation)
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
            mutation=act.mutation,
            now=act.at,
        )
        first = [
            Entry(
                subject=subject,
                revision=1,
                position=position,
                content=content,
                author=act.by,
                at=act.at,
            )
            for position, (subject, content) in enumerate(entered, start=1)
        ]
        entries.add(connection, id_, first, act.mutation, after=begins)
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


def new_mutation() -> str:
    """What a try is known by that was never made before."""
    return secrets.token_hex(16)


def is_plain(mutation: str) -> bool:
    """Whether a mutation is a short word, as every one that is stored."""
    return _MUTATION.fullmatch(mutation) is not None


def _as_stored(act: Act) -> Act:
    """The act as it is stored: a name in one line, a moment in milliseconds, a mutation that is_plain."""
    return Act(
        by=" ".join(cleaned(act.by).split())[:LONGEST_AUTHOR],
        at=act.at.replace(microsecond=act.at.microsecond // 1000 * 1000),
        mutation=act.mutation if is_plain(act.mutation) else _stands_for(act.mutation),
    )


def _stands_for(mutation: str) -> str:
    """A plain short word in place of one that was sent."""
    return hashlib.sha256(mutation.encode("utf-8", "surrogatepass")).hexdigest()

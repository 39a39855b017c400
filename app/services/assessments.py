"""What a person can do with assessments: start one, open one, let one grow, see which there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.answers import faults_of_about, text_hash
from app.catalogue import read_canonical
from app.core.assessment.act import Act
from app.core.assessment.assessment import Assessment, Country, Scope
from app.core.assessment.journal import (
    ABOUT,
    About,
    Earlier,
    Journal,
)
from app.core.assessment.quick_scan import as_asked
from app.core.errors import AnswersRefusedError, Fault
from app.core.questionnaire.questionnaire import Questionnaire
from app.services.earlier import EarlierEdition
from app.services.journals import journal_of
from app.services.writing import BegunOtherwiseError, begin, writing
from app.storage import assessments, editions, entries, questionnaires
from app.storage.assessments import AssessmentKey, NoSuchAssessmentError, Stored
from app.storage.database import Connection, Database
from app.storage.editions import Edition, EditionHead

__all__ = [
    "AssessmentKey",
    "BegunOtherwiseError",
    "DamagedError",
    "Mark",
    "NoSuchAssessmentError",
    "Opened",
    "Summary",
    "grow",
    "listed",
    "mark",
    "opened",
    "page",
    "questionnaire_of",
    "start",
]

_MOST_KNOWN = 16
_known: dict[str, Questionnaire] = {}
"""Questionnaires read from their stored texts, under the hashes of these."""


class DamagedError(Exception):
    """What is stored no longer has the hash that it was stored under."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """An assessment without its answers. `changed_at`: the moment of its newest entry."""

    id: str
    questionnaire: str
    version: str
    questionnaire_hash: str
    country: Country
    reference_date: date
    scope: Scope
    is_demonstration: bool
    is_finished: bool
    editions: tuple[EditionHead, ...]
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far an assessment has come: while this is the same, so is everything that it shows.

    `position`: that of its newest entry. `editions`: the number of the newest one, 0 before the first.
    """

    position: int
    editions: int


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An assessment at one moment: what was entered, its present state, and its finished editions.

    `questionnaire` is what is asked now; in a quick scan it is cut down, and `whole` is not. An edition
    is of the scope that stands in its own content. `earlier`: the edition that it starts from; None where
    there is none, or none any more.
    """

    id: str
    questionnaire: Questionnaire
    whole: Questionnaire
    questionnaire_hash: str
    journal: Journal
    assessment: Assessment
    editions: tuple[Edition, ...]
    earlier: EarlierEdition | None
    is_demonstration: bool
    created_at: datetime

    def again(self, database: Database) -> "Opened":
        """The same assessment as it is now."""
        return opened(database, self.id)

    def edition(self, number: int) -> Edition:
        """That edition. Raises LookupError."""
        found = next((one for one in self.editions if one.number == number), None)
        if found is None:
            raise LookupError(number)
        return found

    @property
    def summary(self) -> Summary:
        """What a list shows of it."""
        return Summary(
            id=self.id,
            questionnaire=self.questionnaire.id,
            version=self.questionnaire.version,
            questionnaire_hash=self.questionnaire_hash,
            country=self.assessment.country,
            reference_date=self.assessment.reference_date,
            scope=self.assessment.scope,
            is_demonstration=self.is_demonstration,
            is_finished=self.journal.is_finished,
            editions=tuple(edition.head for edition in self.editions),
            created_at=self.created_at,
            changed_at=max(entry.at for entry in self.journal.newest.values()),
        )


def start(
    database: Database,
    questionnaire: Questionnaire,
    about: About,
    act: Act,
) -> str:
    """The id of a new assessment; the same again for a repeated mutation.

    Raises AnswersRefusedError for a country, date or earlier edition that cannot be, BegunOtherwiseError
    where the mutation began another one before, and BusyError.
    """
    faults = [*faults_of_about(about), *_faults_of_earlier(database, questionnaire, about)]
    if faults:
        raise AnswersRefusedError(faults)
    return begin(database, questionnaire, [(ABOUT, about)], act)


def _faults_of_earlier(database: Database, questionnaire: Questionnaire, about: About) -> Iterator[Fault]:
    if about.earlier is None:
        return
    with database.reading() as connection:
        earlier = _earlier(database, connection, about.earlier)
    if earlier is None:
        yield Fault(
            place=("earlier",),
            problem="There is no such finished assessment here.",
            mend="Choose one of those listed, or none.",
        )
        return
    previous = earlier.assessment
    if previous.country.code != about.country.code:
        yield Fault(
            place=("earlier",),
            problem=f"The earlier assessment is of {previous.country.name} ({previous.country.code}).",
            mend="Choose one of the same country, or none.",
        )
    if earlier.whole.id != questionnaire.id:
        yield Fault(
            place=("earlier",),
            problem="The earlier assessment answers another questionnaire.",
            mend="Choose one of the same questionnaire, in this version or an older one, or none.",
        )
    if previous.reference_date > about.reference_date:
        yield Fault(
            place=("earlier",),
            problem=f"The earlier assessment speaks of a later day, {previous.reference_date.isoformat()}.",
            mend="Choose an earlier one, or correct the reference date.",
        )


def grow(database: Database, assessment_id: str, act: Act) -> None:
    """Let a quick scan grow into the full assessment; every answer stays, and a full one stays as it is.

    Raises AlreadyFinishedError, NoSuchAssessmentError and BusyError.
    """
    with writing(database, assessment_id, act) as write:
        repeated = write.repeated(ABOUT)
        if repeated is not None and isinstance(repeated.content, About) and repeated.content.scope == "full":
            return
        write.refuse_if_finished()
        newest = write.newest(ABOUT)
        if newest is not None and isinstance(newest.content, About) and newest.content.scope == "quick":
            # What a start entered by the same mutation is no growth.
            (write.otherwise("grow") if repeated else write).enter(
                (ABOUT, replace(newest.content, scope="full"))
            )


def opened(database: Database, assessment_id: str) -> Opened:
    """The assessment as it is now: the one door by which an edge reads what was entered.

    Every other service that reads takes what comes through it. Raises NoSuchAssessmentError, DamagedError
    and BusyError.
    """
    with database.reading() as connection:
        stored = assessments.find(connection, assessment_id)
        whole = questionnaire_of(connection, stored.questionnaire_hash)
        journal = journal_of(database, connection, assessment_id)
        frozen = editions.of(connection, assessment_id)
        earlier = _earlier(database, connection, journal.about.earlier)
    assessment = journal.assessment(whole.id, whole.version)
    return Opened(
        id=stored.id,
        questionnaire=as_asked(whole, assessment),
        whole=whole,
        questionnaire_hash=stored.questionnaire_hash,
        journal=journal,
        assessment=assessment,
        editions=frozen,
        earlier=earlier,
        is_demonstration=stored.is_demonstration,
        created_at=stored.created_at,
    )


def _earlier(database: Database, connection: Connection, named: Earlier | None) -> EarlierEdition | None:
    """The edition that is named; None where it is not there, as after demonstrations were removed."""
    edition = named and editions.find(connection, named.assessment, named.edition)
    if not named or not edition:
        return None
    stored = assessments.find(connection, named.assessment)
    whole = questionnaire_of(connection, stored.questionnaire_hash)
    journal = journal_of(database, connection, stored.id)
    return EarlierEdition(assessment_id=stored.id, whole=whole, edition=edition, journal=journal)


def mark(database: Database, assessment_id: str) -> Mark:
    """How far the assessment has come. Raises NoSuchAssessmentError and BusyError."""
    with database.reading() as connection:
        stored = assessments.find(connection, assessment_id)
        heads = editions.heads(connection, [stored.id]).get(stored.id, ())
        return Mark(position=entries.last(connection, stored.id).position, editions=len(heads))


def listed(database: Database) -> tuple[Summary, ...]:
    """Every assessment, newest first. Raises BusyError."""
    with database.reading() as connection:
        return _summaries(connection, assessments.every(connection))


def page(
    database: Database, *, limit: int, after: AssessmentKey | None = None, with_demonstrations: bool = False
) -> tuple[tuple[Summary, ...], AssessmentKey | None]:
    """Some of them, newest first, and the key of the last one where more follow. Raises BusyError."""
    with database.reading() as connection:
        some, last = assessments.page(
            connection, limit=limit, after=after, with_demonstrations=with_demonstrations
        )
        return _summaries(connection, some, [stored.id for stored in some]), last


def _summaries(
    connection: Connection, chosen: Iterable[Stored], of: list[str] | None = None
) -> tuple[Summary, ...]:
    """Summaries of the chosen ones; `of` names them where they are not all."""
    journals = {
        assessment_id: Journal.folded(heads) for assessment_id, heads in entries.heads(connection, of).items()
    }
    frozen = editions.heads(connection, of)
    changed = entries.changed(connection, of)
    return tuple(
        Summary(
            id=stored.id,
            questionnaire=stored.questionnaire,
            version=stored.version,
            questionnaire_hash=stored.questionnaire_hash,
            country=journals[stored.id].about.country,
            reference_date=journals[stored.id].about.reference_date,
            scope=journals[stored.id].about.scope,
            is_demonstration=stored.is_demonstration,
            is_finished=journals[stored.id].is_finished,
            editions=frozen.get(stored.id, ()),
            created_at=stored.created_at,
            changed_at=changed[stored.id],
        )
        for stored in chosen
    )


def questionnaire_of(connection: Connection, known_by: str) -> Questionnaire:
    """The questionnaire stored under a hash. Raises DamagedError where its text has another."""
    found = _known.get(known_by)
    if found is None:
        text = questionnaires.find(connection, known_by)
        if text is None or text_hash(text) != known_by:
            raise DamagedError(f"The questionnaire stored under {known_by} is damaged.")
        found = read_canonical(text)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[known_by] = found
    return found

"""What a person can do with a whole assessment: move it with its history to another machine, or delete it."""

from itertools import groupby

from app.answers import LARGEST_ASSESSMENT as LARGEST
from app.answers import (
    MOST_EDITIONS,
    MOST_ENTRIES,
    EnteredEntry,
    Frozen,
    Whole,
    cleaned,
    read_frozen,
    read_whole,
    text_hash,
    written_whole,
)
from app.catalogue import Catalogue, read_canonical
from app.core.assessment.journal import ABOUT, About, Standing, of_kind
from app.core.copies.masking import masked
from app.core.errors import AnswersRefusedError, Fault, QuestionnaireRefusedError
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.questionnaire.validity import faults as faults_of
from app.services.assessments import DamagedError
from app.services.namesakes import NONE_INSTALLED, faults_of_name
from app.services.results import rows_of
from app.storage import assessments, editions, entries, questionnaires, results
from app.storage.assessments import NoSuchAssessmentError
from app.storage.database import Connection, Database
from app.storage.editions import Edition

__all__ = ["LARGEST", "NoSuchAssessmentError", "NotConfirmedError", "delete", "move_in", "moved_out"]


class NotConfirmedError(Exception):
    """What was typed to confirm a deletion is not the name of the country, which is the argument."""


def moved_out(database: Database, assessment_id: str) -> str:
    """The assessment file: the assessment with its whole history, with all that is withheld.

    Raises AnswersRefusedError where it is larger than what can be moved in, DamagedError,
    NoSuchAssessmentError and BusyError.
    """
    with database.reading() as connection:
        stored = assessments.find(connection, assessment_id)
        questionnaire = questionnaires.find(connection, stored.questionnaire_hash)
        if questionnaire is None or text_hash(questionnaire) != stored.questionnaire_hash:
            raise DamagedError(f"The questionnaire stored under {stored.questionnaire_hash} is damaged.")
        history = entries.every(connection, stored.id)
        frozen = editions.of(connection, stored.id)
    whole = Whole(
        id=stored.id,
        created_at=stored.created_at,
        mutation=stored.mutation,
        is_demonstration=stored.is_demonstration,
        questionnaire=questionnaire,
        entries=tuple(EnteredEntry(entry=entry, mutation=mutation) for entry, mutation in history),
        editions=tuple(
            Frozen(number=one.number, content=one.content, masked_hash=one.masked_hash) for one in frozen
        ),
    )
    if whole.chained() != whole:
        raise DamagedError(
            f"The history of assessment {stored.id} is not what was entered, by the chain of its hashes. No "
            "other machine would take it in. Type: cied doctor"
        )
    text = written_whole(whole)
    for count, most, what in (
        (len(text.encode()), LARGEST, "bytes"),
        (len(history), MOST_ENTRIES, "entries"),
        (len(frozen), MOST_EDITIONS, "editions"),
    ):
        if count > most:
            problem = f"The file would have {count:,} {what}, and at most {most:,} can be moved."
            mend = "Copy the whole database instead: cied backup."
            raise AnswersRefusedError([Fault(place=(), problem=problem, mend=mend)])
    return text


def move_in(database: Database, text: str, catalogue: Catalogue = NONE_INSTALLED) -> str:
    """The id of the assessment that an assessment file holds, now with its whole history on this machine.

    Nothing in the file is trusted. Raises AnswersRefusedError with every error of the file, or where
    the assessment is here already, or where its published questionnaire is not the text that has this name in
    `catalogue` or was stored under it first; and BusyError.
    """
    whole = read_whole(text, _checked)
    questionnaire = read_canonical(whole.questionnaire)
    with database.writing() as connection:
        _refuse_known(connection, whole)
        known_by = text_hash(whole.questionnaire)
        faults = tuple(faults_of_name(connection, catalogue, questionnaire, known_by))
        if faults:
            raise AnswersRefusedError(faults)
        questionnaires.keep(
            connection,
            known_by,
            id=questionnaire.id,
            version=questionnaire.version,
            text=whole.questionnaire,
        )
        after = assessments.add(
            connection,
            whole.id,
            questionnaire_hash=known_by,
            is_demonstration=whole.is_demonstration,
            mutation=whole.mutation,
            now=whole.created_at,
        )
        for mutation, some in groupby(whole.entries, key=lambda one: one.mutation):
            added = entries.add(connection, whole.id, [one.entry for one in some], mutation, after=after)
            after = added[-1].hash
        _add_editions(connection, whole, questionnaire)
    return whole.id


def _checked(text: str) -> Questionnaire:
    """The questionnaire of a canonical text from elsewhere. Raises QuestionnaireRefusedError."""
    questionnaire = read_canonical(text)
    found = tuple(faults_of(questionnaire))
    if found:
        raise QuestionnaireRefusedError(found)
    return questionnaire


def _refuse_known(connection: Connection, whole: Whole) -> None:
    try:
        assessments.find(connection, whole.id)
    except NoSuchAssessmentError:
        if assessments.started_by(connection, whole.mutation) is None:
            return
        problem = "began like another one that is here, as a demonstration does."
        mend = "Delete that one first, if it is no longer needed."
    else:
        problem, mend = "is on this machine already.", "Delete it here first, if the file is to replace it."
    raise AnswersRefusedError([Fault(place=("id",), problem=problem, mend=mend)])


def _add_editions(connection: Connection, whole: Whole, questionnaire: Questionnaire) -> None:
    stored = assessments.find(connection, whole.id)
    contents = {one.number: one for one in whole.editions}
    for one in whole.entries:
        standing = one.entry.content
        if not isinstance(standing, Standing) or standing.reopened is not None:
            continue
        frozen = contents[standing.edition]
        edition = Edition(
            number=frozen.number,
            position=one.entry.position,
            content_hash=standing.content_hash,
            content=frozen.content,
            masked_hash=frozen.masked_hash,
            finished_at=one.entry.at,
            author=one.entry.author,
            journal_hash=one.entry.hash,
        )
        editions.add(connection, whole.id, edition)
        leaving = masked(questionnaire, read_frozen(frozen.content))
        results.add(connection, rows_of(stored, frozen.number, questionnaire, leaving))


def delete(database: Database, assessment_id: str, *, confirmed: str) -> None:
    """Delete an assessment with everything that belongs to it in the database; there is no way back.

    `confirmed`: the name of its country, as a person typed it. Reports that were made of it are not in
    the database: the caller removes them. A demonstration does not come back. Raises
    NotConfirmedError, NoSuchAssessmentError and BusyError.
    """
    with database.writing() as connection:
        stored = assessments.locked(connection, assessment_id)
        about = entries.newest_of(connection, stored.id, ABOUT)
        assert about is not None  # noqa: S101 - every journal begins with it
        name = of_kind(about.content, About).country.name
        if _plain(confirmed) != _plain(name):
            raise NotConfirmedError(name)
        assessments.remove(connection, stored.id)
    database.forget_deleted()


def _plain(name: str) -> str:
    return " ".join(cleaned(name).split()).casefold()

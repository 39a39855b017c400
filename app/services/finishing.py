"""What a person can do at the end: finish an assessment as a frozen edition, and open it again."""

from app.answers import LONGEST_ENTERED_TEXT, cleaned, content_hash, encoded_answers, text_hash
from app.core.assessment.act import Act
from app.core.assessment.journal import STANDING, Journal, Standing
from app.core.assessment.quick_scan import as_asked
from app.core.copies.masking import masked
from app.core.errors import AnswersRefusedError, BlockedError, Fault, NotFinishedError
from app.core.method.progress import blockers
from app.services.assessments import questionnaire_of
from app.services.results import rows_of
from app.services.writing import Write, writing
from app.storage import editions, entries, results
from app.storage.database import Database
from app.storage.editions import Edition


class ReopenedOtherwiseError(Exception):
    """The same try opened it for another reason before, which is the argument; nothing was changed now."""


def finish(database: Database, assessment_id: str, act: Act) -> int:
    """Freeze the present content as an edition, and give its number; on disk when this returns.

    The results of its masked copy are stored with it. Raises BlockedError with the Concerns as its
    arguments, AlreadyFinishedError, NoSuchAssessmentError and BusyError.
    """
    with writing(database, assessment_id, act) as write:
        repeated = write.repeated(STANDING)
        if repeated is not None and isinstance(repeated.content, Standing):
            if repeated.content.reopened is None:
                return repeated.content.edition
            write = write.otherwise("finish")  # noqa: PLW2901 - a reopening is no repetition of this
        write.refuse_if_finished()
        return _frozen(write)


def _frozen(write: Write) -> int:
    stored = write.stored
    whole = questionnaire_of(write.connection, stored.questionnaire_hash)
    journal = Journal.folded(entries.present(write.connection, stored.id))
    assessment = journal.assessment(whole.id, whole.version)
    questionnaire = as_asked(whole, assessment)
    blocking = blockers(questionnaire, assessment, journal)
    if blocking:
        raise BlockedError(*blocking)
    number = journal.standing.edition + 1 if journal.standing else 1
    content = encoded_answers(assessment)
    standing = Standing(edition=number, content_hash=text_hash(content))
    (entry,) = write.enter((STANDING, standing))
    leaving = masked(whole, assessment)
    editions.add(
        write.connection,
        stored.id,
        Edition(
            number=number,
            position=entry.position,
            content_hash=standing.content_hash,
            content=content,
            masked_hash=content_hash(leaving),
            finished_at=entry.at,
            author=entry.author,
            journal_hash=entry.hash,
        ),
    )
    results.add(write.connection, rows_of(stored, number, whole, leaving))
    return number


def reopen(
    database: Database,
    assessment_id: str,
    act: Act,
    *,
    reason: str,
) -> None:
    """Open a finished assessment again; its editions remain.

    Raises NotFinishedError, ReopenedOtherwiseError, AnswersRefusedError for a reason that is empty or too
    long, NoSuchAssessmentError and BusyError.
    """
    why = cleaned(reason).strip()
    if not why or len(why) > LONGEST_ENTERED_TEXT:
        problem = "is empty." if not why else f"has {len(why)} characters."
        mend = f"Say why it is opened again, in {LONGEST_ENTERED_TEXT} characters at most."
        raise AnswersRefusedError([Fault(place=("reason",), problem=problem, mend=mend)])
    with writing(database, assessment_id, act) as write:
        repeated = write.repeated(STANDING)
        if repeated is not None and isinstance(repeated.content, Standing):
            if repeated.content.reopened == why:
                return
            if repeated.content.reopened is not None:
                raise ReopenedOtherwiseError(repeated.content.reopened)
            write = write.otherwise("reopen", why)  # noqa: PLW2901 - a finish is no repetition of this
        newest = write.newest(STANDING)
        standing = newest.content if newest else None
        if not isinstance(standing, Standing) or standing.reopened is not None:
            raise NotFinishedError
        reopened = Standing(edition=standing.edition, content_hash=standing.content_hash, reopened=why)
        write.enter((STANDING, reopened))

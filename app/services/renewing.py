"""What a migration takes from finished editions, and today's rules give again: masked hashes and results."""

from app.answers import content_hash
from app.core.copies.masking import masked
from app.core.errors import AnswersRefusedError
from app.services.assessments import DamagedError, questionnaire_of
from app.services.results import rows_of
from app.storage import assessments, editions, results
from app.storage.database import Connection, Database


def renew(database: Database) -> None:
    """Make the masked copies that a migration took away, by today's rule: their hashes and their results.

    An assessment at a time, and whole; what a kill leaves over, the next call does. What is damaged stays
    without them, so it is in no list of results, and `cied doctor` names it. Raises BusyError.
    """
    with database.reading() as connection:
        waiting = editions.without_masked_hash(connection)
    for assessment_id in waiting:
        with database.writing() as connection:
            _renew(connection, assessment_id)


def _renew(connection: Connection, assessment_id: str) -> None:
    stored = assessments.locked(connection, assessment_id)
    try:
        whole = questionnaire_of(connection, stored.questionnaire_hash)
        leaving = [
            (one.number, masked(whole, one.assessment)) for one in editions.of(connection, assessment_id)
        ]
    except (AnswersRefusedError, DamagedError, LookupError, TypeError, ValueError):
        return
    results.remove(connection, assessment_id)
    for number, copy in leaving:
        editions.renew(connection, assessment_id, number, content_hash(copy))
        results.add(connection, rows_of(stored, number, whole, copy))

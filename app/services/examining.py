"""What is wrong with what is stored: every hash is computed again, every entry read, every edition scored."""

from collections.abc import Iterator

from app.answers import text_hash
from app.catalogue import Catalogue, read_canonical
from app.core.errors import BusyError, RefusedError
from app.services import namesakes
from app.services.examining_assessment import faults_of_assessment
from app.storage import questionnaires, rows
from app.storage.database import Database
from app.storage.questionnaires import StoredText


def faults_of_database(database: Database) -> list[str]:
    """What is wrong with a database of today's schema, a sentence each.

    With the file; or else with the schema; or else with the contents. Raises BusyError.
    """
    return database.faults() or list(faults_of_contents(database))


def faults_of_contents(database: Database) -> Iterator[str]:
    """What is wrong with the contents of a database of today's schema, a sentence each. Raises BusyError."""
    with database.reading() as connection:
        every = questionnaires.every(connection)
        ids = rows.assessments(connection)
    for kept in every:
        yield from _faults_of_questionnaire(kept)
    for id_ in ids:
        yield from _faults_of_one(database, id_)


def _faults_of_questionnaire(kept: StoredText) -> Iterator[str]:
    named = f"The stored questionnaire {kept.id} {kept.version}"
    if text_hash(kept.text) != kept.hash:
        yield f"{named} has another hash than {kept.hash}."
        return
    try:
        read = read_canonical(kept.text)
    except RefusedError as refused:
        yield f"{named} cannot be read: {refused}"
        return
    if (read.id, read.version) != (kept.id, kept.version):
        yield f"{named} calls itself {read.id} {read.version}."


def _faults_of_one(database: Database, id_: str) -> list[str]:
    """What is wrong with one assessment, as it is at one moment; nothing where it was deleted meanwhile."""
    found: list[str] = []
    try:
        with database.reading() as connection:
            for fault in faults_of_assessment(connection, id_):
                found.append(fault)  # noqa: PERF402 - those before an error are kept
    except BusyError:
        raise
    except Exception as error:  # noqa: BLE001 - nobody knows what damage does to whatever reads it
        reason = str(error).partition("\n")[0]
        found.append(f"Assessment {id_} cannot be read ({type(error).__name__}: {reason}).")
    return found


def faults_of_catalogue(database: Database, catalogue: Catalogue) -> Iterator[str]:
    """Which published questionnaires are another text on this disk than assessments were started with.

    One started with a draft that was published later goes on with the draft, and nothing is wrong.
    """
    strangers = namesakes.apart(database, catalogue)
    if not strangers:
        return
    with database.reading() as connection:
        every = questionnaires.every(connection)
    for kept in every:
        if kept.hash not in strangers or not namesakes.is_published(kept.text):
            continue
        here = catalogue.find(kept.id, kept.version)
        if here is None:
            yield (
                f"Several texts are stored under the published name {kept.id} {kept.version}; one has the "
                f"hash {kept.hash}. Assessments of it are left out of the results of all States. Install the "
                "published text, or delete what is not of it."
            )
        elif here.status == "published":
            yield (
                f"The questionnaire {kept.id} {kept.version} on this disk is not the one that assessments "
                f"were started with, which has the hash {kept.hash}. They go on with theirs and are left out "
                "of the results of all States; bring back the published text, or delete them."
            )

"""What is wrong with what is stored: every hash is computed again, and every entry read."""

from collections.abc import Iterator

from app.answers import text_hash
from app.catalogue import Catalogue, hash_of, read_canonical
from app.core.errors import RefusedError
from app.core.journal import Entry, Standing
from app.storage import assessments, editions, entries, questionnaires
from app.storage.database import Connection, Database


def faults_of_contents(database: Database) -> Iterator[str]:
    """What is wrong with the contents of a database of today's schema, a sentence each. Raises BusyError."""
    with database.reading() as connection:
        for kept in questionnaires.every(connection):
            if text_hash(kept.text) != kept.hash:
                yield f"The stored questionnaire {kept.id} {kept.version} has another hash than {kept.hash}."
        for stored in assessments.every(connection):
            yield from _faults_of_assessment(connection, stored.id)


def faults_of_catalogue(database: Database, catalogue: Catalogue) -> Iterator[str]:
    """Which published questionnaires are another text on this disk than assessments were started with.

    One started with a draft that was published later goes on with the draft, and nothing is wrong.
    """
    with database.reading() as connection:
        every = questionnaires.every(connection)
    for kept in every:
        here = catalogue.find(kept.id, kept.version)
        if here is None or hash_of(here) == kept.hash:
            continue
        if here.status == "published" and read_canonical(kept.text).status == "published":
            yield (
                f"The questionnaire {kept.id} {kept.version} on this disk is not the one that assessments "
                "were started with. They go on with theirs; bring back the published text."
            )


def _faults_of_assessment(connection: Connection, id_: str) -> Iterator[str]:
    try:
        history = [entry for entry, _ in entries.every(connection, id_)]
    except (RefusedError, ValueError) as error:
        yield f"Assessment {id_} has an entry that cannot be read: {error}."
        return
    if [entry.position for entry in history] != list(range(1, len(history) + 1)):
        yield f"Assessment {id_} lacks entries: their positions have gaps."
    finished = _hashes_of_finished(history)
    frozen = editions.of(connection, id_)
    for edition in frozen:
        if text_hash(edition.content) != edition.content_hash:
            yield f"Edition {edition.number} of assessment {id_} has other content than its hash says."
        if finished.get(edition.number) != edition.content_hash:
            yield f"Edition {edition.number} of assessment {id_} is not the one that its journal finished."
    for number in sorted(finished.keys() - {edition.number for edition in frozen}):
        yield f"Edition {number} of assessment {id_} is finished in its journal and not there."


def _hashes_of_finished(history: list[Entry]) -> dict[int, str]:
    standings = (entry.content for entry in history if isinstance(entry.content, Standing))
    return {one.edition: one.content_hash for one in standings}

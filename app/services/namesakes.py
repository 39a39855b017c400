"""Which text stands under the name of a questionnaire, its id and version; every other one is kept apart."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.catalogue import Catalogue, hash_of, read_canonical
from app.core.errors import Fault, RefusedError
from app.core.questionnaire.questionnaire import Questionnaire
from app.storage import questionnaires
from app.storage.database import Connection, Database

NONE_INSTALLED = Catalogue(())


def apart(database: Database, catalogue: Catalogue) -> frozenset[str]:
    """The hashes of stored texts that do not stand under their names. Raises BusyError.

    The text that is installed stands under its name. Where none of that name is, the only stored one
    does, or the only published one; of several such ones none does, for nobody here can say which.
    """
    found: set[str] = set()
    with database.reading() as connection:
        for name, hashes in questionnaires.names(connection).items():
            found |= hashes.difference(_standing(connection, catalogue.hash_of(*name), hashes))
    return frozenset(found)


def is_apart(database: Database, catalogue: Catalogue, questionnaire: Questionnaire, known_by: str) -> bool:
    """Whether the text `known_by` of that name does not stand under it. Raises BusyError."""
    installed = catalogue.hash_of(questionnaire.id, questionnaire.version)
    return installed != known_by if installed else known_by in apart(database, catalogue)


def faults_of_name(
    connection: Connection, catalogue: Catalogue, questionnaire: Questionnaire, known_by: str
) -> Iterator[Fault]:
    """Why a published text cannot come in: its name is that of another published one, here already."""
    if questionnaire.status != "published":
        return
    name = (questionnaire.id, questionnaire.version)
    installed = catalogue.find(*name)
    if installed is not None and installed.status == "published":
        known = frozenset({hash_of(installed)})
    else:
        stored = questionnaires.names(connection).get(name, frozenset())
        known = stored if known_by in stored else _published(connection, stored)
    if known and known_by not in known:
        called = f"{questionnaire.id} {questionnaire.version}"
        yield Fault(
            place=("questionnaire",),
            problem=f"is called {called}, and is not the text that was published under this name here.",
            mend=f"Compare the hashes: {known_by} is not {' or '.join(sorted(known))}. "
            "Bring the published text back, or give the other one a version of its own.",
        )


def _standing(connection: Connection, installed: str | None, hashes: frozenset[str]) -> Iterable[str]:
    if installed is not None:
        return {installed}
    alone = hashes if len(hashes) == 1 else _published(connection, hashes)
    return alone if len(alone) == 1 else ()


def _published(connection: Connection, hashes: Iterable[str]) -> frozenset[str]:
    return frozenset(one for one in hashes if is_published(questionnaires.find(connection, one) or ""))


@lru_cache(maxsize=16)
def is_published(text: str) -> bool:
    """Whether a stored text calls itself published; a damaged one, of which another part tells, does not."""
    try:
        return read_canonical(text).status == "published"
    except RefusedError:
        return False

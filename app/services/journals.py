"""The present state of a journal, for which only what was entered since the last time is read."""

from weakref import WeakKeyDictionary

from app.core.assessment.journal import Journal
from app.storage import entries
from app.storage.database import Connection, Database

_MOST_KNOWN = 64
_known: WeakKeyDictionary[Database, dict[str, Journal]] = WeakKeyDictionary()
"""Of each database, the journals read last, under the ids of their assessments."""


def journal_of(database: Database, connection: Connection, assessment_id: str) -> Journal:
    """The journal as this transaction sees it.

    It has to be one of `database.reading`: what a writing one sees may never come to be.
    """
    known = _known.setdefault(database, {})
    before = known.get(assessment_id)
    since = entries.since(connection, assessment_id, before.last.position) if before else []
    # Not to be seen, it was entered after this transaction began, or the assessment was deleted
    # meanwhile and moved in again with another history.
    if before is None or before.last not in since:
        now = Journal.folded(entries.present(connection, assessment_id))
    elif len(since) == 1:
        return before
    else:
        now = before.continued(entry for entry in since if entry != before.last)
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[assessment_id] = now
    return now

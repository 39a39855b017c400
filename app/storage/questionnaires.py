"""Store of the questionnaires' canonical texts, each under its hash."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from app.storage.tables import QuestionnaireRow

_TEXT = select(QuestionnaireRow.text).where(QuestionnaireRow.hash == bindparam("hash"))
_EVERY = select(
    QuestionnaireRow.hash, QuestionnaireRow.id, QuestionnaireRow.version, QuestionnaireRow.text
).order_by(QuestionnaireRow.id, QuestionnaireRow.version, QuestionnaireRow.hash)
_NAMES = select(QuestionnaireRow.id, QuestionnaireRow.version, QuestionnaireRow.hash)
_ANY = select(QuestionnaireRow.hash).limit(1)


class StoredText(NamedTuple):
    """A text that an assessment was started with, under its hash."""

    hash: str
    id: str
    version: str
    text: str


def every(connection: Connection) -> list[StoredText]:
    """All of them, by id and version."""
    return [StoredText(*row)._replace(text=_text(row.text)) for row in connection.execute(_EVERY)]


def names(connection: Connection) -> dict[tuple[str, str], frozenset[str]]:
    """The hashes of all of them under their ids and versions."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for id_, version, text_hash in connection.execute(_NAMES):
        found[id_, version] = found.get((id_, version), frozenset()) | {text_hash}
    return found


def find(connection: Connection, text_hash: str) -> str | None:
    """The text under a hash; None where there is none."""
    found = connection.scalar(_TEXT, {"hash": text_hash})
    return None if found is None else _text(found)


def keep(
    connection: Connection,
    text_hash: str,
    *,
    id: str,  # noqa: A002 - its name everywhere
    version: str,
    text: str,
) -> None:
    """Keep a text under its hash, once."""
    if find(connection, text_hash) is None:
        row = {"hash": text_hash, "id": id, "version": version, "text": text}
        connection.execute(insert(QuestionnaireRow), row)


def holds_no_text(connection: Connection) -> bool:
    """Whether no text was ever kept; they stay when an assessment is removed."""
    return connection.scalar(_ANY) is None


def _text(stored: object) -> str:
    """What lies in a column of text; bytes count as empty text, which is never of the hash it lies under."""
    return stored if isinstance(stored, str) else ""

"""Store of the editions: every finished state of an assessment, frozen."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, bindparam, insert, select, update

from app.answers import read_frozen
from app.core.assessment.assessment import Assessment
from app.storage.tables import EditionRow


@dataclass(frozen=True, kw_only=True)
class EditionHead:
    """An edition without its content."""

    number: int
    finished_at: datetime
    masked_hash: str


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A finished state. `content` is the owner's own answers file; the hashes are those of both copies.

    `position` is that of the entry which says that it was finished, and `journal_hash` its hash.
    """

    number: int
    position: int
    content_hash: str
    content: str
    masked_hash: str
    finished_at: datetime
    author: str
    journal_hash: str

    @cached_property
    def assessment(self) -> Assessment:
        """The frozen content as a value; the owner's own."""
        return read_frozen(self.content)

    @property
    def head(self) -> EditionHead:
        """It without its content."""
        return EditionHead(number=self.number, finished_at=self.finished_at, masked_hash=self.masked_hash)


_COLUMNS = (
    EditionRow.number,
    EditionRow.position,
    EditionRow.content_hash,
    EditionRow.content,
    EditionRow.masked_hash,
    EditionRow.finished_at,
    EditionRow.author,
    EditionRow.journal_hash,
)
_OF = select(*_COLUMNS).where(EditionRow.assessment == bindparam("assessment")).order_by(EditionRow.number)
_ONE = select(*_COLUMNS).where(
    EditionRow.assessment == bindparam("assessment"), EditionRow.number == bindparam("number")
)
_HEADS = select(
    EditionRow.assessment, EditionRow.number, EditionRow.finished_at, EditionRow.masked_hash
).order_by(EditionRow.assessment, EditionRow.number)


def of(connection: Connection, assessment: str) -> tuple[Edition, ...]:
    """The editions of an assessment, oldest first."""
    rows = connection.execute(_OF, {"assessment": assessment})
    return tuple(Edition(**row._mapping) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name


def find(connection: Connection, assessment: str, number: int) -> Edition | None:
    """One edition of an assessment; None where there is none."""
    row = connection.execute(_ONE, {"assessment": assessment, "number": number}).first()
    return None if row is None else Edition(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


def heads(connection: Connection, of: list[str] | None = None) -> dict[str, tuple[EditionHead, ...]]:
    """Of some assessments, or of every one, the editions without their content, oldest first."""
    found: dict[str, tuple[EditionHead, ...]] = {}
    chosen = _HEADS if of is None else _HEADS.where(EditionRow.assessment.in_(of))
    for row in connection.execute(chosen):
        head = EditionHead(number=row.number, finished_at=row.finished_at, masked_hash=row.masked_hash)
        found[row.assessment] = (*found.get(row.assessment, ()), head)
    return found


def add(connection: Connection, assessment: str, edition: Edition) -> None:
    """Freeze an edition."""
    row = {
        "assessment": assessment,
        "number": edition.number,
        "position": edition.position,
        "content_hash": edition.content_hash,
        "content": edition.content,
        "masked_hash": edition.masked_hash,
        "finished_at": edition.finished_at,
        "author": edition.author,
        "journal_hash": edition.journal_hash,
    }
    connection.execute(insert(EditionRow), row)


def without_masked_hash(connection: Connection) -> tuple[str, ...]:
    """The assessments with an edition from which a migration took the hash of its masked copy."""
    found = select(EditionRow.assessment).where(EditionRow.masked_hash == "").distinct()
    return tuple(connection.scalars(found.order_by(EditionRow.assessment)))


def renew(connection: Connection, assessment: str, number: int, masked_hash: str) -> None:
    """Give an edition the hash that its masked copy has by today's rule; nothing else of it ever changes."""
    chosen = (EditionRow.assessment == assessment, EditionRow.number == number)
    connection.execute(update(EditionRow).where(*chosen).values(masked_hash=masked_hash))

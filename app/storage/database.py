"""The database: transactions for reading and for writing, its schema, and a copy while it is used."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.storage import migrating, portable
from app.storage.postgresql import PostgreSQL, WrongEncodingError
from app.storage.sqlite import AnotherServerError, SQLiteFile

__all__ = [
    "AnotherServerError",
    "BusyError",
    "Connection",
    "Database",
    "NewerSchemaError",
    "NotEmptyError",
    "WrongEncodingError",
]

LONGEST_WAIT_SECONDS = 30
"""For the turn of a writer; a save takes milliseconds, so this is a database that does not answer."""


class BusyError(Exception):
    """The database cannot do it now: it is locked, full, or does not answer. Nothing was saved."""


class NewerSchemaError(Exception):
    """The database was written by a later version of this program, which alone can read it."""


class NotEmptyError(Exception):
    """The database holds something already."""


class Database:
    """One database by its URL, SQLite or PostgreSQL, for all threads of this process.

    `reading` and `writing` are used inside service functions only: a transaction opens and ends
    within one call, on one thread. `folder`: where a copy of an older schema is kept.
    """

    def __init__(self, url: str, *, folder: Path | None = None) -> None:
        made = make_url(url)
        self._engine = SQLiteFile(made) if made.get_backend_name() == "sqlite" else PostgreSQL(made)
        self.folder = folder or Path(made.database or "").parent
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def name(self) -> str:
        """The file, or the database and its server; never a password."""
        return self._engine.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state. Raises BusyError."""
        with self._busy_told(), self._engine.reading.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block has ended without an error. Raises BusyError."""
        with (
            self._busy_told(),
            self._engine.in_line(LONGEST_WAIT_SECONDS),
            self._engine.writing.begin() as connection,
        ):
            yield connection

    def check(self) -> None:
        """Return where the database answers; else raise BusyError."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    @property
    def is_current(self) -> bool:
        """Whether the schema is the one that this program knows."""
        return self.version == migrating.newest()

    @property
    def version(self) -> str | None:
        """The version of its schema, of this program or a later one; None where it has none."""
        with self.reading() as connection:
            return migrating.version(connection)

    @property
    def owner(self) -> str | None:
        """The number of the one process that serves it; None where none does, or where any number may."""
        return self._engine.owner

    def faults(self) -> list[str]:
        """What is wrong with the file, or with the settings of the server, a sentence each."""
        try:
            with self.reading() as connection:
                return list(self._engine.faults(connection))
        except DBAPIError as error:
            return [f"{self.name} is damaged: {error.orig}."]

    def refuse_unfit(self) -> None:
        """Raise NewerSchemaError, or WrongEncodingError, where this program cannot work with it."""
        self._refuse_unfit(migrating.SCRIPTS)

    def migrate(self, scripts: Path = migrating.SCRIPTS) -> None:
        """Bring the schema up to date, all or nothing; a copy of an older database is kept in `folder`.

        Takes the right to serve the database first, until `close`. Raises AnotherServerError,
        NewerSchemaError, WrongEncodingError and BusyError.
        """
        self._engine.take()
        present, wanted = self._refuse_unfit(scripts), migrating.newest(scripts)
        if present == wanted:
            return
        if present is not None:
            at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            self.copy_to(self.folder / f"{self._engine.copies}.{at}-before-{wanted}")
        with self.writing() as connection:
            self._engine.lock_schema(connection)
            migrating.upgrade(connection, scripts)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The right to serve the database, while the block lasts. Raises AnotherServerError."""
        self._engine.take()
        try:
            yield
        finally:
            self._engine.give_back()

    def forget_deleted(self) -> None:
        """Let nothing that was deleted stay on disk, as far as the database offers it. Raises BusyError."""
        with self._busy_told():
            self._engine.forget_deleted()

    def copy_to(self, file: Path) -> None:
        """Write a consistent copy while the database is used; it is a SQLite file whatever this one is.

        It appears whole or not at all, and only its owner can read it. Raises FileExistsError, and
        BusyError.
        """
        if file.exists():
            raise FileExistsError(file)
        part = file.with_name(f"{file.name}.part")
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with self._busy_told():
                self._engine.copy_into(part)
            _put_on_disk(part)
            part.rename(file)
            _put_on_disk(file.parent)
        finally:
            part.unlink(missing_ok=True)

    def fill_from(self, other: "Database") -> None:
        """Copy everything that another database of the same schema holds into this one, or nothing.

        Raises NotEmptyError, and BusyError.
        """
        with other.reading() as source, self.writing() as target:
            self._engine.lock_schema(target)
            if not portable.is_empty(target):
                raise NotEmptyError(self.name)
            portable.copy(source, target)

    def close(self) -> None:
        """Close every connection, and give the right to serve back."""
        self._engine.reading.dispose()
        self._engine.give_back()

    def _refuse_unfit(self, scripts: Path) -> str | None:
        """The version of its schema."""
        with self.reading() as connection:
            self._engine.refuse_unfit(connection)
            present = migrating.version(connection)
        if present is not None and not migrating.is_known(present, scripts):
            raise NewerSchemaError(
                f"{self.name} was written by a later version of this program. "
                "Install that version again, or name another place by CIED_DATA or DATABASE_URL."
            )
        return present

    @contextmanager
    def _busy_told(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeoutError as error:
            raise BusyError("Too many people use it at once.") from error
        except TimeoutError as error:
            raise BusyError("The database does not answer.") from error
        except DBAPIError as error:
            if self._engine.is_busy(error):
                raise BusyError(str(error.orig)) from error
            raise


def _put_on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

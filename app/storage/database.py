"""The database: transactions for reading and for writing, its schema, and a copy while it is used."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.storage import migrating, sqlite
from app.storage.sqlite import AnotherServerError, ServerLock

__all__ = ["AnotherServerError", "BusyError", "Connection", "Database", "NewerSchemaError"]

LONGEST_WAIT_SECONDS = 30
"""For the write lock; a save takes milliseconds, so this is a database that does not answer."""

_BUSY_CODES = {5, 6, 8, 10, 13, 14, 15}
"""SQLite: busy, locked, read-only, input or output, full, cannot open, protocol."""


class BusyError(Exception):
    """The database cannot do it now: it is locked, full, or does not answer. Nothing was saved."""


class NewerSchemaError(Exception):
    """The database was written by a later version of this program, which alone can read it."""


class Database:
    """One database by its URL, for all threads of this process.

    `reading` and `writing` are used inside service functions only: a transaction opens and ends
    within one call, on one thread.
    """

    def __init__(self, url: str) -> None:
        made = make_url(url)
        self._file = Path(made.database) if made.database and "sqlite" in made.drivername else None
        self._engine = sqlite.engine(made) if self._file else create_engine(made)
        self._server_lock = ServerLock(self._file) if self._file else None
        # SQLite lets writers wait unfairly; here they stand in line.
        self._write_lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state. Raises BusyError."""
        with _busy_told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block has ended without an error. Raises BusyError."""
        if not self._write_lock.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise BusyError("The database does not answer.")
        try:
            with (
                _busy_told(),
                self._engine.connect() as connection,
                sqlite.immediate(connection).begin(),
            ):
                yield connection
        finally:
            self._write_lock.release()

    def check(self) -> None:
        """Return where the database answers; else raise BusyError."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    @property
    def is_current(self) -> bool:
        """Whether the schema is the one that this program knows."""
        with self.reading() as connection:
            return migrating.version(connection) == migrating.newest()

    def migrate(self, scripts: Path = migrating.SCRIPTS) -> None:
        """Bring the schema up to date, all or nothing; a copy of an older database is kept beside it.

        Takes the right to serve the file first, until `close`. Raises AnotherServerError and
        NewerSchemaError.
        """
        if self._server_lock:
            self._server_lock.take()
        with self.reading() as connection:
            present = migrating.version(connection)
        wanted = migrating.newest(scripts)
        if present == wanted:
            return
        if present is not None and not migrating.is_known(present, scripts):
            raise NewerSchemaError(
                f"{self._file or 'The database'} was written by a later version of this program. "
                "Install that version again, or let CIED_DATA name another folder."
            )
        if present is not None and self._file:
            at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            self.copy_to(self._file.with_name(f"{self._file.name}.{at}-before-{wanted}"))
        with self.writing() as connection:
            migrating.upgrade(connection, scripts)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The right to serve the file, while the block lasts. Raises AnotherServerError."""
        if self._server_lock:
            self._server_lock.take()
        try:
            yield
        finally:
            if self._server_lock:
                self._server_lock.give_back()

    def forget_deleted(self) -> None:
        """Let nothing that was deleted stay on disk in SQLite's write-ahead log. Raises BusyError.

        In the file itself SQLite overwrites it (secure_delete). While others still read, the log is
        emptied later, when it is next used up.
        """
        if self._file is None:
            return
        with _busy_told(), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - the pool hands out open connections
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, file: Path) -> None:
        """Write a consistent copy while the database is used. Raises FileExistsError, and BusyError.

        The copy appears whole or not at all, and only its owner can read it.
        """
        if file.exists():
            raise FileExistsError(file)
        part = file.with_name(f"{file.name}.part")
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with _busy_told(), self._engine.connect() as connection:
                # Outside a transaction, which SQLite asks for here.
                driver = connection.connection.driver_connection
                assert driver is not None  # noqa: S101 - the pool hands out open connections
                driver.execute("VACUUM INTO ?", (str(part),))
            _put_on_disk(part)
            part.rename(file)
            _put_on_disk(file.parent)
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """Close every connection, and give the right to serve back."""
        self._engine.dispose()
        if self._server_lock:
            self._server_lock.give_back()


def _put_on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _busy_told() -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise BusyError("Too many people read at once.") from error
    except OperationalError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _BUSY_CODES:
            raise BusyError(str(error.orig)) from error
        raise

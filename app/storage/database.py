"""The database: transactions for reading and for writing, its schema, and a copy while it is used."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.errors import BusyError, UnusableError
from app.storage import migrating, portable, schema
from app.storage.postgresql import LONGEST_WAIT_SECONDS, PostgreSQL, WrongEncodingError
from app.storage.sqlite import AnotherServerError, SQLiteFile, is_full, library

__all__ = [
    "AnotherServerError",
    "Connection",
    "Database",
    "NewerSchemaError",
    "NotEmptyError",
    "WrongEncodingError",
]


class NewerSchemaError(Exception):
    """The database was written by a later version of this program, which alone can read it."""


class NotEmptyError(Exception):
    """The database holds something already."""


class Database:
    """One database, by the path of a SQLite file or by a URL, for all threads of this process.

    `reading` and `writing` are used inside service functions only: a transaction opens and ends
    within one call, on one thread. `folder`: where a copy of an older schema is kept. `name`: what a
    SQLite file is called in a sentence, where that is not its path.
    """

    def __init__(self, place: str | Path, *, folder: Path | None = None, name: str = "") -> None:
        # In a URL some characters of a path would mean something.
        made = URL.create("sqlite", database=str(place)) if isinstance(place, Path) else make_url(place)
        self._engine = SQLiteFile(made, name) if made.get_backend_name() == "sqlite" else PostgreSQL(made)
        self.folder = folder or Path(made.database or "").parent
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def name(self) -> str:
        """The file, or the database and its server; never a password."""
        return self._engine.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state. Raises BusyError and UnusableError."""
        with self._errors_translated(), self._engine.reading.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block has ended without an error.

        Raises BusyError and UnusableError.
        """
        with (
            self._errors_translated(),
            self._engine.in_line(LONGEST_WAIT_SECONDS),
            self._engine.writing.begin() as connection,
        ):
            yield connection

    def check(self) -> None:
        """Return where the database answers and can be written; else raise BusyError or UnusableError."""
        with self.writing() as connection:
            self._engine.refuse_read_only(connection)
            connection.rollback()

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

    def risks(self) -> list[str]:
        """Which settings of the server let something be lost that was acknowledged, a sentence each."""
        with self.reading() as connection:
            return list(self._engine.risks(connection))

    def faults(self) -> list[str]:
        """What is wrong with the file, or else with the schema, a sentence each.

        The version of the schema has to be one that this program knows. Raises BusyError.
        """
        try:
            with self.reading() as connection:
                faults = list(self._engine.faults(connection)) or list(schema.schema_faults(connection))
                version = migrating.version(connection)
        except UnusableError as error:
            return [str(error)]
        if faults and version != migrating.newest():
            return [f"{self.name} is not of version {version or 'none'} of the schema, as it says.", *faults]
        return faults

    def refuse_unfit(self) -> None:
        """Raise NewerSchemaError, or WrongEncodingError, where this program cannot work with it."""
        self._refuse_unfit(migrating.SCRIPTS)

    def migrate(self, scripts: Path = migrating.SCRIPTS) -> None:
        """Bring the schema up to date, all or nothing; a copy of an older database is kept in `folder`.

        Takes the right to serve the database first, until `close`. Raises AnotherServerError,
        NewerSchemaError, WrongEncodingError, BusyError and UnusableError.
        """
        self._engine.acquire()
        present, wanted = self._refuse_unfit(scripts), migrating.newest(scripts)
        self.check()
        if present == wanted:
            return
        if present is not None:
            self._keep_copy_before(wanted)
        try:
            with self.writing() as connection:
                self._engine.lock_schema(connection)
                migrating.upgrade(connection, scripts)
        except (DBAPIError, LookupError, TypeError, ValueError) as error:
            reason = str(getattr(error, "orig", error)).partition("\n")[0]
            raise UnusableError(
                f"{self.name} is damaged, and stays in version {present or 'none'} of its schema: {reason}. "
                "Bring a copy back into an empty database: cied restore"
            ) from error

    def _keep_copy_before(self, wanted: str | None) -> None:
        at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        # A kill may have left half of such a copy; it holds answers, and nobody looks for it.
        for half in self.folder.glob(f"{self._engine.copies}.*-before-*.part"):
            half.unlink(missing_ok=True)
        file = self.folder / f"{self._engine.copies}.{at}-before-{wanted}"
        try:
            self.copy_to(file)
        except OSError as error:
            raise BusyError(
                f"The copy that is kept before an upgrade cannot be written ({error.strerror}): {file}. "
                "Make room there. Nothing was changed."
            ) from error

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The right to serve the database, while the block lasts. Raises AnotherServerError."""
        self._engine.acquire()
        try:
            yield
        finally:
            self._engine.release()

    def forget_deleted(self) -> None:
        """Let nothing that was deleted stay on disk, as far as the database offers it. Raises BusyError."""
        with self._errors_translated():
            self._engine.forget_deleted()

    def copy_to(self, file: Path) -> None:
        """Write a consistent copy while the database is used; it is a SQLite file whatever this one is.

        It appears whole or not at all, and only its owner can read it. Raises FileExistsError and
        other OSErrors of that file, BusyError and UnusableError.
        """
        if file.exists():
            raise FileExistsError(file)
        part = file.with_name(f"{file.name}.part")
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with self._errors_translated(), _full_disk_named(file):
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
        self._engine.release()

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
    def _errors_translated(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeoutError as error:
            raise BusyError("Too many people use it at once.") from error
        except TimeoutError as error:
            raise BusyError("The database does not answer.") from error
        except migrating.ManyVersionsError as error:
            raise UnusableError(
                f"{self.name} is damaged: it says that its schema is of several versions, {error}. "
                "Keep it, and bring a copy back into an empty database: cied restore"
            ) from error
        except (DBAPIError, library.Error) as error:
            refusal = self._engine.refusal(error)
            if refusal is None:
                raise
            raise refusal from error


@contextmanager
def _full_disk_named(file: Path) -> Iterator[None]:
    """Raise OSError where a copy finds no room on its own disk."""
    try:
        yield
    except (DBAPIError, library.Error) as error:
        if not is_full(error, file.parent):
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file)) from error


def _put_on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

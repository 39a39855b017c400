"""How a SQLite file is opened: which library, which settings, and by one server only."""

import errno
import os
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection

from app.core.errors import BusyError, UnusableError

try:
    from pysqlite3 import dbapi2 as library
except ImportError:  # there is no wheel for this machine
    library = sqlite3

FIRST_SAFE_WITH_WAL = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when its log is reset."""

BUSY_TIMEOUT_MILLISECONDS = 5000

_BEGIN = "begin"
_READ_ONLY, _FULL = 8, 13
_GENERIC = {0, 1}
_SPEAKS_OF_DAMAGE = re.compile(
    "no such |unsupported file format|malformed|Could not decode|table .* has no column named "
)
"""Of an error without a code of its own: something is missing, or is none that anybody wrote."""
_DAMAGED = {11, 26}
"""Corrupt, not a database."""
_WITHOUT_ACCESS = {3, 10, 14, 23}
"""Permission, input or output, cannot open, authorisation: what it says of a folder without access."""
_WITHOUT_ROOM = {10, _FULL, 14}
"""Input or output, full, cannot open: what it says of a full disk."""
_BUSY_CODES = {5, 6, 10, _FULL, 14, 15}
"""Busy, locked, input or output, full, cannot open, protocol."""
_ROOM_BYTES = 1024 * 1024
"""With less, SQLite cannot even open its log."""


class AnotherServerError(Exception):
    """Another process serves this SQLite file."""

    def __init__(self, owner: str, folder: Path) -> None:
        self.owner = owner
        super().__init__(
            f"Another server (process {owner}) already works on {folder}. "
            "Stop that one, or let CIED_DATA name another folder."
        )


class DamagedFileError(Exception):
    """A file is no SQLite database, or a damaged one."""


def journal_mode(version: tuple[int, ...] = library.sqlite_version_info) -> str:
    """WAL where this SQLite has no known fault with it, else the slower rollback journal."""
    return "WAL" if version >= FIRST_SAFE_WITH_WAL else "DELETE"


class SQLiteFile:
    """A database in one file, which it creates for its owner alone; one process at a time serves it.

    `reading` and `writing` begin their transactions each in its way.
    """

    def __init__(self, url: URL, name: str = "") -> None:
        self._file = file = Path(url.database or "")
        self.name = name or str(file)
        self.copies = file.name
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not file.exists():
                os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            pass
        except OSError as error:
            raise self._refusal_of_system(error) from error
        # More connections than a server has threads, so that a reader never waits for one.
        self.reading = create_engine(url, module=library, pool_size=8, max_overflow=120)
        self.writing = self.reading.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        event.listen(self.reading, "connect", _set_up)
        event.listen(self.reading, "begin", _begin)
        self._lock = ServerLock(file)
        # SQLite lets writers wait unfairly; here they stand in line.
        self._line = threading.Lock()

    @contextmanager
    def in_line(self, seconds: float) -> Iterator[None]:
        """The turn of one writer. Raises TimeoutError where it does not come within so many seconds."""
        if not self._line.acquire(timeout=seconds):
            raise TimeoutError
        try:
            yield
        finally:
            self._line.release()

    def acquire(self) -> None:
        """Take the right to serve it. Raises AnotherServerError, BusyError and UnusableError."""
        try:
            self._lock.acquire()
        except OSError as error:
            raise self._refusal_of_system(error) from error

    def release(self) -> None:
        """Give the right to serve it back."""
        self._lock.release()

    def refuse_unfit(self, connection: Connection) -> None:
        """Every file is fit."""

    def lock_schema(self, connection: Connection) -> None:
        """Nobody else changes the schema until this transaction ends, as in every writing one."""

    @property
    def owner(self) -> str | None:
        """The number of the process that serves it; None where none does."""
        return self._lock.owner()

    def faults(self, connection: Connection) -> Iterator[str]:
        """What is wrong with the file, and what in it changes things by itself, a sentence each."""
        for problem in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if problem != "ok":
                yield f"{self.name} is damaged: {problem}."
        for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{self.name} is damaged: a row of {table} belongs to something that is not there."
        strange = "SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        for kind, name, table in connection.exec_driver_sql(f"{strange} ORDER BY name"):
            yield f"The {kind} {name} on {table} is none that this product makes. Type: DROP {kind} {name}"

    def risks(self, connection: Connection) -> Iterator[str]:  # noqa: ARG002 - another kind asks for them
        """Which settings let something be lost that was acknowledged: none, for they are its own."""
        yield from ()

    def refuse_read_only(self, connection: Connection) -> None:
        """Touch the first page, which fails where it can only be read; nothing of it may be committed.

        With a write-ahead log a transaction that writes can begin all the same.
        """
        connection.exec_driver_sql("PRAGMA user_version = 0")

    def copy_into(self, part: Path) -> None:
        """Write all of it, as it is at one moment, into an empty file."""
        with self.reading.connect() as connection:
            # Outside a transaction, which SQLite asks for here.
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - the pool hands out open connections
            driver.execute("VACUUM INTO ?", (str(part),))

    def forget_deleted(self) -> None:
        """Empty the write-ahead log; in the file itself what was deleted is overwritten (secure_delete).

        While others still read, the log is emptied later, when it is next used up.
        """
        with self.reading.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - the pool hands out open connections
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def refusal(self, error: Exception) -> Exception | None:
        """What an error of the library means for people; None where it is a mistake of this program."""
        cause = getattr(error, "orig", error)
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGED or (code in _GENERIC and _SPEAKS_OF_DAMAGE.match(str(cause))):
            return UnusableError(
                f"{self.name} is damaged: {cause}. "
                "Keep the file, and bring a copy back into an empty folder: cied restore"
            )
        if code == _READ_ONLY or (code in _WITHOUT_ACCESS and not self._may_be_written()):
            return self._read_only()
        if code in _WITHOUT_ROOM and _is_without_room(self._file.parent):
            return self._without_room()
        return BusyError(f"{self.name} does not answer: {cause}.") if code in _BUSY_CODES else None

    def _refusal_of_system(self, error: OSError) -> Exception:
        return self._without_room() if error.errno in {errno.ENOSPC, errno.EDQUOT} else self._read_only()

    def _may_be_written(self) -> bool:
        return os.access(self._file, os.R_OK | os.W_OK) and os.access(self._file.parent, os.W_OK | os.X_OK)

    def _read_only(self) -> UnusableError:
        return UnusableError(
            f"{self.name} can only be read. It has to lie in a folder and on a disk that can be written, "
            "and to belong to the user who runs the product."
        )

    def _without_room(self) -> BusyError:
        return BusyError(f"There is no room left on the disk where {self.name} lies. Make some.")


def _set_up(connection: Any, _record: Any) -> None:
    # The library itself would begin late and commit before a change of schema.
    connection.isolation_level = None
    for setting in (
        f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
        f"journal_mode={journal_mode()}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def copy_file(source: Path, part: Path) -> None:
    """Copy a database that may be in use into an empty file, without changing it.

    Raises DamagedFileError where the file is no SQLite database, or a damaged one.
    """
    connection = library.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        problem = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if problem != "ok":
            raise DamagedFileError(f"{source} is damaged: {problem}.")
        connection.execute("VACUUM INTO ?", (str(part),))
    except library.DatabaseError as error:
        raise DamagedFileError(f"{source} cannot be read as a database: {error}.") from error
    finally:
        connection.close()


def is_full(error: Exception, folder: Path) -> bool:
    """Whether an error of the library says that there is no room, where it was writing in `folder`."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
    return code == _FULL or (code in _WITHOUT_ROOM and _is_without_room(folder))


def _is_without_room(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < _ROOM_BYTES


class ServerLock:
    """The right to serve a SQLite file, which one process at a time has; it goes with the process."""

    def __init__(self, file: Path) -> None:
        self._file = file.with_name(f"{file.name}.lock")
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take it. Raises AnotherServerError where another process has it."""
        if self._handle is not None:
            return
        try:
            import fcntl  # noqa: PLC0415 - not on Windows, where nothing is served
        except ImportError:
            return
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner = os.read(handle, 20).decode(errors="replace").strip()
            os.close(handle)
            raise AnotherServerError(owner or "unknown", self._file.parent) from None
        self._handle = handle
        os.ftruncate(handle, 0)
        # On a full disk it is served all the same, and nobody learns by whom.
        with suppress(OSError):
            os.write(handle, f"{os.getpid()}\n".encode())

    def owner(self) -> str | None:
        """The number of the process that has it, as far as it is told; None where none has it."""
        if self._handle is not None:
            return str(os.getpid())
        try:
            self.acquire()
        except AnotherServerError as error:
            return error.owner
        except OSError:
            return None  # where nothing can be written, nothing is served
        self.release()
        return None

    def release(self) -> None:
        """Give it back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

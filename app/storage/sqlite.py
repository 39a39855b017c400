"""How a SQLite file is opened: which library, which settings, and by one server only."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection

try:
    from pysqlite3 import dbapi2 as library
except ImportError:  # there is no wheel for this machine
    library = sqlite3

FIRST_SAFE_WITH_WAL = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when its log is reset."""

BUSY_TIMEOUT_MILLISECONDS = 5000

_BEGIN = "begin"


class AnotherServerError(Exception):
    """Another process serves this SQLite file."""


def journal_mode(version: tuple[int, ...] = library.sqlite_version_info) -> str:
    """WAL where this SQLite has no known fault with it, else the slower rollback journal."""
    return "WAL" if version >= FIRST_SAFE_WITH_WAL else "DELETE"


def engine(url: URL) -> Engine:
    """An engine on the file of `url`, which it creates for its owner alone."""
    file = Path(url.database or "")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
    # More connections than a server has threads, so that a reader never waits for one.
    made = create_engine(url, module=library, pool_size=8, max_overflow=120)
    event.listen(made, "connect", _set_up)
    event.listen(made, "begin", _begin)
    return made


def immediate(connection: Connection) -> Connection:
    """The connection, whose next transaction takes the write lock at its beginning."""
    return connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


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


class ServerLock:
    """The right to serve a SQLite file, which one process at a time has; it goes with the process."""

    def __init__(self, file: Path) -> None:
        self._file = file.with_name(f"{file.name}.lock")
        self._handle: int | None = None

    def take(self) -> None:
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
            raise AnotherServerError(
                f"Another server (process {owner or 'unknown'}) already works on {self._file.parent}. "
                "Stop that one, or let CIED_DATA name another folder."
            ) from None
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        self._handle = handle

    def give_back(self) -> None:
        """Give it back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

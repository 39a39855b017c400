"""How a PostgreSQL database is opened, and what keeps several servers on it out of each other's way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from app.core.errors import BusyError, UnusableError
from app.storage import migrating, portable

LONGEST_WAIT_SECONDS = 30
"""For the turn of a writer or the lock of a row; a save takes milliseconds, so longer is no answer at all."""

_CONNECT_SECONDS = 5
_SCHEMA_LOCK = text("SELECT pg_advisory_xact_lock(75059)")
"""Any number will do, as long as every version of this program takes the same."""

# Codes of PostgreSQL's errors (its manual, appendix A).
_PASSING = {"08", "40", "53", "55", "57", "58"}
"""Classes: connection, rolled back, resources, not in the state for it, operator, system."""
_IMPATIENT = {"25P03", "25P04"}
"""A transaction took too long, by the settings of the server."""
_READ_ONLY = "25006"
_DAMAGED = {"XX001", "XX002"}
_LACKING = {"42P01", "42703"}
"""No such table, no such column."""
_FORBIDDEN = "42501"

_STRANGE = text("""
    SELECT 'trigger', tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
    UNION ALL SELECT 'rule', rulename, relname FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
    WHERE relnamespace = current_schema()::regnamespace
    ORDER BY 1, 2
""")
_ENCODING = text("SHOW server_encoding")


def _leave_to_server(connection: Any, _record: Any) -> None:
    """After it was only read, let the server say whether it may be written: SQLAlchemy would insist on it."""
    if connection is not None and not connection.closed:
        connection.read_only = None


class WrongEncodingError(Exception):
    """The database was made for the letters of some languages only."""


class PostgreSQL:
    """A database of a PostgreSQL server, which any number of processes may serve.

    `reading` sees one state; `writing` sees what others have finished, which a writer has to see
    once it holds the lock of its row.
    """

    copies = "postgresql"
    owner = None

    def __init__(self, url: URL) -> None:
        self.name = f"{url.database} on {url.host or 'this machine'}"
        self.writing = create_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="READ COMMITTED",
            pool_size=8,
            max_overflow=24,
            # After the server was restarted, nobody is handed a connection of before.
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": _CONNECT_SECONDS,
                "client_encoding": "utf8",
                "options": f"-c lock_timeout={int(LONGEST_WAIT_SECONDS * 1000)}",
            },
        )
        event.listen(self.writing, "checkin", _leave_to_server)
        self.reading = self.writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextmanager
    def in_line(self, seconds: float) -> Iterator[None]:  # noqa: ARG002 - the server's locks do it
        """The turn of one writer: at once, since each locks the row of its assessment."""
        yield

    def acquire(self) -> None:
        """Take the right to serve it, which everybody has."""

    def release(self) -> None:
        """Give it back."""

    def refuse_unfit(self, connection: Connection) -> None:
        """Raise WrongEncodingError where it cannot hold every script."""
        if connection.execute(_ENCODING).scalar_one() != "UTF8":
            raise WrongEncodingError(
                f"{self.name} does not hold the letters of every language. "
                "Make another: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'."
            )

    def lock_schema(self, connection: Connection) -> None:
        """Nobody else changes the schema until this transaction ends."""
        connection.execute(_SCHEMA_LOCK)

    def risks(self, connection: Connection) -> Iterator[str]:
        """Which settings let something be lost that was acknowledged, a sentence each."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            if connection.exec_driver_sql(f"SHOW {setting}").scalar_one() == "off":
                yield (
                    f"{setting} is off on the PostgreSQL server: when the power fails, what was "
                    f"acknowledged may be lost. Set {setting} = on."
                )

    def faults(self, connection: Connection) -> Iterator[str]:
        """What in it changes things by itself, or orders text otherwise, a sentence each."""
        for kind, name, table in connection.execute(_STRANGE):
            yield f"The {kind} {name} on {table} is none that this product makes. Remove it."
        for mend, table, name in connection.execute(migrating.ORDERED_BY_LANGUAGE):
            yield f"The column {name} of the table {table} is in the order of a language. Type: {mend}"

    def copy_into(self, part: Path) -> None:
        """Write all of it, as it is at one moment, into an empty file, which becomes a SQLite database."""
        with self.reading.connect() as connection, connection.begin():
            portable.write(connection, part)

    def forget_deleted(self) -> None:
        """The server's own vacuum overwrites what was deleted, when it next comes round."""

    def refuse_read_only(self, connection: Connection) -> None:
        """Raise BusyError where the server lets nobody write, as one that stands by for another."""
        if connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on":
            raise self._read_only()

    def refusal(self, error: Exception) -> Exception | None:
        """What an error of the server means for people; None where it is a mistake of this program."""
        cause = getattr(error, "orig", error)
        state = getattr(cause, "sqlstate", None) or ""
        reason = str(cause).partition("\n")[0]
        if state == _READ_ONLY:
            return self._read_only()
        if state in _DAMAGED:
            return UnusableError(
                f"{self.name} is damaged: {reason}. Restore a copy into another: cied restore"
            )
        if state in _LACKING or state == _FORBIDDEN:
            return UnusableError(f"{self.name} cannot be used as it is: {reason}. See cied doctor.")
        is_lost = not state and isinstance(error, OperationalError | InterfaceError)
        if is_lost or state[:2] in _PASSING or state in _IMPATIENT:
            return BusyError(f"{self.name} does not answer: {reason}.")
        return None

    def _read_only(self) -> BusyError:
        return BusyError(
            f"{self.name} can only be read at present: it stands by for another server, or "
            "default_transaction_read_only is on. Let DATABASE_URL name the server that can be written."
        )

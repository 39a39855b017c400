"""How a PostgreSQL database is opened, and what keeps several servers on it out of each other's way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from app.storage import portable

LONGEST_WAIT_SECONDS = 30
"""For the lock of a row; a save takes milliseconds, so this is a database that does not answer."""

_CONNECT_SECONDS = 5
_SCHEMA_LOCK = text("SELECT pg_advisory_xact_lock(75059)")
"""Any number will do, as long as every version of this program takes the same."""


_ENCODING = text("SHOW server_encoding")


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
        self.reading = self.writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextmanager
    def in_line(self, seconds: float) -> Iterator[None]:  # noqa: ARG002 - the server's locks do it
        """The turn of one writer: at once, since each locks the row of its assessment."""
        yield

    def take(self) -> None:
        """Take the right to serve it, which everybody has."""

    def give_back(self) -> None:
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

    def faults(self, connection: Connection) -> Iterator[str]:
        """Which settings let something be lost that was acknowledged, a sentence each."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            if connection.exec_driver_sql(f"SHOW {setting}").scalar_one() == "off":
                yield (
                    f"{setting} is off on the PostgreSQL server: when the power fails, what was "
                    f"acknowledged may be lost. Set {setting} = on."
                )

    def copy_into(self, part: Path) -> None:
        """Write all of it, as it is at one moment, into an empty file, which becomes a SQLite database."""
        with self.reading.connect() as connection, connection.begin():
            portable.write(connection, part)

    def forget_deleted(self) -> None:
        """The server's own vacuum overwrites what was deleted, when it next comes round."""

    @staticmethod
    def is_busy(error: DBAPIError) -> bool:
        """Whether it may go well a little later: locked, full, restarting, or out of reach."""
        return isinstance(error, OperationalError)

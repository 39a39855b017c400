"""Both databases to measure on, as they are in use: what is committed is on disk."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.storage import sqlite
from tests import postgresql

_TABLE = "CREATE TABLE IF NOT EXISTS bare (number INTEGER PRIMARY KEY, body TEXT)"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of database: `opened` gives the URL of an empty one for a while, in a folder.

    `committed` writes that text so many times, each in a commit of its own, by a single writer.
    """

    name: str
    opened: Callable[[Path], AbstractContextManager[str]]
    committed: Callable[[str, str, int], None]

    def setting(self, name: str, url: str) -> dict[str, str]:
        """What tells a server that URL, by the name of the setting; it looks in its own file anyway."""
        return {name: url} if self is POSTGRESQL else {}


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'cied.sqlite'}"


@contextmanager
def _server(_folder: Path) -> Iterator[str]:
    # Short, for the address of its socket.
    with tempfile.TemporaryDirectory(prefix="pg") as place, postgresql.own(Path(place)) as server:
        yield server.get_uri()


def _into_file(url: str, text: str, times: int) -> None:
    with closing(sqlite.library.connect(f"{url.removeprefix('sqlite:///')}-bare")) as connection:
        sqlite._set_up(connection, None)
        connection.execute(_TABLE)
        for _ in range(times):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO bare (body) VALUES (?)", (text,))
            connection.execute("COMMIT")


def _into_server(url: str, text: str, times: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_TABLE.replace("INTEGER", "SERIAL"))
        for _ in range(times):
            connection.execute("INSERT INTO bare (body) VALUES (%s)", (text,))


SQLITE = Kind(name="SQLite", opened=_file, committed=_into_file)
POSTGRESQL = Kind(name="PostgreSQL", opened=_server, committed=_into_server)
BOTH = (SQLITE, POSTGRESQL)

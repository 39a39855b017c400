"""Whether the tables of a database are those that the migrations make."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, event, inspect

from app.storage import migrating, portable
from app.storage.sqlite import library

_WORDS = {"fk": "reference", "constraint": "key"}
"""What Alembic calls otherwise."""


def schema_faults(connection: Connection) -> Iterator[str]:
    """How the schema differs from what the migrations make up to its version, a sentence each.

    Tables, columns, keys and indexes; whatever else a database can hold, its own kind looks for. The
    version has to be one that this program knows, or none.
    """
    version = migrating.version(connection)
    wanted, statements = _made_by_migrations(version)
    is_as_made = True
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    for found in compare_metadata(context, wanted):
        for change in found if isinstance(found, list) else [found]:
            is_as_made = False
            yield _sentence(*change)
    there = inspect(connection)
    for table in wanted.sorted_tables:
        if there.has_table(table.name):
            key = there.get_pk_constraint(table.name)["constrained_columns"]
            if key != [column.name for column in table.primary_key]:
                is_as_made = False
                yield f"The primary key of the table {table.name} is another than this product makes."
    if is_as_made and connection.dialect.name == "sqlite":
        # Checks, defaults, collations and conditions of an index, of which a comparison by parts is silent.
        found_statements = _statements(connection)
        for (kind, name), statement in statements.items():
            if found_statements.get((kind, name), statement) != statement:
                yield f"The {kind} {name} is written otherwise than this product makes it."


@lru_cache
def _made_by_migrations(version: str | None) -> tuple[MetaData, dict[tuple[str, str], str]]:
    engine = create_engine("sqlite://", module=library)
    event.listen(engine, "connect", portable.begin_by_hand)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            if version is not None:
                migrating.upgrade(connection, to=version)
            return portable.reflected(connection), _statements(connection)
    finally:
        engine.dispose()


def _statements(connection: Connection) -> dict[tuple[str, str], str]:
    """On SQLite: what made each table and index, by its kind and name, without spaces and quotes."""
    made = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    return {
        (kind, name): "".join(sql.split()).replace('"', "")
        for kind, name, sql in connection.exec_driver_sql(made)
    }


def _sentence(change: str, *of: Any) -> str:
    """In words what Alembic would have to change; `of` says on what."""
    verb, _, kind = change.partition("_")
    if verb == "modify":
        _, table, column, *_ = of
        return f"The column {column} of the table {table} is another than this product makes: {kind}."
    match kind:
        case "column":
            _, table, column = of
            what = f"column {column.name} of the table {table}"
        case "table":
            what = f"table {of[0].name}"
        case _:
            what = " ".join(
                filter(None, (_WORDS.get(kind, kind), of[0].name, "of the table", of[0].table.name))
            )
    return f"The {what} is missing." if verb == "add" else f"The {what} is none that this product makes."

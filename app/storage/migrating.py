"""The schema's versions: which one a database has, which is the newest, and the way there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

SCRIPTS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"

ORDERED_BY_LANGUAGE = text("""
    SELECT format('ALTER TABLE %I ALTER COLUMN %I TYPE %s COLLATE "C"',
                  relname, attname, format_type(atttypid, atttypmod)), relname, attname
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        AND attnum > 0 AND NOT attisdropped AND collname <> 'C'
    ORDER BY relname, attnum
""")
"""On PostgreSQL: what orders a column by its code points that is not, its table and its name."""


class ManyVersionsError(Exception):
    """The database says that its schema is of several versions; the message names them."""


def version(connection: Connection) -> str | None:
    """The version of the schema; None in an empty database. Raises ManyVersionsError."""
    heads = MigrationContext.configure(connection).get_current_heads()
    if len(heads) > 1:
        raise ManyVersionsError(" and ".join(sorted(map(str, heads))))
    return heads[0] if heads else None


def newest(scripts: Path = SCRIPTS) -> str | None:
    """The newest version that this program knows."""
    return ScriptDirectory(str(scripts)).get_current_head()


def is_known(found: str, scripts: Path = SCRIPTS) -> bool:
    """Whether this program knows a version; if not, a later program made it."""
    return found in {script.revision for script in ScriptDirectory(str(scripts)).walk_revisions()}


def upgrade(connection: Connection, scripts: Path = SCRIPTS, to: str | None = "head") -> None:
    """Bring the schema to a version, within the transaction that is open on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to or "base")
    if connection.dialect.name == "postgresql":
        _order_by_code(connection)


def _order_by_code(connection: Connection) -> None:
    """Order text as SQLite does, by its code points, whatever language the database speaks."""
    for statement in connection.scalars(ORDERED_BY_LANGUAGE).all():
        connection.exec_driver_sql(statement)

"""The schema's versions: which one a database has, which is the newest, and the way there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str | None:
    """The version of the schema; None in an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def newest(scripts: Path = SCRIPTS) -> str | None:
    """The newest version that this program knows."""
    return ScriptDirectory(str(scripts)).get_current_head()


def is_known(found: str, scripts: Path = SCRIPTS) -> bool:
    """Whether this program knows a version; if not, a later program made it."""
    return found in {script.revision for script in ScriptDirectory(str(scripts)).walk_revisions()}


def upgrade(connection: Connection, scripts: Path = SCRIPTS) -> None:
    """Bring the schema to the newest version, within the transaction that is open on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

"""The migrations as an earlier or a later program has them."""

import shutil
from pathlib import Path

from alembic.script import ScriptDirectory

from app.storage import migrating

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{newest}"


def upgrade() -> None:
    op.add_column("assessment", sa.Column("colour", sa.String(), nullable=True))
    op.create_table("half", sa.Column("done", sa.Integer()))
    {last}
"""


def versions() -> list[str]:
    """Every version of the schema, oldest first."""
    steps = ScriptDirectory(str(migrating.SCRIPTS)).walk_revisions()
    return [step.revision for step in steps][::-1]


def until(version: str, folder: Path) -> Path:
    """The migrations of the program that knew this version as its newest."""
    copied = Path(shutil.copytree(migrating.SCRIPTS, folder / f"until-{version}"))
    steps = list(ScriptDirectory(str(copied)).walk_revisions())
    for step in steps[: [one.revision for one in steps].index(version)]:
        Path(step.path).unlink()
    return copied


def later(folder: Path, last: str) -> Path:
    """The migrations of a later program, the last of which ends with this line."""
    copied = Path(shutil.copytree(migrating.SCRIPTS, folder / "later"))
    step = NEXT.format(newest=migrating.newest(), last=last)
    (copied / "versions/later.py").write_text(step)
    return copied

"""Each entry carries a hash that binds it to all before it, each edition that of the entry which finished it.

The hashes of what is there are computed here: they show what changes from now on.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.answers.chain import hash_of_assessment, linked

revision = "0003"
down_revision = "0002"

_AT_ONCE = 100
_ENTRY: tuple[sa.Column[Any], ...] = (
    sa.Column("assessment", sa.String(), sa.ForeignKey("assessment.id"), primary_key=True),
    sa.Column("subject", sa.String(80), primary_key=True),
    sa.Column("revision", sa.Integer(), primary_key=True),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("author", sa.Text(), nullable=False),
    sa.Column("at", sa.String(24), nullable=False),
    sa.Column("mutation", sa.String(64), nullable=False),
)
_ENTRY_KEYS = (
    sa.UniqueConstraint("assessment", "position", name="entry_position"),
    sa.UniqueConstraint("assessment", "mutation", "subject", name="entry_mutation"),
)
_EDITION: tuple[sa.Column[Any], ...] = (
    sa.Column("assessment", sa.String(), sa.ForeignKey("assessment.id"), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("content", sa.Text(), nullable=False),
    sa.Column("masked_hash", sa.String(64), nullable=False),
    sa.Column("finished_at", sa.String(24), nullable=False),
    sa.Column("author", sa.Text(), nullable=False),
)
_ASSESSMENTS = sa.text(
    "SELECT id, questionnaire AS questionnaire_hash, is_demonstration, created_at, mutation "
    "FROM assessment ORDER BY id"
).columns(is_demonstration=sa.Boolean())


def upgrade() -> None:
    before = _set_aside(
        "entry", _ENTRY, "entry_pkey", "entry_assessment_fkey", "entry_position", "entry_mutation"
    )
    entry = op.create_table("entry", *_ENTRY, sa.Column("hash", sa.String(64), nullable=False), *_ENTRY_KEYS)
    for assessment in op.get_bind().execute(_ASSESSMENTS).mappings().all():
        after = hash_of_assessment(**assessment)
        of_it = before.c.assessment == assessment["id"]
        for some in _partitions(sa.select(before).where(of_it).order_by(before.c.position)):
            chained = []
            for row in some:
                after = linked(after, **{name: row[name] for name in row if name != "assessment"})
                chained.append({**row, "hash": after})
            op.get_bind().execute(sa.insert(entry), chained)
    op.drop_table("entry_before")

    op.drop_index("edition_finished", "edition")
    before = _set_aside("edition", _EDITION, "edition_pkey", "edition_assessment_fkey")
    edition = op.create_table("edition", *_EDITION, sa.Column("journal_hash", sa.String(64), nullable=False))
    # Where there is no such entry, something is missing: `cied doctor` names it.
    journal_hash = sa.func.coalesce(entry.c.hash, "").label("journal_hash")
    is_its = sa.and_(entry.c.assessment == before.c.assessment, entry.c.position == before.c.position)
    for some in _partitions(sa.select(before, journal_hash).join(entry, is_its, isouter=True)):
        op.get_bind().execute(sa.insert(edition), [{**row} for row in some])
    op.drop_table("edition_before")
    op.create_index("edition_finished", "edition", ["finished_at"])


def _set_aside(name: str, columns: tuple[sa.Column[Any], ...], *constraints: str) -> sa.TableClause:
    """The table under another name, so that a new one can be filled from it."""
    op.rename_table(name, f"{name}_before")
    if op.get_context().dialect.name == "postgresql":
        # There the name of a key is one in the whole schema.
        for constraint in constraints:
            op.execute(f"ALTER TABLE {name}_before RENAME CONSTRAINT {constraint} TO {constraint}_before")
    return sa.table(f"{name}_before", *(sa.column(one.name, one.type) for one in columns))


def _partitions(rows: sa.Select[*tuple[Any, ...]]) -> Iterable[Any]:
    """Some rows at a time, whatever their number."""
    found = op.get_bind().execute(rows, execution_options={"yield_per": _AT_ONCE})
    return found.mappings().partitions()

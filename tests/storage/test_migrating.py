"""The schema is brought up to date without losing anything, or not at all."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from app.services import assessments, finishing
from app.storage import migrating
from app.storage.database import Database, NewerSchemaError
from app.storage.tables import AssessmentRow
from tests.builders import a_database, an_answer, answered, now, result_rows, started

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


def scripts(folder: Path, last: str) -> Path:
    """The migrations of a later program."""
    copied = Path(shutil.copytree(migrating.SCRIPTS, folder / "later"))
    step = NEXT.format(newest=migrating.newest(), last=last)
    (copied / "versions/later.py").write_text(step)
    return copied


def columns(database: Database) -> set[str]:
    with database.reading() as connection:
        return {row.name for row in connection.execute(text("PRAGMA table_info(assessment)"))}


def test_the_migrations_make_exactly_the_tables_that_the_program_knows(tmp_path):
    database = a_database(tmp_path)
    assert database.is_current
    with database.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, AssessmentRow.metadata) == []


def test_results_of_an_older_schema_are_handed_out_as_if_they_were_stored_today(tmp_path):
    older = Path(shutil.copytree(migrating.SCRIPTS, tmp_path / "older"))
    (older / "versions/0002_results_as_handed_out.py").unlink()
    database = Database(f"sqlite:///{tmp_path / 'old.sqlite'}")
    database.migrate(older)
    today = a_database(tmp_path)
    assessment = started(today)
    answered(today, assessment, "1.1.1", an_answer(3))
    finishing.finish(today, assessment, mutation="f", author="", now=now())
    with today.reading() as source, database.writing() as target:
        for table in ("questionnaire", "assessment", "entry", "edition", "result"):
            known = [row.name for row in target.execute(text(f"PRAGMA table_info({table})"))]
            rows = source.execute(text(f"SELECT {', '.join(known)} FROM {table}")).mappings().all()  # noqa: S608
            values = ", ".join(f":{name}" for name in known)
            target.execute(text(f"INSERT INTO {table} VALUES ({values})"), [{**row} for row in rows])  # noqa: S608

    database.migrate()

    every = text("SELECT * FROM result ORDER BY place")
    with today.reading() as source, database.reading() as target:
        rows = target.execute(every).mappings().all()
        assert rows == source.execute(every).mappings().all()
    assert len(rows) == 7
    assert result_rows(database) == result_rows(today)


def test_a_new_database_is_not_copied(tmp_path):
    database = a_database(tmp_path)
    database.migrate()
    assert list(tmp_path.glob("*before*")) == []


def test_an_older_database_keeps_its_content_and_leaves_a_copy(tmp_path):
    database = a_database(tmp_path)
    assessment = started(database)
    answered(database, assessment, "1.1.1", an_answer(3, "kept"))
    before = assessments.opened(database, assessment)

    database.migrate(scripts(tmp_path, "pass"))

    assert "colour" in columns(database)
    assert assessments.opened(database, assessment) == before
    (copy,) = tmp_path.glob("cied.sqlite.*-before-later")
    older = Database(f"sqlite:///{copy}")
    assert "colour" not in columns(older)
    assert older.is_current
    assert assessments.opened(older, assessment) == before


def test_a_migration_that_fails_leaves_nothing_half_done(tmp_path):
    database = a_database(tmp_path)
    assessment = started(database)
    before = assessments.opened(database, assessment)

    with pytest.raises(ZeroDivisionError):
        database.migrate(scripts(tmp_path, "1 / 0"))

    assert "colour" not in columns(database)
    with database.reading() as connection:
        assert not connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'"))
    assert database.is_current
    assert assessments.opened(database, assessment) == before
    answered(database, assessment, "1.1.1", an_answer(1))


def test_a_database_of_a_later_program_is_left_alone_with_a_sentence(tmp_path):
    database = a_database(tmp_path)
    database.migrate(scripts(tmp_path, "pass"))
    with pytest.raises(NewerSchemaError, match="written by a later version"):
        database.migrate()
    assert len(list(tmp_path.glob("*before*"))) == 1

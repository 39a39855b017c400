"""The schema is brought up to date without losing anything, or not at all."""

from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from app.core.assessment.answer import Answer, Level
from app.services import assessments, finishing, renewing
from app.storage import migrating, portable
from app.storage.database import Database, NewerSchemaError
from app.storage.tables import AssessmentRow
from tests.builders import (
    a_database,
    an_act,
    an_answer,
    answered,
    result_rows,
    rows_of_tables,
    started,
)
from tests.storage.schemas import later, until, versions


def columns(database: Database) -> set[str]:
    with database.reading() as connection:
        (found,) = (table for table in portable.tables(connection) if table.name == "assessment")
        return {column.name for column in found.columns}


@pytest.fixture
def empty(request, tmp_path):
    """A database without a schema, of each kind in turn."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'old.sqlite'}"
        else:
            url = stack.enter_context(request.getfixturevalue("postgresql_server").empty())
        yield stack.enter_context(closing(Database(url, folder=tmp_path)))


ON_BOTH = pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)


def test_the_migrations_make_exactly_the_tables_that_the_program_knows(database):
    assert database.is_current
    with database.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, AssessmentRow.metadata) == []


def as_older(database: Database, scripts: Path, today: Database) -> None:
    """Fills an empty database as an older program would have: in its schema, with what today's holds."""
    database.migrate(scripts)
    with today.reading() as source, database.writing() as target:
        portable.copy(source, target)


@ON_BOTH
@pytest.mark.parametrize("version", versions())
def test_every_older_schema_with_its_content_becomes_what_it_would_be_today(version, empty, tmp_path):
    today = a_database(tmp_path)
    assessment = started(today)
    answered(today, assessment, "1.1.1", an_answer(3))
    finishing.finish(today, assessment, an_act("", mutation="f"))
    database = empty
    as_older(database, until(version, tmp_path), today)

    database.migrate()
    renewing.renew(database)

    assert database.is_current
    with today.reading() as source, database.reading() as target:
        for table in portable.tables(source):
            every = select(table).order_by(*table.primary_key.columns)
            rows = target.execute(every).mappings().all()
            assert rows == source.execute(every).mappings().all()
    assert result_rows(database) == result_rows(today)
    assert assessments.opened(database, assessment) == assessments.opened(today, assessment)
    copies = list(tmp_path.glob("*-before-*"))
    assert len(copies) == (version != migrating.newest())
    for copy in copies:
        assert copy.stat().st_mode & 0o777 == 0o600
        older = Database(f"sqlite:///{copy}")
        assert older.version == version
        older.migrate()
        renewing.renew(older)
        assert assessments.opened(older, assessment) == assessments.opened(today, assessment)
        older.close()


@ON_BOTH
def test_masked_copies_of_an_older_rule_are_not_handed_out_and_are_made_again(empty, tmp_path):
    database = empty
    database.migrate()
    plain, hidden = started(database), started(database)
    answered(database, plain, "1.1.1", an_answer(1))
    for level in (3, 4):
        answered(database, hidden, "1.1.1", Answer(value=Level(level), withheld=True), base=level - 3)
        finishing.finish(database, hidden, an_act(""))
        finishing.reopen(database, hidden, an_act(""), reason="R")
    finishing.finish(database, plain, an_act(""))
    rows, editions = result_rows(database), assessments.opened(database, hidden).editions
    with database.writing() as connection:
        # As an older program left it: another hash, and figures of another copy.
        connection.execute(text("UPDATE edition SET masked_hash = 'old'"))
        connection.execute(text("UPDATE result SET json_text = '{}' WHERE assessment = :id"), {"id": hidden})
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))

    database.migrate(until("0004", tmp_path))
    assert result_rows(database) == [row for row in rows if row["assessment"] == plain]
    assert assessments.opened(database, plain).editions[0].masked_hash == "old"

    renewing.renew(database)
    assert result_rows(database) == rows
    assert assessments.opened(database, hidden).editions == editions
    renewing.renew(database)
    assert result_rows(database) == rows


def test_what_is_damaged_stays_without_results_and_keeps_nothing_else_from_being_made_again(tmp_path):
    database = a_database(tmp_path)
    sound, damaged = started(database), started(database)
    for one in (sound, damaged):
        answered(database, one, "1.1.1", an_answer(1))
        finishing.finish(database, one, an_act(""))
    with database.writing() as connection:
        connection.execute(text("DELETE FROM result"))
        connection.execute(text("UPDATE edition SET masked_hash = ''"))
        connection.execute(text("UPDATE edition SET content = '{' WHERE assessment = :id"), {"id": damaged})
    renewing.renew(database)
    assert {row["assessment"] for row in result_rows(database)} == {sound}


def test_a_new_database_is_not_copied(tmp_path):
    database = a_database(tmp_path)
    database.migrate()
    assert list(tmp_path.glob("*before*")) == []


@ON_BOTH
def test_an_older_database_keeps_its_content_and_leaves_a_copy(empty, tmp_path):
    database = empty
    database.migrate()
    assessment = started(database)
    answered(database, assessment, "1.1.1", an_answer(3, "kept"))
    before = assessments.opened(database, assessment)

    database.migrate(later(tmp_path, "pass"))

    assert "colour" in columns(database)
    assert assessments.opened(database, assessment) == before
    (copy,) = tmp_path.glob("*-before-later")
    older = Database(f"sqlite:///{copy}")
    assert "colour" not in columns(older)
    assert older.is_current
    assert assessments.opened(older, assessment) == before


@ON_BOTH
def test_a_migration_that_fails_leaves_nothing_half_done(empty, tmp_path):
    database = empty
    database.migrate()
    assessment = started(database)
    before = assessments.opened(database, assessment)

    with pytest.raises(ZeroDivisionError):
        database.migrate(later(tmp_path, "1 / 0"))

    assert "colour" not in columns(database)
    assert "half" not in rows_of_tables(database)
    assert database.is_current
    assert assessments.opened(database, assessment) == before
    answered(database, assessment, "1.1.1", an_answer(1))


def test_a_database_of_a_later_program_is_left_alone_with_a_sentence(tmp_path):
    database = a_database(tmp_path)
    database.migrate(later(tmp_path, "pass"))
    with pytest.raises(NewerSchemaError, match="written by a later version"):
        database.migrate()
    assert len(list(tmp_path.glob("*before*"))) == 1


# The way back


def everything(database: Database) -> dict[str, list]:
    """Every row of every table, as the schema of the database has them."""
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))))
            for table in portable.tables(connection)
        }


@ON_BOTH
@pytest.mark.parametrize("version", versions()[:-1])
def test_the_copy_before_an_upgrade_is_restored_under_the_older_program(version, empty, tmp_path):
    older_program = until(version, tmp_path)
    today = a_database(tmp_path)
    assessment = started(today)
    answered(today, assessment, "1.1.1", an_answer(3))
    as_older(empty, older_program, today)
    before = everything(empty)
    empty.migrate()
    answered(empty, assessment, "1.1.1", an_answer(1), base=1)
    with pytest.raises(NewerSchemaError):
        empty.migrate(older_program)

    (copy,) = tmp_path.glob("*-before-*")
    with closing(Database(f"sqlite:///{copy}")) as kept, closing(Database(tmp_path / "back.sqlite")) as again:
        again.migrate(older_program)
        again.fill_from(kept)
        assert again.version == version
        assert everything(again) == before


def test_no_migration_leads_back():
    steps = list(ScriptDirectory(str(migrating.SCRIPTS)).walk_revisions())
    assert [step.revision for step in steps if hasattr(step.module, "downgrade")] == []

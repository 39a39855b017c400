"""A small version of the damage that `make attacks` does to databases."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from app.services import assessments
from app.settings import DATABASE
from app.storage import sqlite
from tests import missing
from tests.attacks import damage
from tests.builders import ABOUT, TINY, a_database, an_act
from tests.edges import edge
from tests.serving import free_port


@pytest.fixture
def place(tmp_path):
    place = damage.Place(tmp_path)
    yield place
    place.close()


@pytest.mark.slow
def test_every_change_is_named_by_the_doctor_and_by_what_refuses_the_copy(place):
    assert [one for one in damage.changes(place) if not one.has_held] == []


@pytest.mark.slow
def test_where_nothing_can_be_written_the_operator_is_told_in_one_sentence(place):
    missing.need("a small disk")
    assert [one for one in damage.disks(place) if not one.has_held] == []


@pytest.mark.slow
def test_bits_that_flip_in_a_copy_are_found(place):
    flips = damage.flips(place, 20)
    assert flips.has_held, flips.answer
    assert "0 changed" not in flips.answer


def changed(folder, statement):
    """The id of an assessment in a database of that folder, in which a statement then changed something."""
    with closing(a_database(folder)) as database:
        other = replace(TINY, title="Read by no test before")
        assessment = assessments.start(database, other, ABOUT, an_act(""))
    with closing(sqlite.library.connect(folder / DATABASE)) as connection:
        connection.executescript(statement)
    return assessment


@pytest.mark.parametrize("command", [["serve"], ["backup", "copy"]])
def test_a_database_of_two_versions_is_neither_served_nor_copied_and_the_reason_is_one_sentence(
    tmp_path, command
):
    changed(tmp_path, "INSERT INTO alembic_version VALUES ('another')")
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *command],
        cwd=tmp_path,
        env=os.environ | {"CIED_DATA": str(tmp_path), "CIED_PORT": str(free_port())},
        capture_output=True,
        check=False,
        text=True,
        timeout=damage.SAFETY_SECONDS,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "several versions" in done.stderr
    assert not (tmp_path / "copy").exists()


def test_a_questionnaire_kept_as_bytes_keeps_no_page_from_its_sentence(tmp_path):
    assessment = changed(tmp_path, "UPDATE questionnaire SET text = CAST(text AS BLOB)")
    with edge(tmp_path) as client:
        assert client.get("/").status_code == 200
        answer = client.get(f"/assessments/{assessment}")
    assert "The questionnaire stored under" in answer.text
    assert "is damaged" in answer.text

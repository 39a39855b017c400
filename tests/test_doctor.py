"""`cied doctor` names every fault of an installation, and changes nothing."""

import shutil
import socket
from dataclasses import replace

import pytest
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from app.answers import text_hash
from app.catalogue import canonical
from app.cli import app, doctor
from app.rendering import press, proof
from app.rendering.ingredients import SHEETS
from app.services import finishing
from app.storage import questionnaires, sqlite
from tests import missing
from tests.builders import (
    CATALOGUE,
    QUESTIONNAIRES,
    an_act,
    an_answer,
    answered,
    opened_database,
    started,
)
from tests.serving import free_port, served


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """The data folder of an installation that is in order, but for reports, which have their own test."""
    data = tmp_path / "data"
    monkeypatch.setenv("CIED_DATA", str(data))
    monkeypatch.setenv("CIED_PORT", str(free_port()))
    monkeypatch.setenv("CIED_QUESTIONNAIRES", str(QUESTIONNAIRES))
    monkeypatch.setattr(doctor, "pressed_proof", lambda _page: b"")
    with opened_database(f"sqlite:///{data}/cied.sqlite", data) as database:
        assessment = started(database)
        answered(database, assessment, "1.1.1", an_answer(2))
        finishing.finish(database, assessment, an_act(""))
    return data


def told(*, code: int) -> str:
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == code, done.output
    return done.stdout


def change(place, statements):
    connection = sqlite.library.connect(place / "cied.sqlite")
    connection.executescript(statements)
    connection.close()


def test_where_all_is_well_it_says_so():
    assert told(code=0) == "Data folder: well\nDatabase: well\nServer: well\nReports: well\nAll is well.\n"


def test_a_page_is_really_printed(monkeypatch):
    missing.need("pango")
    monkeypatch.setattr(doctor, "pressed_proof", proof.pressed_proof)
    assert "Reports: well" in told(code=0)


def test_a_page_without_marking_foot_or_number_is_told(monkeypatch, tmp_path):
    missing.need("pango")
    monkeypatch.setattr(doctor, "pressed_proof", proof.pressed_proof)
    sheet = tmp_path / "report.css"
    sheet.write_text("")
    monkeypatch.setitem(SHEETS, "report.css", sheet)
    assert "lacks its marking" in told(code=1)


def test_a_page_that_is_printed_with_other_words_than_it_should_is_told(monkeypatch):
    missing.need("pango")
    asked = proof.proof()
    bare = replace(asked, html=asked.html.replace("PROOF", "PUBLIC"), stands=())
    printed = press.pressed
    monkeypatch.setattr(press, "pressed", lambda _asked: printed(bare))
    monkeypatch.setattr(doctor, "pressed_proof", proof.pressed_proof)
    assert "Page 1 of what was printed lacks “PROOF”." in told(code=1)


def test_a_machine_that_cannot_print_is_told_what_to_type(monkeypatch):
    def refuse(_page):
        raise press.PressError(f"Type: {press.APT_LINE}")

    monkeypatch.setattr(doctor, "pressed_proof", refuse)
    assert press.APT_LINE in told(code=1)


def test_missing_fonts_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr("app.rendering.ingredients._FONTS", tmp_path)
    assert "NotoSansArabic-Bold.ttf" in told(code=1)


def test_a_data_folder_that_is_not_there_is_told_and_not_made(place):
    shutil.rmtree(place)
    said = told(code=1)
    assert f"There is no folder {place}" in said
    assert f"There is no database in {place}" in said
    assert not place.exists()


def test_a_folder_and_files_that_others_can_read_are_told_with_the_mend(place):
    place.chmod(0o755)
    (place / "cied.sqlite").chmod(0o644)
    said = told(code=1)
    assert f"chmod 700 '{place}'" in said
    assert f"chmod 600 '{place}/cied.sqlite'" in said


def test_a_folder_in_which_nothing_can_be_written_is_told(monkeypatch):
    # Who runs the tests may be allowed everything.
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert "Nothing can be written to" in told(code=1)


def test_little_room_on_the_disk_is_told(monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 2**60)
    assert "MB are free where" in told(code=1)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        ("UPDATE edition SET content = content || ' '", "Edition 1 of assessment"),
        ("UPDATE questionnaire SET text = text || ' '", "The stored questionnaire tiny 0.1 has another hash"),
        ("DELETE FROM entry WHERE position = 2", "their positions have gaps"),
        ("UPDATE alembic_version SET version_num = 'later'", "written by a later version"),
        (
            "UPDATE alembic_version SET version_num = '0001'",
            "is not of version 0001 of the schema, as it says",
        ),
        ("DELETE FROM alembic_version", "The table entry is none that this product makes"),
    ],
)
def test_contents_that_are_not_what_they_were_are_told(place, statements, sentence):
    change(place, statements)
    assert sentence in told(code=1)


@pytest.mark.parametrize("beginning", [0, 40])
def test_a_damaged_file_is_told(place, beginning):
    file = place / "cied.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:beginning] + b"x" * 9000 + whole[beginning + 9000 :])
    assert "is damaged" in told(code=1)


def kept(place, questionnaire):
    """Keep it as the one that an assessment was started with."""
    with (
        opened_database(f"sqlite:///{place}/cied.sqlite", place) as database,
        database.writing() as connection,
    ):
        text, version = canonical(questionnaire), questionnaire.version
        questionnaires.keep(connection, text_hash(text), id=questionnaire.id, version=version, text=text)


def test_another_text_of_a_published_questionnaire_is_told(place, tmp_path, monkeypatch):
    here = CATALOGUE.find("health-capacities", "1.0")
    kept(place, replace(here, title="Another title", status="draft"))
    assert "All is well" in told(code=0)  # a draft may become what is published
    kept(place, replace(here, title="Another title"))
    assert "health-capacities 1.0 on this disk is not the one" in told(code=1)
    changed = shutil.copytree(QUESTIONNAIRES, tmp_path / "changed")
    (changed / "health-capacities/1.0/published.sha256").write_text("0" * 64)
    monkeypatch.setenv("CIED_QUESTIONNAIRES", str(changed))
    assert "is the hash of another text" in told(code=1)


def test_another_program_at_the_port_is_told(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("CIED_PORT", str(other.getsockname()[1]))
        monkeypatch.setattr(doctor, "_ANSWER_SECONDS", 0.2)
        assert "Another program uses port" in told(code=1)


def test_a_server_that_runs_is_well_and_one_elsewhere_is_told(place, monkeypatch):
    with served(place) as address:
        monkeypatch.setenv("CIED_PORT", address.rpartition(":")[2])
        assert "All is well." in told(code=0)
        monkeypatch.setenv("CIED_PORT", str(free_port()))
        assert "a second server would be refused" in told(code=1)


def test_a_postgresql_server_that_could_forget_or_does_not_answer_is_told(
    place, postgresql_server, monkeypatch
):
    with postgresql_server.current() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        name = make_url(url).database
        postgresql_server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        assert "Set synchronous_commit = on." in told(code=1)
        postgresql_server.execute(f"ALTER DATABASE {name} RESET synchronous_commit")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://someone:secret@127.0.0.1:{free_port()}/cied")
    said = told(code=1)
    assert "cied on 127.0.0.1 does not answer" in said
    assert "secret" not in said

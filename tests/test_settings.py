"""The environment is read once, and never lets the server out of this machine by mistake."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from app.cli import app
from app.settings import CLONE, Settings
from app.storage.database import Database
from tests import builders
from tests.serving import free_port

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is opened here


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CIED_{name.upper()}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_without_an_environment_it_serves_this_machine_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert (settings.language, settings.marking, settings.container) == ("en", "", False)
    assert settings.questionnaires == CLONE / "questionnaires"
    assert not settings.data.is_relative_to(CLONE)
    assert settings.database == settings.data / "cied.sqlite"


def test_every_setting_comes_from_the_environment(monkeypatch, tmp_path):
    wanted = {
        "DATA": str(tmp_path),
        "HOST": "::1",
        "PORT": "9000",
        "QUESTIONNAIRES": str(tmp_path / "own"),
        "LANGUAGE": "ar",
        "MARKING": "RESTRICTED",
    }
    for name, value in wanted.items():
        monkeypatch.setenv(f"CIED_{name}", value)
    settings = Settings()
    assert settings.data == tmp_path
    assert settings.questionnaires == tmp_path / "own"
    assert (settings.host, settings.port) == ("::1", 9000)
    assert (settings.language, settings.marking) == ("ar", "RESTRICTED")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_postgresql_database_takes_the_place_of_the_file(monkeypatch, scheme):
    assert Settings().is_on_sqlite
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://someone:secret@db.example/cied")
    assert Settings().database_url == "postgresql://someone:secret@db.example/cied"
    assert not Settings().is_on_sqlite


@pytest.mark.parametrize(
    "url", ["postgresql://secret", "mysql://a:secret@b/c", "secret", "postgresql+asyncpg://secret@b/c"]
)
def test_another_kind_of_database_is_refused_without_telling_its_password(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    done = CliRunner().invoke(app, ["backup", "copy"])
    assert done.exit_code == 2
    assert done.output.startswith("DATABASE_URL: It has to look like postgresql://")
    assert "secret" not in done.output


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.5", "example.org", "[::]"])
def test_a_host_that_others_reach_is_refused_with_one_sentence(monkeypatch, host):
    monkeypatch.setenv("CIED_HOST", host)
    with pytest.raises(ValidationError, match=r"serve on 127\.0\.0\.1 only") as refused:
        Settings()
    assert len(refused.value.errors()) == 1


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("127.1.2.3", "http://127.1.2.3:8000"),
        ("localhost", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
        ("[::1]", "http://[::1]:8000"),
    ],
)
def test_loopback_is_let_in_and_its_address_is_told_as_a_browser_takes_it(monkeypatch, host, address):
    monkeypatch.setenv("CIED_HOST", host)
    assert Settings().address == address
    assert address.removeprefix("http://") in Settings().hosts


def test_an_empty_variable_is_as_good_as_none(monkeypatch):
    without = Settings()
    for name in Settings.model_fields:
        monkeypatch.setenv(f"CIED_{name.upper()}", "")
    monkeypatch.setenv("DATABASE_URL", "")
    assert Settings() == without


def test_the_port_of_the_web_may_be_left_out_of_a_host_and_another_may_be_published(monkeypatch):
    monkeypatch.setenv("CIED_PORT", "80")
    assert {"127.0.0.1", "127.0.0.1:80", "[::1]", "localhost"} <= Settings().hosts
    monkeypatch.setenv("CIED_PORT", "8000")
    assert "127.0.0.1" not in Settings().hosts
    monkeypatch.setenv("CIED_PUBLIC_PORT", "9000")
    assert Settings().address == "http://127.0.0.1:9000"
    assert {"127.0.0.1:8000", "127.0.0.1:9000"} <= Settings().hosts


def test_without_a_home_the_folder_of_the_data_is_asked_for(monkeypatch):
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 54321)
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 2
    assert done.output.startswith("CIED_DATA: There is no home folder here")


def test_a_language_that_does_not_exist_stops_every_command_and_those_there_are_are_named(monkeypatch):
    monkeypatch.setenv("CIED_LANGUAGE", "xx")
    for command in ("serve", "doctor"):
        done = CliRunner().invoke(app, [command])
        assert done.exit_code == 2
        assert done.output.startswith("CIED_LANGUAGE: There is no language 'xx': choose en or")


@pytest.mark.parametrize(
    ("name", "problem"), [("nowhere", "is no folder"), ("empty", "holds no questionnaire")]
)
def test_a_folder_without_questionnaires_stops_the_start_and_the_doctor_says_so(
    monkeypatch, tmp_path, name, problem
):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("CIED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CIED_PORT", str(free_port()))
    monkeypatch.setenv("CIED_QUESTIONNAIRES", str(tmp_path / name))
    done = CliRunner().invoke(app, ["serve"])
    assert done.exit_code == 2
    assert f"{tmp_path / name}: {problem}" in done.output
    Database(tmp_path / "data" / "cied.sqlite").migrate()
    assert f"{tmp_path / name}: {problem}" in CliRunner().invoke(app, ["doctor"]).output


@pytest.mark.parametrize("name", ["C-IED%20data", "a?b=c", "a#b", "ä 日本 %41", "50% done", "a\nb", "a:b@c"])
def test_the_database_lies_in_the_folder_that_is_named(monkeypatch, tmp_path, name):
    monkeypatch.setenv("CIED_DATA", str(tmp_path / name))
    database = Database(Settings().database)
    database.migrate()
    assessment = builders.started(database)
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "cied.sqlite").stat().st_size > 0
    done = CliRunner().invoke(app, ["backup", str(tmp_path / name / "copy")])
    assert done.output.endswith("Assessments: 1.\n")
    done = CliRunner().invoke(app, ["export", assessment, str(tmp_path / "answers.json")])
    assert done.exit_code == 0, done.output
    monkeypatch.setenv("CIED_DATA", str(tmp_path / f"again {name}"))
    done = CliRunner().invoke(app, ["restore", str(tmp_path / name / "copy")])
    assert done.output.endswith("Assessments: 1.\n")
    assert (tmp_path / f"again {name}" / "cied.sqlite").exists()


def test_the_container_may_serve_on_all_its_addresses(monkeypatch):
    monkeypatch.setenv("CIED_HOST", EVERYWHERE)
    monkeypatch.setenv("CIED_CONTAINER", "1")
    assert Settings().host == EVERYWHERE


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_cannot_be_is_refused(monkeypatch, port):
    monkeypatch.setenv("CIED_PORT", port)
    with pytest.raises(ValidationError):
        Settings()


def test_settings_never_change(monkeypatch):
    with pytest.raises(ValidationError):
        Settings().port = 1
    assert isinstance(Settings().data, Path)

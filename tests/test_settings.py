"""The environment is read once, and never lets the server out of this machine by mistake."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from app.cli import app
from app.settings import CLONE, Settings

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
    assert settings.database_url == f"sqlite:///{settings.data}/cied.sqlite"


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
    "url", ["", "postgresql://secret", "mysql://a:secret@b/c", "secret", "postgresql+asyncpg://secret@b/c"]
)
def test_another_kind_of_database_is_refused_without_telling_its_password(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    done = CliRunner().invoke(app, ["backup", "copy"])
    assert done.exit_code == 2
    assert done.output.startswith("DATABASE_URL: It has to look like postgresql://")
    assert "secret" not in done.output


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.5", "example.org", ""])
def test_a_host_that_others_reach_is_refused_with_one_sentence(monkeypatch, host):
    monkeypatch.setenv("CIED_HOST", host)
    with pytest.raises(ValidationError, match=r"serve on 127\.0\.0\.1 only") as refused:
        Settings()
    assert len(refused.value.errors()) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1"])
def test_loopback_is_let_in(monkeypatch, host):
    monkeypatch.setenv("CIED_HOST", host)
    assert Settings().host == host


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

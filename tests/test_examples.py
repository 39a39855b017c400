"""Every command that README and docs show runs as it stands there, from the top of each page to its end.

The questionnaire behind them is the tiny one under the name of the product's own, so that this takes
seconds; that the files which the pages name are there is asked of the product's own folder.
"""

import json
import re
import shlex
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.answers import encoded_answers
from app.catalogue import checked_text, freeze
from app.cli import app
from app.settings import CLONE
from tests.builders import QUESTIONNAIRES, an_answer, an_assessment
from tests.edges import ADDRESS
from tests.sampled import sampled
from tests.serving import served

PAGES = [CLONE / "README.md", *sorted((CLONE / "docs").glob("*.md"))]
LANGUAGES = {"sh", "json", "python", "toml", "text"}
"""Of a block: `sh` runs here, and its others hold no command. tests/api/test_api_page.py runs Python."""

SECONDS = 60
NAME, VERSION = "a-res-75-59", "0.9"
COMMANDS = {command.name for command in app.registered_commands} | {"demonstrations"}
ELSEWHERE = {"restore", "move-in", "demonstrations"}
"""Commands that need, or leave, another data folder than the one of the server."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(?:cied|(?:curl|make|docker)(?= ))(?: [^`]*)?)`")
_COMMAND = re.compile(r"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(cied|curl|make|docker)\b")


def blocks(page: Path) -> list[tuple[str, str]]:
    """The language and the text of every block of a page."""
    return _FENCE.findall(page.read_text())


def commands(page: Path) -> list[str]:
    """Every command of a page, in its order: the lines of blocks, and those in a sentence or a table."""
    found = [
        (match.start(2), line)
        for match in _FENCE.finditer(page.read_text())
        if match.group(1) == "sh"
        for line in match.group(2).splitlines()
    ]
    prose = _FENCE.sub(lambda match: " " * len(match.group()), page.read_text())
    found += [(match.start(), match.group(1)) for match in _INLINE.finditer(prose)]
    return [line for _, line in sorted(found, key=lambda one: one[0])]


def asked(port: str, path: str, body: bytes | None = None) -> bytes:
    """What a server answers, which has to be good; a body is sent with POST."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data=body, timeout=SECONDS) as answer:
        return bytes(answer.read())


@dataclass(frozen=True)
class Installation:
    """A server with a demonstration, and the folders that its commands work with."""

    port: str
    data: Path
    questionnaires: Path
    assessment: str


@pytest.fixture
def installation(tmp_path_factory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("examples")
    questionnaire = folder / "questionnaires" / NAME / VERSION
    shutil.copytree(QUESTIONNAIRES / "tiny" / "0.1", questionnaire)
    head = questionnaire / "questionnaire.toml"
    head.write_text(
        head.read_text()
        .replace('id = "tiny"', f'id = "{NAME}"', 1)
        .replace('version = "0.1"', f'version = "{VERSION}"', 1)
        .replace('"draft"', '"published"', 1)
    )
    freeze(questionnaire, checked_text(questionnaire))
    (questionnaire / "demonstrations").mkdir()
    answers = {"1.1.1": an_answer(2)}
    for name, day in {"xa-2024": date(2024, 10, 31), "xa": date(2026, 10, 31)}.items():
        said = replace(
            an_assessment(answers=answers), questionnaire=NAME, version=VERSION, reference_date=day
        )
        (questionnaire / "demonstrations" / f"{name}.json").write_text(encoded_answers(said))
    data = folder / "data"
    data.mkdir(mode=0o700)
    with served(data, CIED_QUESTIONNAIRES=str(folder / "questionnaires")) as address:
        port = address.rpartition(":")[2]
        newest = json.loads(asked(port, "/api/v1/assessments?demonstrations=true"))["assessments"]
        # The one that starts from the other.
        held = max(newest, key=lambda one: one["reference_date"])["id"]
        yield Installation(port, data, folder / "questionnaires", held)


@dataclass(frozen=True)
class Reader:
    """Somebody who types what a page shows, in a folder where the questionnaires lie."""

    here: Path
    installation: Installation
    postgresql: str

    def types(self, line: str) -> None:
        """One command; an example that cannot be told apart fails."""
        words = shlex.split(line, comments=True)
        variables = {}
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            variables[name] = value
        program, *arguments = words
        known = {"ID": self.installation.assessment, "FILE": "file.sqlite"}
        arguments = [known.get(word, word) for word in arguments]
        match program.removeprefix(".venv/bin/"):
            case "cied":
                self._cied(line, arguments, variables)
            case "curl":
                self._curl(line, arguments)
            case "make":
                assert f"\n{arguments[0]}:" in (CLONE / "Makefile").read_text(), line
            case "docker":
                assert arguments[0] in {"build", "run"}, line
                assert (CLONE / "Dockerfile").is_file()
            case _:
                raise AssertionError(f"Of which program is this? {line}")

    def _cied(self, line: str, arguments: list[str], variables: dict[str, str]) -> None:
        assert arguments[0] in COMMANDS, line
        if len(arguments) == 1 and arguments != ["doctor"]:
            return  # a sentence speaks of the command
        for word in arguments:
            assert not word.startswith("questionnaires/") or (CLONE / word).exists(), line
        elsewhere = self.here / f"data-{len(list(self.here.iterdir()))}"
        environment = {
            "CIED_DATA": str(elsewhere if arguments[0] in ELSEWHERE else self.installation.data),
            "CIED_QUESTIONNAIRES": str(self.installation.questionnaires),
            "CIED_PORT": self.installation.port,
        }
        if "DATABASE_URL" in variables:
            assert variables.pop("DATABASE_URL") == "postgresql://user:password@host/cied", line
            environment["DATABASE_URL"] = self.postgresql
        assert variables == {}, line
        done = CliRunner().invoke(app, arguments, env=environment, input="Xandoria\n")
        assert done.exit_code == 0, f"{line}\n{done.output}"

    def _curl(self, line: str, arguments: list[str]) -> None:
        address, *options = arguments
        assert address.startswith(ADDRESS), line
        path = address.removeprefix(ADDRESS).replace("/ID", f"/{self.installation.assessment}")
        given = dict(zip(options[::2], options[1::2], strict=True))
        assert given.keys() <= {"--output", "--data-binary"}, line
        sent = given.get("--data-binary")
        body = (self.here / sent.removeprefix("@")).read_bytes() if sent else None
        content = asked(self.installation.port, path, body)
        shows_something(line, content)
        if "--output" in given:
            (self.here / given["--output"]).write_bytes(content)


def shows_something(line: str, content: bytes) -> None:
    """A list that an example asks for is not empty."""
    if "format=csv" in line:
        assert len(content.splitlines()) > 1, line
        return
    told = json.loads(content)
    assert told, line
    if isinstance(told, dict):
        assert told.get("rows", told.get("assessments", True)), f"{line}: {content[:200]!r}"


@pytest.fixture(scope="module")
def postgresql_url(postgresql_server) -> Iterator[str]:
    with postgresql_server.empty() as url:
        yield url


@pytest.fixture
def reader(installation, tmp_path, monkeypatch, request) -> Reader:
    """Asks for a PostgreSQL only where the page does."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questionnaires").symlink_to(installation.questionnaires)
    shutil.copy(installation.questionnaires / NAME / VERSION / "demonstrations/xa.json", "answers.json")
    needs = "DATABASE_URL=" in "\n".join(commands(request.getfixturevalue("page_of_docs")))
    return Reader(tmp_path, installation, request.getfixturevalue("postgresql_url") if needs else "")


@pytest.mark.parametrize(
    "page_of_docs", sampled([page for page in PAGES if commands(page)], PAGES[:1]), ids=lambda page: page.name
)
def test_every_command_of_a_page_runs_as_it_stands_there(page_of_docs, reader):
    for line in commands(page_of_docs):
        reader.types(line)


@pytest.mark.parametrize("page_of_docs", PAGES, ids=lambda page: page.name)
def test_every_block_says_its_language_and_only_sh_holds_commands(page_of_docs):
    for language, text in blocks(page_of_docs):
        assert language in LANGUAGES, text
        for line in text.splitlines():
            assert bool(_COMMAND.match(line)) == (language == "sh"), line


def test_an_example_of_an_unknown_kind_fails(tmp_path):
    nobody = Reader(tmp_path, Installation(ADDRESS, tmp_path, tmp_path, "id"), "")
    for line in (
        "wget http://127.0.0.1:8000/",
        "cied nothing",
        f"curl {ADDRESS}/ --insecure yes",
        "make nothing",
        "cied score questionnaires/nothing.json",
    ):
        with pytest.raises(AssertionError):
            nobody.types(line)


def test_a_list_that_shows_nothing_fails():
    for line, content in (
        ("curl x", b'{"rows":[],"next":null}'),
        ("curl x", b'{"assessments":[]}'),
        ("curl x", b"[]"),
        ("curl 'x?format=csv'", b"assessment,country_code\r\n"),
    ):
        with pytest.raises(AssertionError):
            shows_something(line, content)

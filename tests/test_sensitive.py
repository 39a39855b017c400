"""What a questionnaire says to be sensitive leaves only where it is named: in the browser and by command."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.answers import encoded_answers
from app.catalogue import checked_text, hash_of
from app.cli import app
from tests.builders import QUESTIONNAIRES, an_answer, an_assessment
from tests.edges import edge

ANSWERS = an_assessment(answers={"1.1.1": an_answer(1), "2.1.1": an_answer(2), "2.2.1": an_answer(3)})


def changed(folder: Path, change) -> Path:
    """A folder of questionnaires in which the files of the domains of the tiny one are changed."""
    copied = shutil.copytree(QUESTIONNAIRES, folder / "questionnaires")
    for name in ("light.toml", "boats.toml"):
        file = copied / "tiny/0.1" / name
        file.write_text(change(file.read_text()))
    return copied


def silent(text: str) -> str:
    return text.replace("sensitive = false\n", "")


def with_sensitive_pilots(text: str) -> str:
    return text.replace('short = "Pilots"\n', 'short = "Pilots"\nsensitive = true\n')


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_check_and_publish_demand_the_word_of_every_domain(tmp_path):
    folder = changed(tmp_path, silent) / "tiny/0.1"
    for command in ("check", "publish"):
        refused = run(command, folder)
        assert refused.exit_code == 2
        assert re.findall(
            r"^(\w+\.toml): sensitive: is missing\. Write sensitive = true", refused.stderr, re.MULTILINE
        ) == [
            "light.toml",
            "boats.toml",
        ]


def test_what_was_published_without_the_word_stays_in_order(tmp_path):
    folder = changed(tmp_path, silent) / "tiny/0.1"
    head = folder / "questionnaire.toml"
    head.write_text(head.read_text().replace('status = "draft"', 'status = "published"'))
    (folder / "published.sha256").write_text(hash_of(checked_text(folder)))
    assert run("check", folder).exit_code == 0


@pytest.mark.parametrize("said", [silent, lambda text: text.replace("sensitive = false", "sensitive = true")])
def test_nothing_is_handed_on_by_default_where_no_domain_is_said_to_be_open(tmp_path, said):
    folder = changed(tmp_path, said)
    file, out = tmp_path / "answers.json", tmp_path / "tables.zip"
    file.write_text(encoded_answers(ANSWERS))
    refused = run("tables", file, "--questionnaires", folder, "--shareable", "--out", out)
    assert refused.exit_code == 2
    assert "does not say of any domain that it may be handed on. Name those" in refused.stderr
    assert not out.exists()
    assert run("tables", file, "--questionnaires", folder, "--release", "D1", "--out", out).exit_code == 0
    with edge(tmp_path, questionnaires=folder) as client:
        begun = client.post("/api/v1/assessments", content=encoded_answers(ANSWERS)).json()["id"]
        page = client.get(f"/assessments/{begun}/report").text
        assert "so none is ticked beforehand" in page
        assert re.findall(r'name="released" value="(\w+)"( checked)?', page) == [("D1", ""), ("D2", "")]
        assert client.get(f"/assessments/{begun}/report/tables.zip?copy=shareable").status_code == 422


def test_a_sensitive_component_is_offered_by_itself_and_leaves_only_where_it_is_ticked(tmp_path):
    with edge(tmp_path, questionnaires=changed(tmp_path, with_sensitive_pilots)) as client:
        begun = client.post("/api/v1/assessments", content=encoded_answers(ANSWERS)).json()["id"]
        page = client.get(f"/assessments/{begun}/report").text
        offered = re.findall(r'name="released" value="([\w.]+)"( checked)?', page)
        assert offered == [("D1", " checked"), ("D2", " checked"), ("2.2", "")]
        read = f"/assessments/{begun}/report/read?kind=full&copy=shareable&released=D1&released=D2"
        assert "Pilot named" not in client.get(read).text
        assert "Pilot named" in client.get(f"{read}&released=2.2").text

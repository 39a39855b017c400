"""The command line scores, copies and moves assessments, and says what is wrong in one sentence."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.answers import encoded_answers
from app.cli import app
from app.core.assessment.answer import Answer, Level
from app.rendering.imprint import read_imprint
from app.services import transfer
from app.storage.database import Database
from tests.builders import CATALOGUE, QUESTIONNAIRES, an_act, an_answer, an_assessment
from tests.missing import need

SAID = an_assessment(answers={"1.1.1": Answer(value=Level(3), withheld=True), "1.1.2": an_answer(2)})


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("CIED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CIED_QUESTIONNAIRES", str(QUESTIONNAIRES))
    monkeypatch.delenv("CIED_HOST", raising=False)


@pytest.fixture
def answers(tmp_path) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(encoded_answers(SAID))
    return file


def run(*arguments, code=0):
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output
    return done


def test_score_prints_the_result_as_json(answers):
    own = json.loads(run("score", answers).stdout)
    assert own["questions"]["1.1.1"] == {"low": 2, "high": 3, "grade": "stated"}
    masked = json.loads(run("score", answers, "--masked").stdout)
    assert masked["questions"]["1.1.1"] == {"low": 0, "high": 4, "grade": None}
    assert own["content_hash"] != masked["content_hash"]


def test_score_scores_a_quick_scan_on_what_it_asks(answers):
    answers.write_text(encoded_answers(replace(SAID, scope="quick")))
    own = json.loads(run("score", answers).stdout)
    assert own["scope"] == "quick"
    assert list(own["questions"]) == ["1.1.1", "1.2.1", "2.1.1"]
    masked = json.loads(run("score", answers, "--masked").stdout)
    assert masked["questions"]["1.1.1"] == {"low": 0, "high": 4, "grade": None}


def test_score_takes_another_folder_of_questionnaires(answers, monkeypatch):
    monkeypatch.delenv("CIED_QUESTIONNAIRES")
    refused = run("score", answers, code=2)
    assert 'no questionnaire "tiny" in version "0.1" here' in refused.stderr
    run("score", answers, "--questionnaires", QUESTIONNAIRES)


def test_score_tells_every_error_of_a_bad_file_with_its_place(answers):
    answers.write_text(encoded_answers(SAID).replace('"level": 3', '"level": 9').replace("XA", "xa"))
    refused = run("score", answers, code=2)
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        'country, code: "xa" is not a country code. Write the two capital letters of ISO 3166-1, such as XA.',
        "answers, question 1.1.1, level: 9 is not a level. Write a whole number from 0 to 4.",
    ]
    answers.write_bytes(b"\xff")
    assert "Byte 1 is not UTF-8" in run("score", answers, code=2).stderr


def test_score_tells_the_faults_of_a_bad_questionnaire(answers, tmp_path):
    bad = tmp_path / "questionnaires/tiny/0.1"
    bad.mkdir(parents=True)
    (bad / "questionnaire.toml").write_text("id = 1")
    refused = run("score", answers, "--questionnaires", tmp_path / "questionnaires", code=2)
    assert "tiny/0.1/questionnaire.toml" in refused.stderr


def test_an_imported_file_is_exported_alike(answers, tmp_path):
    assessment = run("import", answers).stdout.strip()
    own, masked = tmp_path / "own.json", tmp_path / "masked.json"
    run("export", assessment, own, "--own")
    run("export", assessment, masked)
    assert own.read_bytes() == answers.read_bytes()
    assert '"withheld": true' in masked.read_text()
    assert '"level": 3' not in masked.read_text()
    assert own.stat().st_mode & 0o777 == 0o600
    refused = run("export", assessment, own, code=2)
    assert "is not overwritten" in refused.stderr
    assert "There is no edition 7" in run("export", assessment, tmp_path / "x", "--edition", 7, code=2).stderr
    assert "There is no assessment 12" in run("export", 12, tmp_path / "x", code=2).stderr
    assert not (tmp_path / "x").exists()


def test_a_report_is_printed_in_the_kind_that_is_asked_for(answers, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("app.cli.answers.press_or_exit", lambda printable: asked.append(printable) or b"%PDF")
    run("report", answers, "--out", tmp_path / "a.pdf", "--kind", "executive")
    run(
        "report",
        answers,
        "--out",
        tmp_path / "b.pdf",
        "--kind",
        "assistance",
        "--sheet",
        "1.2",
        "--sheet",
        "2.1",
    )
    imprints = [read_imprint(one.attachments[-1].text) for one in asked]
    assert [(one.kind, one.sheets) for one in imprints] == [("executive", ()), ("assistance", ("1.2", "2.1"))]


def test_a_shareable_copy_is_printed_of_the_domains_that_are_named(answers, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("app.cli.answers.press_or_exit", lambda printable: asked.append(printable) or b"%PDF")
    out = tmp_path / "a.pdf"
    assert "The shareable copy is printed" in run("report", answers, "--out", out, "--shareable").stdout
    run("report", answers, "--out", out, "--release", "D1")
    assert [read_imprint(one.attachments[-1].text).released for one in asked] == [("D1", "D2"), ("D1",)]
    refused = run("report", answers, "--out", tmp_path / "b.pdf", "--release", "D77", code=2)
    assert "There is no domain D77 here" in refused.stderr
    refused = run("report", answers, "--out", tmp_path / "b.pdf", "--own", "--shareable", code=2)
    assert "Ask for one of them" in refused.stderr
    assert not (tmp_path / "b.pdf").exists()


def test_an_unknown_kind_and_a_sheet_of_no_component_are_refused(answers, tmp_path):
    assert (
        "'executive'"
        in run("report", answers, "--out", tmp_path / "a.pdf", "--kind", "poster", code=2).stderr
    )
    refused = run("report", answers, "--out", tmp_path / "a.pdf", "--sheet", "9.9", code=2)
    assert "There is no component 9.9 here" in refused.stderr
    assert not (tmp_path / "a.pdf").exists()


def test_a_bad_file_is_not_imported(answers):
    answers.write_text("{}")
    assert "format: is missing" in run("import", answers, code=2).stderr


def test_an_assessment_is_moved_out_deleted_and_moved_in(answers, tmp_path):
    assessment = run("import", answers).stdout.strip()
    file, again = tmp_path / "assessment.json", tmp_path / "again.json"
    assert "It is still here too" in run("move-out", assessment, file).stdout
    assert file.stat().st_mode & 0o777 == 0o600
    assert "is not overwritten" in run("move-out", assessment, file, code=2).stderr
    assert "is on this machine already" in run("move-in", file, code=2).stderr
    refused = run("delete", assessment, "--country", "Elsewhere", code=2)
    assert "Nothing is deleted: the country is called Xandoria" in refused.stderr
    reports = tmp_path / "data/reports"
    (reports / assessment).mkdir(parents=True)
    (reports / assessment / "a.pdf").write_text("of it")
    assert "It is deleted" in run("delete", assessment, "--country", "Xandoria").stdout
    assert list(reports.iterdir()) == []
    assert "There is no assessment" in run("move-out", assessment, again, code=2).stderr
    assert run("move-in", file).stdout.strip() == assessment
    run("move-out", assessment, again)
    assert again.read_bytes() == file.read_bytes()


def test_a_bad_assessment_file_is_told_with_every_error(tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    told = run("move-in", bad, code=2).stderr
    assert "format: is missing" in told
    assert "entries: is missing" in told


def test_a_backup_holds_everything_and_never_overwrites(answers, tmp_path):
    run("import", answers)
    run("backup", tmp_path / "copy")
    with sqlite3.connect(tmp_path / "copy") as copy:
        assert copy.execute("SELECT count(*) FROM assessment").fetchone() == (1,)
    copy.close()
    assert "never overwrites" in run("backup", tmp_path / "copy", code=2).stderr


def test_a_backup_of_nothing_is_refused_and_creates_no_database(tmp_path, monkeypatch):
    monkeypatch.setenv("CIED_DATA", str(tmp_path / "elsewhere"))
    told = run("backup", tmp_path / "copy", code=2).stderr
    assert "There is no database" in told
    assert "CIED_DATA" in told
    assert not (tmp_path / "copy").exists()
    assert not (tmp_path / "elsewhere" / "cied.sqlite").exists()


def test_a_backup_is_restored_into_an_empty_database_only(answers, tmp_path, monkeypatch, postgresql_server):
    assessment = run("import", answers).stdout.strip()
    run("backup", tmp_path / "copy")
    assert "an empty database only" in run("restore", tmp_path / "copy", code=2).stderr
    assert "There is no file" in run("restore", tmp_path / "none", code=2).stderr
    monkeypatch.setenv("CIED_DATA", str(tmp_path / "new"))
    with postgresql_server.empty() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        assert "Assessments: 1." in run("restore", tmp_path / "copy").stdout
        run("export", "--own", assessment, tmp_path / "export")
    assert (tmp_path / "export").read_text() == encoded_answers(SAID)


def test_demonstrations_can_be_removed(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'data/cied.sqlite'}")
    database.migrate()
    transfer.import_answers(database, CATALOGUE, encoded_answers(SAID), an_act(""), is_demonstration=True)
    database.close()
    assert "removed: 1." in run("demonstrations", "remove").stdout
    assert "removed: 0." in run("demonstrations", "remove").stdout


def test_a_bad_setting_is_told_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("CIED_HOST", "192.0.2.1")
    refused = run("backup", tmp_path / "copy", code=2)
    assert refused.stderr.startswith("CIED_HOST is 192.0.2.1")
    monkeypatch.setenv("CIED_HOST", "127.0.0.1")
    monkeypatch.setenv("CIED_PORT", "http")
    assert run("backup", tmp_path / "copy", code=2).stderr.startswith("CIED_PORT: ")


def test_a_form_is_printed_of_a_domain_that_there_is(tmp_path):
    folder, path = QUESTIONNAIRES / "tiny" / "0.1", tmp_path / "form.pdf"
    refused = run("form", folder, "--out", path, "--domain", "D9", code=2)
    assert "There is no domain D9 in it. Known are: D1, D2." in refused.stderr
    need("pango")
    run("form", folder, "--out", path, "--domain", "D2", "--quick")
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.ZIP"])
def test_the_tables_of_an_answers_file_are_written_in_the_form_that_the_name_says(answers, tmp_path, name):
    out = tmp_path / name
    told = run("tables", answers, "--out", out, "--marking", "RESTRICTED").stdout
    assert told == f"The tables of the masked copy are written to {out}.\n"
    masked = out.read_bytes()
    assert masked.startswith(b"PK")
    assert run("tables", answers, "--out", out, "--own").stdout.startswith("The tables of the own copy")
    assert out.read_bytes() != masked


def test_tables_are_not_written_in_a_form_that_there_is_not(answers, tmp_path):
    out = tmp_path / "tables.ods"
    done = run("tables", answers, "--out", out, code=2)
    assert done.stderr == f"{out}: End its name in .xlsx for one workbook, or in .zip for CSV files.\n"
    assert not out.exists()

"""A questionnaire on another subject, scale and evidence works without a line of code for it."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner

from app.catalogue import checked, hash_of, read_catalogue
from app.cli import app
from tests.missing import need

TESTS = Path(__file__).parent
CATALOGUES = (TESTS / "questionnaires", TESTS.parent / "questionnaires")
FOLDER = TESTS / "questionnaires/health-capacities/1.0"
OUR_WORDS = (
    *("Designed", "Implemented", "Reviewed", "Nothing in place", "Stated", "Documented", "Demonstrated"),
    *("explosive", "critical question", "A/RES"),
)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def answers(tmp_path) -> Path:
    """Every capacity of Prevent at 5, of Detect at 2 on a person's word, of Respond open."""
    said = {
        **dict.fromkeys(["law-1", "money-1", "vaccines-1", "animals-1"], 5),
        **dict.fromkeys(["clinics-1", "laboratories-1", "people-1", "borders-1"], 2),
    }
    file = tmp_path / "answers.json"
    content = {
        "format": "cied-answers/1",
        "questionnaire": "health-capacities",
        "version": "1.0",
        "country": {"code": "XH", "name": "Hygieia"},
        "reference_date": "2026-11-24",
        "facts": {"animals": {"options": ["cattle", "poultry"]}},
        "components": {"clinics": {"commitment": "Every clinic by 2027"}},
        "ratings": {"FLU": {"relevance": "high"}},
        "answers": {
            question: {"level": level, "evidence": [{"grade": "word"}]} for question, level in said.items()
        },
    }
    file.write_text(json.dumps(content))
    return file


def test_it_is_in_order_and_has_thirteen_capacities_and_no_critical_question():
    told = run("check", FOLDER)
    assert "health-capacities 1.0 is in order." in told
    for line in ("components: 13", "critical questions: 0", "worked cases: 3"):
        assert line in told
    whole = checked(FOLDER)
    assert whole.scale.top == 5
    assert whole.scale.lag is None
    assert {grade.cap for grade in whole.evidence.grades} == {5}


@pytest.mark.parametrize("folder", CATALOGUES, ids=["tests", "shipped"])
def test_every_published_version_is_the_text_that_was_recorded(folder):
    for one in read_catalogue(folder):
        record = folder / one.id / one.version / "published.sha256"
        assert record.exists() == (one.status == "published")
        if record.exists():
            assert record.read_text() == hash_of(one) + "\n"


def test_no_text_of_the_engine_names_a_subject():
    root = TESTS.parent
    texts = [
        *(root / "templates").rglob("*.*"),
        *(root / "app/cli").glob("*.py"),
        *(root / "app/web").glob("*.py"),
    ]
    naming = [path.name for path in texts if "explosive" in path.read_text().lower()]
    assert naming == []
    assert "explosive" not in run("--help")


def test_its_answers_are_scored_by_its_own_rules(answers):
    result = json.loads(run("score", answers, "--questionnaires", CATALOGUES[0]))
    assert result["questionnaire"]["hash"] == (FOLDER / "published.sha256").read_text().strip()
    prevent, detect, respond = (result["domains"][domain] for domain in "PTR")
    # No cap: a person's word supports the top level. 2 of 5 is 40 of 100.
    assert (prevent["level"], prevent["score"]["low"]["rounded"]) == ({"low": 5, "high": 5}, "100.0")
    assert (detect["level"], detect["score"]["high"]["rounded"]) == ({"low": 2, "high": 2}, "40.0")
    assert respond["level"] == {"low": 0, "high": 5}
    assert result["overall"]["score"]["low"] == {"numerator": 140, "denominator": 3, "rounded": "46.7"}
    assert result["overall"]["score"]["high"] == {"numerator": 80, "denominator": 1, "rounded": "80.0"}


def test_its_report_conforms_and_speaks_its_own_words(answers, tmp_path):
    need("pango")
    need("pdftotext")
    report = tmp_path / "report.pdf"
    run("report", answers, "--questionnaires", CATALOGUES[0], "--out", report)
    printed = subprocess.run(["pdftotext", report, "-"], capture_output=True, text=True, check=True)
    text = " ".join(printed.stdout.split())
    assert "Review of capacities for health emergencies" in text
    for word in ("Sustained", "Partial", "On a person’s word", "A new influenza", "Strengthen", "Close now"):
        assert word in text
    assert [word for word in OUR_WORDS if word in text] == []
    with pikepdf.open(BytesIO(report.read_bytes())) as opened:
        result = json.loads(opened.attachments["result.json"].get_file().read_bytes())
    assert result["questionnaire"]["hash"] in text.replace(" ", "")
    outloud = Path(sys.executable).with_name("outloud")
    checked_by = subprocess.run(
        [outloud, "--layer", "conformance", report], capture_output=True, text=True, check=False
    )
    assert checked_by.returncode == 0, checked_by.stdout

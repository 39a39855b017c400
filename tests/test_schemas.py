"""The published JSON Schemas say what the program accepts; `docs/schemas` holds them."""

import json
import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

from app.answers import answers_schema, assessment_schema, body, encoded_answers
from app.catalogue import schemas
from app.core.assessment.journal import Earlier, SubjectKind
from app.services import moving
from tests.answers_files import HEAD, assessments
from tests.builders import ABOUT, a_database
from tests.services.worked_on import written_in

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT / "docs/schemas"
SCHEMAS = {**schemas(), "answers.json": answers_schema(), "assessment.json": assessment_schema()}
QUESTIONNAIRES = sorted(
    head.parent
    for folder in (ROOT / "questionnaires", ROOT / "tests/questionnaires")
    for head in folder.glob("*/*/questionnaire.toml")
)


def faults(schema: str, content: object) -> list[str]:
    validator = Draft202012Validator(SCHEMAS[schema], format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(content)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_the_one_of_the_program(name):
    Draft202012Validator.check_schema(SCHEMAS[name])
    text = json.dumps(SCHEMAS[name], indent=1) + "\n"
    if os.environ.get("CIED_RENEW"):
        PUBLISHED.mkdir(exist_ok=True)
        (PUBLISHED / name).write_text(text)
    assert (PUBLISHED / name).read_text() == text, "Renew it: CIED_RENEW=1 pytest tests/test_schemas.py"


@pytest.mark.parametrize("folder", QUESTIONNAIRES, ids=lambda folder: folder.parent.name)
def test_every_questionnaire_and_demonstration_fits_the_schemas(folder):
    head = tomllib.loads((folder / "questionnaire.toml").read_text())
    assert faults("questionnaire.json", head) == []
    for part in head.get("parts", []):
        assert faults("part.json", tomllib.loads((folder / part).read_text())) == []
    for domain in head["domains"]:
        assert faults("domain.json", tomllib.loads((folder / domain).read_text())) == []
    for demonstration in folder.glob("demonstrations/*.json"):
        assert faults("answers.json", json.loads(demonstration.read_text())) == []


@given(assessments)
def test_every_answers_file_that_is_written_fits_the_schema(held):
    assert faults("answers.json", json.loads(encoded_answers(held))) == []


def test_an_assessment_file_fits_the_schema_and_one_of_another_shape_does_not(tmp_path):
    database = a_database(tmp_path)
    assessment = written_in(database)
    file = json.loads(moving.moved_out(database, assessment))
    database.close()
    assert faults("assessment.json", file) == []
    assert {one["subject"].partition(":")[0] for one in file["entries"]} == set(SubjectKind)
    for change, problem in (
        ({"id": "12"}, "does not match"),
        ({"colour": "red"}, "unexpected"),
        ({"entries": []}, "should be non-empty"),
        ({"entries": [{**file["entries"][1], "content": {"level": 1.5}}]}, "is not of type 'integer'"),
    ):
        assert any(problem in fault for fault in faults("assessment.json", {**file, **change})), problem


def test_the_history_may_say_from_which_edition_the_assessment_starts():
    about = replace(ABOUT, earlier=Earlier(assessment="a", edition=1))
    one_entry = SCHEMAS["assessment.json"]["properties"]["entries"]["items"]
    entry = {"subject": "about:", "author": "", "at": "2026-11-24T14:32:05.000Z", "mutation": "m"}
    assert Draft202012Validator(one_entry).is_valid(entry | {"content": json.loads(body(about))})
    assert not Draft202012Validator(one_entry).is_valid(entry | {"content": {"earlier": {}}})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"answers": {"1.1.1": {"level": 1, "not_known": True}}}, "should not be valid"),
        ({"answers": {"1.1.1": {"level": 1.5}}}, "is not of type 'integer'"),
        ({"answers": {"1.1.1": {"levle": 1}}}, "unexpected"),
        ({"reference_date": "yesterday"}, "is not a 'date'"),
        ({"country": {"code": "xa", "name": "Xandoria"}}, "does not match"),
        ({"format": "cied-answers/2"}, "was expected"),
    ],
)
def test_what_the_program_refuses_for_its_shape_the_schema_refuses_too(change, problem):
    assert any(problem in fault for fault in faults("answers.json", {**HEAD, **change}))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"domains": []}, "should be non-empty"),
        ({"status": "final"}, "is not one of"),
        ({"colour": "red"}, "unexpected"),
        ({"scale": {"adequate": 1.5, "share": 0.5, "levels": []}}, "is not of type 'integer'"),
    ],
)
def test_a_questionnaire_of_another_shape_does_not_fit(change, problem):
    head = tomllib.loads((ROOT / "tests/questionnaires/tiny/0.1/questionnaire.toml").read_text())
    assert any(problem in fault for fault in faults("questionnaire.json", {**head, **change}))

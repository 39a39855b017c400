"""Whatever a program sends, the JSON edge answers as its description says, and with no fault of its own."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from app.settings import CLONE
from tests.api.asking import API
from tests.edges import ADDRESS, edge

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
PER_OPERATION = 50


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A client of the product with the demonstration in it, and what leads to what it holds."""
    with edge(tmp_path_factory.mktemp("described"), questionnaires=CLONE / "questionnaires") as client:
        shown, *_ = client.get(f"{API}/assessments?demonstrations=true").json()["assessments"]
        present = {"assessment_id": shown["id"], "questionnaire_id": shown["questionnaire"]}
        yield client, present | {"version": shown["version"]}


# The published description; another test holds that it is the one which is served.
schema = schemathesis.openapi.from_dict(json.loads(Path(__file__).with_name("openapi.json").read_text()))


@schema.parametrize()
@settings(
    max_examples=PER_OPERATION,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_it_is_described(case, served):
    client, present = served
    for known in ({}, {name: present[name] for name in case.path_parameters if name in present}):
        case.path_parameters.update(known)
        sent = case.as_transport_kwargs(base_url=ADDRESS + API)
        del sent["cookies"]  # no operation has any
        sent["content"] = sent.pop("data", None)
        case.validate_response(client.request(**sent), checks=CHECKS)

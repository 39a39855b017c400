"""The JSON edge: every route, what it refuses and in which shape, and that only masked figures leave."""

import json
import os
import time
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app.answers import LARGEST_FILE
from app.core.assessment.answer import Answer, NotKnown
from app.core.errors import BusyError
from app.services import finishing
from app.settings import CLONE
from tests import builders
from tests.api.asking import API, EVERY, answer_all, finish, finished, floats_in, got, refused
from tests.edges import database_of, edge, written_down

SNAPSHOT = Path(__file__).with_name("openapi.json")


def a_file(**changes):
    """An answers file on the tiny questionnaire."""
    return {
        "format": "cied-answers/1",
        "questionnaire": "tiny",
        "version": "0.1",
        "country": {"code": "XA", "name": "Xandoria"},
        "reference_date": "2026-10-31",
        "answers": {"1.1.1": {"level": 2}},
    } | changes


def exact(number):
    """The number of an exact figure, which has to agree with its rounded text."""
    value = Fraction(number["numerator"], number["denominator"])
    assert type(number["numerator"]) is int
    assert type(number["denominator"]) is int
    assert number["rounded"] == f"{float(round(value * 10) / 10):.1f}"
    return value


# Questionnaires


def test_the_questionnaires_are_listed_and_each_text_has_the_hash_that_is_told(client):
    from hashlib import sha256

    listed = next(one for one in got(client, "/questionnaires") if one["id"] == "tiny")
    assert (listed["id"], listed["version"], listed["status"]) == ("tiny", "0.1", "draft")
    assert (listed["domains"], listed["questions"]) == (2, len(EVERY))
    answer = client.get(f"{API}/questionnaires/tiny/0.1")
    assert answer.headers["content-type"] == "application/json"
    assert sha256(answer.content).hexdigest() == listed["hash"]
    assert floats_in(answer.json()) == []


# Assessments


def test_an_assessment_is_listed_and_read_with_its_editions(client, assessment):
    (listed,) = got(client, "/assessments")["assessments"]
    assert listed == got(client, f"/assessments/{assessment}")
    assert (listed["id"], listed["is_finished"], listed["editions"]) == (assessment, False, [])
    assert listed["country"] == {"code": "XA", "name": "Xandoria"}
    answer_all(client, assessment)
    finish(client, assessment)
    (edition,) = got(client, f"/assessments/{assessment}")["editions"]
    assert edition["number"] == 1
    assert got(client, f"/assessments/{assessment}/result", edition=1)["content_hash"] == edition["hash"]


def test_demonstrations_are_hidden_unless_asked_for(tmp_path):
    with edge(tmp_path, questionnaires=CLONE / "questionnaires") as client:
        assert got(client, "/assessments")["assessments"] == []
        assert got(client, "/results")["rows"] == []
        shown = got(client, "/assessments", demonstrations=True)["assessments"]
        assert [one["is_demonstration"] for one in shown] == [True] * 4
        rows = got(client, "/results", demonstrations=True, limit=1000)["rows"]
        assert rows
        assert {row["is_demonstration"] for row in rows} == {True}
        assert {row["assessment"] for row in rows} == {one["id"] for one in shown}
        for one in shown:
            for copy in ("own", "masked"):
                got(client, f"/assessments/{one['id']}/result", copy=copy)


def test_a_masked_result_and_file_hold_nothing_of_a_withheld_answer(client):
    id_ = finished(client, withheld=("2.1.1",))
    own = got(client, f"/assessments/{id_}/result", copy="own", edition=1)
    masked = got(client, f"/assessments/{id_}/result")
    assert own["questions"]["2.1.1"] == {"low": 4, "high": 4, "grade": "demonstrated"}
    assert masked["questions"]["2.1.1"] == {"low": 0, "high": 4, "grade": None}
    assert own["overall"]["score"] != masked["overall"]["score"]
    assert got(client, f"/assessments/{id_}/result", copy="masked", edition=1) == masked
    for address in (
        f"/assessments/{id_}/answers",
        f"/assessments/{id_}/answers?edition=1",
        f"/assessments/{id_}/result",
        f"/assessments/{id_}",
        "/assessments",
        "/results",
    ):
        assert "secret" not in client.get(API + address).text, address
    assert "A secret title" in client.get(f"{API}/assessments/{id_}/answers?copy=own").text


def test_an_export_imported_again_is_exported_byte_for_byte(client):
    id_ = finished(client, withheld=("1.1.1", "2.1.1"))
    for copy in ("own", "masked"):
        first = client.get(f"{API}/assessments/{id_}/answers", params={"copy": copy})
        assert first.status_code == 200
        again = client.post(f"{API}/assessments", content=first.content)
        assert again.status_code == 201
        second = client.get(f"{API}/assessments/{again.json()['id']}/answers", params={"copy": "own"})
        assert second.content == first.content
        results = [
            got(client, f"/assessments/{id_}/result", copy=copy),
            got(client, f"/assessments/{again.json()['id']}/result", copy="own"),
        ]
        assert results[0] == results[1]


def test_an_edition_stays_as_it_was_when_the_assessment_goes_on(client):
    id_ = finished(client)
    before = [
        client.get(f"{API}/assessments/{id_}/{what}", params={"copy": "own", "edition": 1}).content
        for what in ("result", "answers")
    ]
    rows = got(client, "/results")
    finishing.reopen(database_of(client), id_, builders.an_act(), reason="It went on.")
    builders.answered(database_of(client), id_, "1.1.1", builders.an_answer(0), base=1)
    after = [
        client.get(f"{API}/assessments/{id_}/{what}", params={"copy": "own", "edition": 1}).content
        for what in ("result", "answers")
    ]
    assert after == before
    assert got(client, f"/assessments/{id_}")["is_finished"] is False
    assert got(client, "/results") == rows
    finish(client, id_)
    newer = got(client, "/results")
    assert {row["edition"] for row in newer["rows"]} == {2}
    assert newer["rows"][0]["score_low"] != rows["rows"][0]["score_low"]


# Results


def test_results_are_of_full_assessments_or_of_quick_scans_and_never_of_both(client):
    full = finished(client)
    quick = client.post(f"{API}/assessments", content=json.dumps(a_file(scope="quick"))).json()["id"]
    assert got(client, f"/assessments/{quick}")["scope"] == "quick"
    finish(client, quick)
    told = got(client, f"/assessments/{quick}/result")
    assert told["scope"] == "quick"
    assert "not comparable with a full assessment" in told["statement"]
    assert list(told["questions"]) == ["1.1.1", "1.2.1", "2.1.1"]
    assert got(client, f"/assessments/{quick}/answers")["scope"] == "quick"
    for scope, assessment in (("full", full), ("quick", quick)):
        rows = got(client, "/results", scope=scope)["rows"]
        assert {(row["assessment"], row["scope"]) for row in rows} == {(assessment, scope)}
    assert got(client, "/results") == got(client, "/results", scope="full")
    assert refused(client.get(f"{API}/results?scope=both"), 422)["faults"][0]["place"][-1] == "scope"


def test_results_hold_finished_assessments_alone(client, assessment):
    answer_all(client, assessment)
    assert got(client, "/results")["rows"] == []
    finish(client, assessment)
    rows = got(client, "/results")["rows"]
    assert [row["node"] for row in rows] == ["overall", "D1", "D2", "1.1", "1.2", "2.1", "2.2"]
    assert {row["assessment"] for row in rows} == {assessment}


def test_a_row_has_the_figures_of_the_masked_copy_exactly(client):
    id_ = finished(client, withheld=("2.1.1",))
    masked = got(client, f"/assessments/{id_}/result", copy="masked")
    own = got(client, f"/assessments/{id_}/result", copy="own")
    nodes = {"overall": masked["overall"], **masked["domains"], **masked["components"]}
    rows = got(client, "/results")["rows"]
    assert {row["node"] for row in rows} == set(nodes)
    for row in rows:
        node = nodes[row["node"]]
        assert row["score_low"] == node["score"]["low"]
        assert row["score_high"] == node["score"]["high"]
        assert row["score_claimed"] == node["score"]["claimed"]
        assert row["coverage"] == node["coverage"]
        level = node["level"] or {"low": None, "high": None}
        assert (row["level_low"], row["level_high"]) == (level["low"], level["high"])
        for name in ("score_low", "score_high", "coverage"):
            exact(row[name])
        assert 0 <= exact(row["score_low"]) <= exact(row["score_high"]) <= 100
    boats = next(row for row in rows if row["node"] == "2.1")
    assert boats["score_low"] != own["components"]["2.1"]["score"]["low"]


def test_results_are_filtered_by_each_parameter_and_by_all_of_them(client):
    old = finished(client, country="XB", day=date(2025, 12, 31))
    new = finished(client, country="XC", day=date(2026, 1, 1))

    def ids(**parameters):
        return {row["assessment"] for row in got(client, "/results", **parameters)["rows"]}

    assert ids() == {old, new}
    assert ids(year=2025) == {old}
    assert ids(year=2026) == {new}
    assert ids(year=2024) == set()
    assert ids(questionnaire="tiny") == ids(version="0.1") == {old, new}
    assert ids(questionnaire="other") == ids(version="0.2") == ids(questionnaire="TINY") == set()
    for kind, count in (("overall", 1), ("domain", 2), ("component", 4)):
        rows = got(client, "/results", kind=kind, year=2026, questionnaire="tiny", version="0.1")["rows"]
        assert {row["kind"] for row in rows} == {kind}
        assert len(rows) == count
    rows = got(client, "/results", kind="overall")["rows"]
    assert [row["country"]["code"] for row in rows] == ["XB", "XC"]


def test_a_score_that_nobody_claimed_is_none_and_no_zero(client, assessment):
    for question in EVERY:
        builders.answered(database_of(client), assessment, question, Answer(value=NotKnown()))
    finish(client, assessment)
    for row in got(client, "/results")["rows"]:
        assert (exact(row["score_low"]), exact(row["score_high"])) == (0, 100)
        assert row["score_claimed"] is None


# What is refused


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/assessments/none",
        "/assessments/none/result",
        "/assessments/none/answers",
        "/assessments/{id}/nowhere",
        "/assessments/{id}/result?edition=1",
        "/assessments/{id}/answers?edition=9999",
        "/questionnaires/tiny/9.9",
        "/questionnaires/none/0.1",
        "/questionnaires/none%0A/0.1",
        "/%0D%0A",
    ],
)
def test_what_is_not_there_is_a_problem_404(client, assessment, address):
    assert refused(client.get(API + address.format(id=assessment)), 404)["title"] == "Not Found"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/results?kind=question", "kind"),
        ("/results?year=0", "year"),
        ("/results?year=x", "year"),
        ("/results?demonstrations=perhaps", "demonstrations"),
        ("/results?questionaire=tiny", "questionaire"),
        ("/results?Kind=domain", "Kind"),
        ("/results?kind=domain&kind=overall", "kind"),
        ("/assessments?year=2026", "year"),
        ("/questionnaires?x=", "x"),
        ("/questionnaires/tiny/0.1?x=1", "x"),
        ("/assessments/{id}?copy=own", "copy"),
        ("/assessments/{id}/result?copy=all", "copy"),
        ("/assessments/{id}/result?edition=0", "edition"),
        ("/assessments/{id}/answers?edition=-1", "edition"),
        ("/assessments/{id}/answers?mask=yes", "mask"),
    ],
)
def test_a_parameter_that_is_unknown_or_cannot_be_is_refused_by_its_name(client, assessment, address, place):
    said = refused(client.get(API + address.format(id=assessment)), 422)
    assert [fault["place"] for fault in said["faults"]] == [["query", place]]


def test_an_import_with_an_unknown_parameter_starts_nothing(client):
    before = written_down(client)
    refused(client.post(f"{API}/assessments?copy=own", json=a_file()), 422)
    assert written_down(client) == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_a_route_does_not_have_is_a_problem_405(client, method):
    answer = client.request(method, f"{API}/results")
    assert refused(answer, 405)["title"] == "Method Not Allowed"
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_file_that_is_too_large_is_refused_in_words_or_with_413(client):
    said = refused(client.post(f"{API}/assessments", content=b" " * (LARGEST_FILE + 1)), 422)
    assert "5,242,880" in said["faults"][0]["problem"]
    said = refused(client.post(f"{API}/assessments", content=b" " * (2 * LARGEST_FILE)), 413)
    assert "6,291,456" in said["detail"]


def test_a_busy_database_is_a_problem_503_that_says_when_to_try_again(client, monkeypatch):
    from app.services import transfer

    def busy(*_args, **_more):
        raise BusyError("locked")

    monkeypatch.setattr(transfer, "import_answers", busy)
    answer = client.post(f"{API}/assessments", json=a_file())
    refused(answer, 503)
    assert answer.headers["retry-after"] == "5"


# Import


def test_an_imported_file_is_an_assessment_that_goes_on(client):
    answer = client.post(f"{API}/assessments", json=a_file())
    assert answer.status_code == 201
    id_ = answer.json()["id"]
    assert got(client, f"/assessments/{id_}")["is_finished"] is False
    saving_on = builders.answered(database_of(client), id_, "1.1.1", builders.an_answer(3), base=1)
    assert saving_on.revision == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b"[]", ""),
        (b"null", ""),
        (b"{}", ""),
        (b'{"questionnaire": "none", "version": "1"}', ""),
        (b'{"questionnaire": "\\ud800", "version": ["0.1"]}', ""),
    ],
)
def test_a_body_that_is_no_answers_file_is_refused(client, content, problem):
    before = written_down(client)
    said = refused(client.post(f"{API}/assessments", content=content), 422)
    assert said["faults"]
    assert problem in said["faults"][0]["problem"]
    assert written_down(client) == before


def test_every_error_of_a_bad_file_is_listed_with_its_place_and_mend(client):
    before = written_down(client)
    bad = a_file(
        country={"code": "xandoria", "name": ""},
        facts={"coast": {"options": ["lunar"]}, "moon": {"options": ["full"]}},
        ratings={"S1": {"relevance": "extreme"}},
        components={"1.1": {"not_applicable": "We would rather not."}},
        answers={
            "1.1.1": {"level": 9},
            "1.1.2": {"level": 1.5},
            "1.1.3": {"range": [3, 1]},
            "9.9.9": {"level": 1},
            "1.2.1": {"level": 2, "evidence": [{"grade": "rumour", "title": "x", "dated": "soon"}]},
        },
    )
    said = refused(client.post(f"{API}/assessments", json=bad), 422)
    places = [" ".join(fault["place"]) for fault in said["faults"]]
    for place in (
        "country code",
        "country name",
        "facts fact coast options option 1",
        "facts",
        "ratings scenario S1 relevance",
        "components component 1.1 not_applicable",
        "answers question 1.1.1 level",
        "answers question 1.1.2 level",
        "answers question 1.1.3 range",
        "answers",
        "answers question 1.2.1 evidence item 1 grade",
        "answers question 1.2.1 evidence item 1 dated",
    ):
        assert place in places
    assert all(fault["mend"] for fault in said["faults"])
    assert written_down(client) == before


def test_every_error_of_a_bad_file_of_hostile_text_is_plain_text_in_json(client):
    bad = a_file(answers={"<script>": {"level": "{{7*7}}"}})
    answer = client.post(f"{API}/assessments", json=bad)
    refused(answer, 422)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "49" not in answer.text


# The description


def test_the_description_of_the_edge_is_the_one_that_was_published(client):
    published = client.get(f"{API}/openapi.json").json()
    if os.environ.get("CIED_RENEW") == "1":
        SNAPSHOT.write_text(json.dumps(published, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    assert json.loads(SNAPSHOT.read_text()) == published, (
        "The published description of /api/v1 has changed. If that is meant, and nothing that a program "
        "relies on is lost, renew it: CIED_RENEW=1 .venv/bin/python -m pytest tests/api -k published"
    )


def test_every_described_answer_has_an_example_or_a_shape_and_every_error_is_a_problem(client):
    described = got(client, "/openapi.json")
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            assert route["description"], (method, path)
            for status, answer in route["responses"].items():
                if status == "304":
                    assert "content" not in answer, (method, path)
                elif status >= "400":
                    assert "application/problem+json" in answer["content"], (method, path, status)
                else:
                    assert "application/json" in answer["content"], (method, path, status)
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_no_shape_of_the_description_has_a_float(client):
    assert "'type': 'number'" not in repr(got(client, "/openapi.json"))


@pytest.mark.parametrize(
    "address",
    ["/results?questionnaire=%00", "/results?version=0.1%00", "/assessments/%00", "/results?cursor=%00"],
)
def test_the_character_nul_is_refused_and_breaks_nothing(client, address):
    assert client.get(f"{API}{address}").status_code in {404, 422}


@pytest.mark.parametrize("place", ["country", "key", "comment"])
def test_a_file_full_of_combining_marks_is_answered_at_once(client, place):
    marks = "a" + "\u0301\u0323" * 50_000
    if place == "country":
        sent = a_file() | {"country": {"code": "XA", "name": marks}}
    else:
        sent = a_file() | ({marks: marks} if place == "key" else {"answers": {"1.1.1": {"comment": marks}}})
    # Of the processor; with rows whole it takes seven seconds.
    began = time.process_time()
    answer = client.post(f"{API}/assessments", json=sent)
    assert time.process_time() - began < 4
    assert answer.status_code in {201, 422}

"""Which requests are let in, and the headers on every answer."""

import re
import time

import pytest

from app.http.guard import LARGEST_BODY
from tests.edges import edge, raw, written_down

PROMISED = {
    "content-security-policy": (
        "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
NEW = {
    "country_name": "Xandoria",
    "country_code": "XA",
    "reference_date": "2026-10-31",
    "questionnaire": "tiny/0.1",
    "author": "Ana",
}


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1",
        "127.0.0.1:8001",
        "127.0.0.1:8000.evil.example",
        "localhost:8000@evil.example",
        "",
    ],
)
def test_a_request_for_another_host_is_refused(client, host):
    for method, address in (("GET", "/"), ("GET", "/api/v1/results"), ("POST", "/assessments")):
        answer = client.request(method, address, headers={"host": host})
        assert answer.status_code == 400
        assert "Host" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_every_loopback_name_with_the_port_is_let_in(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"},
        {"sec-fetch-site": ""},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:8001"},
        {"origin": "http://127.0.0.1"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
def test_what_a_page_of_another_site_sends_is_refused_and_changes_nothing(client, headers):
    before = written_down(client)
    for address in ("/assessments", "/api/v1/assessments"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = client.request(method, address, data=NEW, headers=headers)
            assert answer.status_code == 403
    assert written_down(client) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8000"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:8000"},
        {},
    ],
)
def test_an_own_page_and_a_program_that_is_no_browser_may_save(client, headers):
    assert client.post("/assessments", data=NEW, headers=headers).status_code == 303


def test_a_link_from_another_site_may_be_followed(client):
    answer = client.get("/", headers={"sec-fetch-site": "cross-site", "origin": "http://evil.example"})
    assert answer.status_code == 200


def test_every_answer_carries_the_protective_headers(client, here):
    answers = [
        client.get(address)
        for address in (
            "/",
            "/assessments/new",
            here,
            f"{here}/result",
            f"{here}/questions/1.1.1",
            "/nowhere",
            "/api/v1/nowhere",
            "/api/v1/openapi.json",
            "/healthz",
        )
    ]
    answers += [
        client.get("/", headers={"host": "evil.example"}),
        client.post("/assessments", data=NEW, headers={"origin": "http://evil.example"}),
        client.post("/assessments", data={}),
        client.post("/assessments", data=NEW),
    ]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED, answer.url
        assert answer.headers["cache-control"] == "no-store", answer.url


def test_an_answer_that_says_who_may_keep_it_carries_the_protective_headers_too(client):
    answer = client.get("/api/v1/results")
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_style_sheet_may_be_kept_for_good_and_still_carries_the_headers(client):
    from app.rendering.environment import static_address

    answer = client.get(static_address("site.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED


def test_no_page_has_a_script_or_style_that_its_policy_would_refuse(client, here):
    for address in ("/", "/assessments/new", here, f"{here}/result", f"{here}/questions/1.1.1"):
        page = client.get(address).text
        assert "<script>" not in page
        assert "<style" not in page
        assert ' style="' not in page
        assert ' onclick="' not in page


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 20 * LARGEST_BODY])
def test_a_body_over_the_limit_is_refused_in_the_shape_of_its_edge(client, size):
    before = written_down(client)
    program = client.post("/api/v1/assessments", content=b"x" * size)
    page = client.post(
        "/assessments",
        content=b"author=" + b"x" * size,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert (program.status_code, page.status_code) == (413, 413)
    assert program.headers["content-type"] == "application/problem+json"
    assert program.json()["title"] == "Content Too Large"
    assert "too large" in page.text
    assert written_down(client) == before


def test_a_body_of_unknown_length_is_refused_once_it_is_over_the_limit(client):
    piece = b"x" * 65_536
    answer = client.post("/api/v1/assessments", content=(piece for _ in range(2000)))
    assert "content-length" not in answer.request.headers
    assert answer.status_code == 413


def test_a_file_over_the_largest_answers_file_is_refused_in_its_own_words(client):
    answer = client.post("/api/v1/assessments", content=b" " * (LARGEST_BODY - 1))
    assert answer.status_code == 422
    assert "at most 5,242,880 bytes can be read" in answer.json()["faults"][0]["problem"]


HOSTILE = [
    b"/assessments/" + b"a" * 100_000,
    b"/assessments/../",
    b"/assessments/..%2f..%2fetc%2fpasswd",
    b"/assessments/%00",
    b"/assessments/%ff%fe",
    b"/assessments/%ED%A0%80",
    b"/assessments/' OR 1=1 --",
    b"/assessments/{id}/questions/%00",
    b"/assessments/{id}/questions/" + b"1." * 50_000,
    b"/assessments/{id}/questions/1.1.1%0a",
    b"/assessments/{id}/components/%00",
    b"/assessments/{id}/domains/" + b"D" * 100_000,
    b"/assessments/{id}/result/overall",
    b"/assessments/{id}/result/__class__",
    b"/assessments/{id}/report/..%2f..%2fcied.sqlite.pdf",
    b"/assessments/{id}/report/%00.pdf",
    b"/assessments/{id}/report/" + b"0" * 100_000 + b".pdf",
    b"/static/../main.py",
    b"/static/..%2fmain.py",
    b"/static/%00",
    b"/static/" + b"a" * 100_000,
    b"/api/v1/assessments/%00",
    b"/api/v1/assessments/" + b"a" * 100_000,
    b"/api/v1/assessments/%ff/result",
    b"/api/v1/questionnaires/tiny/..",
    b"/api/v1/questionnaires/%00/%00",
]


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40].decode())
def test_a_hostile_address_leads_nowhere_and_breaks_nothing(client, assessment, path):
    status, body = raw(client, path.replace(b"{id}", assessment.encode()))
    assert 200 <= status < 500
    assert b"Traceback" not in body
    assert b"create_app" not in body
    if b"/static/" in path or b"a" * 1000 in path or b"%00" in path:
        assert 300 <= status < 500


@pytest.mark.parametrize(
    "query",
    [b"year=" + b"9" * 5000, b"year=%00", b"year=-1", b"year=0", b"kind=%ff", b"version=" + b"x" * 41],
)
def test_a_hostile_parameter_is_refused(client, query):
    assert raw(client, b"/api/v1/results", query=query)[0] == 422


@pytest.mark.parametrize("base", [str(2**63), "9" * 100_000, "-1", "\u0661", "1e3", "", "\x00"])
def test_a_revision_that_cannot_be_counts_as_none(client, here, base):
    for address, fields in (
        (f"{here}/questions/1.1.1", {"value": "2", "base": base}),
        (f"{here}/components/1.1", {"target": "2", "base": base}),
        (f"{here}/profile", {"fact:coast": "calm", "base-fact:coast": base}),
        (f"{here}/domains/D1", {"finished": "yes", "base": base}),
    ):
        assert client.post(address, data=fields).status_code == 303


@pytest.mark.parametrize(
    "mutation", ["x" * 100_000, "\x00", "a b", "'; DROP TABLE entries; --", "\U0001f600"]
)
def test_a_mutation_of_any_shape_saves_once(client, here, mutation):
    before = written_down(client)
    for _ in range(2):
        sent = {"value": "2", "mutation": mutation}
        assert client.post(f"{here}/questions/1.1.1", data=sent).status_code == 303
    after = written_down(client)
    assert sum(after.values()) == sum(before.values()) + 1


def test_a_form_with_too_many_fields_or_with_files_is_refused(client, here):
    many = {f"field-{number}": "x" for number in range(10_000)}
    parts = {name: (None, value) for name, value in many.items()}
    file = {"comment": ("a.txt", b"text")}
    huge = {"comment": (None, b"x" * 3 * 2**20)}
    before = written_down(client)
    for address in ("/assessments", f"{here}/questions/1.1.1", f"{here}/profile", f"{here}/finish"):
        assert client.post(address, data=many).status_code == 400
        for sent in (parts, file, huge):
            assert client.post(address, files=sent).status_code == 400
    assert written_down(client) == before


def test_a_form_that_is_none_is_refused(client, here):
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "application/json", "\x7f"):
        answer = client.post(f"{here}/questions/1.1.1", content=b"\xff\x00{", headers={"content-type": kind})
        assert answer.status_code < 500


def test_another_port_of_the_settings_is_the_one_that_is_answered(tmp_path):
    with edge(tmp_path, port=9000) as client:
        assert client.get("/").status_code == 400
        assert client.get("/", headers={"host": "127.0.0.1:9000"}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/healthz", "/api/v1/results", "/assessments/new", "/nothing"])
def test_head_is_answered_as_get_without_the_body(client, address):
    # Compressed, the random words in a page have other lengths.
    plain = {"accept-encoding": "identity"}
    whole, head = client.get(address, headers=plain), client.head(address, headers=plain)
    assert head.status_code == whole.status_code
    assert head.content == b""
    for name in ("content-type", "content-length", "content-security-policy", "cache-control"):
        assert head.headers.get(name) == whole.headers.get(name)


def test_head_of_what_is_streamed_or_a_file_is_empty_too(client):
    assert client.head("/api/v1/results?format=csv").content == b""
    style = re.search(r'href="(/static/[^"]+css)"', client.get("/").text)[1]
    assert client.head(style).headers["content-length"] == client.get(style).headers["content-length"]


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/api/v1/assessments", "GET, HEAD, POST"),
        ("/api/v1/results", "GET, HEAD"),
        ("/assessments/{id}/questions/1.1.1", "GET, HEAD, POST"),
        ("/assessments/{id}/finish", "POST"),
        ("/", "GET, HEAD"),
    ],
)
def test_what_is_not_allowed_is_told_with_all_that_is(client, assessment, address, methods):
    for method in ("DELETE", "OPTIONS"):
        answer = client.request(method, address.format(id=assessment))
        assert answer.status_code == 405
        assert answer.headers["allow"] == methods


def test_a_host_that_is_not_answered_is_told_what_to_open(client):
    answer = client.get("/", headers={"host": "127.0.0.1:9000"})
    assert "Open http://127.0.0.1:8000 instead" in answer.text
    assert "CIED_PUBLIC_PORT" in answer.text


@pytest.mark.parametrize("address", [b"/assessments", b"/api/v1/assessments"])
def test_a_line_that_is_cut_logs_one_line(client, caplog, address):
    status, _ = raw(client, address, method="POST", is_cut=True)
    assert status == 400
    assert [record.getMessage() for record in caplog.records if record.name == "uvicorn.error"] == [
        "The line was cut during a POST; nothing of it was saved."
    ]


@pytest.mark.parametrize("content", [b"&" * 6_000_000, b"a&" * 3_000_000, b"a=1&" * 8_001])
def test_a_form_of_more_fields_than_any_page_has_is_refused_at_once(client, here, content):
    for address in ("/assessments", "/move-in", "/verify", f"{here}/workbook"):
        begun = time.process_time()
        answer = client.post(
            address, content=content, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code == 400, address
        assert time.process_time() - begun < 1, address

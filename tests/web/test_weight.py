"""What a first visit of a question page weighs, over a real request, and what is compressed."""

import gzip
import re
import urllib.request

import brotli
import pytest

from app.rendering.environment import STATIC, static_address
from tests.edges import edge
from tests.journeys.pages import demonstration_of, opened_again
from tests.serving import served

MOST_BYTES = 15_000
"""Of a first visit of a question page: page, style sheet, script and icon, as they are sent."""


@pytest.fixture(scope="module")
def opened_server(tmp_path_factory):
    """A server on which the heaviest demonstrations are open again, so that their questions have forms."""
    with served(tmp_path_factory.mktemp("open")) as address:
        for country in ("XA", "XC"):
            opened_again(address, country)
        yield address


def fetched(address: str, coding: str = "br"):
    """An answer as it is sent: its headers and its bytes."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": coding})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - the tests' own server
        return answer.headers, answer.read()


@pytest.mark.parametrize(
    ("country", "question"),
    [("XA", "3.2.1"), ("XA", "9.7.1"), ("XC", "11.4.2")],
    ids=["one of them", "the heaviest of a country", "the heaviest of one with an earlier assessment"],
)
def test_a_first_visit_of_a_question_page_weighs_less_than_15_kilobytes(opened_server, country, question):
    server = opened_server
    page = f"{server}{demonstration_of(server, country)}/questions/{question}"
    _, sent = fetched(page)
    text = brotli.decompress(sent).decode()
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    assert len(parts) == 3
    weights = {page: len(sent)} | {part: len(fetched(server + part)[1]) for part in parts}
    assert sum(weights.values()) < MOST_BYTES, weights


@pytest.mark.parametrize(
    ("offered", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_page_is_sent_in_the_best_coding_that_the_browser_reads(client, here, offered, coding):
    plain = client.get(f"{here}/profile", headers={"accept-encoding": "identity"})
    answer = client.get(f"{here}/profile", headers={"accept-encoding": offered})
    assert answer.headers.get("content-encoding") == coding
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert re.sub("[0-9a-f]{32}", "", answer.text) == re.sub("[0-9a-f]{32}", "", plain.text)


@pytest.mark.parametrize("file", sorted(STATIC.iterdir()), ids=lambda file: file.name)
def test_a_static_file_arrives_whole_in_every_coding_and_under_no_other_name(client, file):
    address = static_address(file.name)
    arrived = set()
    for coding in ("br", "gzip", "identity"):
        answer = client.get(address, headers={"accept-encoding": coding})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        arrived.add(answer.content)
    (content,) = arrived
    # Nothing but comments on lines of their own, and what a line begins with, is left out.
    lines = [line.strip() for line in file.read_bytes().splitlines()]
    assert {line.strip() for line in content.splitlines()} <= set(lines)
    assert b"/*" in file.read_bytes() or len(content.splitlines()) == len(lines)
    assert client.get(f"/static/{file.name}").status_code == 404
    assert client.post(address).status_code == 405
    assert client.head(address).content == b""


def test_what_is_streamed_or_can_be_asked_for_again_goes_as_it_is(client):
    for address in ("/api/v1/results", "/api/v1/results.ndjson", "/api/v1/openapi.json"):
        answer = client.get(address, headers={"accept-encoding": "br, gzip"})
        assert "content-encoding" not in answer.headers, address


def test_a_refused_page_is_compressed_like_every_other_and_keeps_its_status(client, here):
    answer = client.get(f"{here}/nowhere", headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer.headers["content-encoding"]) == (404, "gzip")
    assert "Page not found" in answer.text


def test_the_codings_are_those_of_their_names(tmp_path):
    from app.http.compression import compressed

    body = b"the same words " * 200
    assert brotli.decompress(compressed(body, "br")) == body
    assert gzip.decompress(compressed(body, "gzip")) == body
    with edge(tmp_path) as client:
        assert client.get("/healthz", headers={"accept-encoding": "br"}).status_code == 204

"""Long lists come in pages, each of which leads to the next one and to nothing else."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest

from app.services import assessments, transfer
from tests import builders
from tests.api.asking import API, finished, got, refused
from tests.edges import database_of


def read_by_body(client, address, rows, **parameters):
    """All rows of a list, by the `next` of each page."""
    page = got(client, address, **parameters)
    found, pages = page[rows], 1
    while page["next"] is not None:
        page = got(client, address, **parameters, cursor=page["next"])
        found, pages = found + page[rows], pages + 1
    return found, pages


def read_by_link(client, address, rows):
    """All rows of a list, by the link of each page."""
    found, where = [], f"{API}{address}"
    while where:
        answer = client.get(where)
        assert answer.status_code == 200, answer.text
        found += answer.json()[rows]
        assert ("next" in answer.links) == (answer.json()["next"] is not None)
        where = answer.links.get("next", {}).get("url")
    return found


@pytest.fixture
def several(client):
    """A client with finished assessments of three countries."""
    for country in ("XC", "XA", "XB"):
        finished(client, country=country)
    return client


@pytest.mark.parametrize("limit", [1, 2, 5, 7, 20, 21, 22, 1000])
def test_pages_of_results_hold_every_row_once_and_in_order(several, limit):
    every = got(several, "/results", limit=1000)["rows"]
    assert len(every) == 21
    found, pages = read_by_body(several, "/results", "rows", limit=limit)
    assert found == every
    assert pages == -(-21 // limit)
    assert read_by_link(several, f"/results?limit={limit}", "rows") == every


@pytest.mark.parametrize(
    "wanted",
    [
        {"questionnaire": "tiny"},
        {"version": "0.1"},
        {"questionnaire": "tiny", "version": "0.1", "kind": "domain"},
        {"kind": "component", "year": 2026},
        {"demonstrations": True},
    ],
)
def test_pages_keep_what_was_asked_for(several, wanted):
    every = got(several, "/results", **wanted, limit=1000)["rows"]
    assert every
    assert read_by_body(several, "/results", "rows", **wanted, limit=2)[0] == every
    asked = "&".join(f"{name}={value}" for name, value in wanted.items())
    assert read_by_link(several, f"/results?{asked}&limit=2", "rows") == every


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_of_assessments_hold_each_one_once_and_the_newest_first(several, limit):
    every = got(several, "/assessments")["assessments"]
    assert [one["country"]["code"] for one in every] == ["XB", "XA", "XC"]
    assert read_by_body(several, "/assessments", "assessments", limit=limit)[0] == every
    assert read_by_link(several, f"/assessments?limit={limit}", "assessments") == every


def test_assessments_of_the_same_moment_are_told_apart(client):
    moment = builders.now()
    for number in range(5):
        assessments.start(
            database_of(client),
            builders.TINY,
            builders.ABOUT,
            builders.an_act("", mutation=f"m{number}", at=moment + timedelta(milliseconds=number // 3)),
        )
    every = got(client, "/assessments")["assessments"]
    assert len({one["id"] for one in every}) == 5
    assert read_by_body(client, "/assessments", "assessments", limit=2)[0] == every


def test_a_page_of_assessments_has_its_full_length_where_demonstrations_are_left_out(client):
    wanted = [finished(client) for _ in range(2)]
    file = client.get(f"{API}/assessments/{wanted[0]}/answers").text
    for _ in range(3):
        transfer.import_answers(
            database_of(client),
            builders.CATALOGUE,
            file,
            builders.an_act(""),
            is_demonstration=True,
        )
    page = got(client, "/assessments", limit=2)
    assert [one["id"] for one in page["assessments"]] == wanted[::-1]
    assert page["next"] is None
    assert len(got(client, "/assessments", demonstrations=True)["assessments"]) == 5


def test_without_a_limit_a_page_has_a_hundred_rows(client):
    for _ in range(15):
        finished(client)
    page = got(client, "/results")
    assert len(page["rows"]) == 100
    assert len(got(client, "/results", cursor=page["next"])["rows"]) == 5


def test_what_is_added_meanwhile_moves_no_row_to_another_page(several):
    first = got(several, "/results", limit=10)
    finished(several, country="AA")
    finished(several, country="XD")
    rest = got(several, "/results", limit=1000, cursor=first["next"])["rows"]
    places = [(row["country"]["code"], row["node"]) for row in first["rows"] + rest]
    assert len(places) == len(set(places)) == 28
    assert {code for code, _ in places} == {"XA", "XB", "XC", "XD"}


def packed(*members):
    text = json.dumps(members, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def unpacked(cursor):
    return json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))


NOT_MADE_HERE = [
    "",
    "x",
    "%",
    "é",
    "A" * 999,
    packed(),
    packed(1),
    packed([]),
    urlsafe_b64encode(b"[" * 700).decode(),
    urlsafe_b64encode(b"{}").decode(),
    urlsafe_b64encode(b"\xff").decode(),
]


@pytest.mark.parametrize("cursor", NOT_MADE_HERE)
@pytest.mark.parametrize("address", ["/results", "/assessments"])
def test_a_cursor_that_was_not_made_here_is_refused_with_the_mend(client, address, cursor):
    said = refused(client.get(API + address, params={"cursor": cursor}), 422)
    (fault,) = said["faults"]
    assert fault["place"] == ["query", "cursor"]
    assert "`next`" in fault["mend"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (1, 7),
        (1, None),
        (1, "\ud800"),
        (5, "1"),
        (5, 1.0),
        (5, True),
        (5, -1),
        (5, 2**63),
        (6, 10**20),
        (0, "00000000"),
    ],
)
def test_a_cursor_with_a_changed_member_is_refused(several, place, value):
    members = unpacked(got(several, "/results", limit=3)["next"])
    members[place] = value
    refused(several.get(f"{API}/results", params={"cursor": packed(*members)}), 422)


@pytest.mark.parametrize("value", [-1, 10**13, 10**400, "2026", 1.5, None])
def test_a_cursor_of_no_moment_is_refused(several, value):
    members = unpacked(got(several, "/assessments", limit=1)["next"])
    members[1] = value
    refused(several.get(f"{API}/assessments", params={"cursor": packed(*members)}), 422)


def test_a_cursor_written_in_another_way_is_refused(several):
    cursor = got(several, "/results", limit=3)["next"]
    for other in (cursor + "=", cursor + "\n", " " + cursor, urlsafe_b64encode(b" ").decode() + cursor):
        refused(several.get(f"{API}/results", params={"cursor": other}), 422)


def test_a_cursor_leads_on_in_its_own_list_alone(several):
    cursor = got(several, "/results", limit=3)["next"]
    for address in ("/assessments?", "/results?kind=domain&", "/results?demonstrations=true&"):
        refused(several.get(f"{API}{address}cursor={cursor}"), 422)
    other = got(several, "/assessments", limit=1)["next"]
    for address in ("/results?", "/assessments?demonstrations=true&"):
        refused(several.get(f"{API}{address}cursor={other}"), 422)
    assert len(got(several, "/results", limit=9, cursor=cursor)["rows"]) == 9


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "x", "", "1.5", "9" * 5000])
@pytest.mark.parametrize("address", ["/results", "/assessments"])
def test_a_limit_that_cannot_be_is_refused(client, address, limit):
    said = refused(client.get(API + address, params={"limit": limit}), 422)
    assert [fault["place"] for fault in said["faults"]] == [["query", "limit"]]

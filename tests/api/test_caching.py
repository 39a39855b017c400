"""A client that has an answer already is told so, and nobody keeps what is not meant to be kept."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest

from app.catalogue import Catalogue
from app.services import finishing
from tests import builders
from tests.api.asking import API, finish, finished, got, refused
from tests.edges import database_of

SHOWN = [
    "/questionnaires",
    "/questionnaires/tiny/0.1",
    "/assessments",
    "/assessments?limit=1",
    "/assessments/{id}",
    "/assessments/{id}/result",
    "/assessments/{id}/result?copy=own",
    "/assessments/{id}/result?edition=1",
    "/assessments/{id}/answers",
    "/assessments/{id}/answers?copy=own",
    "/assessments/{id}/answers?copy=own&edition=1",
    "/results",
    "/results?limit=2",
    "/results?format=ndjson",
    "/results?format=csv",
]
OF_STATES = [address for address in SHOWN if "questionnaires" not in address]


def asked(client, address, tags=None):
    return client.get(API + address, headers={} if tags is None else {"if-none-match": tags})


@pytest.fixture
def held(client):
    """The id of a finished assessment."""
    return finished(client, withheld=("2.1.1",))


@pytest.mark.parametrize("address", SHOWN)
def test_what_the_client_has_is_not_sent_again(client, held, address):
    address = address.format(id=held)
    first = asked(client, address)
    tag = first.headers["etag"]
    assert re.fullmatch(r'(W/)?"[0-9a-f]{64}"', tag)
    bare = tag.removeprefix("W/")
    for tags in (tag, bare, f"W/{bare}", f'"other", {tag}', f'{tag} ,W/"other"', "*"):
        again = asked(client, address, tags)
        assert again.status_code == 304, tags
        assert again.content == b""
        assert "content-type" not in again.headers
        for name in ("etag", "cache-control", "vary", "x-content-type-options"):
            assert again.headers.get(name) == first.headers.get(name), name
    for tags in ("", '"other"', bare.strip('"'), f'"{bare}"', "W/*", '"*"'):
        again = asked(client, address, tags)
        assert again.status_code == 200, tags
        assert again.content == first.content


@pytest.mark.parametrize("address", SHOWN)
def test_another_body_has_another_tag(client, held, address):
    before = asked(client, address.format(id=held))
    finishing.reopen(database_of(client), held, builders.an_act(""), reason="It went on.")
    builders.answered(database_of(client), held, "1.1.1", builders.an_answer(0), base=1)
    finish(client, held)
    after = asked(client, address.format(id=held), before.headers["etag"])
    if "questionnaires" in address or "edition=1" in address:
        assert after.status_code == 304
    else:
        assert after.status_code == 200
        assert after.content != before.content


def test_an_edition_changes_with_what_is_withheld_later_and_has_another_tag(client, held):
    address = f"/assessments/{held}/answers?edition=1"
    before = asked(client, address)
    finishing.reopen(database_of(client), held, builders.an_act(""), reason="A secret.")
    hidden = replace(builders.an_answer(0), withheld=True)
    builders.answered(database_of(client), held, "1.1.1", hidden, base=1)
    after = asked(client, address, before.headers["etag"])
    assert after.status_code == 200
    assert after.json()["answers"]["1.1.1"] == {"withheld": True}


def test_no_two_addresses_share_a_tag(client, held):
    tags = [asked(client, address.format(id=held)).headers["etag"] for address in SHOWN]
    shared = {tag for tag in tags if tags.count(tag) > 1}
    # Two pages with the same bytes may.
    assert shared == {asked(client, "/assessments").headers["etag"]}


def test_the_tag_of_a_questionnaire_is_its_hash(client):
    listed = next(one for one in got(client, "/questionnaires") if one["id"] == "tiny")
    answer = asked(client, "/questionnaires/tiny/0.1")
    assert answer.headers["etag"] == f'"{listed["hash"]}"'
    assert sha256(answer.content).hexdigest() == listed["hash"]


def test_only_a_published_questionnaire_never_changes(client, monkeypatch):
    assert asked(client, "/questionnaires/tiny/0.1").headers["cache-control"] == "public, no-cache"
    published = replace(builders.TINY, status="published")
    monkeypatch.setattr(Catalogue, "find", lambda *_names: published)
    answer = asked(client, "/questionnaires/tiny/0.1")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", OF_STATES)
def test_no_other_than_its_reader_keeps_what_a_state_answered_and_nobody_the_own_copy(client, held, address):
    kept = "no-store" if "own" in address else "private, no-cache"
    assert asked(client, address.format(id=held)).headers["cache-control"] == kept


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/assessments/none",
        "/assessments/{id}/result?edition=2",
        "/results?kind=x",
    ],
)
def test_a_refusal_has_no_tag_and_is_kept_by_nobody(client, held, address):
    answer = asked(client, address.format(id=held), "*")
    assert answer.status_code != 304
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_an_edition_that_is_not_there_is_missing_whatever_the_client_has(client, held):
    for what in ("result", "answers"):
        refused(asked(client, f"/assessments/{held}/{what}?edition=2", "*"), 404)


def test_an_answer_in_another_form_has_another_tag_and_says_on_what_it_depends(client, held):
    forms = ("application/json", "application/x-ndjson", "text/csv")
    answers = [client.get(f"{API}/results", headers={"accept": form}) for form in forms]
    assert len({answer.headers["etag"] for answer in answers}) == 3
    assert {answer.headers["vary"] for answer in answers} == {"Accept"}


def test_a_demonstration_that_was_removed_changes_the_tag_of_the_results(client):
    from app.services import transfer

    id_ = finished(client)
    file = client.get(f"{API}/assessments/{id_}/answers").text
    other = transfer.import_answers(
        database_of(client), builders.CATALOGUE, file, builders.an_act(""), is_demonstration=True
    )
    finish(client, other)
    before = asked(client, "/results?demonstrations=true")
    transfer.remove_demonstrations(database_of(client))
    after = asked(client, "/results?demonstrations=true", before.headers["etag"])
    assert after.status_code == 200
    assert len(after.json()["rows"]) * 2 == len(before.json()["rows"])

"""A comparison from the JSON edge: masked unless asked otherwise, exact, and refused with a reason."""

import pytest

from app.core.assessment.answer import Answer, Level
from tests import builders
from tests.api.asking import API, answer_all, finish, got, refused
from tests.edges import database_of


@pytest.fixture
def earlier(client):
    """A finished assessment with a withheld answer."""
    begun = builders.started(database_of(client))
    answer_all(client, begun, withheld=("2.1.1",))
    finish(client, begun)
    return begun


@pytest.fixture
def assessment(client, earlier):
    """One that starts from it."""
    return builders.started_from(database_of(client), earlier)


def test_it_says_what_changed_of_each_node_with_exact_numbers(client, assessment):
    answer_all(client, assessment)
    told = got(client, f"/assessments/{assessment}/comparison")
    assert told["statement"] == "self-assessment by the State; not a measure of compliance"
    assert (told["then"]["reference_date"], told["now"]["reference_date"]) == ("2026-10-31", "2028-10-31")
    assert (told["then"]["edition"], told["now"]["edition"]) == (1, None)
    assert told["overall"]["level"] is None
    assert set(told["domains"]) == {"D1", "D2"}
    assert told["domains"]["D2"]["verdict"] == "not_distinguishable"
    # What was withheld then counts for neither side.
    assert told["domains"]["D2"]["is_better_known"] is False
    own = got(client, f"/assessments/{assessment}/comparison", copy="own")
    assert own["domains"]["D2"]["score"] != told["domains"]["D2"]["score"]
    assert told["domains"]["D1"]["score"]["moved"] == "none"
    assert told["domains"]["D1"]["level"]["now"] == told["domains"]["D1"]["level"]["then"]
    assert "1.1.1" in told["questions"]


def test_own_and_masked_copies_differ_in_what_is_withheld_alone(client, assessment):
    builders.answered(
        database_of(client), assessment, "1.1.1", Answer(value=Level(4), withheld=True, comment="A secret")
    )
    address = f"/assessments/{assessment}/comparison"
    own, masked = got(client, address, copy="own"), got(client, address)
    assert own["domains"] != masked["domains"]
    assert own["then"]["content_hash"] != masked["then"]["content_hash"]
    assert masked == got(client, address, copy="masked")
    again = client.get(f"{API}{address}", params={"copy": "own"})
    assert again.headers["cache-control"] == "no-store"


def test_an_edition_is_compared_as_it_was(client, assessment):
    finish(client, assessment)
    address = f"/assessments/{assessment}/comparison"
    first = got(client, address, edition=1)
    assert first["now"]["edition"] == 1
    assert got(client, address) == first
    tag = client.get(API + address).headers["etag"]
    assert client.get(API + address, headers={"if-none-match": tag}).status_code == 304
    refused(client.get(f"{API}{address}?edition=2"), 404)


def test_where_there_is_nothing_to_compare_it_says_why(client, earlier):
    said = refused(client.get(f"{API}/assessments/{earlier}/comparison"), 404)
    assert said["detail"] == "It starts from no earlier assessment."
    quick = builders.started_from(database_of(client), earlier, scope="quick")
    said = refused(client.get(f"{API}/assessments/{quick}/comparison"), 409)
    assert "quick scan is compared only with a quick scan" in said["detail"]
    refused(client.get(f"{API}/assessments/none/comparison"), 404)
    refused(client.get(f"{API}/assessments/{earlier}/comparison?with=other"), 422)

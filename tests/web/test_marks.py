"""Text of combining marks alone is answered as fast as any other, in every form that takes text."""

import time

import pytest

from tests.edges import form

MARKS = "a" + "\u0301\u0323" * 50_000
GENEROUS_SECONDS = 20


@pytest.mark.parametrize(
    ("page", "filled"),
    [
        ("/questions/1.1.1", {"value": "3", "comment": MARKS, "evidence__0__title": MARKS}),
        ("/components/1.1", {"target": "3", "commitment": MARKS}),
        ("/profile", {"country_name": MARKS}),
    ],
)
def test_a_form_full_of_combining_marks_is_answered_at_once(client, here, page, filled):
    sent = form(client, here + page).filled(**filled)
    began = time.perf_counter()
    answer = client.post(here + page, data=sent)
    assert time.perf_counter() - began < GENEROUS_SECONDS
    assert answer.status_code in {303, 422}


def test_a_search_for_combining_marks_is_answered_at_once(client, here):
    began = time.perf_counter()
    answer = client.get(f"{here}/search", params={"q": MARKS[:5_000]})
    assert time.perf_counter() - began < GENEROUS_SECONDS
    assert answer.status_code == 200

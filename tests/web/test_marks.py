"""Text of combining marks alone is answered as fast as any other, in every form that takes text."""

import time

import pytest

from tests.edges import form

MARKS = "a" + "\u0301\u0323" * 50_000
GENEROUS_SECONDS = 4
"""Of the processor, so that other work on the machine counts for nothing; with rows whole it takes seven."""


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
    began = time.process_time()
    answer = client.post(here + page, data=sent)
    assert time.process_time() - began < GENEROUS_SECONDS
    assert answer.status_code in {303, 422}

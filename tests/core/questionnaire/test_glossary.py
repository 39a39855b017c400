"""A term is explained beside every question that uses it, and beside no other."""

from dataclasses import replace

import pytest

from app.core.questionnaire.glossary import terms_in
from app.core.questionnaire.questionnaire import Term
from tests.builders import TINY

QUESTION = TINY.question_by_id["1.1.1"]


@pytest.mark.parametrize(
    ("term", "text", "stands"),
    [
        ("beacon", "Is there a beacon?", True),
        ("beacon", "Are there Beacons?", True),
        ("beacon (at sea)", "Is there a beacon?", True),
        ("floating light (FL)", "Is an FL there?", True),
        ("beacon", "Is there a beaconed coast?", False),
        ("beacon", "Is there a subbeacon?", False),
    ],
)
def test_a_term_is_found_as_a_word_of_its_own(term, text, stands):
    whole = replace(TINY, glossary=(Term(term=term, meaning="A sign."),))
    assert bool(terms_in(whole, replace(QUESTION, text=text))) is stands


@pytest.mark.parametrize("place", ["hint", "why", "trap", "counts", "does_not_count", "descriptor", "act"])
def test_a_term_is_found_wherever_a_question_speaks(place):
    whole = replace(TINY, glossary=(Term(term="beacon", meaning="A sign."),))
    assert terms_in(whole, QUESTION) == ()
    first, *others = QUESTION.levels
    if place == "descriptor":
        spoken = replace(QUESTION, levels=(replace(first, descriptor="No beacon."), *others))
    elif place == "act":
        step = replace(first.steps[0], act="Light the beacon.")
        spoken = replace(QUESTION, levels=(replace(first, steps=(step,)), *others))
    else:
        spoken = replace(QUESTION, **{place: ("A beacon.",) if "count" in place else "A beacon."})
    assert terms_in(whole, spoken) == whole.glossary

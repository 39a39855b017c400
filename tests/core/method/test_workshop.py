"""In a workshop agencies stand close, mostly close, or split; each office has its questions to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.assessment.answer import Position
from app.core.method.workshop import (
    Spread,
    lead_offices,
    preparation,
    spread,
)
from tests.builders import TINY, an_assessment


def held(*levels):
    return [Position(agency=str(number), level=level) for number, level in enumerate(levels)]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((), Spread.CLOSE),
        ((2,), Spread.CLOSE),
        ((2, 3, 2), Spread.CLOSE),
        ((1, 3), Spread.SPLIT),
        ((1, 2, 4), Spread.MOSTLY),
        ((0, 2, 4), Spread.SPLIT),
        ((0, 0, 3, 3), Spread.SPLIT),
    ],
)
def test_the_spread_is_told_by_how_many_stand_within_one_level(levels, expected):
    assert spread(held(*levels)) is expected


@given(st.lists(st.integers(0, 4), min_size=1), st.randoms())
def test_the_spread_is_the_same_in_any_order_and_close_only_within_one_level(levels, random):
    mixed = random.sample(levels, len(levels))
    assert spread(held(*levels)) is spread(held(*mixed))
    assert (spread(held(*levels)) is Spread.CLOSE) == (max(levels) - min(levels) <= 1)


def test_an_office_reads_what_it_leads_and_then_what_it_is_asked():
    question = TINY.question_by_id["1.1.1"]
    found = preparation(TINY, an_assessment(), question.lead.upper())
    assert question in found.leads
    assert not set(found.asked) & set(found.leads)
    for one in TINY.question_by_id.values():
        for office in one.ask:
            there = preparation(TINY, an_assessment(), office)
            assert one in (*there.leads, *there.asked)
    assert preparation(TINY, an_assessment(), "  ").leads == ()
    assert preparation(TINY, an_assessment(), "no such office").asked == ()


def test_offices_are_those_that_lead_a_domain_each_once():
    assert set(lead_offices(TINY)) == {office for domain in TINY.domains for office in domain.leads}
    assert len(set(lead_offices(TINY))) == len(lead_offices(TINY))

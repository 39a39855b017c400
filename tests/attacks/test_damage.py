"""A small version of the damage that `make attacks` does to databases."""

import pytest

from tests import missing
from tests.attacks import damage


@pytest.fixture
def place(tmp_path):
    place = damage.Place(tmp_path)
    yield place
    place.close()


def test_every_change_is_named_by_the_doctor_and_by_what_refuses_the_copy(place):
    assert [one for one in damage.changes(place) if not one.has_held] == []


def test_where_nothing_can_be_written_the_operator_is_told_in_one_sentence(place):
    missing.need("a small disk")
    assert [one for one in damage.disks(place) if not one.has_held] == []


def test_bits_that_flip_in_a_copy_are_found(place):
    flips = damage.flips(place, 20)
    assert flips.has_held, flips.answer
    assert "0 changed" not in flips.answer

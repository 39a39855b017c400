"""A small version of the attacks with files, with the tests."""

import pytest

from tests.attacks import files, mutated_files

pytestmark = pytest.mark.slow


def test_every_hostile_file_is_refused_in_words_within_bounds():
    assert [attack for attack in files.attacks(1) if not attack.has_held] == []


def test_nothing_but_a_refusal_or_a_sound_assessment_comes_of_a_mutated_file():
    assert [attack for attack in mutated_files.attacks(60) if not attack.has_held] == []

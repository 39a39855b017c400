"""A hostile or damaged workbook is read or refused in a sentence, in little memory and time."""

import pytest

from tests.attacks import workbooks

pytestmark = pytest.mark.slow


def test_no_hostile_workbook_costs_much_or_ends_in_anything_but_a_sentence():
    assert [attack for attack in workbooks.attacks(60) if not attack.has_held] == []

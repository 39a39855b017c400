"""Every row of the bench can be measured; how long anything takes is no matter of a test."""

import pytest

from tests import missing
from tests.bench import subject
from tests.bench.__main__ import EVERY
from tests.bench.measuring import TINY, Goal, Row, alternating, percentile, table
from tests.rendering.one_page import printable as a_page


@pytest.mark.slow
@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.__name__.rpartition("_")[2])
def test_each_part_measures_its_rows(part, monkeypatch):
    if part.__name__.endswith("reports"):
        missing.need("pango")
        # A report takes seconds; that one page can be measured shows as much.
        monkeypatch.setattr(part, "printable", lambda _domains: a_page())
    rows = list(part.rows(TINY))
    assert rows
    for row in rows:
        assert row.ratio > 0
        assert all(row.cells)


def test_every_question_of_the_twelve_domains_is_answered():
    asked = subject.questionnaire(12)
    assert len(asked.domains) == 12
    assert set(subject.assessment(asked).answers) == {question.id for _, _, question in asked.questions()}


def test_the_ratio_is_taken_within_each_run():
    measured, floor = iter([2.0, 30.0, 4.0]), iter([1.0, 10.0, 4.0])
    pair = alternating(3, lambda: next(measured), lambda: next(floor))
    assert (pair.measured, pair.floor, pair.ratio) == (4.0, 4.0, 2.0)


def test_the_table_says_which_goals_are_met():
    goals = [Goal(at_most=2), Goal(at_least=3), None]
    rows = [Row(name="a", measured="1 s", floor="2 s", ratio=2, goal=goal) for goal in goals]
    assert [line.split(" | ")[-1].strip(" |") for line in table(rows).splitlines()[2:]] == ["yes", "no", "–"]


def test_a_percentile_is_one_of_the_values():
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([5.0], 0.99) == 5.0

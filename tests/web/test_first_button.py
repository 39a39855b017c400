"""Enter in a field presses the first button of its form: that one always does the ordinary thing."""

import re

import pytest

from app.core.assessment.assessment import ComponentEntry, Move
from app.core.assessment.journal import Subject, SubjectKind
from tests.builders import an_answer, answered
from tests.edges import database_of, enter

FORM = re.compile(r"<form\b(?P<form>[^>]*)>(?P<inside>.*?)</form>", re.DOTALL)
BUTTON = re.compile(r"<button\b(?P<button>[^>]*)>")
ORDINARY = {
    ("question", "/questions/1.1.1"): 'name="then" value="next"',
    ("domain", "/domains/D1/questions"): 'name="then" value="domain"',
    ("workshop", "/questions/1.1.1/workshop"): 'name="then" value="positions"',
    ("component", "/components/1.1"): "",
    ("profile", "/profile"): "",
    ("plan", "/plan"): "",
    ("report", "/report"): "",
}
"""The name and value of the first button of each page's forms that have several; empty where it has none."""


@pytest.mark.parametrize(("page", "first"), ORDINARY.items(), ids=[name for name, _ in ORDINARY])
def test_the_first_button_of_a_form_does_the_ordinary_thing(client, assessment, here, page, first):
    answered(database_of(client), assessment, "1.1.1", an_answer(2))
    moved = ComponentEntry(move=Move(place=1, reason="The season begins."))
    enter(client, assessment, Subject(SubjectKind.COMPONENT, "1.1"), moved)
    text = client.get(here + page[1]).text
    found = [one["inside"] for one in FORM.finditer(text) if len(BUTTON.findall(one["inside"])) > 1]
    assert found or page[0] in {"component", "profile"}
    for inside in found:
        button = BUTTON.search(inside)["button"]
        assert first in button
        assert "formaction" not in button
        assert bool(first) == ("name=" in button)

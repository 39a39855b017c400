"""Places in a questionnaire, as they are said."""

import pytest

from app.core.questionnaire.place import group_of, member_names


@pytest.mark.parametrize(
    ("name", "group"), [("fact reach", "facts"), ("level 3", "levels"), ("descriptor", "descriptor")]
)
def test_the_name_of_a_member_leads_to_its_list(name, group):
    assert group_of(name) == group


def test_levels_are_numbered_from_0_and_whatever_has_no_id_of_its_own_from_1():
    assert member_names("levels", [None, None]) == ("level 0", "level 1")
    assert member_names("facts", ["reach", "", "a", "a"]) == (
        "fact reach",
        "fact 2",
        "fact 3 (a)",
        "fact 4 (a)",
    )

"""Every package that the product runs with has a licence that goes with Apache-2.0."""

import pytest

from tests import licences
from tests.pinned import REQUIREMENTS, pins


def test_every_line_that_pins_is_read_with_its_hashes_and_who_asks_for_it():
    text = REQUIREMENTS.read_text()
    assert len(pins()) == text.count("==") - text.count(" == ")
    assert sum(len(pin.hashes) for pin in pins()) == text.count("--hash=")
    assert all(pin.wanted_by for pin in pins())


def test_every_package_has_a_licence_that_is_allowed():
    found = {pin.name: licences.licence(pin) for pin in pins()}
    assert [name for name, told in found.items() if told and not licences.is_allowed(told)] == []


def test_only_packages_for_other_machines_have_none():
    assert [pin.name for pin in pins() if licences.licence(pin) is None and not pin.marker] == []


@pytest.mark.parametrize(
    ("told", "may_be"),
    [
        ("MIT", True),
        ("GPL-2.0-or-later OR LGPL-2.0-or-later", True),
        ("GPL-3.0-only", False),
        ("none told", False),
        ("AGPL-3.0-or-later OR LicenseRef-Commercial", False),
        ("MIT AND GPL-3.0-only", False),
    ],
)
def test_one_offer_that_is_allowed_is_enough(told, may_be):
    assert licences.is_allowed(told) == may_be


def test_another_licence_ends_the_check_with_the_name_of_the_package(monkeypatch, capsys):
    monkeypatch.setattr(licences, "PERMISSIVE", licences.PERMISSIVE - {"ISC"})
    with pytest.raises(SystemExit, match=r"go with Apache-2\.0: shellingham\.$"):
        licences.main()
    assert "ISC" in capsys.readouterr().out

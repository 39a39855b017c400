"""The bill of materials lists what is pinned, to the byte, and nothing of the machine that wrote it."""

import json
import re
from importlib.resources import files

import jsonschema_rs

from tests.pinned import REQUIREMENTS, pins
from tests.sbom import OURS, bill

TEXT = bill()
WHOLE = json.loads(TEXT)


def test_it_is_valid_cyclonedx_and_equal_requirements_give_an_equal_one():
    # By hand: the library's own validator takes a minute.
    schemas = {
        name: json.loads((files("cyclonedx.schema") / "_res" / f"{name}.SNAPSHOT.schema.json").read_text())
        for name in ("bom-1.6", "spdx", "jsf-0.82")
    }
    beside = [
        (f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", one) for name, one in schemas.items()
    ]
    validator = jsonschema_rs.validator_for(schemas["bom-1.6"], registry=jsonschema_rs.Registry(beside))
    assert list(validator.iter_errors(WHOLE)) == []
    assert not validator.is_valid(WHOLE | {"bomFormat": "other"})
    assert bill() == TEXT


def test_its_components_are_the_pinned_packages_with_their_hashes_and_addresses():
    found = {
        part["purl"]: {one["hashes"][0]["content"] for one in part["externalReferences"]}
        for part in WHOLE["components"]
    }
    assert found == {f"pkg:pypi/{pin.name}@{pin.version}": set(pin.hashes) for pin in pins()}
    assert {part["name"] for part in WHOLE["components"] if not part.get("licenses")} <= {
        pin.name for pin in pins() if pin.marker
    }


def test_every_component_is_reached_from_the_product():
    below = {one["ref"]: one.get("dependsOn", []) for one in WHOLE["dependencies"]}
    reached, waiting = set(), [OURS]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += below[here]
    assert reached == {OURS, *(part["bom-ref"] for part in WHOLE["components"])}


def test_it_names_no_path_no_registry_and_no_time():
    assert str(REQUIREMENTS.parent) not in TEXT
    assert set(re.findall(r"https?://[^/\"]+", TEXT)) <= {"http://cyclonedx.org"}
    assert "timestamp" not in TEXT

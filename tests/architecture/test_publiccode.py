"""publiccode.yml keeps to the standard (0.4), and says of the product what the product says of itself."""

import tomllib
from pathlib import Path

import pytest
import yaml

from app.rendering.language import language

ROOT = Path(__file__).parent.parent.parent
WHOLE = yaml.safe_load((ROOT / "publiccode.yml").read_text())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DEMANDED = {
    "": {
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    },
    "legal": {"license"},
    "maintenance": {"type"},
    "localisation": {"localisationReady", "availableLanguages"},
}
CATEGORIES = {"survey", "data-collection", "data-analytics"}


@pytest.mark.parametrize("section", DEMANDED)
def test_every_key_that_the_standard_demands_is_there(section):
    assert DEMANDED[section] <= set(WHOLE[section] if section else WHOLE)


def test_values_are_of_the_lists_of_the_standard():
    assert WHOLE["publiccodeYmlVersion"] == "0.4"
    assert set(WHOLE["categories"]) <= CATEGORIES
    assert WHOLE["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert WHOLE["softwareType"] == "standalone/web"
    maintenance = WHOLE["maintenance"]
    assert maintenance["type"] == "none" or maintenance["contacts"]


def test_descriptions_are_as_long_as_the_standard_lets_them_be():
    about = WHOLE["description"]["en"]
    assert 0 < len(about["shortDescription"]) <= 150
    assert 150 <= len(about["longDescription"]) <= 10_000
    assert 5 <= len(about["features"]) <= 20


def test_it_says_what_the_project_says():
    assert WHOLE["legal"]["license"] == PROJECT["license"]
    assert WHOLE["softwareVersion"] == PROJECT["version"]
    (python, *_) = WHOLE["dependsOn"]["open"]
    assert f">={python['versionMin']}" == PROJECT["requires-python"]


def test_it_offers_languages_that_the_product_speaks():
    offered = WHOLE["localisation"]["availableLanguages"]
    assert [language(code).code for code in offered] == offered

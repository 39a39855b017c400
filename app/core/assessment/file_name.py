"""file_name(*parts) -> what a download is called: whole words in plain letters, which every system takes."""

import re
import unicodedata

from app.core.assessment.assessment import Country
from app.core.signs import compatible

LONGEST = 120
"""Characters of a part; longer ones are cut."""

_APART = re.compile("[^A-Za-z0-9.]+")


def file_name(*parts: str, ending: str) -> str:
    """The parts that are not empty, with hyphens between their words; `ending` such as `.pdf`."""
    return "-".join(plain for part in parts if (plain := _plain(part))) + ending


def country_part(country: Country) -> str:
    """The country's name without its accents; its code where a letter of the name is no Latin one.

    A part of a word would name another country, so a name is written whole or not at all.
    """
    letters = "".join(one for one in compatible(country.name, "NFKD") if unicodedata.category(one)[0] != "M")
    is_plain = all(one.isascii() or not one.isalnum() for one in letters)
    return (_plain(letters) if is_plain else "") or country.code


def _plain(text: str) -> str:
    return _APART.sub("-", text)[:LONGEST].strip("-.")

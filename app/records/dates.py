"""A date as people type it → as it is kept: 2024, 2024-05 or 2024-05-06, in ASCII."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from app.core.assessment.answer import EvidenceItem
from app.core.assessment.assessment import Plan
from app.core.dates import last_day
from app.records.cleaning import cleaned

_DASH = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")

_WRITTEN: Mapping[type, str] = {EvidenceItem: "dated", Plan: "due"}
"""The field of a class that is a date as people type it."""

_Entry = TypeVar("_Entry")


def dated(typed: str) -> str:
    """The date without blanks around it and in the digits 0 to 9; what is no date stays as it was typed."""
    bare = cleaned(typed).strip()
    digits = (str(unicodedata.decimal(sign, sign)) for sign in _DASH.sub("-", bare))
    plain = "".join(digits)
    return plain if plain.isascii() and last_day(plain) else bare


def with_plain_dates(entry: _Entry) -> _Entry:
    """What was entered, with every date in it as it is kept."""
    if isinstance(entry, tuple):
        return tuple(map(with_plain_dates, entry))  # type: ignore[return-value]
    if not is_dataclass(entry) or isinstance(entry, type):
        return entry
    members = {field.name: getattr(entry, field.name) for field in fields(entry)}
    written = _WRITTEN.get(type(entry), "")
    changed = {
        name: dated(member) if name == written else with_plain_dates(member)
        for name, member in members.items()
    }
    return replace(entry, **changed)

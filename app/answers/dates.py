"""A date as people type it → as it is kept: 2024, 2024-05 or 2024-05-06, in ASCII."""

import re
import unicodedata
from dataclasses import replace
from typing import TypeVar

from app.core.assessment.answer import Answer, EvidenceItem, Positions
from app.core.assessment.assessment import ComponentEntry
from app.core.dates import last_day
from app.records.cleaning import cleaned

_DASH = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")

_Entry = TypeVar("_Entry")


def dated(typed: str) -> str:
    """The date without blanks around it and in the digits 0 to 9; what is no date stays as it was typed."""
    bare = cleaned(typed).strip()
    digits = (str(unicodedata.decimal(sign, sign)) for sign in _DASH.sub("-", bare))
    plain = "".join(digits)
    return plain if plain.isascii() and last_day(plain) else bare


def with_plain_dates(entry: _Entry) -> _Entry:
    """What was entered, with every date in it as it is kept."""
    match entry:
        case Answer():
            return replace(entry, value=_positions(entry.value), evidence=_evidence(entry.evidence))
        case ComponentEntry():
            return replace(entry, plan=replace(entry.plan, due=dated(entry.plan.due)))
        case _:
            return entry


def _positions(value: _Entry) -> _Entry:
    if not isinstance(value, Positions):
        return value
    return replace(
        value, positions=tuple(replace(one, evidence=_evidence(one.evidence)) for one in value.positions)
    )


def _evidence(items: tuple[EvidenceItem, ...]) -> tuple[EvidenceItem, ...]:
    return tuple(replace(item, dated=dated(item.dated)) for item in items)

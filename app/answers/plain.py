"""The core's values → plain JSON values and their text; what has its default is left out."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any, assert_never

from app.answers.cleaning import cleaned
from app.core.assessment.answer import (
    Answer,
    AnswerValue,
    Level,
    NotApplicable,
    NotKnown,
    Positions,
    Range,
)
from app.core.assessment.assessment import Relevance


def plain(value: object) -> Any:
    """What JSON can hold; text in NFC. Members of a mapping that say nothing are left out."""
    match value:
        case str():
            return cleaned(value)
        case Relevance():
            return value.name.lower()
        case date():
            return value.isoformat()
        case tuple():
            return [plain(member) for member in value]
        case Mapping():
            named = {plain(key): plain(inner) for key, inner in value.items()}
            return {key: inner for key, inner in named.items() if inner != {}}
        case Answer():
            return _value(value.value) | _members(value, besides="value")
        case _ if is_dataclass(value):
            return _members(value)
        case _:
            return value


def _value(value: AnswerValue | None) -> dict[str, object]:
    match value:
        case None:
            return {}
        case Level(level):
            return {"level": level}
        case Range(low, high):
            return {"range": [low, high]}
        case Positions(positions):
            return {"positions": plain(positions)}
        case NotKnown():
            return {"not_known": True}
        case NotApplicable(reason):
            return {"not_applicable": plain(reason)}
        case _:  # pragma: no cover - the type checker proves it
            assert_never(value)


def _members(value: Any, besides: str = "") -> dict[str, object]:
    said = {
        field.name: plain(getattr(value, field.name))
        for field in fields(value)
        if field.name != besides and getattr(value, field.name) != _default(field)
    }
    return {name: member for name, member in said.items() if member != {}}


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


def compact(value: object) -> str:
    """JSON on one line: sorted keys, no spaces, no floats."""
    return json.dumps(
        plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )

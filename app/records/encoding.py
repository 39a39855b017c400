"""The core's values → plain JSON values and their text; what has its default is left out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any, assert_never

from app.core.assessment.answer import Answer, AnswerValue
from app.core.canonical import beyond_defaults
from app.records.cleaning import cleaned
from app.records.wire import VALUE_SHAPES, wire_form_of

_Encoder = Callable[[Any], Any]

_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def encoded(value: object) -> Any:
    """What JSON can hold; text in NFC. Members of a mapping or value that say nothing are left out."""
    shape: type = type(value)
    return _encoder(shape)(value)


def compact(value: object) -> str:
    """JSON on one line: sorted keys, no spaces, no floats."""
    return _COMPACT.encode(encoded(value))


@cache
def _encoder(shape: type) -> _Encoder:
    for value_shape in VALUE_SHAPES.values():
        if shape is value_shape:
            return _encoder_of_value(value_shape)
    if shape is Answer:
        return _answer
    if is_dataclass(shape):
        return lambda value: _members(beyond_defaults(value))
    for base, encoder in _PLAIN.items():
        if issubclass(shape, base):
            return encoder
    return lambda value: value


def _members(named: Mapping[str, object]) -> dict[str, object]:
    plain = {name: encoded(member) for name, member in named.items()}
    return {name: member for name, member in plain.items() if member != {}}


def _answer(answer: Answer) -> dict[str, object]:
    members = beyond_defaults(answer)
    members.pop("value", None)
    given = {} if answer.value is None else {answer.value.kind: encoded(answer.value)}
    return given | _members(members)


def _encoder_of_value(shape: type[AnswerValue]) -> _Encoder:
    names = [field.name for field in fields(shape)]
    match wire_form_of(shape):
        case "mark":
            return lambda _: True
        case "bare":
            return lambda value: encoded(getattr(value, names[0]))
        case "list":
            return lambda value: [encoded(getattr(value, name)) for name in names]
        case "object":
            return lambda value: _members(beyond_defaults(value))
        case form:  # pragma: no cover - the type checker proves it
            assert_never(form)


_PLAIN: Mapping[type, _Encoder] = {
    str: cleaned,
    IntEnum: lambda value: value.name.lower(),
    date: date.isoformat,
    tuple: lambda value: [encoded(member) for member in value],
    Mapping: lambda value: _members({cleaned(key): member for key, member in value.items()}),
}

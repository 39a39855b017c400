"""The classes of the core as JSON Schema: what `parsing` accepts, and limits and words that are handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from enum import IntEnum
from types import UnionType
from typing import Any, Literal, assert_never, get_args, get_origin

from app.core.assessment.answer import AnswerKind
from app.records.parsing import most_of
from app.records.wire import VALUE_SHAPES, is_answer, typed_fields, wanted, wire_form_of

Schema = dict[str, Any]

_SIMPLE: Mapping[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    date: {"type": "string", "format": "date"},
}


def schema_object(properties: Schema, *required: str, **more: object) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


class SchemaMaker:
    """Makes the schema of a class.

    `longest`: characters of a text of which nothing else is said. `more`: limits and words, under the key of
    a member, or under `Class.key` where a key means different things.
    """

    def __init__(self, longest: int, more: Mapping[str, Schema]) -> None:
        self._longest = longest
        self._more = more

    def schema_of(self, shape: type) -> Schema:
        """The schema of the objects that are read as values of a class."""
        properties: Schema = {}
        for name, hint in typed_fields(shape).items():
            if is_answer(shape) and name == "value":
                properties |= {kind: self._value(kind) for kind in VALUE_SHAPES}
            else:
                properties[name] = self._member(shape, name, hint)
        for name in wanted(shape):
            properties[name] = _not_empty(properties[name])
        return schema_object(
            properties, *wanted(shape), **(_at_most_one([*VALUE_SHAPES]) if is_answer(shape) else {})
        )

    def _member(self, shape: type, name: str, hint: Any) -> Schema:
        more = self._more.get(f"{shape.__name__}.{name}", self._more.get(name, {}))
        if {"const", "enum"} & more.keys():
            return more
        made = self._of(hint, name)
        if "pattern" in more:
            del made["maxLength"]
        return made | more

    def _of(self, hint: Any, name: str) -> Schema:
        """What a member of that type and name holds."""
        if get_origin(hint) is UnionType:  # with None, which is said by leaving it out
            (hint,) = (one for one in get_args(hint) if one is not type(None))
        match get_origin(hint) or hint:
            case origin if origin is Literal:
                return {"enum": list(get_args(hint))}
            case origin if origin is tuple:
                items = _not_empty(self._of(get_args(hint)[0], ""))
                return {"type": "array", "items": items, "maxItems": most_of(name)}
            case origin if origin is Mapping:
                return {"type": "object", "additionalProperties": self._of(get_args(hint)[1], "")}
            case origin if is_dataclass(origin):
                return self.schema_of(hint)
            case origin if issubclass(origin, IntEnum):
                return {"enum": [one.name.lower() for one in hint]}
            case _:
                return _SIMPLE[hint] | ({"maxLength": self._longest} if hint is str else {})

    def _value(self, kind: AnswerKind) -> Schema:
        """The value of an answer under its kind."""
        shape: type = VALUE_SHAPES[kind]
        parts = [self._member(shape, name, hint) for name, hint in typed_fields(shape).items()]
        match wire_form_of(VALUE_SHAPES[kind]):
            case "mark":
                made: Schema = {"const": True}
            case "bare":
                (made,) = parts
            case "list":
                items = {"items": parts[0]} if parts == parts[:1] * len(parts) else {"prefixItems": parts}
                made = {"type": "array", **items, "minItems": len(parts), "maxItems": len(parts)}
            case "object":
                made = self.schema_of(shape)
            case form:  # pragma: no cover - the type checker proves it
                assert_never(form)
        return made | self._more.get(f"Answer.{kind}", {})


def _not_empty(made: Schema) -> Schema:
    """The schema of what may not be empty, where it is text."""
    return made | {"minLength": 1} if "maxLength" in made else made


def _at_most_one(kinds: Sequence[str]) -> Schema:
    pairs = [(one, other) for at, one in enumerate(kinds) for other in kinds[at + 1 :]]
    return {"allOf": [{"not": {"required": [*pair]}} for pair in pairs]}

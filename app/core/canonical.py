"""A questionnaire as canonical text, and the hash that stands for it everywhere."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from app.core.signs import composed


def canonical_text(value: object) -> str:
    """The value as JSON text: NFC, sorted keys, no spaces, fractions as text, no floats.

    What has its default value is left out, so that a field added to the format changes no hash.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def canonical_hash(value: object) -> str:
    """SHA-256 of its canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_text(value).encode()).hexdigest()


def beyond_defaults(value: object) -> dict[str, Any]:
    """The fields of a dataclass that do not have their default value, under their names."""
    shape: type = type(value)
    named = ((name, getattr(value, name), default) for name, default in _defaults(shape))
    return {name: member for name, member, default in named if member != default}


def _plain(value: object) -> object:
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if isinstance(value, Mapping):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    if is_dataclass(value):
        return {name: _plain(member) for name, member in beyond_defaults(value).items()}
    return value


@cache
def _defaults(shape: type) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, _default(field)) for field in fields(shape))


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()

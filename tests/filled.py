"""Values with every field filled, made from their classes, so that what comes anew is filled too."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

CANARY = "CANARYWORD"
"""Stands in every text that a person can write freely."""

CLOSED: Mapping[str, object] = {
    "grade": "documented",
    "dated": "2026-05",
    "due": "2027-06",
    "code": "XA",
    "assistance_kind": "training",
    "withheld": False,
}
"""What stands in fields that are no free text, by their names."""


def filled(shape: type, *, text: str = CANARY, **given: object) -> Any:
    """A value of a dataclass with all its fields filled; `given` are those that a test needs otherwise.

    Whole numbers are 1, 2, 3 and so on again; texts begin with `text`, and no two are alike.
    """
    return _Filling(given, text).of(shape)


def texts_in(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from texts_in(tuple(value.items()))
    elif isinstance(value, tuple):
        for member in value:
            yield from texts_in(member)


def has_canary(value: object) -> bool:
    """Whether something that a person wrote is in it."""
    return any(CANARY in text for text in texts_in(value))


class _Filling:
    def __init__(self, given: Mapping[str, object], text: str) -> None:
        self._known = CLOSED | given
        self._numbers = itertools.cycle((1, 2, 3))
        self._texts = (f"{text} {number}" for number in itertools.count(1))

    def of(self, hint: Any) -> Any:
        """A value of that type."""
        members = [one for one in get_args(hint) if one not in (NoneType, ...)]
        if get_origin(hint) is Literal:
            return members[0]
        if get_origin(hint) in (Union, UnionType):
            return self.of(members[0])
        if get_origin(hint) is tuple:
            return (self.of(members[0]), self.of(members[0]))
        if is_dataclass(hint):
            hints = get_type_hints(hint)
            names = [field.name for field in fields(hint)]
            return hint(**{n: self._known[n] if n in self._known else self.of(hints[n]) for n in names})
        if issubclass(hint, Enum):
            return next(iter(hint))
        if hint is date:
            return date(2026, 6, 30)
        return {str: self._texts, int: self._numbers, bool: itertools.repeat(True)}[hint].__next__()

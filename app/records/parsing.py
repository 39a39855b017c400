"""Plain JSON values → the core's values: what each may hold follows from its class alone.

What it means, and whether it fits a questionnaire, is asked elsewhere. A parser is made once for each class.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from enum import IntEnum
from functools import cache
from itertools import chain, count, repeat
from types import UnionType
from typing import Any, Literal, TypeVar, assert_never, get_args, get_origin

from app.core.assessment.answer import AnswerKind
from app.core.questionnaire.place import Place
from app.records.cleaning import cleaned
from app.records.dates import dated
from app.records.faults import Faults, quoted
from app.records.json_text import Members
from app.records.wire import (
    VALUE_SHAPES,
    is_answer,
    is_wanted,
    typed_fields,
    wanted,
    wire_form_of,
    without_default,
)

MOST_ITEMS = 50
"""Evidence items of one answer or position, and positions of one answer."""

_MOST = {"options": 1000}
"""Elements of a list that may be longer; no questionnaire has a fact with as many options."""

_ELEMENT = {"evidence": "item", "range": "end"}
"""What an element of a list is called, where it is not the list's name without its s, or else a part."""

_MEND = {"option": "Write an option's id."}
"""How a text is mended that is more than words."""

_ALL = {"range": "two levels"}
"""What a value of several fields has to have, where it is not called by the number of its parts."""

_SOME_DAY = date(2000, 1, 1)
"""Stands for a day that could not be read, so that the rest is looked at too."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def most_of(name: str) -> int:
    """How many elements a list under that name holds at most."""
    return _MOST.get(name, MOST_ITEMS)


_Shape = TypeVar("_Shape")
_Parse = Callable[[object, Place, str, "Parser"], Any]
"""What was written, the place of what it stands in, and its own key → the value; None where there is none."""


class Parser(Faults):
    """Reads values and notes every fault with its place.

    What cannot be read has its default, or something harmless in its stead: where there are faults, a value
    is good for finding more of them alone.
    """

    def value(self, shape: type[_Shape], raw: object, place: Place) -> _Shape | None:
        """A value of a class of the core; None where there is nothing to make it of."""
        made_of: Any = shape
        parsed: _Shape | None = _object(made_of)(raw, place, "", self)
        return parsed

    def member(self, shape: type, name: str, members: Members, place: Place = ()) -> Any:
        """What an object holds under the name of a field of that class; None where there is nothing.

        That it is missing is no fault here.
        """
        hint = typed_fields(shape)[name]
        return _parser(hint)(members[name], place, name, self) if name in members else _if_left_out(hint)

    def members(self, raw: object, place: Place) -> Members:
        """An object with each key once; empty where it is none."""
        if not isinstance(raw, dict):
            self.refuse(place, f"{quoted(raw)} is not an object.", "Write {…}.")
            return Members()
        members = raw if isinstance(raw, Members) else Members(raw)
        for key in members.twice:
            self.refuse(place, f"has {quoted(key)} more than once.", "Keep one of them.")
        return members

    def keyed(
        self, raw: object, place: Place, known: Collection[str], wanted: Collection[str] = ()
    ) -> Members:
        """An object with no other keys than the known ones, and all that are wanted."""
        members = self.members(raw, place)
        for key in members:
            if key not in known:
                self.refuse(place, f"{quoted(key)} is not known here.", f"Known are: {', '.join(known)}.")
        if isinstance(raw, dict):
            for key in wanted:
                if key not in members:
                    self.refuse((*place, key), "is missing.", "Write it.")
        return members


def _if_left_out(hint: Any) -> Any:
    """What stands for a member that was left out, or None where nothing can."""
    if hint in (str, bool):
        return hint()
    if hint is date:
        return _SOME_DAY
    return None if is_wanted(hint) else hint()


# --- one parser for each type ---------------------------------------------------------------------


@cache
def _parser(hint: Any) -> _Parse:
    """The parser of what a field of that type holds."""
    if get_origin(hint) is UnionType:  # with None, which is said by leaving it out
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if get_origin(hint) is Literal:
        return _choice({one: one for one in get_args(hint)})
    if get_origin(hint) is tuple:
        return _list([_parser(get_args(hint)[0])])
    if issubclass(hint, IntEnum):
        return _choice({one.name.lower(): one for one in sorted(hint, reverse=True)})
    return _object(hint)


def _text(raw: object, place: Place, key: str, parser: Parser) -> str:
    if type(raw) is str:
        return cleaned(raw)
    mend = _MEND.get(key.partition(" ")[0], "Write it in double quotes.")
    parser.refuse((*place, key), f"{quoted(raw)} is not text.", mend)
    return ""


def _truth(raw: object, place: Place, key: str, parser: Parser) -> bool:
    if isinstance(raw, bool):
        return raw
    parser.refuse((*place, key), f"{quoted(raw)} is neither true nor false.", "Write true or false.")
    return False


def _whole(raw: object, place: Place, key: str, parser: Parser) -> int | None:
    if type(raw) is int:
        return raw
    parser.refuse((*place, key), f"{quoted(raw)} is not a whole number.", "Write one, without quotes.")
    return None


def _day(raw: object, place: Place, key: str, parser: Parser) -> date:
    if type(raw) is str and _DAY.fullmatch(written := dated(raw)):
        try:
            return date.fromisoformat(written)
        except ValueError:
            pass
    parser.refuse((*place, key), f"{quoted(raw)} is not a date.", "Write a day such as 2026-11-24.")
    return _SOME_DAY


_SIMPLE: Mapping[Any, _Parse] = {str: _text, bool: _truth, int: _whole, date: _day}


def _choice(values: Mapping[str, object]) -> _Parse:
    """One of some words."""
    *but_last, last = values
    mend = f"Write {', '.join(but_last)} or {last}."

    def choice(raw: object, place: Place, key: str, parser: Parser) -> object:
        if isinstance(raw, str) and raw in values:
            return values[raw]
        parser.refuse((*place, key), f"{quoted(raw)} is not a {key}.", mend)
        return None

    return choice


def _list(elements: Sequence[_Parse]) -> _Parse:
    """A list, each element of which has to be read by its own parser, those behind by the last."""

    def parse(raw: object, place: Place, key: str, parser: Parser) -> tuple[Any, ...] | None:
        here = (*place, key)
        if not isinstance(raw, list):
            parser.refuse(here, f"{quoted(raw)} is not a list.", "Write […].")
            return None
        name = _ELEMENT.get(key) or (key[:-1] if key.endswith("s") else "part")
        most = most_of(key)
        if len(raw) > most:
            parser.refuse(here, f"has {len(raw)} {name}s.", f"Keep {most} at most.")
        by = chain(elements, repeat(elements[-1]))
        numbered = zip(by, raw[:most], count(1))
        found = [element(one, here, f"{name} {number}", parser) for element, one, number in numbered]
        return None if None in found else tuple(found)

    return parse


@cache
def _object(shape: Any) -> _Parse:
    """An object with the fields of a class; that of an answer has a member for each kind of value."""
    hints, needed = typed_fields(shape), wanted(shape)
    kinds = {kind: _value(kind) for kind in VALUE_SHAPES} if is_answer(shape) else {}
    parsers = {name: _parser(hint) for name, hint in hints.items() if not (kinds and name == "value")}
    known, at_least = dict.fromkeys((*kinds, *parsers)), frozenset(needed)
    stand_ins = {name: _if_left_out(hints[name]) for name in without_default(shape)}
    vital = [name for name in stand_ins if hints[name] not in (str, bool, date)]

    def parse(raw: object, place: Place, key: str, parser: Parser) -> Any:
        here = (*place, key) if key else place
        if not isinstance(raw, Members) or raw.twice or not at_least <= raw.keys() <= known.keys():
            parser.keyed(raw, here, known, needed)
            if not isinstance(raw, dict):
                return None
        found = dict(stand_ins)
        if kinds:
            found["value"] = _given(kinds, raw, here, parser)
        for name, parse_member in parsers.items():
            if name in raw:
                member = parse_member(raw[name], here, name, parser)
                if member is not None or name in stand_ins:
                    found[name] = member
        for name in vital:
            if found[name] is None:
                return None
        return shape(**found)

    return parse


def _given(kinds: Mapping[AnswerKind, _Parse], raw: Mapping[str, object], here: Place, parser: Parser) -> Any:
    """The value of an answer; None where there is not just one."""
    given = [kind for kind in kinds if kind in raw]
    if len(given) > 1:
        parser.refuse(here, f"has {' and '.join(given)}.", "Keep one of them.")
    values = [kinds[kind](raw[kind], here, kind, parser) for kind in given]
    return values[0] if len(values) == 1 else None


def _value(kind: AnswerKind) -> _Parse:
    """The value of an answer under its kind (`wire`)."""
    shape: Any = VALUE_SHAPES[kind]
    names = tuple(typed_fields(shape))
    parsers = [_parser(hint) for hint in typed_fields(shape).values()]
    match wire_form_of(shape):
        case "mark":

            def mark(raw: object, place: Place, key: str, parser: Parser) -> Any:
                if raw is True:
                    return shape()
                parser.refuse((*place, key), f"{quoted(raw)} says nothing.", "Write true, or leave it out.")
                return None

            return mark
        case "bare":

            def bare(raw: object, place: Place, key: str, parser: Parser) -> Any:
                field = parsers[0](raw, place, key, parser)
                return None if field is None else shape(field)

            return bare
        case "list":
            parts, mend = _list(parsers), f"Write [{', '.join(names)}]."

            def several(raw: object, place: Place, key: str, parser: Parser) -> Any:
                found = parts(raw, place, key, parser)
                if isinstance(raw, list) and len(raw) != len(names):
                    problem = f"does not have {_ALL.get(key, f'{len(names)} parts')}."
                    parser.refuse((*place, key), problem, mend)
                    return None
                return None if found is None else shape(*found)

            return several
        case "object":
            return _object(shape)
        case form:  # pragma: no cover - the type checker proves it
            assert_never(form)

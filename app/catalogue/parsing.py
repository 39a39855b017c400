"""Plain values → core values, strictly, with every flaw at once and its place in words."""

import difflib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cache
from re import compile as pattern
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.catalogue.toml_file import Decimal
from app.core.errors import Fault
from app.core.questionnaire import questionnaire as shapes
from app.core.questionnaire.place import ID, Place, member_names
from app.core.signs import composed

LARGEST_NUMBER = 10**9
DEEPEST = 12
MOST_VALUES = 400_000
"""Texts, numbers, lists and tables, with all that is inside."""

MOST_TABLES = 15_000
"""Tables and lists; one of 168 questions has 5,000. Each may lack all its keys, at 10 kB of faults."""

MOST_FAULTS = 500
"""Faults of shape that are listed; more of them are only counted."""

TOO_MANY_FAULTS = 20_000
"""As many are not even looked at one by one."""

Path = tuple[str | int, ...]
Shape = TypeVar("Shape")

_FRACTION = pattern(r"-?[0-9]{1,9}/0*[1-9][0-9]{0,8}")
_FRACTIONS = {"weight", "share"}
_HARMLESS_TEXTS = {
    "about", "act", "descriptor", "evidence", "hint", "lead", "meaning", "name", "office",
    "question", "short", "text", "title", "trap", "why", "word",
}  # fmt: skip
_HARMLESS_LISTS = {"ask", "counts", "does_not_count", "leads"}


@dataclass(frozen=True)
class _Flaw:
    path: Path
    problem: str
    mend: str


@dataclass(frozen=True)
class Parsed(Generic[Shape]):
    """What came of reading: the value, or faults, or both where the faults could be read over.

    A value beside faults is only good for finding more of them; `place` says a path in words.
    """

    value: Shape | None
    faults: tuple[Fault, ...]
    place: Callable[[Path], Place]


def parsed_shape(raw: object, shape: type[Shape]) -> Parsed[Shape]:
    """`raw` (tables, lists, text, whole numbers, true, false) as a `shape`."""
    flaws: list[_Flaw] = []
    place = _places(raw)
    try:
        clean = _Cleaning(flaws).cleaned(raw, ())
        value, errors = _validated(clean, shape)
    except _TooMuchError as too_much:
        fault = Fault(place=(), problem=str(too_much), mend="Take out what is not of the format.")
        return Parsed(None, (fault,), place)
    known = {flaw.path for flaw in flaws}
    flaws += [_flaw(error) for error in errors if tuple(error["loc"]) not in known]
    faults = [
        Fault(place=place(flaw.path), problem=flaw.problem, mend=flaw.mend) for flaw in flaws[:MOST_FAULTS]
    ]
    if len(flaws) > MOST_FAULTS:
        more = f"{len(flaws) - MOST_FAULTS} more faults are not listed."
        faults.append(Fault(place=(), problem=more, mend="Mend the others first."))
    read_over = [_is_read_over(clean, error) for error in errors]
    if errors and all(read_over):
        value, _ = _validated(clean, shape)
    return Parsed(value, tuple(faults), place)


class _TooMuchError(Exception):
    """So much is given, or so much of it is wrong, that looking at all of it would take long."""


# --- nothing but text, whole numbers, true and false ----------------------------------------------


class _Cleaning:
    """Text in NFC, weights as text; what is none of the allowed becomes a flaw and a stand-in."""

    def __init__(self, flaws: list[_Flaw]) -> None:
        self._flaws = flaws
        self._values = 0
        self._tables = 0

    def cleaned(self, value: object, path: Path) -> object:
        """The value with nothing in it but what is allowed; None stands in for what is not."""
        self._values += 1
        self._tables += isinstance(value, dict | list)
        if self._values > MOST_VALUES or self._tables > MOST_TABLES:
            raise _TooMuchError("Too much is given to be a questionnaire.")
        if len(path) > DEEPEST:
            return self._stand_in(path, "is nested too deep.", "Take the inner brackets out.")
        if path and path[-1] in _FRACTIONS:
            return self._fraction(value, path)
        match value:
            case Decimal():
                return self._stand_in(path, f"is the decimal {value[:20]}.", "Write a whole number.")
            case str():
                return composed(value)
            case int() if abs(value) > LARGEST_NUMBER:
                return self._stand_in(path, "is too large.", f"Write at most {LARGEST_NUMBER}.")
            case bool() | int() | None:
                return value
            case list():
                return [self.cleaned(member, (*path, at)) for at, member in enumerate(value)]
            case dict():
                return {composed(key): self.cleaned(inner, (*path, key)) for key, inner in value.items()}
            case _:
                return self._stand_in(path, "is a date without quotes.", "Put it in quotes.")

    def _fraction(self, value: object, path: Path) -> object:
        """Integers or "a/b", b above 0; whether it is positive is for the core to say."""
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER:
            return str(value)
        if isinstance(value, str) and not isinstance(value, Decimal) and _FRACTION.fullmatch(value):
            return str(Fraction(value))
        self._stand_in(
            path,
            f"is {_quoted(value)}.",
            'Write a whole number, or a fraction in quotes such as "2/3"; no decimals.',
        )
        return "1"

    def _stand_in(self, path: Path, problem: str, mend: str) -> object:
        self._flaws.append(_Flaw(path, problem, mend))
        return None


def _quoted(value: object) -> str:
    match value:
        case Decimal():
            return f"the decimal {value[:20]}"
        case str():
            return json.dumps(value[:40], ensure_ascii=False)
        case bool():
            return str(value).lower()
        case int():
            return "too large"
        case _:
            return "neither"


# --- the shapes of the core -----------------------------------------------------------------------


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def _validated(clean: object, shape: type[Shape]) -> tuple[Shape | None, list[Any]]:
    try:
        value: Shape = _adapter(shape).validate_json(json.dumps(clean), strict=True)
    except ValidationError as refused:
        if refused.error_count() > TOO_MANY_FAULTS:
            raise _TooMuchError(f"{refused.error_count()} keys or values are wrong.") from None
        return None, list(refused.errors(include_url=False, include_input=False))
    return value, []


def _flaw(error: Any) -> _Flaw:
    path: Path = tuple(error["loc"])
    key = str(path[-1]) if path else ""
    match error["type"]:
        case "unexpected_keyword_argument":
            return _Flaw(path, "is not a key of the format.", _likely(key))
        case "missing":
            return _Flaw(path, "is missing.", "Write it.")
        case "string_type":
            return _Flaw(path, "is not text.", "Put it in quotes.")
        case "int_type":
            return _Flaw(path, "is not a whole number.", "Write digits alone, without quotes.")
        case "bool_type":
            return _Flaw(path, "is neither true nor false.", "Write true or false, without quotes.")
        case "tuple_type":
            return _Flaw(path, "is not a list.", "Put it in square brackets.")
        case "dataclass_type" | "dict_type":
            return _Flaw(path, "is not a table.", "Write keys and values under it.")
        case "literal_error":
            wanted = str(error["ctx"]["expected"]).replace("'", '"')
            return _Flaw(path, "is none of the words allowed.", f"Write {wanted}.")
        case _:
            return _Flaw(path, f"cannot be read: {error['msg']}.", "Mend it.")


@cache
def _keys() -> tuple[str, ...]:
    found = (
        one for one in vars(shapes).values() if isinstance(one, type) and hasattr(one, "__dataclass_fields__")
    )
    return tuple(sorted({field.name for one in found for field in fields(one)}))


def _likely(key: str) -> str:
    near = difflib.get_close_matches(key[:40], _keys(), n=1, cutoff=0.75)
    return f'Did you mean "{near[0]}"?' if near and near[0] != key else "Take it out."


def _is_read_over(clean: object, error: Any) -> bool:
    """Whether reading can go on without making up faults; if so, `clean` is changed for that."""
    *above, key = error["loc"] or ("",)
    parent = clean
    for step in above:
        if not isinstance(parent, dict | list) or isinstance(parent, list) is isinstance(step, str):
            return False  # the step names one of several types that it could have
        parent = parent[step]
    if error["type"] == "unexpected_keyword_argument":
        del parent[key]  # type: ignore[attr-defined]
    elif error["type"] not in {"missing", "string_type", "tuple_type"}:
        return False
    elif key in _HARMLESS_TEXTS:
        parent[key] = ""  # type: ignore[index]
    elif key in _HARMLESS_LISTS or (key == "levels" and above[0] == "domains"):
        parent[key] = []  # type: ignore[index]
    else:
        return False
    return True


# --- places ---------------------------------------------------------------------------------------


def _places(raw: object) -> Callable[[Path], Place]:
    """A function that says a path into `raw` in words."""
    names: dict[int, Sequence[str]] = {}

    def named(members: list[Any], group: str) -> Sequence[str]:
        if id(members) not in names:
            ids = [one.get("id") if isinstance(one, dict) else None for one in members]
            names[id(members)] = member_names(group, ids)
        return names[id(members)]

    def place(path: Path) -> Place:
        words: list[str] = []
        here: Any = raw
        group = ""
        for step in path:
            if isinstance(step, int) and isinstance(here, list) and step < len(here):
                words[-1:] = [named(here, group)[step]]
                here = here[step]
            elif isinstance(step, str) and isinstance(here, dict):
                known = ID.fullmatch(step) is not None
                words.append(step if known else json.dumps(step[:40], ensure_ascii=False))
                here, group = here.get(step), step
        return tuple(words)

    return place

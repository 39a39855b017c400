"""How values of the core stand in JSON: what their classes say of it.

A value is an object with its fields as members; one that is left out has its default. The value of an answer
is the member of the answer that its kind names. Its form follows from its class: without fields it is `true`,
a single field stands bare, fields that are given by their order are a list, by their names an object.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, assert_never, get_args, get_type_hints

from app.core.assessment.answer import ANSWER_KINDS, Answer, AnswerKind, AnswerValue

WireForm = Literal["mark", "bare", "list", "object"]

_SHAPES: tuple[type[AnswerValue], ...] = get_args(AnswerValue)

VALUE_SHAPES: Mapping[AnswerKind, type[AnswerValue]] = {
    kind: shape for kind in ANSWER_KINDS for shape in _SHAPES if shape.kind == kind
}
"""The class of each kind of value, in the order of the kinds."""


def wire_form_of(shape: type[AnswerValue]) -> WireForm:
    """The form in which values of that class stand in JSON."""
    named = fields(shape)
    if len(named) > 1:
        return "object" if named[0].kw_only else "list"
    return "bare" if named else "mark"


def written_type(kind: AnswerKind, instead: Mapping[Any, Any]) -> Any:
    """The type of what stands under a kind, with other types `instead` of those of some fields."""
    shape: type = VALUE_SHAPES[kind]
    types = tuple(instead.get(hint, hint) for hint in typed_fields(shape).values())
    match wire_form_of(VALUE_SHAPES[kind]):
        case "mark":
            return Literal[True]
        case "bare":
            return types[0]
        case "list":
            return tuple.__class_getitem__(types)
        case "object":
            return shape
        case form:  # pragma: no cover - the type checker proves it
            assert_never(form)


def is_answer(shape: type) -> bool:
    """Whether its objects have a member for each kind of value, in place of `value`."""
    return shape is Answer


@cache
def typed_fields(shape: type) -> Mapping[str, Any]:
    """The fields of a class with their types."""
    hints = get_type_hints(shape)
    return {field.name: hints[field.name] for field in fields(shape)}


def without_default(shape: type) -> tuple[str, ...]:
    """The fields of a class that every value of it was given."""
    return tuple(field.name for field in fields(shape) if field.default is field.default_factory is MISSING)


def wanted(shape: type) -> tuple[str, ...]:
    """The fields of a class that an object must have: those without a default that say something."""
    return tuple(name for name in without_default(shape) if is_wanted(typed_fields(shape)[name]))


def is_wanted(hint: Any) -> bool:
    """Whether a member of that type has to be there; left out it is false, or an object without members."""
    return hint is not bool and not (is_dataclass(hint) and isinstance(hint, type) and not wanted(hint))

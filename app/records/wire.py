"""How the value of an answer stands in JSON: as the member of the answer that its kind names.

It follows from the class of the value: without fields it is `true`, a single field stands bare, fields that
are given by their order are a list, and fields that are given by their names an object.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Literal, get_args

from app.core.assessment.answer import ANSWER_KINDS, AnswerKind, AnswerValue

Form = Literal["mark", "bare", "list", "object"]

_SHAPES: tuple[type[AnswerValue], ...] = get_args(AnswerValue)

VALUE_SHAPES: Mapping[AnswerKind, type[AnswerValue]] = {
    kind: shape for kind in ANSWER_KINDS for shape in _SHAPES if shape.kind == kind
}
"""The class of each kind of value, in the order of the kinds."""


def form_of(shape: type[AnswerValue]) -> Form:
    """The form in which values of that class stand in JSON."""
    named = fields(shape)
    if len(named) > 1:
        return "object" if named[0].kw_only else "list"
    return "bare" if named else "mark"

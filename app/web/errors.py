"""What is wrong with a form, each thing with its field, in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass

from app.core.errors import AnswersRefusedError

Say = Callable[[str], str]
"""Gettext in the reader's language."""


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """What is wrong with a field; `field` is the id of the input.

    `is_incomplete`: something is not entered yet, and nothing that is entered is wrong.
    """

    field: str
    message: str
    is_incomplete: bool = False


def errors_of(refused: AnswersRefusedError, field: str) -> tuple[FieldError, ...]:
    """Every fault of a refused save, at one field."""
    return tuple(FieldError(field=field, message=f"{one.problem} {one.mend}") for one in refused.faults)

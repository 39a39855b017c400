"""A questionnaire as canonical text, which is stored under its hash with every assessment."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from typing import Any

from app.answers import refuse_full, text_hash
from app.catalogue.shape import MOST_VALUES, reading
from app.catalogue.toml_file import Decimal
from app.core.errors import AnswersRefusedError, Fault, QuestionnaireRefusedError
from app.core.questionnaire import Questionnaire
from app.core.signs import composed


def canonical(questionnaire: Questionnaire) -> str:
    """The questionnaire as JSON text: NFC, sorted keys, no spaces, fractions as text, no floats.

    What has its default value is left out, so that a field added to the format changes no hash.
    """
    return json.dumps(
        _plain(questionnaire),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def hash_of(questionnaire: Questionnaire) -> str:
    """SHA-256 of its canonical text, which assessments, results and reports carry."""
    return text_hash(canonical(questionnaire))


def read_canonical(text: str) -> Questionnaire:
    """The questionnaire that `canonical` wrote; equal to the one it was given.

    Only the shape is checked: what an older program accepted stays readable.
    Raises QuestionnaireRefusedError where the text is not a questionnaire.
    """
    try:
        refuse_full(text, MOST_VALUES)
        raw = json.loads(text, parse_float=Decimal, parse_constant=Decimal)
    except AnswersRefusedError as refused:
        raise QuestionnaireRefusedError(refused.faults) from None
    except (ValueError, RecursionError) as error:
        fault = Fault(
            place=(),
            problem=f"This is not JSON: {str(error)[:200]}.",
            mend="Use the text as it was stored.",
        )
        raise QuestionnaireRefusedError([fault]) from None
    read = reading(raw, Questionnaire)
    if read.value is None or read.faults:
        raise QuestionnaireRefusedError(read.faults)
    return read.value


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
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default(field)
        }
    return value


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()

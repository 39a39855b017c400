"""A questionnaire as canonical text, which is stored under its hash with every assessment."""

import json

from app.catalogue.parsing import MOST_VALUES, parsed_shape
from app.catalogue.toml_file import Decimal
from app.core.canonical import canonical_text
from app.core.errors import AnswersRefusedError, Fault, QuestionnaireRefusedError
from app.core.questionnaire.questionnaire import Questionnaire
from app.records.json_text import refuse_full


def canonical(questionnaire: Questionnaire) -> str:
    """Its canonical text (app/core/canonical.py)."""
    return canonical_text(questionnaire)


def hash_of(questionnaire: Questionnaire) -> str:
    """SHA-256 of its canonical text, which assessments, results and reports carry."""
    return questionnaire.hash


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
    read = parsed_shape(raw, Questionnaire)
    if read.value is None or read.faults:
        raise QuestionnaireRefusedError(read.faults)
    return read.value

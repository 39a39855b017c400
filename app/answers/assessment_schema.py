"""The assessment file as JSON Schema; that its parts follow from one another, the program checks."""

from app.answers.assessment_file import (
    ASSESSMENT_FORMAT,
    ASSESSMENT_ID,
    HASH,
    MOMENT,
    MOST_EDITIONS,
    MOST_ENTRIES,
    MUTATION,
    WITHOUT_CHAIN,
)
from app.answers.schema import MAKER
from app.answers.validation import LONGEST_AUTHOR
from app.core.assessment.journal import SubjectKind
from app.core.assessment.subjects import SUBJECTS
from app.records.schema import Schema, schema_object

_HASH: Schema = {"type": "string", "pattern": f"^{HASH}$"}
_MOMENT: Schema = {"type": "string", "pattern": f"^{MOMENT}$"}
_MUTATION: Schema = {
    "type": "string",
    "pattern": f"^{MUTATION}$",
    "description": "Known by it, a save that is sent twice is saved once.",
}
_NUMBER: Schema = {"type": "integer", "minimum": 0}


def assessment_schema() -> Schema:
    """What every assessment file has in common, whatever its questionnaire."""
    entry = schema_object(
        {
            "subject": {"type": "string", "pattern": f"^({'|'.join(SubjectKind)}):", "maxLength": 80},
            "content": {"type": "object"},
            "author": {"type": "string", "maxLength": LONGEST_AUTHOR},
            "at": _MOMENT,
            "mutation": _MUTATION,
        },
        "subject",
        "content",
        "author",
        "at",
        "mutation",
        allOf=[
            {
                "if": {"properties": {"subject": {"pattern": f"^{kind}:"}}},
                "then": {"properties": {"content": MAKER.schema_of(row.content)}},
            }
            for kind, row in SUBJECTS.items()
        ],
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An assessment file: one assessment with its whole history",
        **schema_object(
            {
                "format": {"enum": [ASSESSMENT_FORMAT, WITHOUT_CHAIN]},
                "hash": {**_HASH, "description": "SHA-256 of all other members; see the documentation."},
                "id": {"type": "string", "pattern": f"^{ASSESSMENT_ID}$"},
                "created_at": _MOMENT,
                "mutation": _MUTATION,
                "is_demonstration": {"const": True},
                "questionnaire": schema_object(
                    {
                        "text": {"type": "string", "description": "The canonical text of the questionnaire."},
                        "hash": _HASH,
                    },
                    "text",
                    "hash",
                ),
                "entries": {"type": "array", "minItems": 1, "maxItems": MOST_ENTRIES, "items": entry},
                "journal_hash": {**_HASH, "description": "That of the last entry; see the documentation."},
                "editions": {
                    "type": "array",
                    "maxItems": MOST_EDITIONS,
                    "items": schema_object(
                        {
                            "number": _NUMBER,
                            "content": {"type": "string", "description": "An answers file."},
                            "masked_hash": _HASH,
                        },
                        "number",
                        "content",
                        "masked_hash",
                    ),
                },
            },
            "format",
            "hash",
            "id",
            "created_at",
            "mutation",
            "questionnaire",
            "entries",
            allOf=[
                {
                    "if": {"properties": {"format": {"const": WITHOUT_CHAIN}}},
                    "then": {"properties": {"journal_hash": False}},
                    "else": {"required": ["journal_hash"]},
                }
            ],
        ),
    }

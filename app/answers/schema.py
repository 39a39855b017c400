"""The answers file as JSON Schema, for programs that write one; what ids mean, the questionnaire says."""

from typing import Any, get_args

from app.answers.fitness import LONGEST_COMMENT, LONGEST_TEXT
from app.core.assessment.answer import EvidenceItem
from app.core.assessment.assessment import ASSISTANCE_KINDS, COST_BANDS, Plan, Relevance, Scope
from app.records.parsing import MOST_ITEMS
from app.records.wire import typed_fields

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "maxLength": LONGEST_TEXT}
_WRITTEN: Schema = {**TEXT, "minLength": 1}
_LEVEL: Schema = {"type": "integer", "minimum": 0, "maximum": 9}
_WITHHELD: Schema = {"const": True, "description": "Leaves the owner in no copy but the own one."}


def schema_object(properties: Schema, *required: str, **more: object) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _under_ids(members: Schema, about: str) -> Schema:
    return {"type": "object", "additionalProperties": members, "description": about}


_EVIDENCE = {
    "type": "array",
    "maxItems": MOST_ITEMS,
    "description": "References, never the documents themselves.",
    "items": schema_object({**dict.fromkeys(typed_fields(EvidenceItem), TEXT), "grade": _WRITTEN}, "grade"),
}
_POSITIONS = {
    "type": "array",
    "minItems": 2,
    "maxItems": MOST_ITEMS,
    "description": "Agencies that differ, while no value is agreed.",
    "items": schema_object(
        {"agency": _WRITTEN, "level": _LEVEL, "evidence": _EVIDENCE, "note": TEXT}, "agency", "level"
    ),
}
_VALUES = {
    "level": {**_LEVEL, "description": "One level."},
    "range": {
        "type": "array",
        "items": _LEVEL,
        "minItems": 2,
        "maxItems": 2,
        "description": "The lower level, then the upper one.",
    },
    "positions": _POSITIONS,
    "not_known": {"const": True, "description": "It was asked, and nobody can say yet."},
    "not_applicable": {**TEXT, "description": "The reason; empty while it is still missing."},
}
ANSWER = schema_object(
    {
        **_VALUES,
        "evidence": _EVIDENCE,
        "comment": {"type": "string", "maxLength": LONGEST_COMMENT},
        "withheld": _WITHHELD,
    },
    # At most one of them says what holds.
    allOf=[
        {"not": {"required": [one, other]}}
        for at, one in enumerate(_VALUES)
        for other in list(_VALUES)[at + 1 :]
    ],
)
COMPONENT = schema_object(
    {
        "not_applicable": {**TEXT, "description": "The reason why the component does not apply."},
        "withheld": _WITHHELD,
        "target": {**_LEVEL, "description": "The level that the State wants to reach."},
        "commitment": {**TEXT, "description": "A binding commitment on this component."},
        "plan": schema_object(
            {
                **dict.fromkeys(typed_fields(Plan), TEXT),
                "due": {**TEXT, "description": "Until when: a year, a month or a day."},
                "cost_band": {
                    **TEXT,
                    "description": f"One of {', '.join(COST_BANDS)}; or the State's own words.",
                },
                "assistance_kind": {"enum": ["", *ASSISTANCE_KINDS]},
            }
        ),
        "move": schema_object(
            {"place": {"type": "integer", "minimum": 1}, "reason": _WRITTEN}, "place", "reason"
        ),
    }
)
FACT = schema_object(
    {
        "options": {"type": "array", "items": _WRITTEN, "minItems": 1, "uniqueItems": True},
        "withheld": _WITHHELD,
    }
)
RATING = schema_object(
    {"relevance": {"enum": [relevance.name.lower() for relevance in Relevance]}, "withheld": _WITHHELD}
)
ABOUT = schema_object(
    {
        "country": schema_object(
            {"code": {"type": "string", "pattern": "^[A-Z]{2}$"}, "name": _WRITTEN}, "code", "name"
        ),
        "reference_date": {"type": "string", "format": "date"},
        "scope": {
            "enum": list(get_args(Scope)),
            "default": "full",
            "description": "A quick scan is scored on core and critical questions alone.",
        },
    },
    "country",
    "reference_date",
)


def answers_schema() -> Schema:
    """What every answers file has in common, whatever its questionnaire."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answers file: everything that one State said in one assessment",
        **schema_object(
            {
                "format": {"const": "cied-answers/1"},
                "questionnaire": {**_WRITTEN, "description": "The id of the questionnaire."},
                "version": {**_WRITTEN, "description": "Its version. Ids of another are not understood."},
                **ABOUT["properties"],
                "facts": _under_ids(FACT, "Profile facts under their ids."),
                "ratings": _under_ids(RATING, "Threat scenarios under their ids."),
                "components": _under_ids(COMPONENT, "What is said of whole components, under their ids."),
                "answers": _under_ids(ANSWER, "One for each question, under its id."),
            },
            "format",
            "questionnaire",
            "version",
            "country",
            "reference_date",
        ),
    }

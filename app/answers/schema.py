"""The answers file as JSON Schema, for programs that write one; what ids mean, the questionnaire says."""

from typing import Any

from app.answers.fitness import LONGEST_COMMENT, LONGEST_TEXT, MOST_ITEMS
from app.answers.shape import EVIDENCE, PLAN, SCOPES
from app.core.assessment import ASSISTANCE_KINDS, COST_BANDS, Relevance

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "maxLength": LONGEST_TEXT}
_WRITTEN: Schema = {**_TEXT, "minLength": 1}
_LEVEL: Schema = {"type": "integer", "minimum": 0, "maximum": 9}
_WITHHELD: Schema = {"const": True, "description": "Leaves the owner in no copy but the own one."}


def _object(properties: Schema, *required: str, **more: object) -> Schema:
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
    "items": _object({**dict.fromkeys(EVIDENCE, _TEXT), "grade": _WRITTEN}, "grade"),
}
_POSITIONS = {
    "type": "array",
    "minItems": 2,
    "maxItems": MOST_ITEMS,
    "description": "Agencies that differ, while no value is agreed.",
    "items": _object(
        {"agency": _WRITTEN, "level": _LEVEL, "evidence": _EVIDENCE, "note": _TEXT}, "agency", "level"
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
    "not_applicable": {**_TEXT, "description": "The reason; empty while it is still missing."},
}
_ANSWER = _object(
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
_COMPONENT = _object(
    {
        "not_applicable": {**_TEXT, "description": "The reason why the component does not apply."},
        "withheld": _WITHHELD,
        "target": {**_LEVEL, "description": "The level that the State wants to reach."},
        "commitment": {**_TEXT, "description": "A binding commitment on this component."},
        "plan": _object(
            {
                **dict.fromkeys(PLAN, _TEXT),
                "due": {**_TEXT, "description": "Until when: a year, a month or a day."},
                "cost_band": {
                    **_TEXT,
                    "description": f"One of {', '.join(COST_BANDS)}; or the State's own words.",
                },
                "assistance_kind": {"enum": ["", *ASSISTANCE_KINDS]},
            }
        ),
        "move": _object({"place": {"type": "integer", "minimum": 1}, "reason": _WRITTEN}, "place", "reason"),
    }
)
_FACT = _object(
    {
        "options": {"type": "array", "items": _WRITTEN, "minItems": 1, "uniqueItems": True},
        "withheld": _WITHHELD,
    }
)
_RATING = _object(
    {"relevance": {"enum": [relevance.name.lower() for relevance in Relevance]}, "withheld": _WITHHELD}
)


def answers_schema() -> Schema:
    """What every answers file has in common, whatever its questionnaire."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answers file: everything that one State said in one assessment",
        **_object(
            {
                "format": {"const": "cied-answers/1"},
                "questionnaire": {**_WRITTEN, "description": "The id of the questionnaire."},
                "version": {**_WRITTEN, "description": "Its version. Ids of another are not understood."},
                "country": _object(
                    {"code": {"type": "string", "pattern": "^[A-Z]{2}$"}, "name": _WRITTEN}, "code", "name"
                ),
                "reference_date": {"type": "string", "format": "date"},
                "scope": {
                    "enum": list(SCOPES),
                    "default": "full",
                    "description": "A quick scan is scored on core and critical questions alone.",
                },
                "facts": _under_ids(_FACT, "Profile facts under their ids."),
                "ratings": _under_ids(_RATING, "Threat scenarios under their ids."),
                "components": _under_ids(_COMPONENT, "What is said of whole components, under their ids."),
                "answers": _under_ids(_ANSWER, "One for each question, under its id."),
            },
            "format",
            "questionnaire",
            "version",
            "country",
            "reference_date",
        ),
    }

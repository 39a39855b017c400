"""The answers file as JSON Schema, for programs that write one; what ids mean, the questionnaire says."""

from collections.abc import Mapping

from app.answers.assessment_file import HASH
from app.answers.file import FORMAT
from app.answers.validation import LONGEST_COMMENT, LONGEST_ENTERED_TEXT, LONGEST_NAME
from app.core.assessment.assessment import ASSISTANCE_KINDS, COST_BANDS, Assessment
from app.records.schema import Schema, SchemaMaker

_LEVEL: Schema = {"maximum": 9}
_MORE: Mapping[str, Schema] = {
    "withheld": {"const": True, "description": "Leaves the owner in no copy but the own one."},
    # --- the file as a whole
    "questionnaire": {"description": "The id of the questionnaire."},
    "version": {"description": "Its version. Ids of another are not understood."},
    "code": {"pattern": "^[A-Z]{2}$"},
    "scope": {
        "default": "full",
        "description": "A quick scan is scored on core and critical questions alone.",
    },
    "facts": {"description": "Profile facts under their ids."},
    "ratings": {"description": "Threat scenarios under their ids."},
    "components": {"description": "What is said of whole components, under their ids."},
    "answers": {"description": "One for each question, under its id."},
    # --- an answer
    "Answer.level": {"description": "One level."},
    "Answer.range": {"description": "The lower level, then the upper one."},
    "Answer.positions": {"description": "Agencies that differ, while no value is agreed."},
    "Answer.not_known": {"description": "It was asked, and nobody can say yet."},
    "Answer.not_applicable": {"description": "The reason; empty while it is still missing."},
    "level": _LEVEL,
    "low": _LEVEL,
    "high": _LEVEL,
    "positions": {"minItems": 2},
    "evidence": {"description": "References, never the documents themselves."},
    "comment": {"maxLength": LONGEST_COMMENT},
    # --- a component, a fact
    "ComponentEntry.not_applicable": {"description": "The reason why the component does not apply."},
    "target": {**_LEVEL, "description": "The level that the State wants to reach."},
    "commitment": {"description": "A binding commitment on this component."},
    "due": {"description": "Until when: a year, a month or a day."},
    "cost_band": {"description": f"One of {', '.join(COST_BANDS)}; or the State's own words."},
    "assistance_kind": {"enum": ["", *ASSISTANCE_KINDS]},
    "Move.place": {"minimum": 1},
    "options": {"minItems": 1, "uniqueItems": True},
    # --- what stands in the history alone
    "content_hash": {"pattern": f"^{HASH}$"},
    "Milestone.name": {"maxLength": LONGEST_NAME},
}
"""Limits and words, under the keys of members."""

MAKER = SchemaMaker(LONGEST_ENTERED_TEXT, _MORE)


def answers_schema() -> Schema:
    """What every answers file has in common, whatever its questionnaire."""
    made = MAKER.schema_of(Assessment)
    made["properties"] = {"format": {"const": FORMAT}, **made["properties"]}
    made["required"].insert(0, "format")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answers file: everything that one State said in one assessment",
        **made,
    }

"""The format of questionnaires as JSON Schema, for editors that check and complete TOML while one writes.

It says the shape alone; what ids mean, and how scale, gates and weights must fit, `cied check` says.
"""

from dataclasses import fields, is_dataclass

from pydantic import TypeAdapter

from app.core.questionnaire import questionnaire as shapes
from app.core.questionnaire.place import ID
from app.core.questionnaire.questionnaire import Domain, Questionnaire
from app.core.questionnaire.validity import MOST_DOMAINS
from app.core.questionnaire.validity_of_words import LONGEST_ASKED_TEXT, LONGEST_SHORT_NAME
from app.records.schema import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FILE = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9_-]{0,39}\.toml$"}
_WEIGHT = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 1000},
        {"type": "string", "pattern": "^[1-9][0-9]{0,3}/[1-9][0-9]{0,3}$"},
    ]
}
_IN_THE_HEAD = ("id", "version", "status", "title", "short", "about", "domains")
"""What stands in questionnaire.toml itself; the rest may stand in its parts."""

_DESCRIPTIONS = {
    "about": "What it is, in our own words.",
    "act": "What to do: a verb and an object.",
    "adequate": "The level that is good enough, from 1 to the top.",
    "alone": "Rules the other options out, as none does.",
    "always_relevant": "None of its components is ever of low relevance.",
    "ask": "Others to invite to the table.",
    "cap": "The level that this grade supports at most.",
    "components": "The components of the domain, in order.",
    "core": "Part of the quick scan; at most one in a component.",
    "counts": "What counts towards a level.",
    "critical": "Holds the level of its component and domain; at most one in a component.",
    "crosswalk": "Ids of the same subject in other instruments.",
    "date": "A year, a month or a day, in quotes.",
    "descriptor": "What one would see at this level.",
    "direction": "The id of a direction.",
    "directions": "Kinds of components, such as those that prevent and those that respond.",
    "document": "The symbol of a later document.",
    "does_not_count": "What does not count.",
    "domains": "The domain files, in order.",
    "essential": "Ids of the components that it makes essential.",
    "evidence": "What would show it.",
    "facts": "Facts about the State, never scored; at most 15.",
    "glossary": "Words that an official outside the field would not know.",
    "grades": "Grades of evidence, the weakest first.",
    "high": "The level to reach where relevance is high.",
    "hint": "What a word means.",
    "id": "A letter or digit, then letters, digits, full stops, hyphens, underscores; it never changes.",
    "kind": "Operative or preamble.",
    "lag": "How many levels above its lowest question a node can be; left out for no such rule.",
    "language": "The language of the texts; en if left out.",
    "lead": "The office that usually leads.",
    "leads": "Who usually leads.",
    "lens": "Ids of lenses.",
    "lenses": "Cuts across the domains, such as gender and age.",
    "levels": "One for each level of the scale, from 0 up.",
    "link": "Derived where the paragraph addresses others than the State.",
    "low": "The level to reach where relevance is low.",
    "many": "Several options can hold.",
    "may_be_na": "A State may declare it not applicable, with a reason.",
    "meaning": "What the word means here.",
    "medium": "The level to reach where relevance is medium.",
    "name": "The name that people read.",
    "needs": "Ids of components that come first.",
    "not_assessable": "Why nothing can be asked about this paragraph.",
    "number": "The number of the paragraph.",
    "office": "The kind of office that can do it.",
    "options": "What can be said of the fact; two or more.",
    "paragraph": "The id of a paragraph of the source.",
    "paragraphs": "The paragraphs: of the source all of them, of a question those that it asks about.",
    "phase": "The word of the next step; none at the top level.",
    "question": "The question about the fact.",
    "questions": "The questions of the component, in order.",
    "references": "Standards and instruments that questions point to.",
    "rewords": "The id that this question had in an earlier version, where it changed.",
    "scale": "The levels and the rule that gives a level.",
    "scenarios": "Threats whose relevance the State rates.",
    "sensitive": "Its details could help an attacker: handed on only where it is named.",
    "share": "The share of the weight that has to have reached a level, such as 2/3.",
    "shelf_life_years": "After so many whole years evidence counts one grade lower.",
    "short": "A short name.",
    "source": "The document that the questionnaire is drawn from.",
    "standards": "Ids of references.",
    "status": "Draft or published. A published version never changes.",
    "steps": "Next steps to the level above; none at the top level.",
    "successors": "The matching paragraphs of later documents.",
    "symbol": "The symbol of the document.",
    "targets": "The level to reach, by relevance.",
    "term": "The word.",
    "text": "The question itself.",
    "title": "Its title.",
    "trap": "A mistake that many make.",
    "url": "A web address that begins with https://.",
    "version": "Such as 0.9 or 1.0.2; the name of the folder.",
    "weight": "A whole number, or a fraction in quotes; 1 if left out.",
    "when": "A condition on profile facts, under which it is asked.",
    "why": "Why it is asked.",
    "word": "Counts domains in the short result.",
    "word_if_certain": "Said instead where no higher level is possible.",
}
"""What each key says; one meaning a key, wherever it stands."""


def schemas() -> dict[str, Schema]:
    """The schema of each kind of file, under the name that it has in `docs/schemas`."""
    whole = _schema(Questionnaire, "A questionnaire: what holds for the whole")
    keys = whole["properties"]
    keys["domains"] = {"type": "array", "items": _FILE, "minItems": 1, "maxItems": MOST_DOMAINS}
    keys["domains"]["description"] = _DESCRIPTIONS["domains"]
    del whole["$defs"]["Domain"], whole["$defs"]["Component"], whole["$defs"]["Question"]
    parts = {"type": "array", "items": _FILE, "description": "Files that hold some of these keys instead."}
    head = {**whole, "properties": keys | {"parts": parts}, "required": list(_IN_THE_HEAD)}
    part = {**whole, "title": "A part of a questionnaire's head", "required": []}
    part["properties"] = {key: value for key, value in keys.items() if key not in _IN_THE_HEAD}
    return {
        "questionnaire.json": head,
        "part.json": part,
        "domain.json": _schema(Domain, "A domain of a questionnaire"),
    }


def _schema(shape: type, title: str) -> Schema:
    made = TypeAdapter(shape).json_schema()
    definitions = made.pop("$defs")
    for name, definition in ((shape.__name__, made), *definitions.items()):
        _describe(definition, getattr(shapes, name))
    return {"$schema": DIALECT, **made, "title": title, "$defs": definitions}


def _describe(definition: Schema, shape: type) -> None:
    """What every key says, and the limits of ids, texts and weights; no titles and defaults."""
    assert is_dataclass(shape)  # noqa: S101 - every shape of a questionnaire is one
    definition.pop("title", None)
    if shape is Questionnaire:
        definition.pop("description", None)
    for field in fields(shape):
        key = definition["properties"][field.name]
        key.pop("title", None)
        key.pop("default", None)
        if key.get("anyOf", [{}])[-1] == {"type": "null"}:
            key.update(key.pop("anyOf")[0])
        if field.name in {"weight", "share"}:
            key.clear()
            key.update(_WEIGHT)
        elif field.name == "id":
            key["pattern"] = f"^{ID.pattern}$"
        elif key.get("type") == "string":
            is_node = shape.__name__ in {"Domain", "Component"} and field.name == "short"
            key["maxLength"] = LONGEST_SHORT_NAME if is_node else LONGEST_ASKED_TEXT
        key["description"] = _DESCRIPTIONS[field.name]

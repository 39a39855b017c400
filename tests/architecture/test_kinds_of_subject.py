"""Each kind of subject has all that a kind needs; for a new one the test says what is missing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.answers import assessment_schema, body, faults_of, read_body
from app.core.assessment.answer import Answer
from app.core.assessment.change import Change, changes
from app.core.assessment.journal import ABOUT, About, Entry, Journal, Subject, SubjectKind, contents_of
from app.core.assessment.merging import fields_of
from app.core.assessment.subjects import SUBJECTS
from app.core.copies.copies import copied
from app.rendering.environment import environment
from app.web.history import address_of_history
from app.web.saving import merged_words
from tests.builders import TINY
from tests.filled import filled, has_canary

CONTENTS: dict[StrEnum, type] = {kind: row.content for kind, row in SUBJECTS.items()}
KEYS = {"answer": "1.1.3", "component": "2.2", "fact": "coast", "rating": "S1", "domain": "D1"}
UNTOLD = {"earlier"}
"""Fields that nobody changes in a form, so that no line of the history names them."""
OF_THE_COUNTRY = {SubjectKind.ABOUT}
"""What is said of the assessment itself, such as the country's name, is in every copy."""


def content_of(kind: StrEnum, **given: object) -> Any:
    """What can be entered about a subject of that kind, with every field filled."""
    answer = filled(Answer, value=None)
    known = {
        "value": None,
        "options": ("rough",),
        "question": "1.1.3",
        "mine": answer,
        "content_hash": "0" * 64,
    }
    return filled(CONTENTS[kind], **known | given)


def subject_of(kind: StrEnum) -> Subject:
    return Subject(kind, KEYS.get(kind, "" if kind in ("about", "standing") else "key"))


def entry_of(kind: StrEnum, content: object = None, position: int = 2) -> Entry:
    return Entry(
        subject=subject_of(kind),
        revision=1,
        position=position,
        content=content or content_of(kind),
        author="A",
        at=datetime(2026, 6, 30, tzinfo=UTC),
    )


def journal_of(*entries: Entry) -> Journal:
    about = Entry(
        subject=ABOUT,
        revision=1,
        position=1,
        content=filled(About, name="Xandoria", scope="full", earlier=None),
        author="A",
        at=datetime(2026, 6, 30, tzinfo=UTC),
    )
    return Journal.folded((about, *entries))


def rendered(call: str, **values: object) -> str:
    macros = '{% import "components/entered.html" as entered %}'
    return environment("en").from_string(macros + call).render(q=TINY, **values).strip()


def has_a_row(kind) -> bool:
    return isinstance(content_of(kind), SUBJECTS[kind].content)


def is_read_back_from_json(kind) -> bool:
    return read_body(kind, body(content_of(kind))) == content_of(kind)


def is_in_the_schema(kind) -> bool:
    whole = assessment_schema()
    [schema] = (
        rule["then"]["properties"]["content"]
        for rule in _rules(whole)
        if rule["if"]["properties"].get("subject") == {"pattern": f"^{kind}:"}
    )
    # From what an assessment starts is of one installation, and stands in no file.
    content = json.loads(body(content_of(kind, earlier=None)))
    Draft202012Validator({**schema, "$defs": whole.get("$defs", {})}).validate(content)
    return True


def _rules(schema: object) -> list[Any]:
    if isinstance(schema, Mapping):
        own = [schema] if "if" in schema else []
        return own + [rule for member in schema.values() for rule in _rules(member)]
    return [rule for member in schema for rule in _rules(member)] if isinstance(schema, list) else []


def is_fit_to_be_stored(kind) -> bool:
    return faults_of(subject_of(kind), content_of(kind), TINY) == ()


def has_a_title(kind) -> bool:
    return bool(rendered("{{ entered.subject(q, entry) }}", entry=entry_of(kind)))


def has_words(kind) -> bool:
    return bool(rendered("{{ entered.in_words(q, entry) }}", entry=entry_of(kind)))


def has_an_address_where_it_has_a_history(kind) -> bool:
    address = rendered('{{ entered.address(entry, "") }}', entry=entry_of(kind))
    own = address_of_history(subject_of(kind))
    return own == (address if SUBJECTS[kind].things else "/history")


def has_words_for_what_changed(kind) -> bool:
    before, after = entry_of(kind), entry_of(kind)
    told = [
        rendered(
            "{{ entered.changed(change) }}", change=_Told(before=before, after=after, parts=(field.name,))
        )
        for field in fields(content_of(kind))
        if field.name not in UNTOLD
    ]
    return not SUBJECTS[kind].is_saved or all(told)


@dataclass(frozen=True)
class _Told(Change):
    """A change of fields that it is told."""

    parts: tuple[str, ...] = ()


def has_words_for_what_was_merged(kind) -> bool:
    names = [name for name in fields_of(content_of(kind)) if name not in UNTOLD]
    return not SUBJECTS[kind].things or all(merged_words([name], lambda text: text) for name in names)


def is_among_the_changes(kind) -> bool:
    journal = Journal.folded([entry_of(kind)])
    found = {change.subject.kind for change in changes(TINY, Journal(), journal)}
    return found == ({kind} if SUBJECTS[kind].is_saved else set())


def is_in_the_assessment_where_an_edition_holds_it(kind) -> bool:
    without, with_it = (journal_of(*entries).assessment("tiny", "0.1") for entries in ((), [entry_of(kind)]))
    is_there = (subject_of(kind), content_of(kind, earlier=None)) in contents_of(with_it)
    return (with_it != without) == is_there == SUBJECTS[kind].is_frozen


def hands_on_no_text(kind) -> bool:
    held = journal_of(entry_of(kind)).assessment("tiny", "0.1")
    is_held = SUBJECTS[kind].is_frozen and has_canary(content_of(kind))
    left = copied(TINY, held, "shareable", list(TINY.domain_by_id))
    return has_canary(held) == is_held and (kind in OF_THE_COUNTRY or not has_canary(left))


PLACES: Mapping[str, Callable[[StrEnum], bool]] = {
    "core/assessment/subjects.py: a row": has_a_row,
    "records: its content in JSON, read back": is_read_back_from_json,
    "schema of the assessment file": is_in_the_schema,
    "validation: what keeps it from being stored": is_fit_to_be_stored,
    "components/entered.html: what it is about": has_a_title,
    "components/entered.html: what it says": has_words,
    "components/entered.html: where its history is": has_an_address_where_it_has_a_history,
    "components/entered.html: what changed in it": has_words_for_what_changed,
    "web/saving.py: what another person changed in it": has_words_for_what_was_merged,
    "core/assessment/change.py: its place among the changes": is_among_the_changes,
    "core/assessment/journal.py: its place in the assessment": is_in_the_assessment_where_an_edition_holds_it,
    "core/copies/sharing.py: none of its text is handed on": hands_on_no_text,
}


def missing_of(kind: StrEnum) -> list[str]:
    """The places that do not know a kind of subject."""
    return [place for place, knows in PLACES.items() if not holds(knows, kind)]


def holds(knows, kind) -> bool:
    try:
        return knows(kind)
    except Exception:  # noqa: BLE001 - however it fails, the place does not know the kind
        return False


@pytest.mark.parametrize("kind", SubjectKind)
def test_every_kind_of_subject_has_all_that_a_kind_needs(kind):
    assert missing_of(kind) == []


class PlantedKind(StrEnum):
    """A kind of subject that nothing knows yet."""

    PLANTED = "planted"


@dataclass(frozen=True, kw_only=True)
class Planted:
    text: str = ""


def test_of_a_planted_kind_every_place_is_named_that_does_not_know_it(monkeypatch):
    monkeypatch.setitem(CONTENTS, PlantedKind.PLANTED, Planted)
    assert missing_of(PlantedKind.PLANTED) == list(PLACES)

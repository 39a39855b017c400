"""What makes the words and ids of a questionnaire valid: none missing, none twice, none harmful."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass

from app.core.dates import last_day
from app.core.errors import ConditionRefusedError, Fault
from app.core.questionnaire.condition import parsed_condition
from app.core.questionnaire.place import (
    ID,
    Place,
    member_names,
    placed_components,
    placed_domains,
    placed_questions,
)
from app.core.questionnaire.questionnaire import OVERALL, Component, Domain, Questionnaire
from app.core.signs import MOST_MARKS, compatible, invisible_signs, with_few_marks

LONGEST_ASKED_TEXT = 4000
"""Characters of any one text."""

LONGEST_SHORT_NAME = 24
"""Characters of the short name of a domain or component, which has to fit into figures."""

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){1,2}")
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
_IDS = {"id", "version", "language"}


@dataclass(frozen=True)
class AskedText:
    """One text of a questionnaire; `key` is the name of its field."""

    place: Place
    key: str
    text: str
    may_be_empty: bool


def texts(value: object, place: Place = ()) -> Iterator[AskedText]:
    """Every text in a frozen value and what it holds, in the order of its fields."""
    if not is_dataclass(value):
        return
    for field in fields(value):
        inner = getattr(value, field.name)
        if isinstance(inner, str):
            may_be_empty = field.default is not MISSING and field.default == ""
            yield AskedText((*place, field.name), field.name, inner, may_be_empty)
        elif isinstance(inner, tuple):
            yield from _texts_of_list(inner, field.name, place)
        elif isinstance(inner, Mapping):
            for key, many in inner.items():
                yield AskedText((*place, field.name), field.name, key, may_be_empty=False)
                yield from _texts_of_list(many, field.name, place)
        else:
            yield from texts(inner, (*place, field.name))


def _texts_of_list(members: tuple[object, ...], key: str, place: Place) -> Iterator[AskedText]:
    names = member_names(key, [getattr(member, "id", None) for member in members])
    for member, name in zip(members, names, strict=True):
        if isinstance(member, str):
            yield AskedText((*place, name), key, member, may_be_empty=False)
        else:
            yield from texts(member, (*place, name))


def faults_of_words(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault in a text or an id of the questionnaire."""
    for text in texts(questionnaire):
        yield from _faults_of_text(text)
    yield from _faults_of_ids(questionnaire)
    yield from _faults_of_short_names(questionnaire)
    for group in _groups(questionnaire):
        yield from _duplicates(group)


# --- every text -----------------------------------------------------------------------------------


def _faults_of_text(text: AskedText) -> Iterator[Fault]:
    if len(text.text) > LONGEST_ASKED_TEXT:
        yield Fault(
            place=text.place,
            problem=f"is {len(text.text)} characters long.",
            mend=f"Shorten it to {LONGEST_ASKED_TEXT} at most.",
        )
    elif text.key in _IDS:
        return
    elif not text.text.strip():
        if not text.may_be_empty or text.text:
            yield Fault(place=text.place, problem="is empty.", mend="Write it, or take the key out.")
    elif harmful := invisible_signs(text.text):
        yield Fault(
            place=text.place,
            problem=f"holds U+{ord(harmful[0]):04X}, a control character or another that nobody can see.",
            mend="Type the text again without it.",
        )
    elif with_few_marks(text.text) != text.text:
        yield Fault(
            place=text.place,
            problem=f"holds more than {MOST_MARKS} combining marks in a row.",
            mend="Type the text again without them.",
        )
    elif text.key == "url" and _ADDRESS.fullmatch(text.text) is None:
        yield Fault(
            place=text.place,
            problem="is not a web address.",
            mend="Begin it with https:// and leave no space.",
        )


def _faults_of_short_names(questionnaire: Questionnaire) -> Iterator[Fault]:
    nodes: list[tuple[Place, Domain | Component]] = [
        *placed_domains(questionnaire),
        *placed_components(questionnaire),
    ]
    for place, node in nodes:
        if len(node.short) > LONGEST_SHORT_NAME:
            yield Fault(
                place=(*place, "short"),
                problem=f"is {len(node.short)} characters long.",
                mend=f"Shorten it to {LONGEST_SHORT_NAME} at most, so that it fits into figures.",
            )


# --- ids ------------------------------------------------------------------------------------------


def _faults_of_ids(questionnaire: Questionnaire) -> Iterator[Fault]:
    if _FOLDER.fullmatch(questionnaire.id) is None:
        yield Fault(
            place=("id",),
            problem="is not an id.",
            mend="Use small letters a to z, digits and hyphens, 40 at most.",
        )
    if _VERSION.fullmatch(questionnaire.version) is None:
        yield Fault(place=("version",), problem="is not a version.", mend='Write it like "0.9" or "1.0.2".')
    if _LANGUAGE.fullmatch(questionnaire.language) is None:
        yield Fault(place=("language",), problem="is not a language.", mend='Write its code, such as "en".')
    if last_day(questionnaire.source.date) is None:
        yield Fault(
            place=("source", "date"),
            problem="is not a date.",
            mend='Write it like "2020-12-07" or "2020".',
        )
    for text in texts(questionnaire):
        if text.key == "id" and len(text.place) > 1 and ID.fullmatch(text.text) is None:
            yield Fault(
                place=text.place,
                problem="is not an id.",
                mend="Use letters a to z, digits, full stop, hyphen and underscore, 40 at most, "
                "with a letter or digit first.",
            )
    facts = member_names("facts", [fact.id for fact in questionnaire.facts])
    for fact, name in zip(questionnaire.facts, facts, strict=True):
        if ID.fullmatch(fact.id) is not None and not _can_be_named_in_a_condition(fact.id):
            yield Fault(
                place=(name, "id"),
                problem="cannot be used in a condition.",
                mend="Begin it with a letter, use no full stop; and, or, not, in cannot be ids.",
            )


def _can_be_named_in_a_condition(fact: str) -> bool:
    try:
        parsed_condition(f'{fact} == ""')
    except ConditionRefusedError:
        return False
    return True


def _groups(questionnaire: Questionnaire) -> Iterator[list[tuple[Place, str]]]:
    """Ids that must differ from each other, each with its place."""
    yield [
        ((), OVERALL),
        *(((*place, "id"), domain.id) for place, domain in placed_domains(questionnaire)),
        *(((*place, "id"), component.id) for place, component in placed_components(questionnaire)),
        *(((*place, "id"), question.id) for place, question in placed_questions(questionnaire)),
    ]
    yield _members((), "directions", "id", questionnaire.directions)
    yield _members((), "lenses", "id", questionnaire.lenses)
    yield _members((), "scenarios", "id", questionnaire.scenarios)
    yield _members((), "facts", "id", questionnaire.facts)
    yield _members((), "references", "id", questionnaire.references)
    yield _members(("evidence",), "grades", "id", questionnaire.evidence.grades)
    yield _members(("source",), "paragraphs", "id", questionnaire.source.paragraphs)
    yield _members((), "glossary", "term", questionnaire.glossary)
    yield _members(("scale",), "levels", "name", questionnaire.scale.levels)
    names = member_names("facts", [fact.id for fact in questionnaire.facts])
    for fact, name in zip(questionnaire.facts, names, strict=True):
        yield _members((name,), "options", "id", fact.options)
        yield _members((name,), "options", "name", fact.options)


def _members(above: Place, group: str, key: str, members: Iterable[object]) -> list[tuple[Place, str]]:
    listed = tuple(members)
    names = member_names(group, [getattr(member, "id", None) for member in listed])
    return [
        ((*above, name, key), str(getattr(member, key))) for member, name in zip(listed, names, strict=True)
    ]


def _duplicates(members: Iterable[tuple[Place, str]]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for place, written in members:
        same = folded(written)
        if same not in first:
            first[same] = place
        elif not first[same]:
            yield Fault(
                place=place,
                problem=f'cannot be "{OVERALL}".',
                mend="The whole has this id. Choose another.",
            )
        elif same:
            yield Fault(
                place=place,
                problem=f"is used twice, first in {', '.join(first[same][:-1])}.",
                mend="Change one. Capitals and look-alike forms count as the same.",
            )


def folded(written: str) -> str:
    """What two texts that read alike have in common: NFKC, without capitals and outer spaces."""
    return compatible(compatible(written, "NFKC").casefold(), "NFKC").strip()

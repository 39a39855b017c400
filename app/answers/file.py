"""The answers file: an assessment as JSON text, read strictly and written in one way only."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.answers.validation import faults_of, faults_of_about
from app.core.assessment.assessment import Assessment, FactAnswer
from app.core.assessment.journal import About, Subject, SubjectKind
from app.core.assessment.subjects import SUBJECTS
from app.core.canonical import beyond_defaults
from app.core.errors import AnswersRefusedError, Fault
from app.core.questionnaire.questionnaire import Questionnaire
from app.records.dates import with_plain_dates
from app.records.encoding import encoded
from app.records.faults import quoted
from app.records.json_text import Members, parsed_json
from app.records.parsing import Parser

FORMAT = "cied-answers/1"

_HEAD = ("format", "questionnaire", "version", "country", "reference_date")
_ABOUT = ("country", "reference_date", "scope")
_GROUPS = {
    "facts": (SubjectKind.FACT, "fact"),
    "ratings": (SubjectKind.RATING, "scenario"),
    "components": (SubjectKind.COMPONENT, "component"),
    "answers": (SubjectKind.ANSWER, "question"),
}
"""What is entered about subjects of one kind, under their keys; what such a subject is called."""


def parsed_answers(text: str, questionnaire: Questionnaire) -> Assessment:
    """The assessment in an answers file for exactly this version of the questionnaire.

    Raises AnswersRefusedError with every error at once, each with its place and the mend.
    """
    parser = Parser()
    members = _opened(parser, text)
    expected = (questionnaire.id, questionnaire.version)
    if _named(parser, members) != expected:
        # Ids of another version would all be faults, and none of them the cause.
        if not parser.faults:
            parser.refuse(
                ("version",),
                "The file is for another questionnaire or version.",
                f"Read it with that one; this is {' '.join(expected)}.",
            )
        raise AnswersRefusedError(parser.faults)
    return _assessment(parser, members, questionnaire)


def read_frozen(text: str) -> Assessment:
    """The assessment in a text that `written` made.

    Only the shape is checked: what an older program accepted stays readable. Raises
    AnswersRefusedError where the text is none.
    """
    parser = Parser()
    return _assessment(parser, _opened(parser, text), None)


def named(text: str) -> tuple[str, str]:
    """Id and version of the questionnaire that an answers file is for.

    Raises AnswersRefusedError where that cannot be read, with every error in the file's shape; other
    errors are left to `read`, which tells them all at once.
    """
    parser = Parser()
    members = _opened(parser, text)
    found = _named(parser, members)
    if not all(found) or any(fault.place[:1] == ("format",) for fault in parser.faults):
        _assessment(parser, members, None)  # raises: what is missing or wrong above is a fault
    return found


def encoded_answers(assessment: Assessment) -> str:
    """The one text of an assessment: JSON in NFC, sorted keys, whole numbers, defaults left out.

    It holds no history, no authors and no times. Reading it gives an equal assessment.
    """
    whole = {"format": FORMAT, **encoded(assessment)}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


def content_hash(assessment: Assessment) -> str:
    """SHA-256 of what `written` gives, as 64 hexadecimal digits."""
    return text_hash(encoded_answers(assessment))


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def unknown_questionnaire(name: tuple[str, str], known: Iterable[Questionnaire]) -> AnswersRefusedError:
    """The refusal of a file for a questionnaire or version that is not here."""
    listed = ", ".join(f"{one.id} {one.version}" for one in known) or "none"
    problem = f"There is no questionnaire {quoted(name[0])} in version {quoted(name[1])} here."
    fault = Fault(place=("questionnaire",), problem=problem, mend=f"Known are: {listed}.")
    return AnswersRefusedError([fault])


def _opened(parser: Parser, text: str) -> Members:
    return parser.keyed(parsed_json(text), (), (*_HEAD, "scope", *_GROUPS), _HEAD)


def _named(parser: Parser, members: Members) -> tuple[str, str]:
    if members.get("format", FORMAT) != FORMAT:
        problem = f"{quoted(members['format'])} is not a format known here."
        parser.refuse(("format",), problem, f'Write "{FORMAT}".')
    return parser.member(Assessment, "questionnaire", members), parser.member(Assessment, "version", members)


def _assessment(parser: Parser, members: Members, questionnaire: Questionnaire | None) -> Assessment:
    """Without a questionnaire, only the shape is checked."""
    read_about = {name: parser.member(Assessment, name, members) for name in _ABOUT}
    about = {name: member for name, member in read_about.items() if member is not None}
    if questionnaire is not None and "country" in about:
        parser.note(faults_of_about(About(**about)))
    groups: dict[str, Any] = {name: _group(parser, members, name, questionnaire) for name in _GROUPS}
    if parser.faults:
        raise AnswersRefusedError(parser.faults)
    id, version = _named(parser, members)  # noqa: A001 - its name everywhere
    return Assessment(questionnaire=id, version=version, **about | groups)


def _group(
    parser: Parser, members: Members, name: str, questionnaire: Questionnaire | None
) -> dict[str, Any]:
    """What is said of the facts, scenarios, components or questions, but for those of which nothing is."""
    kind, called = _GROUPS[name]
    known = None if questionnaire is None else SUBJECTS[kind].known(questionnaire)
    found = {}
    for key, raw in parser.members(members.get(name, {}), (name,)).items():
        if known is not None and key not in known:
            problem = f"{quoted(key)} is not a {called} of this version."
            parser.refuse((name,), problem, "Correct the id.")
            continue
        place = (name, f"{called} {key}")
        entry = parser.value(SUBJECTS[kind].content, raw, place)
        if entry is not None and questionnaire is not None:
            entry = with_plain_dates(entry)
            parser.note(faults_of(Subject(kind, key), entry, questionnaire), place)
            if isinstance(entry, FactAnswer):
                entry = _in_order(entry, questionnaire, key)
        if entry is not None and beyond_defaults(entry):
            found[key] = entry
    return found


def _in_order(answer: FactAnswer, questionnaire: Questionnaire, fact_id: str) -> FactAnswer:
    """With its options in the questionnaire's order, in which nothing is meant by the file's."""
    if answer.options is None:
        return answer
    options = [option.id for option in questionnaire.fact_by_id[fact_id].options]
    return replace(answer, options=tuple(one for one in options if one in answer.options))

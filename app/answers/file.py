"""The answers file: an assessment as JSON text, read strictly and written in one way only."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from app.answers.dates import with_plain_dates
from app.answers.fitness import faults_of, faults_of_about
from app.answers.json_text import Members, parsed
from app.answers.shape import Place, Reader, shown
from app.core.assessment.answer import Answer
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    FactAnswer,
    Rating,
)
from app.core.assessment.journal import Kind, Subject
from app.core.assessment.subjects import SUBJECTS
from app.core.errors import AnswersRefusedError, Fault
from app.core.questionnaire.questionnaire import Questionnaire
from app.records.encoding import encoded

FORMAT = "cied-answers/1"

_HEAD = ("format", "questionnaire", "version", "country", "reference_date")
_GROUPS = {"facts": "fact", "ratings": "scenario", "components": "component", "answers": "question"}

_Entry = TypeVar("_Entry", Answer, ComponentEntry, FactAnswer, Rating)


def read(text: str, questionnaire: Questionnaire) -> Assessment:
    """The assessment in an answers file for exactly this version of the questionnaire.

    Raises AnswersRefusedError with every error at once, each with its place and the mend.
    """
    reader = Reader()
    members = _opened(reader, text)
    told = (questionnaire.id, questionnaire.version)
    if _named(reader, members) != told:
        # Ids of another version would all be faults, and none of them the cause.
        if not reader.faults:
            reader.refuse(
                ("version",),
                "The file is for another questionnaire or version.",
                f"Read it with that one; this is {' '.join(told)}.",
            )
        raise AnswersRefusedError(reader.faults)
    return _assessment(reader, members, questionnaire)


def read_frozen(text: str) -> Assessment:
    """The assessment in a text that `written` made.

    Only the shape is checked: what an older program accepted stays readable. Raises
    AnswersRefusedError where the text is none.
    """
    reader = Reader()
    return _assessment(reader, _opened(reader, text), None)


def named(text: str) -> tuple[str, str]:
    """Id and version of the questionnaire that an answers file is for.

    Raises AnswersRefusedError where that cannot be read, with every error in the file's shape; other
    errors are left to `read`, which tells them all at once.
    """
    reader = Reader()
    members = _opened(reader, text)
    found = _named(reader, members)
    if not all(found) or any(fault.place[:1] == ("format",) for fault in reader.faults):
        _assessment(reader, members, None)  # raises: what is missing or wrong above is a fault
    return found


def written(assessment: Assessment) -> str:
    """The one text of an assessment: JSON in NFC, sorted keys, whole numbers, defaults left out.

    It holds no history, no authors and no times. Reading it gives an equal assessment.
    """
    whole = {"format": FORMAT, **encoded(assessment)}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


def content_hash(assessment: Assessment) -> str:
    """SHA-256 of what `written` gives, as 64 hexadecimal digits."""
    return text_hash(written(assessment))


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def unknown_questionnaire(name: tuple[str, str], known: Iterable[Questionnaire]) -> AnswersRefusedError:
    """The refusal of a file for a questionnaire or version that is not here."""
    listed = ", ".join(f"{one.id} {one.version}" for one in known) or "none"
    problem = f"There is no questionnaire {shown(name[0])} in version {shown(name[1])} here."
    fault = Fault(place=("questionnaire",), problem=problem, mend=f"Known are: {listed}.")
    return AnswersRefusedError([fault])


def _opened(reader: Reader, text: str) -> Members:
    return reader.keyed(parsed(text), (), (*_HEAD, "scope", *_GROUPS), _HEAD)


def _named(reader: Reader, members: Members) -> tuple[str, str]:
    if members.get("format", FORMAT) != FORMAT:
        problem = f"{shown(members['format'])} is not a format known here."
        reader.refuse(("format",), problem, f'Write "{FORMAT}".')
    return reader.text(members, "questionnaire", ()), reader.text(members, "version", ())


def _assessment(reader: Reader, members: Members, questionnaire: Questionnaire | None) -> Assessment:
    """Without a questionnaire, only the shape is checked."""
    about = reader.about(members)
    if questionnaire is not None and about is not None:
        reader.note(faults_of_about(about))

    def group(name: str, kind: Kind, read_one: Callable[[object, Place], _Entry]) -> dict[str, _Entry]:
        known = None if questionnaire is None else SUBJECTS[kind].known(questionnaire)
        found: dict[str, _Entry] = {}
        for key, raw in reader.members(members.get(name, {}), (name,)).items():
            if known is not None and key not in known:
                problem = f"{shown(key)} is not a {_GROUPS[name]} of this version."
                reader.refuse((name,), problem, "Correct the id.")
                continue
            place = (name, f"{_GROUPS[name]} {key}")
            entry = read_one(raw, place)
            if questionnaire is not None:
                entry = with_plain_dates(entry)
                reader.note(faults_of(Subject(kind, key), entry, questionnaire), place)
            if entry != type(entry)():
                found[key] = entry
        return found

    facts = group("facts", Kind.FACT, reader.fact)
    ratings = group("ratings", Kind.RATING, reader.rating)
    components = group("components", Kind.COMPONENT, reader.component)
    answers = group("answers", Kind.ANSWER, reader.answer)
    if about is None or reader.faults:
        raise AnswersRefusedError(reader.faults)
    if questionnaire is not None:
        facts = {key: _in_order(fact, questionnaire, key) for key, fact in facts.items()}
    return Assessment(
        questionnaire=reader.text(members, "questionnaire", ()),
        version=reader.text(members, "version", ()),
        country=about.country,
        reference_date=about.reference_date,
        scope=about.scope,
        facts=facts,
        ratings=ratings,
        components=components,
        answers=answers,
    )


def _in_order(answer: FactAnswer, questionnaire: Questionnaire, fact_id: str) -> FactAnswer:
    """With its options in the questionnaire's order, in which nothing is meant by the file's."""
    if answer.options is None:
        return answer
    options = [option.id for option in questionnaire.fact_by_id[fact_id].options]
    return replace(answer, options=tuple(one for one in options if one in answer.options))

"""Whether what was entered fits its questionnaire: asked of files, of forms and when storing."""

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import (
    ASSISTANCE_KINDS,
    ComponentEntry,
    FactAnswer,
    Plan,
    Rating,
)
from app.core.assessment.journal import (
    About,
    Conflict,
    Content,
    DomainMark,
    Milestone,
    Standing,
    Subject,
)
from app.core.assessment.subjects import SUBJECTS
from app.core.dates import last_day
from app.core.errors import Fault
from app.core.questionnaire.place import Place
from app.core.questionnaire.questionnaire import (
    Component,
    Fact,
    Question,
    Questionnaire,
)
from app.records.faults import quoted
from app.records.parsing import MOST_ITEMS
from app.records.wire import typed_fields

LONGEST_COMMENT = 40_000
LONGEST_ENTERED_TEXT = 500
LONGEST_NAME = 100
LONGEST_AUTHOR = 100
EARLIEST_YEAR = 1990
LATEST_YEAR = 2199

_CODE = re.compile(r"[A-Z]{2}", re.ASCII)


def faults_of_answer(question: Question, answer: Answer, questionnaire: Questionnaire) -> tuple[Fault, ...]:
    """What keeps an answer from being accepted; places are those of the answers file.

    A reason, or the date of evidence, that is still missing is no fault: the answer is kept as it
    is, and counts for less until then.
    """
    return (
        *_faults_of_value(question, answer, questionnaire),
        *_faults_of_evidence(answer.evidence, ("evidence",), questionnaire),
        *_too_long(("comment",), answer.comment, LONGEST_COMMENT),
    )


def _faults_of_value(question: Question, answer: Answer, questionnaire: Questionnaire) -> Iterator[Fault]:
    top = questionnaire.scale.top
    match answer.value:
        case None | NotKnown():
            return
        case Level(level):
            yield from _faults_of_level(("level",), level, top)
        case Range(low, high):
            yield from _faults_of_level(("range", "end 1"), low, top)
            yield from _faults_of_level(("range", "end 2"), high, top)
            if low >= high:
                yield Fault(
                    place=("range",),
                    problem=f"{low} is not below {high}.",
                    mend="Write the lower level first, or one level.",
                )
        case Positions(positions):
            yield from _faults_of_positions(positions, questionnaire)
        case NotApplicable(reason):
            if not question.may_be_na:
                yield _must_apply("question")
            yield from _too_long(("not_applicable",), reason)
        case _:  # pragma: no cover - the type checker proves it
            assert_never(answer.value)


def _faults_of_positions(positions: Sequence[Position], questionnaire: Questionnaire) -> Iterator[Fault]:
    if not 2 <= len(positions) <= MOST_ITEMS:  # noqa: PLR2004 - who differ are two
        yield Fault(
            place=("positions",),
            problem=f"has {len(positions)}.",
            mend=f"Write those of two to {MOST_ITEMS} agencies, or one level.",
        )
    for number, position in enumerate(positions, start=1):
        place = ("positions", f"position {number}")
        if not position.agency.strip():
            yield _empty((*place, "agency"))
        yield from _too_long((*place, "agency"), position.agency)
        yield from _faults_of_level((*place, "level"), position.level, questionnaire.scale.top)
        yield from _too_long((*place, "note"), position.note)
        yield from _faults_of_evidence(position.evidence, (*place, "evidence"), questionnaire)


def _faults_of_evidence(
    items: Sequence[EvidenceItem], place: Place, questionnaire: Questionnaire
) -> Iterator[Fault]:
    if len(items) > MOST_ITEMS:
        yield Fault(place=place, problem=f"has {len(items)} items.", mend=f"Keep {MOST_ITEMS} at most.")
    for number, item in enumerate(items, start=1):
        here = (*place, f"item {number}")
        if item.grade not in questionnaire.grade_by_id:
            yield Fault(
                place=(*here, "grade"),
                problem=f"{quoted(item.grade)} is not a grade.",
                mend=f"Write one of: {', '.join(questionnaire.grade_by_id)}.",
            )
        if item.dated and last_day(item.dated) is None:
            yield Fault(
                place=(*here, "dated"),
                problem=f"{quoted(item.dated)} is not a date.",
                mend="Write a year, a month or a day: 2024, 2024-05 or 2024-05-06.",
            )
        for name in typed_fields(EvidenceItem):
            yield from _too_long((*here, name), getattr(item, name))


def faults_of_component(
    component: Component, entry: ComponentEntry, questionnaire: Questionnaire
) -> tuple[Fault, ...]:
    """What keeps that which is said of a component from being accepted."""
    return tuple(_faults_of_component(component, entry, questionnaire))


def _faults_of_component(
    component: Component, entry: ComponentEntry, questionnaire: Questionnaire
) -> Iterator[Fault]:
    if entry.not_applicable is not None:
        if not component.may_be_na:
            yield _must_apply("component")
        yield from _too_long(("not_applicable",), entry.not_applicable)
    if entry.target is not None:
        yield from _faults_of_level(("target",), entry.target, questionnaire.scale.top)
    yield from _too_long(("commitment",), entry.commitment)
    for name in typed_fields(Plan):
        yield from _too_long(("plan", name), getattr(entry.plan, name))
    if entry.plan.assistance_kind not in ("", *ASSISTANCE_KINDS):
        yield Fault(
            place=("plan", "assistance_kind"),
            problem=f"{quoted(entry.plan.assistance_kind)} is not a kind of assistance.",
            mend=f"Write one of: {', '.join(ASSISTANCE_KINDS)}.",
        )
    if entry.move is not None:
        most = len(questionnaire.component_by_id)
        if not 1 <= entry.move.place <= most:
            yield Fault(
                place=("move", "place"),
                problem=f"{entry.move.place} is not a place.",
                mend=f"Write a whole number from 1 to {most}.",
            )
        if not entry.move.reason.strip():
            yield _empty(("move", "reason"))
        yield from _too_long(("move", "reason"), entry.move.reason)


def faults_of_fact(fact: Fact, answer: FactAnswer) -> tuple[Fault, ...]:
    """What keeps a profile fact from being accepted."""
    return tuple(_faults_of_fact(fact, answer))


def _faults_of_fact(fact: Fact, answer: FactAnswer) -> Iterator[Fault]:
    if answer.options is None:
        return
    known = [option.id for option in fact.options]
    for number, option in enumerate(answer.options, start=1):
        place = ("options", f"option {number}")
        if option not in known:
            yield Fault(
                place=place,
                problem=f"{quoted(option)} is not an option.",
                mend=f"Write one of: {', '.join(known)}.",
            )
        elif option in answer.options[: number - 1]:
            yield Fault(place=place, problem=f"{quoted(option)} again.", mend="Take it out.")
    if not answer.options:
        yield Fault(place=("options",), problem="is empty.", mend="Leave it out where the fact is open.")
    elif len(answer.options) > 1 and not fact.many:
        yield Fault(place=("options",), problem="has more than one.", mend="Keep one.")
    elif len(answer.options) > 1:
        for alone in (option for option in fact.options if option.alone and option.id in answer.options):
            yield Fault(
                place=("options",),
                problem=f"{quoted(alone.name)} rules the others out.",
                mend="Keep it alone, or take it out.",
            )


def faults_of_about(about: About) -> tuple[Fault, ...]:
    """What keeps country and reference date from being accepted."""
    return tuple(_faults_of_about(about))


def _faults_of_about(about: About) -> Iterator[Fault]:
    code = about.country.code
    if _CODE.fullmatch(code) is None:
        yield Fault(
            place=("country", "code"),
            problem=f"{quoted(code)} is not a country code.",
            mend="Write the two capital letters of ISO 3166-1, such as XA.",
        )
    if not about.country.name.strip():
        yield _empty(("country", "name"))
    yield from _too_long(("country", "name"), about.country.name)
    if not EARLIEST_YEAR <= about.reference_date.year <= LATEST_YEAR:
        yield Fault(
            place=("reference_date",),
            problem=f"{about.reference_date.isoformat()} is out of reach.",
            mend=f"Write a day between {EARLIEST_YEAR} and {LATEST_YEAR}.",
        )


def faults_of(subject: Subject, content: Content, questionnaire: Questionnaire) -> tuple[Fault, ...]:
    """What keeps an entry from being stored; a subject that the questionnaire lacks is one."""
    key = _known_by(subject, content)
    if key not in SUBJECTS[subject.kind].known(questionnaire):
        problem = f"{quoted(key)} is not in {questionnaire.id} {questionnaire.version}."
        return (Fault(place=(str(subject.kind),), problem=problem, mend="Correct the id."),)
    match content:
        case About():
            return faults_of_about(content)
        case Answer():
            return faults_of_answer(questionnaire.question_by_id[key], content, questionnaire)
        case ComponentEntry():
            return faults_of_component(questionnaire.component_by_id[key], content, questionnaire)
        case FactAnswer():
            return faults_of_fact(questionnaire.fact_by_id[key], content)
        case Conflict():
            return faults_of_answer(questionnaire.question_by_id[key], content.mine, questionnaire)
        case Standing():
            return tuple(_too_long(("reopened",), content.reopened or ""))
        case Milestone():
            return tuple(_faults_of_name(content.name))
        case Rating() | DomainMark():
            return ()
        case _:  # pragma: no cover - the type checker proves it
            assert_never(content)


def _known_by(subject: Subject, content: Content) -> str:
    """The id that the questionnaire has to know; conflicts and milestones have the key of their save."""
    match content:
        case Conflict():
            return content.question
        case Milestone():
            return ""
        case About() | Answer() | ComponentEntry() | FactAnswer() | Rating() | DomainMark() | Standing():
            return subject.key
        case _:  # pragma: no cover - the type checker proves it
            assert_never(content)


def _faults_of_name(name: str) -> Iterator[Fault]:
    if not name.strip():
        yield _empty(("name",))
    yield from _too_long(("name",), name, LONGEST_NAME)


def _faults_of_level(place: Place, level: int, top: int) -> Iterator[Fault]:
    if not 0 <= level <= top:
        yield Fault(
            place=place,
            problem=f"{level} is not a level.",
            mend=f"Write a whole number from 0 to {top}.",
        )


def _must_apply(what: str) -> Fault:
    return Fault(
        place=("not_applicable",),
        problem=f"This {what} always applies.",
        mend="Answer it, or write not_known.",
    )


def _empty(place: Place) -> Fault:
    return Fault(place=place, problem="is empty.", mend="Write it.")


def _too_long(place: Place, text: str, most: int = LONGEST_ENTERED_TEXT) -> Iterator[Fault]:
    if len(text) > most:
        yield Fault(
            place=place,
            problem=f"has {len(text)} characters.",
            mend=f"Shorten it to {most} characters.",
        )

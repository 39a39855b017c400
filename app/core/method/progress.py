"""The way through: what is open, what comes next, what needs a person, what blocks finishing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.core.assessment.assessment import Assessment
from app.core.assessment.journal import (
    ABOUT,
    DomainMark,
    Journal,
    Subject,
    SubjectKind,
)
from app.core.method.exclusion import leaving
from app.core.method.lacking import Lack, lacks_of_answer, lacks_of_declaration
from app.core.questionnaire.condition import facts_read
from app.core.questionnaire.questionnaire import Domain, Question, Questionnaire

WORDS_A_MINUTE = 120


class Status(StrEnum):
    """Where a domain stands, apart from any score."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    NEEDS_YOU = "needs_you"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class DomainProgress:
    """How far a domain has been worked through.

    `settled`: number of questions with anything chosen, *not known* too.
    """

    domain: Domain
    status: Status
    asked: int
    settled: int
    next_question: Question | None
    is_marked: bool
    changed_since_marked: bool


@dataclass(frozen=True, kw_only=True)
class Concern:
    """One thing that blocks finishing, or only warns.

    `id` is of a question, component, domain, fact or scenario.
    """

    why: Literal[
        "conflict",
        "missing_reason",
        "open_question",
        "undated_evidence",
        "changed_since_marked",
        "not_marked",
        "open_fact",
        "unrated_scenario",
    ]
    id: str


def questions_asked(questionnaire: Questionnaire, assessment: Assessment) -> tuple[Question, ...]:
    """The questions on the way through, in order.

    All but those that the profile or a declared component hides.
    """
    gone = leaving(questionnaire, assessment)
    return tuple(
        question
        for _, component, question in questionnaire.questions()
        if component.id not in gone and not (question.id in gone and gone[question.id].why == "not_asked")
    )


def neighbours(asked: Sequence[Question], question_id: str) -> tuple[Question | None, Question | None]:
    """The questions before and after one among those asked; None at the ends, and where it is not asked."""
    place = next((at for at, question in enumerate(asked) if question.id == question_id), None)
    if place is None:
        return None, None
    return (asked[place - 1] if place else None, asked[place + 1] if place + 1 < len(asked) else None)


def is_settled(assessment: Assessment, question_id: str) -> bool:
    """Whether something is chosen: a level, a range, positions, not known, not applicable or withheld."""
    answer = assessment.answer(question_id)
    return answer.value is not None or answer.withheld


def progress(
    questionnaire: Questionnaire, assessment: Assessment, journal: Journal
) -> tuple[DomainProgress, ...]:
    """Every domain's progress, in the questionnaire's order."""
    asked = questions_asked(questionnaire, assessment)
    blocked = {
        questionnaire.domain_of[concern.id].id for concern in blockers(questionnaire, assessment, journal)
    }
    return tuple(
        _domain_progress(
            assessment,
            journal,
            domain,
            [question for question in asked if questionnaire.domain_of[question.id] is domain],
            is_blocked=domain.id in blocked,
        )
        for domain in questionnaire.domains
    )


def _domain_progress(
    assessment: Assessment,
    journal: Journal,
    domain: Domain,
    asked: list[Question],
    *,
    is_blocked: bool,
) -> DomainProgress:
    unsettled = [question for question in asked if not is_settled(assessment, question.id)]
    mark = journal.newest.get(Subject(SubjectKind.DOMAIN, domain.id))
    is_marked = (
        mark is not None
        and isinstance(mark.content, DomainMark)
        and mark.content.is_finished
        # A mark from the quick scan says nothing of what is asked since the assessment grew.
        and journal.newest[ABOUT].position < mark.position
    )
    changed = (
        is_marked
        and mark is not None
        and any(position > mark.position for position in _positions_in(domain, journal))
    )
    # Needs you: a conflict, a missing reason, or something changed since it was marked finished. Of a
    # finished assessment nobody is asked anything more.
    if (is_blocked or changed) and not journal.is_finished:
        status = Status.NEEDS_YOU
    elif is_marked or (journal.is_finished and len(unsettled) < len(asked)):
        status = Status.DONE
    elif len(unsettled) < len(asked):
        status = Status.IN_PROGRESS
    else:
        status = Status.NOT_STARTED
    return DomainProgress(
        domain=domain,
        status=status,
        asked=len(asked),
        settled=len(asked) - len(unsettled),
        next_question=unsettled[0] if unsettled else None,
        is_marked=is_marked,
        changed_since_marked=changed,
    )


def _positions_in(domain: Domain, journal: Journal) -> Iterable[int]:
    """Where a domain's answers and declarations changed, and the profile facts that decide what is asked.

    Targets, commitments, plans and own places are no answers.
    """
    for component in domain.components:
        if component.id in journal.declared_at:
            yield journal.declared_at[component.id]
        subjects = [Subject(SubjectKind.ANSWER, question.id) for question in component.questions]
        conditions = [component.when, *(question.when for question in component.questions)]
        subjects += [Subject(SubjectKind.FACT, fact) for when in conditions for fact in facts_read(when)]
        yield from (journal.newest[subject].position for subject in subjects if subject in journal.newest)


def next_open(
    questionnaire: Questionnaire, assessment: Assessment, after: str | None = None
) -> Question | None:
    """The next question with nothing chosen, looking on from `after` and then from the start."""
    asked = questions_asked(questionnaire, assessment)
    start = next((place for place, question in enumerate(asked, start=1) if question.id == after), 0)
    return next(
        (
            question
            for question in (*asked[start:], *asked[:start])
            if not is_settled(assessment, question.id)
        ),
        None,
    )


@dataclass(frozen=True, kw_only=True)
class Office:
    """Who should be in the room: how many of the questions it usually leads, and in how many it is asked."""

    name: str
    leads: int
    asked: int


def offices_to_invite(questions: Iterable[Question]) -> tuple[Office, ...]:
    """Who should be in the room for these questions: who leads most first, then who is asked most."""
    leads, asked = Counter[str](), Counter[str]()
    for question in questions:
        leads[question.lead] += 1
        asked.update(question.ask)
    found = (
        Office(name=name, leads=leads[name], asked=asked[name]) for name in dict.fromkeys((*leads, *asked))
    )
    return tuple(sorted(found, key=lambda office: (-office.leads, -office.asked)))


def minutes(questions: Iterable[Question]) -> int:
    """About how long it takes to read these questions and choose an answer; up to the next five minutes.

    120 words a minute is the pace of careful reading in a second language; a minute more is for
    choosing. To find documents and to agree takes longer, and is not in it.
    """
    words = [len(" ".join(_read(question)).split()) for question in questions]
    minutes = -(-sum(words) // WORDS_A_MINUTE) + len(words)
    return -(-minutes // 5) * 5


def _read(question: Question) -> Iterable[str]:
    """What has to be read to answer it."""
    return (question.text, question.hint, *(level.descriptor for level in question.levels))


def open_questions(questionnaire: Questionnaire, assessment: Assessment) -> tuple[Question, ...]:
    """The questions on the way through with nothing chosen, in order."""
    asked = questions_asked(questionnaire, assessment)
    return tuple(question for question in asked if not is_settled(assessment, question.id))


def lacking(questionnaire: Questionnaire, assessment: Assessment) -> tuple[Lack, ...]:
    """Everything that is missing in what was entered, on the way through, in the questionnaire's order.

    A component's own declaration comes before its questions.
    """
    lacks: list[Lack] = []
    asked = {question.id for question in questions_asked(questionnaire, assessment)}
    for _, component in questionnaire.components():
        on_the_way = [question for question in component.questions if question.id in asked]
        if on_the_way:
            lacks += lacks_of_declaration(component.id, assessment.component(component.id))
        for question in on_the_way:
            lacks += lacks_of_answer(questionnaire, question.id, assessment.answer(question.id))
    return tuple(lacks)


def blockers(questionnaire: Questionnaire, assessment: Assessment, journal: Journal) -> tuple[Concern, ...]:
    """What must be mended before finishing, in the questionnaire's order.

    A conflict waits also where its question is hidden; a missing reason only matters on the way through.
    """
    concerns = []
    without_reason = {lack.id for lack in lacking(questionnaire, assessment) if lack.why == "missing_reason"}
    for _, component in questionnaire.components():
        if component.id in without_reason:
            concerns.append(Concern(why="missing_reason", id=component.id))
        for question in component.questions:
            if journal.conflicts_of(question.id):
                concerns.append(Concern(why="conflict", id=question.id))
            if question.id in without_reason:
                concerns.append(Concern(why="missing_reason", id=question.id))
    return tuple(concerns)


def warnings(questionnaire: Questionnaire, assessment: Assessment, journal: Journal) -> tuple[Concern, ...]:
    """What a person should know before finishing, though it does not block.

    Open facts, ratings and questions, evidence that counts as the weakest for want of a date, and
    domains that are not marked as finished or changed since.
    """
    undated = {lack.id for lack in lacking(questionnaire, assessment) if lack.why == "undated_evidence"}
    concerns = [
        Concern(why="open_fact", id=fact.id)
        for fact in questionnaire.facts
        if fact.id not in assessment.profile
    ]
    concerns += [
        Concern(why="unrated_scenario", id=scenario.id)
        for scenario in questionnaire.scenarios
        if scenario.id not in assessment.ratings or assessment.ratings[scenario.id].relevance is None
    ]
    for question in questions_asked(questionnaire, assessment):
        if not is_settled(assessment, question.id):
            concerns.append(Concern(why="open_question", id=question.id))
        if question.id in undated:
            concerns.append(Concern(why="undated_evidence", id=question.id))
    for domain in progress(questionnaire, assessment, journal):
        if domain.changed_since_marked:
            concerns.append(Concern(why="changed_since_marked", id=domain.domain.id))
        elif not domain.is_marked:
            concerns.append(Concern(why="not_marked", id=domain.domain.id))
    return tuple(concerns)

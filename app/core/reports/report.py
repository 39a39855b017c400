"""What a report says, as a value: page, PDF and JSON show the same (docs/method.md, section 5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from app.core.assessment.assessment import Assessment
from app.core.assessment.quick_scan import as_asked
from app.core.copies.masking import masked
from app.core.copies.sharing import as_released, released_domains, shareable
from app.core.method.comparison import Comparison
from app.core.method.priorities import Line, Priorities, priorities
from app.core.method.question_result import QuestionResult
from app.core.method.scoring import NodeResult, Result, score
from app.core.method.trace import Clause, Mover
from app.core.questionnaire.questionnaire import (
    Grade,
    Question,
    Questionnaire,
    Step,
)
from app.core.reports.assistance_data import chosen_sheets, of_components, with_components
from app.core.reports.kinds import Kind, as_sheets

STRENGTHS_AT_MOST = 3
ACTIONS_AT_MOST = 5

Copy = Literal["own", "masked", "shareable"]
"""With everything; without what is withheld; without that, other domains and all that anybody wrote."""

COPIES: tuple[Copy, ...] = get_args(Copy)

UncutCopy = Literal["own", "masked"]
"""The copies that keep every domain, and what was written in answers that are not withheld."""


@dataclass(frozen=True, kw_only=True)
class Todo:
    """A mover in words that the questionnaire holds.

    *Raise it* has the next steps; *document it* the grade and the evidence line of the level; `office` is
    who can do it. `is_withheld`: in this copy the answer is withheld, so there is nothing to find out.
    """

    mover: Mover
    question: Question
    office: str
    steps: tuple[Step, ...] = ()
    evidence: str | None = None
    grade: Grade | None = None
    is_withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Action:
    """A line that is not Keep, with its first act."""

    line: Line
    first: Todo


@dataclass(frozen=True, kw_only=True)
class Short:
    """The first page: how many domains stand where, strengths, actions, and what is unfinished.

    `counts`: (word, number of domains) from the highest level down, without zeros. `unanswered_in`:
    ids of the domains with the most unanswered questions, at most three.
    """

    counts: tuple[tuple[str, int], ...]
    too_early: tuple[str, ...]
    strengths: tuple[NodeResult, ...]
    actions: tuple[Action, ...]
    asked: int
    unanswered: int
    unanswered_in: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClauseRow:
    """One clause of the level rule against the level above.

    `met` and `asked` are numbers of questions; `questions` are the ids that keep it from holding.
    """

    clause: Clause
    holds: bool
    met: int
    asked: int
    lowest: int
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a node is at its supported level and not at `wanted` (None at the top), and what lifts it."""

    node: NodeResult
    wanted: int | None
    clauses: tuple[ClauseRow, ...]
    questions: tuple[QuestionResult, ...]
    lifts: tuple[Todo, ...]
    unknown_first: bool


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything a reader is shown. `edition`: None while not finished, and then every page says DRAFT.

    `questionnaire` is what was asked; in a quick scan it is cut down, and `whole` is not. `comparison`:
    beside the same copy of the earlier edition that it starts from, where there is one, and the hash of
    what was asked then. `sheets`: the components that have assistance sheets, to which `questionnaire` and
    `assessment` are then cut.
    `released`: the domains that a shareable copy keeps; empty in another, which has all. `journal_hash`:
    what stands for the history that it shows the state of; only ever in the owner's own copy.
    """

    questionnaire: Questionnaire
    whole: Questionnaire
    assessment: Assessment
    result: Result
    priorities: Priorities
    short: Short
    copy: Copy
    edition: int | None
    content_hash: str
    questionnaire_hash: str
    finished_on: date | None
    marking: str
    is_demonstration: bool
    kind: Kind = "full"
    sheets: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    comparison: Comparison | None = None
    questionnaire_hash_then: str = ""
    journal_hash: str | None = None

    @property
    def is_draft(self) -> bool:
        """Whether the assessment is not finished."""
        return self.edition is None

    @property
    def is_quick(self) -> bool:
        """Whether it is a quick scan, which is compared with no full assessment."""
        return self.assessment.scope == "quick"


def copied(
    questionnaire: Questionnaire,
    assessment: Assessment,
    copy: Copy,
    released: Iterable[str] = (),
    sheets: Iterable[str] | None = None,
) -> Assessment:
    """The assessment as that copy shows it; own and masked of the whole questionnaire, also in a quick scan.

    `released`: the domains that a shareable copy keeps; those that are not sensitive where none is named.
    `sheets`: the components whose request for assistance it keeps. ChoiceRefusedError for what is no domain.
    """
    if copy == "own":
        return assessment
    if copy == "masked":
        return masked(questionnaire, assessment)
    left = as_released(questionnaire, released_domains(questionnaire, released))
    return shareable(questionnaire, left, assessment, frozenset(sheets or ()))


def alone(
    whole: Questionnaire,
    assessment: Assessment,
    copy: Copy,
    released: Iterable[str] = (),
    sheets: Iterable[str] | None = None,
) -> tuple[Assessment, tuple[str, ...]]:
    """What assistance sheets carry of an assessment that is the wanted copy, and their components.

    `sheets`: None for the usual choice. Done again with what it gives, it gives the same. ChoiceRefusedError.
    """
    asked = _asked(whole, assessment, copy, released)
    lines = priorities(asked, assessment, score(asked, assessment))
    chosen = chosen_sheets(asked, lines, sheets)
    left = with_components(asked, chosen) if chosen else asked
    return of_components(left, assessment, lines, chosen), chosen


def _asked(
    whole: Questionnaire, assessment: Assessment, copy: Copy, released: Iterable[str]
) -> Questionnaire:
    is_cut = copy == "shareable"
    return as_asked(as_released(whole, released_domains(whole, released)) if is_cut else whole, assessment)


def report(
    whole: Questionnaire,
    assessment: Assessment,
    *,
    copy: Copy,
    content_hash: str,
    questionnaire_hash: str,
    edition: int | None = None,
    finished_on: date | None = None,
    marking: str = "",
    is_demonstration: bool = False,
    kind: Kind = "full",
    sheets: Iterable[str] | None = None,
    released: Iterable[str] = (),
    comparison: Comparison | None = None,
    questionnaire_hash_then: str = "",
    journal_hash: str | None = None,
) -> Report:
    """The report of an assessment that is already the wanted copy; `content_hash` is that copy's own.

    `journal_hash` is over what is withheld too: a copy that leaves never holds it, whatever is handed over.

    `whole` is the whole questionnaire; a quick scan is scored on what it asks, and a shareable copy on the
    domains that it keeps. Assistance sheets are cut to their components (`alone`): `content_hash` is of that.
    `sheets`: None for the usual choice. ChoiceRefusedError where a sheet or a domain is none of this copy.
    """
    kept = released_domains(whole, released) if copy == "shareable" else ()
    questionnaire = _asked(whole, assessment, copy, kept)
    chosen = as_sheets(questionnaire, sheets or ()) if kind != "assistance" else ()
    if kind == "assistance":
        assessment, chosen = alone(whole, assessment, copy, kept, sheets)
        questionnaire = with_components(questionnaire, chosen) if chosen else questionnaire
    result = score(questionnaire, assessment)
    lines = priorities(questionnaire, assessment, result)
    return Report(
        questionnaire=questionnaire,
        whole=whole,
        assessment=assessment,
        result=result,
        priorities=lines,
        short=_short(questionnaire, assessment, result, lines),
        copy=copy,
        edition=edition,
        content_hash=content_hash,
        questionnaire_hash=questionnaire_hash,
        finished_on=finished_on,
        marking=marking,
        is_demonstration=is_demonstration,
        kind=kind,
        sheets=chosen,
        released=kept,
        comparison=comparison,
        questionnaire_hash_then=questionnaire_hash_then,
        journal_hash=journal_hash if copy == "own" else None,
    )


def todo(shown: Report, component_id: str, mover: Mover) -> Todo:
    """What a mover asks for, in the questionnaire's words."""
    return _todo(
        shown.questionnaire,
        shown.assessment,
        shown.result,
        component_id,
        mover,
    )


def first_todo(shown: Report, line: Line) -> Todo:
    """The first act of a line that has any; what is withheld in this copy only where nothing else is left."""
    return _first(shown.questionnaire, shown.assessment, shown.result, line)


def why(shown: Report, node: NodeResult) -> Why:
    """Why a component or domain is where it is, clause by clause, and what lifts it by one level."""
    questionnaire, result = shown.questionnaire, shown.result
    trace = node.trace
    assert trace is not None  # noqa: S101 - only the overall node has none
    inside = tuple(
        question
        for question in result.questions
        if node.id
        in (
            questionnaire.component_of[question.question.id].id,
            questionnaire.domain_of[question.question.id].id,
        )
    )
    wanted = trace.low + 1 if trace.low < questionnaire.scale.top else None
    return Why(
        node=node,
        wanted=wanted,
        clauses=_clause_rows(questionnaire, node, inside, wanted) if wanted is not None else (),
        questions=inside,
        lifts=tuple(
            todo(shown, questionnaire.component_of[mover.question].id, mover) for mover in trace.movers
        ),
        # Where something is unknown, say first that closing the unknown lifts most.
        unknown_first=any(not question.is_answered for question in inside),
    )


def _clause_rows(
    questionnaire: Questionnaire, node: NodeResult, inside: tuple[QuestionResult, ...], wanted: int
) -> tuple[ClauseRow, ...]:
    trace, lag = node.trace, questionnaire.scale.lag
    assert trace is not None  # noqa: S101 - only the overall node has none
    critical = [question for question in inside if question.question.critical]

    def row(clause: Clause, number: int, among: list[QuestionResult], bar: int) -> ClauseRow:
        below = tuple(one.question.id for one in among if one.low < bar)
        return ClauseRow(
            clause=clause,
            holds=number >= wanted,
            met=len(among) - len(below),
            asked=len(among),
            lowest=min(one.low for one in among),
            questions=below,
        )

    rows = [row("share", trace.clauses.share, list(inside), wanted)]
    if critical:
        rows.append(row("critical", trace.clauses.critical, critical, wanted))
    # at or below level 0 this clause cannot fail
    if lag is not None and wanted > lag:
        rows.append(row("lag", trace.clauses.lag, list(inside), wanted - lag))
    return tuple(rows)


def _todo(
    questionnaire: Questionnaire,
    assessment: Assessment,
    result: Result,
    component_id: str,
    mover: Mover,
) -> Todo:
    question = questionnaire.question_by_id[mover.question]
    owner = assessment.component(component_id).plan.owner
    steps: tuple[Step, ...] = ()
    if mover.want == "raise":
        # the next steps from h up to the level below n
        high = result.question_by_id[question.id].high
        steps = tuple(step for level in question.levels[high : mover.level] for step in level.steps)
    return Todo(
        mover=mover,
        question=question,
        office=owner or (steps[0].office if steps else question.lead),
        steps=steps,
        evidence=question.levels[mover.level].evidence if mover.want == "document" else None,
        grade=next((grade for grade in questionnaire.evidence.grades if grade.id == mover.grade), None),
        is_withheld=mover.want == "answer" and assessment.answer(question.id).withheld,
    )


def _first(questionnaire: Questionnaire, assessment: Assessment, result: Result, line: Line) -> Todo:
    todos = [_todo(questionnaire, assessment, result, line.component, mover) for mover in line.todo]
    return next((one for one in todos if not one.is_withheld), todos[0])


# --- in short ------------------------------------------------------------------------------------


def _short(questionnaire: Questionnaire, assessment: Assessment, result: Result, lines: Priorities) -> Short:
    # A domain under two thirds answered is too early to say; the others are counted by supported level.
    words = Counter(_word(questionnaire, node) for node in result.domains if not node.is_too_early)
    in_order = dict.fromkeys(
        word
        for level in reversed(questionnaire.scale.levels)
        for word in (level.word, level.word_if_certain)
        if word is not None
    )
    unanswered = Counter(
        questionnaire.domain_of[question.question.id].id
        for question in result.questions
        if not question.is_answered
    )
    return Short(
        counts=tuple((word, words[word]) for word in in_order if words[word]),
        too_early=tuple(node.id for node in result.domains if node.is_too_early),
        strengths=_strengths(questionnaire, result, lines),
        actions=tuple(
            Action(
                line=line,
                first=_first(questionnaire, assessment, result, line),
            )
            for line in lines.to_act_on[:ACTIONS_AT_MOST]
        ),
        asked=result.overall.asked,
        unanswered=result.overall.asked - result.overall.answered,
        unanswered_in=tuple(domain for domain, _ in unanswered.most_common(3)),
    )


def _word(questionnaire: Questionnaire, node: NodeResult) -> str:
    """The level's word; where no higher level is possible either, the one for that."""
    assert node.level is not None  # noqa: S101 - only the overall node has none
    level = questionnaire.scale.levels[node.level.low]
    is_certain = node.level.high == node.level.low
    return level.word_if_certain if is_certain and level.word_if_certain else level.word


def _strengths(questionnaire: Questionnaire, result: Result, lines: Priorities) -> tuple[NodeResult, ...]:
    """At most three components answered whole and supported above adequate, the most relevant first."""
    strong = [
        node
        for node in result.components
        if node.coverage == 1 and node.level is not None and node.level.low > questionnaire.scale.adequate
    ]
    strong.sort(
        key=lambda node: (
            -lines.line_by_component[node.id].relevance,
            -(node.level.low if node.level else 0),
        )
    )
    return tuple(strong[:STRENGTHS_AT_MOST])

"""Why a component or domain is where it is, and what lifts it."""

from dataclasses import dataclass

from app.core.method.question_result import QuestionResult
from app.core.method.scoring import NodeResult
from app.core.method.trace import Clause
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.actions import Action, action_of
from app.core.reports.scored import Scored


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
class LevelReasons:
    """Why a node is at its supported level and not at `wanted` (None at the top), and what lifts it."""

    node: NodeResult
    wanted: int | None
    clauses: tuple[ClauseRow, ...]
    questions: tuple[QuestionResult, ...]
    lifts: tuple[Action, ...]
    unknown_first: bool


def why(scored: Scored, node: NodeResult) -> LevelReasons:
    """Why a component or domain is where it is, clause by clause, and what lifts it by one level."""
    questionnaire, result = scored.questionnaire, scored.result
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
    return LevelReasons(
        node=node,
        wanted=wanted,
        clauses=_clause_rows(questionnaire, node, inside, wanted) if wanted is not None else (),
        questions=inside,
        lifts=tuple(
            action_of(scored, questionnaire.component_of[mover.question].id, mover) for mover in trace.movers
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

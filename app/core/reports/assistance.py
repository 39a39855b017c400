"""Assistance sheets: for each chosen gap what is wanted, why, what the State brings, and whom to ask."""

from dataclasses import dataclass

from app.core.method.priorities import Line
from app.core.method.question_result import QuestionResult
from app.core.method.scoring import NodeResult
from app.core.reports.actions import Action, action_of, first_action
from app.core.reports.kind import ReportKind
from app.core.reports.report import Report

ACTIONS_ON_A_SHEET = 3
"""On one sheet; what else is to do stands in the full report."""


@dataclass(frozen=True, kw_only=True)
class AssistanceSheet:
    """One gap on one page.

    `first`: the first action, None where nothing is to do; `actions`: it and what follows, at most three;
    `questions`: those of the component, and `in_place` the ones supported at adequate or above.
    """

    line: Line
    node: NodeResult
    first: Action | None
    actions: tuple[Action, ...]
    actions_left: int
    questions: tuple[QuestionResult, ...]
    in_place: tuple[QuestionResult, ...]


def assistance_sheets(report: Report) -> tuple[AssistanceSheet, ...]:
    """A sheet for each chosen component, in the order of the priorities."""
    chosen = report.choice.sheets or ()
    return tuple(_sheet(report, line) for line in report.priorities.lines if line.component in chosen)


def _sheet(report: Report, line: Line) -> AssistanceSheet:
    questionnaire = report.questionnaire
    actions = [
        one
        for one in (action_of(report, line.component, mover) for mover in line.actions)
        # In this copy nobody can be helped to find out what is withheld.
        if not one.is_withheld
    ]
    inside = tuple(
        one
        for one in report.result.questions
        if questionnaire.component_of[one.question.id].id == line.component
    )
    return AssistanceSheet(
        line=line,
        node=report.result.node_by_id[line.component],
        first=first_action(report, line) if line.actions else None,
        actions=tuple(actions[:ACTIONS_ON_A_SHEET]),
        actions_left=max(0, len(actions) - ACTIONS_ON_A_SHEET),
        questions=inside,
        in_place=tuple(one for one in inside if one.low >= questionnaire.scale.adequate),
    )


KIND = ReportKind(
    id="assistance", values=lambda report: {"sheets": assistance_sheets(report)}, is_of_components=True
)

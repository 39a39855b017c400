"""The full report as values: every domain with why it stands where it stands, and the priorities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.method.exclusion import Leaving
from app.core.method.priorities import Line, Tier
from app.core.method.question_result import QuestionResult
from app.core.method.scoring import NodeResult
from app.core.method.trace import Mover
from app.core.questionnaire.paragraphs import linked_paragraphs
from app.core.questionnaire.questionnaire import Domain, Paragraph
from app.core.reports.actions import Action, action_of, first_action
from app.core.reports.kind import ReportKind
from app.core.reports.report import Report
from app.core.reports.why import LevelReasons, why


@dataclass(frozen=True, kw_only=True)
class ComponentRow:
    """One row of "Why these levels"; `first` is the first action, None where nothing is to do."""

    node: NodeResult
    line: Line
    why: LevelReasons
    first: Action | None


@dataclass(frozen=True, kw_only=True)
class StripColumn:
    """One component in the heat strip: levels from supported (`low`) to possible (`high`)."""

    code: str
    name: str
    low: int
    high: int
    is_known: bool
    target: int


@dataclass(frozen=True, kw_only=True)
class DomainPage:
    """What the report says of one domain, in the questionnaire's order."""

    domain: Domain
    node: NodeResult
    strip: tuple[StripColumn, ...]
    rows: tuple[ComponentRow, ...]
    leaving: tuple[Leaving, ...]
    unanswered: Mapping[str, tuple[QuestionResult, ...]]
    disputed: tuple[QuestionResult, ...]
    undocumented: tuple[Action, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def targets(self) -> tuple[int, int]:
        """The lowest and the highest target of its components."""
        targets = [row.line.target for row in self.rows]
        return min(targets), max(targets)


def full(report: Report) -> Mapping[str, object]:
    """What the templates of the full report say beside the report itself, each by its name there."""
    return {
        "pages": tuple(_domain_page(report, node) for node in report.result.domains),
        "tiers": _by_tier(report),
        "moved": _moved(report),
        "first_action_of": _first_actions(report),
        "paragraphs": linked_paragraphs(report.questionnaire),
    }


# --- domains -------------------------------------------------------------------------------------


def _domain_page(report: Report, node: NodeResult) -> DomainPage:
    questionnaire, result = report.questionnaire, report.result
    domain = questionnaire.domain_by_id[node.id]
    inside = tuple(one for one in result.questions if questionnaire.domain_of[one.question.id] is domain)
    linked = {link.paragraph for one in inside for link in one.question.paragraphs}
    rows = tuple(
        _component_row(report, result.node_by_id[component.id])
        for component in domain.components
        if component.id in result.node_by_id
    )
    return DomainPage(
        domain=domain,
        node=node,
        strip=tuple(_strip_column(report, row) for row in rows),
        rows=rows,
        leaving=tuple(one for one in result.leaving if questionnaire.domain_of[one.id] is domain),
        unanswered=_unanswered(inside),
        disputed=tuple(one for one in inside if one.disputed),
        undocumented=tuple(_document(report, one) for one in inside if one.unsupported),
        paragraphs=tuple(one for one in questionnaire.source.paragraphs if one.id in linked),
    )


def _unanswered(inside: Iterable[QuestionResult]) -> Mapping[str, tuple[QuestionResult, ...]]:
    """The questions without a level, by why that is."""
    found: dict[str, tuple[QuestionResult, ...]] = {}
    for one in inside:
        if why_not := one.answer.unanswered:
            found[why_not] = (*found.get(why_not, ()), one)
    return dict(sorted(found.items()))


def _component_row(report: Report, node: NodeResult) -> ComponentRow:
    line = report.priorities.line_by_component[node.id]
    return ComponentRow(
        node=node,
        line=line,
        why=why(report, node),
        first=first_action(report, line) if line.actions else None,
    )


def _strip_column(report: Report, row: ComponentRow) -> StripColumn:
    return StripColumn(
        code=row.node.id,
        name=report.questionnaire.component_by_id[row.node.id].short,
        low=row.line.level.low,
        high=row.line.level.high,
        is_known=not row.node.is_too_early,
        target=row.line.target,
    )


def _document(report: Report, result: QuestionResult) -> Action:
    """What would have to be cited so that the whole of what is claimed is supported."""
    questionnaire = report.questionnaire
    grade = next(one for one in questionnaire.evidence.grades if one.cap >= result.least)
    wanted = Mover(question=result.question.id, level=result.least, want="document", grade=grade.id)
    return action_of(report, questionnaire.component_of[result.question.id].id, wanted)


# --- priorities ----------------------------------------------------------------------------------


def _by_tier(report: Report) -> Mapping[Tier, tuple[Line, ...]]:
    """The lines of each tier in the rules' order, tiers without a line left out."""
    lines = sorted(report.priorities.lines, key=lambda line: line.rule_place)
    grouped = {tier: tuple(line for line in lines if line.tier is tier) for tier in Tier}
    return {tier: found for tier, found in grouped.items() if found}


def _moved(report: Report) -> tuple[Line, ...]:
    """The lines whose place is another in the State's order, in that order."""
    return tuple(line for line in report.priorities.lines if line.place != line.rule_place)


def _first_actions(report: Report) -> Mapping[str, Action]:
    """The first action of each component that has one."""
    return {line.component: first_action(report, line) for line in report.priorities.lines if line.actions}


KIND = ReportKind(id="full", values=full, is_read_as_page=True, has_cover=True, has_comparison=True)

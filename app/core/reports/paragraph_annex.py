"""The paragraph annex as a value: what is in place, the evidence and the gap, clause by clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.core.assessment.answer import EvidenceItem
from app.core.method.question_result import QuestionResult
from app.core.method.trace import mover
from app.core.questionnaire.paragraphs import LinkedParagraph, LinkedQuestion, linked_paragraphs
from app.core.questionnaire.questionnaire import Paragraph
from app.core.reports.actions import Action, action_of
from app.core.reports.kind import ReportKind
from app.core.reports.report import Report


@dataclass(frozen=True, kw_only=True)
class AnnexRow:
    """How it stands with one question about a paragraph.

    `in_place`: what is in place, in the questionnaire's words, None at level 0 or without an answer;
    `best`: the strongest evidence cited; `gap`: what is wanted to reach the target of its component,
    None where it is reached. `first_at`: the paragraph where all this was said already.
    """

    link: Literal["direct", "derived"]
    result: QuestionResult
    in_place: str | None
    best: EvidenceItem | None
    gap: Action | None
    first_at: Paragraph | None


@dataclass(frozen=True, kw_only=True)
class AnnexParagraph:
    """A paragraph of the source, and how it stands with each question asked about it.

    `adequate`, `open`: the number of its questions supported at adequate or above, and without an answer.
    """

    linked: LinkedParagraph
    rows: tuple[AnnexRow, ...]
    adequate: int
    open: int


def annex(report: Report) -> tuple[AnnexParagraph, ...]:
    """Every paragraph in the source's order; what was said of a question is said once."""
    first_of: dict[str, Paragraph] = {}
    found = []
    for linked in linked_paragraphs(report.questionnaire):
        rows = tuple(
            _row(report, link, first_of)
            for link in linked.links
            # what has left is asked of nobody
            if link.question.id in report.result.question_by_id
        )
        for row in rows:
            first_of.setdefault(row.result.question.id, linked.paragraph)
        found.append(
            AnnexParagraph(
                linked=linked,
                rows=rows,
                adequate=sum(one.result.low >= report.questionnaire.scale.adequate for one in rows),
                open=sum(not one.result.is_answered for one in rows),
            )
        )
    return tuple(found)


def _row(report: Report, link: LinkedQuestion, first_of: Mapping[str, Paragraph]) -> AnnexRow:
    questionnaire, result = report.questionnaire, report.result.question_by_id[link.question.id]
    component = questionnaire.component_of[link.question.id].id
    target = report.priorities.line_by_component[component].target
    return AnnexRow(
        link=link.link,
        result=result,
        in_place=link.question.levels[result.low].descriptor if result.low else None,
        best=max(result.answer.cited, key=lambda item: questionnaire.grade_by_id[item.grade], default=None),
        gap=action_of(report, component, mover(questionnaire, result, target))
        if result.low < target
        else None,
        first_at=first_of.get(link.question.id),
    )


KIND = ReportKind(id="paragraphs", values=lambda report: {"annex": annex(report)})

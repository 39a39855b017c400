"""paper_page(paper, code) -> Printable: questions on paper, to be filled in or with their answers."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.assessment.assessment import Scope
from app.core.assessment.quick_scan import quick_scan
from app.core.dates import last_day
from app.core.method.exclusion import leaving
from app.core.questionnaire.questionnaire import Domain, Questionnaire
from app.core.reports.report import Report
from app.rendering.environment import page
from app.rendering.glyphs import legible, legible_text
from app.rendering.language import language
from app.rendering.press import Printable
from app.rendering.standing import standing

_UNDATED = date(2000, 1, 1)
"""Stands in a blank form whose source has no date that can be read."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Questions to print: a blank form where `report` is None, else the answers of one copy beside them.

    `questionnaire` is what is asked; in a quick scan it is cut down, and `whole` is not. `domains` are
    those that are printed.
    """

    questionnaire: Questionnaire
    whole: Questionnaire
    domains: tuple[Domain, ...]
    scope: Scope
    marking: str
    report: Report | None = None

    @property
    def number(self) -> int:
        """How many questions are printed."""
        return sum(len(component.questions) for domain in self.domains for component in domain.components)

    @property
    def is_whole(self) -> bool:
        """Whether every domain is printed."""
        return self.domains == self.questionnaire.domains


def blank_form(whole: Questionnaire, *, scope: Scope, domain: str = "", marking: str = "") -> Paper:
    """The form to fill in by hand: of one domain, or of all. LookupError where there is no such domain."""
    asked = quick_scan(whole) if scope == "quick" else whole
    return Paper(
        questionnaire=asked,
        whole=whole,
        domains=tuple(_chosen(asked, domain)),
        scope=scope,
        marking=marking,
    )


def answers_paper(report: Report, *, domain: str = "") -> Paper:
    """The answers of a copy beside their questions: of one domain, or of all. LookupError as above."""
    return Paper(
        questionnaire=report.questionnaire,
        whole=report.whole,
        domains=tuple(_chosen(report.questionnaire, domain)),
        scope=report.assessment.scope,
        marking=report.choice.marking,
        report=report,
    )


def _chosen(questionnaire: Questionnaire, domain: str) -> Iterable[Domain]:
    return (questionnaire.domain_by_id[domain],) if domain else questionnaire.domains


def paper_page(paper: Paper, code: str) -> Printable:
    """The paper in the language of that code, ready for the press. Equal papers give equal values."""
    spoken, report = language(code), paper.report
    html = legible(
        page(
            code,
            "paper/paper.html",
            paper=paper,
            q=paper.questionnaire,
            report=report,
            assessment=report.assessment if report else None,
            gone=leaving(paper.questionnaire, report.assessment) if report else {},
        )
    )
    created = report and (report.provenance.finished_on or report.assessment.reference_date)
    title = f"{report.assessment.country.name}: {paper.whole.title}" if report else paper.whole.title
    return Printable(
        html=html,
        title=legible_text(title),
        language=spoken.code,
        identifier=hashlib.sha256(html.encode()).hexdigest()[:32],
        created=created or last_day(paper.whole.source.date) or _UNDATED,
        stands=standing(code, "paper/furniture.html", "standing_of", paper),
        has_cover=True,
    )

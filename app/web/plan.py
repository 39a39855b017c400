"""Page: the plan, which is every priority with its first act and what the State entered for it."""

from collections.abc import Iterable, Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.core.assessment.assessment import Plan
from app.core.assessment.journal import Subject, SubjectKind
from app.core.method.priorities import Line, Tier
from app.core.reports.actions import Action, first_action
from app.core.reports.choice import ReportChoice
from app.core.reports.report import Report
from app.services.reports import report_of
from app.web.frame import Page
from app.web.visit import TheVisit

router = APIRouter(prefix="/assessments/{assessment_id}")


class PlanPage(Page, template="plan/plan.html", here="result"):
    """The plan; under the ids of components, what is to be done first and the revision of each."""

    report: Report
    sections: list[tuple[Tier, list[Line]]]
    first_of: Mapping[str, Action | None]
    no_plan: Plan
    base_of: Mapping[str, int]


@router.get("/plan")
def show(visit: TheVisit) -> HTMLResponse:
    """The priorities in the State's order, by tier, with the office, date, cost and assistance of each."""
    report = report_of(visit.opened, ReportChoice(copy="own", marking=visit.parts.marking))
    lines = report.priorities.lines
    return visit.page(
        PlanPage(
            report=report,
            sections=_sections(lines),
            first_of={line.component: first_action(report, line) if line.actions else None for line in lines},
            no_plan=Plan(),
            base_of={
                line.component: visit.opened.journal.revision(Subject(SubjectKind.COMPONENT, line.component))
                for line in lines
            },
        )
    )


def _sections(lines: Iterable[Line]) -> list[tuple[Tier, list[Line]]]:
    """The lines under their tiers; one that was moved stands in the tier of the next that was not."""
    sections: list[tuple[Tier, list[Line]]] = []
    tier = Tier.KEEP
    for line in reversed(tuple(lines)):
        if line.move is None:
            tier = line.tier
        if not sections or sections[0][0] is not tier:
            sections.insert(0, (tier, []))
        sections[0][1].insert(0, line)
    return sections

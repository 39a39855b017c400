"""A report as a value: page, PDF and JSON show the same (docs/method.md, section 5)."""

from dataclasses import dataclass

from app.core.method.comparison import Comparison
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.choice import Provenance, ReportChoice
from app.core.reports.scored import Scored
from app.core.reports.short import Short


@dataclass(frozen=True, kw_only=True)
class Report(Scored):
    """Everything a reader is shown.

    `questionnaire` is what was asked; in a quick scan it is cut down, and `whole` is not. `choice` names the
    components that have sheets and the domains that are released, also where the reader left that open.
    `comparison`: beside the same copy of the earlier edition that it starts from, where there is one.
    """

    whole: Questionnaire
    short: Short
    choice: ReportChoice
    provenance: Provenance
    comparison: Comparison | None = None

    @property
    def is_draft(self) -> bool:
        """Whether the assessment is not finished, and then every page says DRAFT."""
        return self.provenance.edition is None

    @property
    def is_quick(self) -> bool:
        """Whether it is a quick scan, which is compared with no full assessment."""
        return self.assessment.scope == "quick"

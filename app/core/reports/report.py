"""A report as a value: page, PDF and JSON show the same (docs/method.md, section 5)."""

from dataclasses import dataclass
from datetime import date

from app.core.copies.copies import Copy
from app.core.method.comparison import Comparison
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.kinds import Kind
from app.core.reports.scored import Scored
from app.core.reports.short import Short


@dataclass(frozen=True, kw_only=True)
class Report(Scored):
    """Everything a reader is shown. `edition`: None while not finished, and then every page says DRAFT.

    `questionnaire` is what was asked; in a quick scan it is cut down, and `whole` is not. `comparison`:
    beside the same copy of the earlier edition that it starts from, where there is one, and the hash of
    what was asked then. `sheets`: the components that have assistance sheets, to which `questionnaire` and
    `assessment` are then cut.
    `released`: the domains that a shareable copy keeps; empty in another, which has all. `journal_hash`:
    what stands for the history that it shows the state of; only ever in the owner's own copy.
    """

    whole: Questionnaire
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

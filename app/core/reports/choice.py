"""What a reader chose of a report, and where what it shows comes from."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from app.core.copies.copies import Copy

ReportKindId = Literal["executive", "full", "paragraphs", "assistance"]
"""For those who decide, in four pages at most; whole; clause by clause; a page for each gap (kinds.py)."""

KIND_IDS: tuple[ReportKindId, ...] = get_args(ReportKindId)
"""In the order in which they are offered."""

USUAL_KIND: Final = "full"
"""Where none is chosen; no file name says it."""


@dataclass(frozen=True, kw_only=True)
class ReportChoice:
    """All that a reader chooses. Whatever else is shown follows from it and from what was entered.

    `edition`: None for the present state, and of what is finished for its newest edition. `sheets`: the
    components chosen for assistance sheets, None for the usual ones. `released`: the domains that a
    shareable copy keeps, empty for those that are not sensitive; in another copy it says nothing.
    """

    copy: Copy
    kind: ReportKindId = USUAL_KIND
    edition: int | None = None
    marking: str = ""
    sheets: tuple[str, ...] | None = None
    released: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a report comes from: the hashes of what it shows, and of which edition it is.

    `content_hash` is of the copy itself, `questionnaire_hash` of what was asked, and
    `questionnaire_hash_then` of what was asked then, where it holds a comparison. `edition`: None while not
    finished. `journal_hash`: what stands for the history that it shows the state of; only ever in the
    owner's own copy.
    """

    content_hash: str
    questionnaire_hash: str
    questionnaire_hash_then: str = ""
    edition: int | None = None
    finished_on: date | None = None
    is_demonstration: bool = False
    journal_hash: str | None = None

"""What is found of a report that somebody was handed: part by part, and in one line what it does not mean."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.core.assessment.assessment import Country
from app.rendering.imprint import Imprint

PartChecked = Literal["file", "questionnaire", "answers", "result", "pages"]
CheckOutcome = Literal["agrees", "differs", "unchecked", "words"]
"""`words`: the words of the pages agree, and how the pages look was not checked."""

CAVEAT = (
    "This shows whether the figures and the pages follow from the answers inside. It does not show who "
    "printed it: whoever can make a report can make a false one, and that it is finished, in which edition "
    "and on which day, is what the file says of itself. Reports are not signed yet."
)

_NOT_CHECKED = {
    "result": "whether the figures follow from the answers was not checked",
    "pages": "what the pages say was not checked",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about one part of a report, in a sentence."""

    about: PartChecked
    outcome: CheckOutcome
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ReportVerdict:
    """All that was found, and what the file says that it is; None for what of that cannot be read.

    `pages`: how many it has.
    """

    findings: tuple[Finding, ...]
    imprint: Imprint | None = None
    country: Country | None = None
    reference_date: date | None = None
    pages: int | None = None

    @property
    def is_refused(self) -> bool:
        """Whether anything is not as it should be."""
        return any(one.outcome == "differs" for one in self.findings)

    @property
    def is_complete(self) -> bool:
        """Whether everything could be checked, and agrees."""
        return all(one.outcome == "agrees" for one in self.findings)

    @property
    def headline(self) -> str:
        """What to know first: that it is refused, or what was not checked, or that all agrees."""
        if self.is_refused:
            return "Refused: this file is not what this product prints from the answers inside it."
        lacking = [_NOT_CHECKED[one.about] for one in self.findings if one.outcome == "unchecked"]
        if lacking:
            return f"Not verified: {', and '.join(lacking)}."
        if not self.is_complete:
            return "Not verified whole: how the pages look was not checked. Their words agree."
        return "Everything agrees."


def agrees(about: PartChecked, sentence: str) -> Finding:
    """A part that is as it should be."""
    return Finding(about=about, outcome="agrees", sentence=sentence)


def differs(about: PartChecked, sentence: str) -> Finding:
    """A part for which the report is refused."""
    return Finding(about=about, outcome="differs", sentence=sentence)


def unchecked(about: PartChecked, sentence: str) -> Finding:
    """A part that could not be looked at here."""
    return Finding(about=about, outcome="unchecked", sentence=sentence)

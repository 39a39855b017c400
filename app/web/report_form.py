"""What is chosen on the page of the report, as typed; a form and a query say the same."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData, QueryParams

from app.answers import cleaned
from app.core.kinds import KINDS, Kind
from app.core.report import Copy, Report
from app.services.assessments import Opened
from app.services.reports import report_of

LONGEST_MARKING = 60


@dataclass(frozen=True, kw_only=True)
class ReportForm:
    """What was chosen. For what is missing or unknown stands the usual: the full report, masked copy, now."""

    kind: Kind = "full"
    copy: Copy = "masked"
    edition: str = ""
    marking: str = ""
    sheets: str = ""

    @classmethod
    def of(cls, sent: QueryParams | FormData) -> "ReportForm":
        """What a form or a query says."""
        return cls(
            kind=next((kind for kind in KINDS if kind == sent.get("kind")), "full"),
            copy="own" if sent.get("copy") == "own" else "masked",
            edition=str(sent.get("edition", "")),
            marking=cleaned(str(sent.get("marking", ""))).strip()[:LONGEST_MARKING],
            sheets=str(sent.get("sheets", "")),
        )

    def report(self, opened: Opened, kind: Kind | None = None) -> Report:
        """The report that was chosen, of another kind if given; 404 where there is no such edition.

        ChoiceRefusedError where a sheet is of no component.
        """
        known = {str(one.number): one.number for one in opened.editions}
        if self.edition and self.edition not in known:
            raise HTTPException(404)
        kind = kind or self.kind
        return report_of(
            opened,
            copy=self.copy,
            marking=self.marking,
            edition=known.get(self.edition),
            kind=kind,
            sheets=self.sheets.replace(",", " ").split() if kind == "assistance" else (),
        )


def _of_query(request: Request) -> ReportForm:
    return ReportForm.of(request.query_params)


AskedFor = Annotated[ReportForm, Depends(_of_query)]

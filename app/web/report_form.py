"""What is chosen on the page of the report, as typed; a form and a query say the same."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData, QueryParams

from app.answers import cleaned
from app.core.copies.copies import COPIES, Copy
from app.core.errors import ChoiceRefusedError
from app.core.reports.choice import USUAL_KIND, ReportChoice, ReportKindId
from app.core.reports.kinds import KINDS, kind_of
from app.core.reports.report import Report
from app.services.assessments import Opened
from app.services.reports import report_of

LONGEST_MARKING = 60


@dataclass(frozen=True, kw_only=True)
class ReportForm:
    """What was chosen. For what is missing or unknown stands the usual: the full report, masked copy, now."""

    kind: ReportKindId = USUAL_KIND
    copy: Copy = "masked"
    edition: str = ""
    marking: str = ""
    sheets: str = ""
    released: tuple[str, ...] = ()

    @classmethod
    def of(cls, sent: QueryParams | FormData) -> "ReportForm":
        """What a form or a query says."""
        return cls(
            kind=next((kind.id for kind in KINDS if kind.id == sent.get("kind")), USUAL_KIND),
            copy=next((copy for copy in COPIES if copy == sent.get("copy")), "masked"),
            edition=str(sent.get("edition", "")),
            marking=cleaned(str(sent.get("marking", ""))).strip(),
            sheets=str(sent.get("sheets", "")),
            released=tuple(str(one) for one in sent.getlist("released")),
        )

    def report(self, opened: Opened, kind: ReportKindId | None = None) -> Report:
        """The report that was chosen, of another kind if given; 404 where there is no such edition.

        ChoiceRefusedError where a sheet is of no component, or a domain is none, or none is released.
        """
        known = {str(one.number): one.number for one in opened.editions}
        if self.edition and self.edition not in known:
            raise HTTPException(404)
        if self.copy == "shareable" and not self.released:
            raise ChoiceRefusedError(
                "released", "A shareable copy keeps the domains that are ticked. Tick at least one."
            )
        if len(self.marking) > LONGEST_MARKING:
            raise ChoiceRefusedError(
                "marking",
                f"The marking has {len(self.marking)} characters. Shorten it to {LONGEST_MARKING}.",
            )
        kind = kind or self.kind
        sheets = tuple(self.sheets.replace(",", " ").split()) or None
        return report_of(
            opened,
            ReportChoice(
                copy=self.copy,
                kind=kind,
                edition=known.get(self.edition),
                marking=self.marking,
                sheets=sheets if kind_of(kind).is_of_components else None,
                released=self.released,
            ),
        )


def _of_query(request: Request) -> ReportForm:
    """What an address says; 404 where it names a kind or a copy that there is not."""
    asked, typed = request.query_params, ReportForm.of(request.query_params)
    if asked.get("kind", typed.kind) != typed.kind or asked.get("copy", typed.copy) != typed.copy:
        raise HTTPException(404)
    return typed


AskedFor = Annotated[ReportForm, Depends(_of_query)]

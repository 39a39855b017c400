"""What a printed file is, in a value that lies beside the file: no address says it."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.core.assessment.file_name import country_part, file_name
from app.core.copies.copies import Copy
from app.core.reports.choice import USUAL_KIND, ReportKindId
from app.core.reports.report import Report
from app.rendering.paper import Paper

What = Literal["report", "answers", "form"]
"""A report; answers beside their questions; a form to fill in by hand."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """Which report or paper a file is, and what it is called when it is taken.

    `kind`: None for a paper. `copy`: None for a form, which holds no answers. `edition`: None for a draft.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    what: What
    name: str
    kind: ReportKindId | None = None
    copy: Copy | None = None
    edition: int | None = None
    marking: str = ""
    is_quick: bool = False

    def written(self) -> str:
        """Its one text: JSON with sorted keys."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def agrees(self, name: str, value: str) -> bool:
        """Whether it is what somebody says under that name; of what it does not know it says nothing."""
        known = {
            "kind": self.kind or "",
            "copy": self.copy or "",
            "edition": str(self.edition or ""),
            "marking": self.marking,
            "name": self.name.removesuffix(".pdf"),
        }
        return known.get(name, value) == value


_SHAPE = TypeAdapter(Label)


def read_label(text: bytes) -> Label | None:
    """The label in a text; None where there is none that this version can read."""
    try:
        return _SHAPE.validate_json(text)
    except ValidationError:
        return None


def report_label(report: Report) -> Label:
    """The label of a report that is printed."""
    return Label(
        what="report",
        name=report_name(
            report, "" if report.choice.kind == USUAL_KIND else report.choice.kind, ending=".pdf"
        ),
        kind=report.choice.kind,
        copy=report.choice.copy,
        edition=report.provenance.edition,
        marking=report.choice.marking,
        is_quick=report.is_quick,
    )


def report_name(report: Report, last: str, *, ending: str) -> str:
    """Country, date, edition, scope and copy, so that no copy is taken for another."""
    return file_name(
        country_part(report.assessment.country),
        str(report.assessment.reference_date),
        _state(report),
        "quick-scan" if report.is_quick else "",
        f"{report.choice.copy}-copy",
        last,
        ending=ending,
    )


def paper_label(paper: Paper, named: str) -> Label:
    """The label of a paper; `named`: of which assessment or questionnaire it is."""
    report = paper.report
    parts = [
        named,
        "" if paper.is_whole else paper.domains[0].id,
        "quick-scan" if paper.scope == "quick" else "",
    ]
    last = f"{_state(report)}-{report.choice.copy}-copy" if report else "form"
    return Label(
        what="answers" if report else "form",
        name=file_name(*parts, last, ending=".pdf"),
        copy=report.choice.copy if report else None,
        edition=report.provenance.edition if report else None,
        marking=paper.marking,
        is_quick=paper.scope == "quick",
    )


def _state(report: Report) -> str:
    return "draft" if report.provenance.edition is None else f"edition-{report.provenance.edition}"

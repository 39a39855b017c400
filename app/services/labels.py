"""What a printed file is, in a value that lies beside the file: no address says it."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.core.assessment.file_name import country_part, file_name
from app.core.copies.copies import Copy
from app.core.reports.kinds import Kind
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
    kind: Kind | None = None
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


def report_label(said: Report) -> Label:
    """The label of a report that is printed."""
    return Label(
        what="report",
        name=report_name(said, "" if said.kind == "full" else said.kind, ending=".pdf"),
        kind=said.kind,
        copy=said.copy,
        edition=said.edition,
        marking=said.marking,
        is_quick=said.is_quick,
    )


def report_name(said: Report, last: str, *, ending: str) -> str:
    """Country, date, edition, scope and copy, so that no copy is taken for another."""
    return file_name(
        country_part(said.assessment.country),
        str(said.assessment.reference_date),
        _state(said),
        "quick-scan" if said.is_quick else "",
        f"{said.copy}-copy",
        last,
        ending=ending,
    )


def paper_label(paper: Paper, named: str) -> Label:
    """The label of a paper; `named`: of which assessment or questionnaire it is."""
    said = paper.said
    parts = [
        named,
        "" if paper.is_whole else paper.domains[0].id,
        "quick-scan" if paper.scope == "quick" else "",
    ]
    last = f"{_state(said)}-{said.copy}-copy" if said else "form"
    return Label(
        what="answers" if said else "form",
        name=file_name(*parts, last, ending=".pdf"),
        copy=said.copy if said else None,
        edition=said.edition if said else None,
        marking=paper.marking,
        is_quick=paper.scope == "quick",
    )


def _state(said: Report) -> str:
    return "draft" if said.edition is None else f"edition-{said.edition}"

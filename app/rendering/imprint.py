"""What a report was printed with; it travels in the PDF as report.json, so that it can be printed again."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.answers import cleaned, content_hash
from app.core.copies.copies import Copy
from app.core.reports.choice import Provenance, ReportChoice, ReportKindId
from app.core.reports.report import Report
from app.rendering.ingredients import made_of, product_and_libraries

FORMAT: Literal["cied-report/1"] = "cied-report/1"
IMPRINT, ANSWERS, RESULT = "report.json", "answers.json", "result.json"
"""The names of what travels in every report."""
EARLIER = "earlier.json"
"""The name of the earlier answers, which travel in a report that holds a comparison."""


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """All that decides what a report looks like beside its answers. Whatever can be chosen is a field.

    `content_hash` and `questionnaire_hash` name the answers and what was asked, those that end in `_then`
    the earlier answers of a comparison. `sheets`: the components chosen for assistance sheets.
    `released`: the domains that a shareable copy keeps. `journal_hash`: what stands for the history, in the
    owner's own copy alone. `made_by` and `made_of` are the ingredients in
    words and as a hash.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    format: Literal["cied-report/1"] = FORMAT
    questionnaire: str
    version: str
    questionnaire_hash: str
    content_hash: str
    questionnaire_hash_then: str | None
    content_hash_then: str | None
    kind: ReportKindId
    sheets: tuple[str, ...]
    released: tuple[str, ...]
    copy: Copy
    edition: int | None
    finished_on: date | None
    is_demonstration: bool
    marking: str
    language: str
    journal_hash: str | None
    made_by: str
    made_of: str

    def written(self) -> str:
        """Its one text: JSON with sorted keys."""
        whole = asdict(self) | {"finished_on": self.finished_on and self.finished_on.isoformat()}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    @property
    def identifier(self) -> str:
        """The first part of the PDF's identifier: 32 hexadecimal digits, others for every other report."""
        return hashlib.sha256(self.written().encode()).hexdigest()[:32]

    @property
    def choice(self) -> ReportChoice:
        """What was chosen of it; the edition is not, for its content is here."""
        return ReportChoice(
            copy=self.copy, kind=self.kind, marking=self.marking, sheets=self.sheets, released=self.released
        )

    @property
    def provenance(self) -> Provenance:
        """Where it says that it comes from."""
        return Provenance(
            content_hash=self.content_hash,
            questionnaire_hash=self.questionnaire_hash,
            questionnaire_hash_then=self.questionnaire_hash_then or "",
            edition=self.edition,
            finished_on=self.finished_on,
            is_demonstration=self.is_demonstration,
            journal_hash=self.journal_hash,
        )


_SHAPE = TypeAdapter(Imprint)


def imprint(report: Report, language: str) -> Imprint:
    """The imprint of a report that is printed here and now, in the language of that code."""
    beside = report.comparison
    return Imprint(
        questionnaire=report.whole.id,
        version=report.whole.version,
        questionnaire_hash=report.provenance.questionnaire_hash,
        content_hash=report.provenance.content_hash,
        questionnaire_hash_then=report.provenance.questionnaire_hash_then if beside else None,
        content_hash_then=content_hash(beside.then) if beside else None,
        kind=report.choice.kind,
        sheets=report.choice.sheets or (),
        released=report.choice.released,
        copy=report.choice.copy,
        edition=report.provenance.edition,
        finished_on=report.provenance.finished_on,
        is_demonstration=report.provenance.is_demonstration,
        marking=cleaned(report.choice.marking),
        language=language,
        journal_hash=report.provenance.journal_hash,
        made_by=product_and_libraries(),
        made_of=made_of(),
    )


def read_imprint(text: str) -> Imprint:
    """The imprint in a text. ValueError where it is not exactly what `written` gives."""
    try:
        read = _SHAPE.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(": ".join((*map(str, first["loc"]), first["msg"]))) from None
    if read.written() != text:
        raise ValueError("It is not written as this product writes it.")
    return read

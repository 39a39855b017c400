"""What one node of a finished assessment is worth, and the texts in which it is handed out."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from app.core.assessment.assessment import Country, Scope
from app.core.exact import exact
from app.core.method.scoring import LevelSpan, Span

NodeKind = Literal["overall", "domain", "component"]

_PARTS = ("numerator", "denominator", "rounded")
_WOULD_BE_A_FORMULA = re.compile(r"^(?=[=+\-@\t\r\n])|(?<=[;\t\n])(?=[=+\-@])")
"""Where a cell begins with a formula, or would if a spreadsheet took semicolons or tabs for its ends."""


def _columns_of(figure: str) -> tuple[str, ...]:
    return tuple(f"{figure}_{part}" for part in _PARTS)


CSV_COLUMNS = (
    "assessment",
    "country_code",
    "country_name",
    "reference_date",
    "scope",
    "edition",
    "questionnaire",
    "version",
    "questionnaire_hash",
    "is_demonstration",
    "node",
    "kind",
    *_columns_of("score_low"),
    *_columns_of("score_claimed"),
    *_columns_of("score_high"),
    "level_low",
    "level_high",
    *_columns_of("coverage"),
)


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """What one node of a finished assessment is worth in the masked copy.

    Scores go from 0 to 100, coverage from 0 to 1, all exact; `level` is None for the whole.
    """

    assessment: str
    edition: int
    questionnaire: str
    version: str
    questionnaire_hash: str
    is_demonstration: bool
    country: Country
    reference_date: date
    scope: Scope
    node: str
    kind: NodeKind
    score: Span
    claimed: Fraction | None
    level: LevelSpan | None
    coverage: Fraction

    def as_json(self) -> str:
        """One JSON object, on one line."""
        members = {
            "assessment": self.assessment,
            "country": {"code": self.country.code, "name": self.country.name},
            "reference_date": self.reference_date.isoformat(),
            "scope": self.scope,
            "edition": self.edition,
            "questionnaire": self.questionnaire,
            "version": self.version,
            "questionnaire_hash": self.questionnaire_hash,
            "is_demonstration": self.is_demonstration,
            "node": self.node,
            "kind": self.kind,
            "score_low": exact(self.score.low),
            "score_claimed": None if self.claimed is None else exact(self.claimed),
            "score_high": exact(self.score.high),
            "level_low": None if self.level is None else self.level.low,
            "level_high": None if self.level is None else self.level.high,
            "coverage": exact(self.coverage),
        }
        return json.dumps(members, ensure_ascii=False, separators=(",", ":"))

    def as_csv(self) -> str:
        """The cells of `CSV_COLUMNS` as a line, without its end."""
        return csv_line(
            (
                self.assessment,
                self.country.code,
                self.country.name,
                self.reference_date,
                self.scope,
                self.edition,
                self.questionnaire,
                self.version,
                self.questionnaire_hash,
                "true" if self.is_demonstration else "false",
                self.node,
                self.kind,
                *_cells(self.score.low),
                *_cells(self.claimed),
                *_cells(self.score.high),
                None if self.level is None else self.level.low,
                None if self.level is None else self.level.high,
                *_cells(self.coverage),
            )
        )


def csv_line(cells: Iterable[object]) -> str:
    """A line of CSV without its end; no cell is a formula to a spreadsheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(
        ["" if cell is None else _inert(str(cell)) for cell in cells]
    )
    return line.getvalue()


def _inert(cell: str) -> str:
    return _WOULD_BE_A_FORMULA.sub("'", cell)


def _cells(figure: Fraction | None) -> tuple[object, ...]:
    told = {} if figure is None else exact(figure)
    return tuple(told.get(part) for part in _PARTS)

"""One row of results: what one node of a finished assessment is worth in its masked copy.

A figure of a row is declared here and nowhere else. The columns of the table, the published shape, the JSON
and the CSV with its head follow from the fields, in this order (a figure: docs/how-to-add.md).
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.core.assessment.assessment import Assessment, Country, Scope
from app.core.assessment.quick_scan import as_asked
from app.core.method.scoring import NodeKind, score
from app.core.questionnaire.questionnaire import Questionnaire


# The docstring and the metadata (the names are those of JSON Schema) are published as they are.
# Scores go from 0 to 100, coverage from 0 to 1, all exact; the whole has no level.
@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One node of one finished assessment, with the figures of its masked copy."""

    assessment: str
    country: Country
    reference_date: date
    scope: Scope
    edition: int
    questionnaire: str
    version: str
    questionnaire_hash: str
    is_demonstration: bool
    node: str = field(metadata={"examples": ["overall", "D3", "3.2"]})
    kind: NodeKind
    score_low: Fraction
    score_claimed: Fraction | None
    score_high: Fraction
    level_low: int | None
    level_high: int | None
    coverage: Fraction


def result_rows(
    whole: Questionnaire,
    masked: Assessment,
    *,
    assessment: str,
    edition: int,
    questionnaire_hash: str,
    is_demonstration: bool,
) -> list[ResultRow]:
    """The row of every node of an edition, from its masked copy, in the questionnaire's order.

    `whole` is the whole questionnaire; a quick scan is scored on what it asks.
    """
    result = score(as_asked(whole, masked), masked)
    return [
        ResultRow(
            assessment=assessment,
            country=masked.country,
            reference_date=masked.reference_date,
            scope=masked.scope,
            edition=edition,
            questionnaire=whole.id,
            version=whole.version,
            questionnaire_hash=questionnaire_hash,
            is_demonstration=is_demonstration,
            node=node.id,
            kind=node.kind,
            score_low=node.score.low,
            score_claimed=node.claimed,
            score_high=node.score.high,
            level_low=node.level.low if node.level else None,
            level_high=node.level.high if node.level else None,
            coverage=node.coverage,
        )
        for node in (result.overall, *result.domains, *result.components)
    ]

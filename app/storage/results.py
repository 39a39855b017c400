"""Store of the results: one row for each node of each edition, with the figures of its masked copy."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from app.core.assessment import Country
from app.core.scoring import LevelSpan, NodeResult, Span
from app.storage.database import Database
from app.storage.tables import ResultRow

NodeKind = Literal["overall", "domain", "component"]


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
    node: str
    kind: NodeKind
    score: Span
    claimed: Fraction | None
    level: LevelSpan | None
    coverage: Fraction


_COLUMNS = (
    ResultRow.assessment,
    ResultRow.edition,
    ResultRow.questionnaire,
    ResultRow.version,
    ResultRow.questionnaire_hash,
    ResultRow.is_demonstration,
    ResultRow.country_code,
    ResultRow.country_name,
    ResultRow.reference_date,
    ResultRow.node,
    ResultRow.kind,
    ResultRow.score_low,
    ResultRow.score_claimed,
    ResultRow.score_high,
    ResultRow.level_low,
    ResultRow.level_high,
    ResultRow.coverage,
)
_OLDER = update(ResultRow).where(ResultRow.assessment == bindparam("of_assessment")).values(is_newest=False)
_NEWEST = (
    select(*_COLUMNS)
    .where(ResultRow.is_newest)
    .order_by(
        ResultRow.questionnaire,
        ResultRow.version,
        ResultRow.country_code,
        ResultRow.assessment,
        ResultRow.edition,
        ResultRow.place,
    )
)


def lines(
    database: Database,
    *,
    questionnaire: str | None = None,
    version: str | None = None,
    year: int | None = None,
    kind: NodeKind | None = None,
    with_demonstrations: bool = False,
) -> tuple[ResultLine, ...]:
    """Every node of the newest edition of each assessment, in the order of countries and of nodes.

    `year` is that of the reference date.
    """
    statement = _NEWEST
    for column, wanted in (
        (ResultRow.questionnaire, questionnaire),
        (ResultRow.version, version),
        (ResultRow.year, year),
        (ResultRow.kind, kind),
        (ResultRow.is_demonstration, None if with_demonstrations else False),
    ):
        if wanted is not None:
            statement = statement.where(column == wanted)
    with database.reading() as connection:
        return tuple(_line(row) for row in connection.execute(statement))


def add(
    connection: Connection,
    *,
    assessment: str,
    edition: int,
    questionnaire: str,
    version: str,
    questionnaire_hash: str,
    is_demonstration: bool,
    country: Country,
    reference_date: date,
    nodes: tuple[NodeResult, ...],
) -> None:
    """Add the nodes of the newest edition of an assessment; `nodes` are those of its masked copy."""
    connection.execute(_OLDER, {"of_assessment": assessment})
    same = {
        "assessment": assessment,
        "edition": edition,
        "is_newest": True,
        "is_demonstration": is_demonstration,
        "questionnaire": questionnaire,
        "version": version,
        "questionnaire_hash": questionnaire_hash,
        "country_code": country.code,
        "country_name": country.name,
        "reference_date": reference_date,
        "year": reference_date.year,
    }
    rows = [{**same, "place": place, **_figures(node)} for place, node in enumerate(nodes)]
    connection.execute(insert(ResultRow), rows)


def _figures(node: NodeResult) -> dict[str, str | int | None]:
    return {
        "node": node.id,
        "kind": node.kind,
        "score_low": str(node.score.low),
        "score_claimed": None if node.claimed is None else str(node.claimed),
        "score_high": str(node.score.high),
        "level_low": node.level.low if node.level else None,
        "level_high": node.level.high if node.level else None,
        "coverage": str(node.coverage),
    }


def _line(row: Row[*tuple[Any, ...]]) -> ResultLine:
    return ResultLine(
        assessment=row.assessment,
        edition=row.edition,
        questionnaire=row.questionnaire,
        version=row.version,
        questionnaire_hash=row.questionnaire_hash,
        is_demonstration=row.is_demonstration,
        country=Country(code=row.country_code, name=row.country_name),
        reference_date=row.reference_date,
        node=row.node,
        kind=row.kind,
        score=Span(Fraction(row.score_low), Fraction(row.score_high)),
        claimed=None if row.score_claimed is None else Fraction(row.score_claimed),
        level=None if row.level_low is None else LevelSpan(row.level_low, row.level_high),
        coverage=Fraction(row.coverage),
    )

"""/results: one row per node of each finished assessment, for aggregation; masked figures only."""

from fractions import Fraction
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from app.api.problems import responses
from app.api.query import KnownQuery
from app.api.shapes import CountryShape, ExactNumber, ResultRow, ResultRows
from app.dependencies import TheParts
from app.results import exact
from app.storage import results
from app.storage.results import ResultLine

router = APIRouter(prefix="/results", tags=["results"])

Kind = Literal["overall", "domain", "component"]


@router.get("", responses=responses(422, 503))
def list_results(
    parts: TheParts,
    _known: KnownQuery,
    questionnaire: Annotated[str | None, Query(max_length=80, examples=["a-res-75-59"])] = None,
    version: Annotated[str | None, Query(max_length=40, examples=["0.9"])] = None,
    year: Annotated[int | None, Query(ge=1, le=9999, description="of the reference date")] = None,
    kind: Annotated[Kind | None, Query(description="of node")] = None,
    demonstrations: Annotated[bool, Query(description="invented countries too")] = False,  # noqa: FBT002
) -> ResultRows:
    """The newest finished edition of each assessment, in the order of countries and of nodes."""
    return ResultRows(
        rows=[
            _row(line)
            for line in results.lines(
                parts.database,
                questionnaire=questionnaire,
                version=version,
                year=year,
                kind=kind,
                with_demonstrations=demonstrations,
            )
        ]
    )


def _row(line: ResultLine) -> ResultRow:
    return ResultRow(
        assessment=line.assessment,
        country=CountryShape(code=line.country.code, name=line.country.name),
        reference_date=line.reference_date,
        edition=line.edition,
        questionnaire=line.questionnaire,
        version=line.version,
        questionnaire_hash=line.questionnaire_hash,
        is_demonstration=line.is_demonstration,
        node=line.node,
        kind=line.kind,
        score_low=_exact(line.score.low),
        score_claimed=None if line.claimed is None else _exact(line.claimed),
        score_high=_exact(line.score.high),
        level_low=None if line.level is None else line.level.low,
        level_high=None if line.level is None else line.level.high,
        coverage=_exact(line.coverage),
    )


def _exact(number: Fraction) -> ExactNumber:
    return ExactNumber.model_validate(exact(number))

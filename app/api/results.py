"""/results: one row per node of each finished assessment, for aggregation; masked figures only."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from app.api import caching
from app.api.caching import TheHeld
from app.api.formats import (
    MEDIA_TYPES,
    FormatQuery,
    format_of,
    refuse_paging,
)
from app.api.paging import USUAL, CursorQuery, LimitQuery, cursor_of, key_of, link_to
from app.api.problems import problem_responses
from app.api.query import DemonstrationsQuery, Digits, KnownQuery
from app.api.shapes import ROWS_STATEMENT, ResultRows
from app.core.assessment.assessment import Scope
from app.core.method.scoring import NodeKind
from app.exports.csv_line import csv_line
from app.exports.result_rows import CSV_COLUMNS
from app.http.dependencies import Parts, TheParts
from app.services import results
from app.services.namesakes import apart
from app.services.results import ResultKey, Wanted

router = APIRouter(prefix="/results", tags=["results"])

_KEY_KINDS = (str, str, str, str, int, int)
_LINES = {
    form: {"schema": {"type": "string"}, "example": example}
    for form, example in (
        ("application/x-ndjson", '{"assessment":"…","node":"3.2","score_low":{"numerator":125,…},…}\n'),
        ("text/csv", "assessment,country_code,…\r\n…,XA,…\r\n"),
    )
}


@router.get(
    "",
    response_model=ResultRows,
    responses=problem_responses(406, 422, 503)
    | caching.tagged_responses(
        headers=("Link", "Vary", "Content-Disposition"), content={"application/json": {}} | _LINES
    ),
)
def list_results(
    request: Request,
    parts: TheParts,
    held: TheHeld,
    _known: KnownQuery,
    questionnaire: Annotated[str | None, Query(max_length=80, examples=["a-res-75-59"])] = None,
    version: Annotated[str | None, Query(max_length=40, examples=["0.9"])] = None,
    year: Annotated[
        Annotated[int, Field(ge=1, le=9999), Digits] | None, Query(description="of the reference date")
    ] = None,
    kind: Annotated[NodeKind | None, Query(description="of node")] = None,
    scope: Annotated[Scope, Query(description="full assessments, or quick scans")] = "full",
    questionnaire_hash: Annotated[
        str | None,
        Query(pattern="^[0-9a-f]{64}$", description="one text alone, also where another one has its name"),
    ] = None,
    *,
    demonstrations: DemonstrationsQuery = False,
    format: FormatQuery = None,  # noqa: A002 - its name in the address
    limit: LimitQuery = USUAL,
    cursor: CursorQuery = None,
) -> Response:
    """The newest finished edition of each assessment, in the order of countries and of nodes.

    As JSON a page at a time; as NDJSON and CSV all of it. Rows of a text that is not the one of its
    questionnaire's name come only for its `questionnaire_hash`.
    """
    form = format_of(request, format)
    if form != "json":
        refuse_paging(request, form)
    wanted = Wanted(
        questionnaire=questionnaire,
        version=version,
        year=year,
        kind=kind,
        scope=scope,
        with_demonstrations=demonstrations,
        questionnaire_hash=questionnaire_hash,
        apart=tuple(sorted(apart(parts.database, parts.catalogue))),
    )
    after = None if cursor is None else ResultKey(*key_of(cursor, wanted, _KEY_KINDS))
    tag = caching.tag_of_state("results", results.state(parts.database), wanted, form, limit, cursor)
    headers = held.headers(tag, caching.PRIVATE, vary="Accept")
    if form != "json":
        return _streamed(parts, wanted, form, headers)
    page = results.page(parts.database, wanted, "json", limit=limit, after=after)
    following = None if page.last is None else cursor_of(wanted, page.last)
    head, tail = json.dumps(ROWS_STATEMENT), json.dumps(following)
    content = f'{{"statement":{head},"rows":[{",".join(page.texts)}],"next":{tail}}}'
    return Response(content, media_type=MEDIA_TYPES["json"], headers=headers | link_to(request, following))


def _streamed(
    parts: Parts, wanted: Wanted, form: Literal["ndjson", "csv"], headers: dict[str, str]
) -> Response:
    """All rows, of which a page at a time is in memory."""
    if form == "csv":
        headers = headers | {"content-disposition": 'attachment; filename="results.csv"'}
    pieces = _csv(parts, wanted) if form == "csv" else _lines(parts, wanted, "json", "\n")
    # The first piece comes before the answer begins: a database that is busy still answers 503.
    return StreamingResponse(chain([next(pieces)], pieces), media_type=MEDIA_TYPES[form], headers=headers)


def _csv(parts: Parts, wanted: Wanted) -> Iterator[str]:
    rows = _lines(parts, wanted, "csv", "\r\n")
    # Without this mark a spreadsheet takes the text for that of another alphabet.
    yield f"\ufeff{csv_line(CSV_COLUMNS)}\r\n{next(rows)}"
    yield from rows


def _lines(parts: Parts, wanted: Wanted, text: results.RowFormat, end: str) -> Iterator[str]:
    for page in results.pages(parts.database, wanted, text):
        yield end.join([*page.texts, ""])

"""/assessments: what is on this server, one result, and answers files out and in."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.answers import content_hash, decoded, encoded_answers
from app.api import caching
from app.api.caching import Held, TheHeld, json_by_content
from app.api.paging import USUAL, CursorQuery, LimitQuery, cursor_of, key_of, link_to
from app.api.problems import problem_responses
from app.api.query import DemonstrationsQuery, Digits, KnownQuery
from app.api.shapes import AssessmentPage, AssessmentSummary, EditionShape, Started
from app.core.assessment.act import Act
from app.core.copies.copies import UncutCopy
from app.core.errors import AnswersRefusedError, NotComparableError
from app.core.reports.choice import ReportChoice
from app.exports.comparison_json import ComparisonShape, comparison_shape
from app.exports.published import CountryShape
from app.exports.result_json import ResultShape, result_shape
from app.http.dependencies import Parts, TheParts
from app.services import assessments, transfer
from app.services.assessments import AssessmentKey, DamagedError, Mark, Summary
from app.services.reports import comparison_of, report_of, stated
from app.services.writing import new_mutation

router = APIRouter(prefix="/assessments", tags=["assessments"])

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

ANSWERS_EXAMPLE = {
    "format": "cied-answers/1",
    "questionnaire": "a-res-75-59",
    "version": "0.9",
    "country": {"code": "XA", "name": "Xandoria"},
    "reference_date": "2026-10-31",
    "answers": {"3.1.1": {"level": 2}},
}

CopyQuery = Annotated[
    UncutCopy,
    Query(
        alias="copy",
        description="*masked* leaves out what is withheld; *own* is for its owner alone",
    ),
]
EditionQuery = Annotated[
    Annotated[int, Field(ge=1, le=9999), Digits] | None,
    Query(description="a finished edition; without it, the present state"),
]


async def answers_text(request: Request) -> str:
    """The body as text (AnswersRefusedError where it is none)."""
    return decoded(await request.body())


AnswersText = Annotated[str, Depends(answers_text)]


def mark_of(parts: TheParts, assessment_id: str) -> Mark:
    """How far the assessment of the address has come (NoSuchAssessmentError becomes 404)."""
    return assessments.mark(parts.database, assessment_id)


TheMark = Annotated[Mark, Depends(mark_of)]


@router.get(
    "",
    response_model=AssessmentPage,
    responses=problem_responses(422, 503) | caching.tagged_responses(headers=("Link",)),
)
def list_assessments(
    request: Request,
    parts: TheParts,
    held: TheHeld,
    _known: KnownQuery,
    *,
    demonstrations: DemonstrationsQuery = False,
    limit: LimitQuery = USUAL,
    cursor: CursorQuery = None,
) -> Response:
    """Every assessment, newest first, a page at a time; demonstrations only if asked for."""
    of = ("assessments", demonstrations)
    found, last = assessments.page(
        parts.database,
        limit=limit,
        after=None if cursor is None else _key(cursor, of),
        with_demonstrations=demonstrations,
    )
    following = None if last is None else cursor_of(of, ((last.created_at - _EPOCH) // _MILLISECOND, last.id))
    page = AssessmentPage(assessments=[_shape(parts, one) for one in found], next=following)
    answer = json_by_content(held, page)
    answer.headers.update(link_to(request, following))
    return answer


@router.post(
    "",
    status_code=201,
    responses=problem_responses(413, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}, "example": ANSWERS_EXAMPLE}},
        }
    },
)
def import_answers(parts: TheParts, _known: KnownQuery, text: AnswersText) -> Started:
    """Start an assessment from an answers file; every error of the file is listed at once."""
    act = Act(by="", at=parts.now(), mutation=new_mutation())
    started = transfer.import_answers(parts.database, parts.catalogue, text, act)
    return Started(id=started)


@router.get(
    "/{assessment_id}",
    response_model=AssessmentSummary,
    responses=problem_responses(404, 422, 503) | caching.tagged_responses(),
)
def read_assessment(
    parts: TheParts, held: TheHeld, assessment_id: str, mark: TheMark, _known: KnownQuery
) -> Response:
    """One assessment without its answers."""
    headers = held.headers(caching.tag_of_state("assessment", assessment_id, mark), caching.PRIVATE)
    shape = _shape(parts, assessments.opened(parts.database, assessment_id).summary)
    return Response(shape.model_dump_json(), media_type="application/json", headers=headers)


@router.get(
    "/{assessment_id}/result",
    response_model=ResultShape,
    responses=problem_responses(404, 422, 503) | caching.tagged_responses(),
)
def read_result(
    parts: TheParts,
    held: TheHeld,
    assessment_id: str,
    mark: TheMark,
    _known: KnownQuery,
    copy: CopyQuery = "masked",
    edition: EditionQuery = None,
) -> Response:
    """The result, the same as the page and the report show; with its trace, priorities and lenses."""
    headers = _headers(parts, held, "result", assessment_id, mark, copy, edition)
    report = report_of(
        assessments.opened(parts.database, assessment_id), ReportChoice(copy=copy, edition=edition)
    )
    shape = result_shape(report)
    return Response(shape.model_dump_json(), media_type="application/json", headers=headers)


@router.get(
    "/{assessment_id}/comparison",
    response_model=ComparisonShape,
    responses=problem_responses(404, 409, 422, 503) | caching.tagged_responses(),
)
def read_comparison(
    parts: TheParts,
    held: TheHeld,
    assessment_id: str,
    mark: TheMark,
    _known: KnownQuery,
    copy: CopyQuery = "masked",
    edition: EditionQuery = None,
) -> Response:
    """It beside the earlier assessment that it starts from: what changed for certain."""
    _refuse_unknown(edition, mark)
    opened = assessments.opened(parts.database, assessment_id)
    try:
        found = comparison_of(opened, copy=copy, edition=edition)
    except NotComparableError as refused:
        raise HTTPException(409, str(refused)) from None
    if found is None or opened.earlier is None:
        raise HTTPException(404, "It starts from no earlier assessment.")
    shape = comparison_shape(
        found,
        edition=edition or (opened.editions[-1].number if opened.journal.is_finished else None),
        edition_then=opened.earlier.edition.number,
    )
    what = ("comparison", content_hash(found.now), content_hash(found.then))
    headers = _headers(parts, held, what, assessment_id, mark, copy, edition)
    return Response(shape.model_dump_json(), media_type="application/json", headers=headers)


@router.get(
    "/{assessment_id}/answers",
    response_class=Response,
    responses=problem_responses(404, 422, 503)
    | caching.tagged_responses(content={"application/json": {}}, description="The answers file"),
)
def export_answers(
    parts: TheParts,
    held: TheHeld,
    assessment_id: str,
    mark: TheMark,
    _known: KnownQuery,
    copy: CopyQuery = "masked",
    edition: EditionQuery = None,
) -> Response:
    """The answers file of a copy; imported again it gives the same result."""
    headers = _headers(parts, held, "answers", assessment_id, mark, copy, edition)
    report = report_of(
        assessments.opened(parts.database, assessment_id), ReportChoice(copy=copy, edition=edition)
    )
    return Response(encoded_answers(report.assessment), media_type="application/json", headers=headers)


def _headers(
    parts: Parts,
    held: Held,
    what: object,
    assessment_id: str,
    mark: Mark,
    copy: UncutCopy,
    edition: int | None,
) -> dict[str, str]:
    """The headers of what is shown of an assessment.

    The own copy of an edition is frozen, and so is its tag; its masked copy changes with what is withheld
    later, and with nothing else.
    """
    _refuse_unknown(edition, mark)
    state: object = mark.position
    if edition is not None:
        state = "frozen" if copy == "own" else _masked_hash(parts, assessment_id, edition)
    return held.headers(
        caching.tag_of_state(what, assessment_id, copy, edition, state),
        caching.NOT_KEPT if copy == "own" else caching.PRIVATE,
    )


def _masked_hash(parts: Parts, assessment_id: str, edition: int) -> str:
    opened = assessments.opened(parts.database, assessment_id)
    return content_hash(stated(opened, "masked", opened.edition(edition)))


def _hashes(parts: Parts, one: Summary) -> Mapping[int, str]:
    """The hash of the masked copy of each edition, as it is made today, under the edition's number.

    That of the finish would be a hash of what was withheld since. Empty where something is damaged: one
    assessment that cannot be read takes no other from the list.
    """
    if one.is_finished and len(one.editions) == 1:  # nothing was entered since
        return {edition.number: edition.masked_hash for edition in one.editions}
    if not one.editions:
        return {}
    try:
        opened = assessments.opened(parts.database, one.id)
        return {
            edition.number: content_hash(stated(opened, "masked", edition)) for edition in opened.editions
        }
    except (AnswersRefusedError, DamagedError, LookupError):
        return {}


def _refuse_unknown(edition: int | None, mark: Mark) -> None:
    if edition is not None and edition > mark.editions:
        raise HTTPException(404, f"There is no edition {edition}.")


def _key(cursor: str, of: object) -> AssessmentKey:
    milliseconds, id_ = key_of(cursor, of, (int, str))
    return AssessmentKey(_EPOCH + milliseconds * _MILLISECOND, id_)


def _shape(parts: Parts, one: Summary) -> AssessmentSummary:
    hashes = _hashes(parts, one)
    return AssessmentSummary(
        id=one.id,
        country=CountryShape(code=one.country.code, name=one.country.name),
        reference_date=one.reference_date,
        scope=one.scope,
        questionnaire=one.questionnaire,
        version=one.version,
        is_demonstration=one.is_demonstration,
        is_finished=one.is_finished,
        editions=[
            EditionShape(
                number=edition.number, finished_at=edition.finished_at, hash=hashes.get(edition.number, "")
            )
            for edition in one.editions
        ],
    )

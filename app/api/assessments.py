"""/assessments: what is on this server, one result, and answers files out and in."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response

from app.answers import decoded, written
from app.api.problems import responses
from app.api.query import KnownQuery
from app.api.result_shapes import ResultShape
from app.api.shapes import AssessmentSummary, CountryShape, EditionShape, Started
from app.core.report import Copy, Report
from app.dependencies import TheParts
from app.results import result_json
from app.services import assessments, transfer
from app.services.assessments import Opened, Summary
from app.services.reports import report_of

router = APIRouter(prefix="/assessments", tags=["assessments"])

ANSWERS_EXAMPLE = {
    "format": "cied-answers/1",
    "questionnaire": "a-res-75-59",
    "version": "0.9",
    "country": {"code": "XA", "name": "Xandoria"},
    "reference_date": "2026-10-31",
    "answers": {"3.1.1": {"level": 2}},
}

CopyQuery = Annotated[
    Copy,
    Query(
        alias="copy",
        description="*masked* leaves out what is withheld; *own* is for its owner alone",
    ),
]
DemonstrationsQuery = Annotated[bool, Query(description="invented countries too")]
EditionQuery = Annotated[
    int | None,
    Query(ge=1, le=9999, description="a finished edition; without it, the present state"),
]


async def answers_text(request: Request) -> str:
    """The body as text (AnswersRefusedError where it is none)."""
    return decoded(await request.body())


AnswersText = Annotated[str, Depends(answers_text)]


def opened(parts: TheParts, assessment_id: str) -> Opened:
    """The assessment of the address (NoSuchAssessmentError becomes 404)."""
    return assessments.opened(parts.database, assessment_id)


TheAssessment = Annotated[Opened, Depends(opened)]


@router.get("", responses=responses(422))
def list_assessments(
    parts: TheParts, _known: KnownQuery, *, demonstrations: DemonstrationsQuery = False
) -> list[AssessmentSummary]:
    """Every assessment, newest first; demonstrations only if asked for."""
    return [
        _shape(one)
        for one in assessments.listed(parts.database)
        if demonstrations or not one.is_demonstration
    ]


@router.post(
    "",
    status_code=201,
    responses=responses(413, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}, "example": ANSWERS_EXAMPLE}},
        }
    },
)
def import_answers(parts: TheParts, _known: KnownQuery, text: AnswersText) -> Started:
    """Start an assessment from an answers file; every error of the file is listed at once."""
    started = transfer.import_answers(parts.database, parts.catalogue, text, author="", now=parts.now())
    return Started(id=started)


@router.get("/{assessment_id}", responses=responses(404, 422))
def read_assessment(opened: TheAssessment, _known: KnownQuery) -> AssessmentSummary:
    """One assessment without its answers."""
    return _shape(opened.summary)


@router.get("/{assessment_id}/result", responses=responses(404, 422))
def read_result(
    opened: TheAssessment,
    _known: KnownQuery,
    copy: CopyQuery = "masked",
    edition: EditionQuery = None,
) -> ResultShape:
    """The result, the same as the page and the report show; with its trace, priorities and lenses."""
    said = _report(opened, copy, edition)
    return ResultShape.model_validate(
        result_json(said.questionnaire, said.assessment, said.result, said.priorities)
    )


@router.get(
    "/{assessment_id}/answers",
    response_class=Response,
    responses={
        200: {"content": {"application/json": {}}, "description": "The answers file"},
        **responses(404, 422),
    },
)
def export_answers(
    opened: TheAssessment,
    _known: KnownQuery,
    copy: CopyQuery = "masked",
    edition: EditionQuery = None,
) -> Response:
    """The answers file of a copy; imported again it gives the same result."""
    report = _report(opened, copy, edition)
    return Response(written(report.assessment), media_type="application/json")


def _report(opened: Opened, copy: Copy, edition: int | None) -> Report:
    try:
        return report_of(opened, copy=copy, edition=edition)
    except LookupError:
        raise HTTPException(404, f"There is no edition {edition}.") from None


def _shape(one: Summary) -> AssessmentSummary:
    return AssessmentSummary(
        id=one.id,
        country=CountryShape(code=one.country.code, name=one.country.name),
        reference_date=one.reference_date,
        questionnaire=one.questionnaire,
        version=one.version,
        is_demonstration=one.is_demonstration,
        is_finished=one.is_finished,
        editions=[
            EditionShape(number=edition.number, finished_at=edition.finished_at, hash=edition.masked_hash)
            for edition in one.editions
        ],
    )

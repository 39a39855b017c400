"""/questionnaires: the versions that this server has, and each in full."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from app.api.problems import responses
from app.api.query import KnownQuery
from app.api.shapes import QuestionnaireSummary
from app.catalogue import canonical, content_hash
from app.dependencies import TheParts

router = APIRouter(prefix="/questionnaires", tags=["questionnaires"])


@router.get("", responses=responses(422))
def list_questionnaires(parts: TheParts, _known: KnownQuery) -> list[QuestionnaireSummary]:
    """Every version, in the order of ids and versions."""
    return [
        QuestionnaireSummary(
            id=one.id,
            version=one.version,
            status=one.status,
            title=one.title,
            hash=content_hash(canonical(one)),
            domains=len(one.domains),
            questions=len(one.question_by_id),
        )
        for one in parts.catalogue
    ]


@router.get(
    "/{questionnaire_id}/{version}",
    response_class=Response,
    responses={
        200: {"content": {"application/json": {}}, "description": "The canonical text"},
        **responses(404, 422),
    },
)
def read_questionnaire(parts: TheParts, questionnaire_id: str, version: str, _known: KnownQuery) -> Response:
    """The canonical text whose SHA-256 is the questionnaire's hash."""
    found = parts.catalogue.find(questionnaire_id, version)
    if found is None:
        raise HTTPException(404, "There is no such questionnaire.")
    return Response(canonical(found), media_type="application/json")

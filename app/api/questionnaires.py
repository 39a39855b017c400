"""/questionnaires: the versions that this server has, and each in full."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from app.answers import text_hash
from app.api import caching
from app.api.caching import TheHeld, json_by_content
from app.api.problems import problem_responses
from app.api.query import KnownQuery
from app.api.shapes import QuestionnaireList, QuestionnaireSummary
from app.catalogue import canonical, hash_of
from app.http.dependencies import TheParts

router = APIRouter(prefix="/questionnaires", tags=["questionnaires"])


@router.get(
    "", response_model=QuestionnaireList, responses=problem_responses(422) | caching.tagged_responses()
)
def list_questionnaires(parts: TheParts, held: TheHeld, _known: KnownQuery) -> Response:
    """Every version, in the order of ids and versions."""
    every = [
        QuestionnaireSummary(
            id=one.id,
            version=one.version,
            status=one.status,
            title=one.title,
            hash=hash_of(one),
            domains=len(one.domains),
            questions=len(one.question_by_id),
        )
        for one in parts.catalogue
    ]
    return json_by_content(held, QuestionnaireList(every), caching.PUBLIC)


@router.get(
    "/{questionnaire_id}/{version}",
    response_class=Response,
    responses=problem_responses(404, 422)
    | caching.tagged_responses(content={"application/json": {}}, description="The canonical text"),
)
def read_questionnaire(
    parts: TheParts, held: TheHeld, questionnaire_id: str, version: str, _known: KnownQuery
) -> Response:
    """The canonical text whose SHA-256 is the questionnaire's hash; a published version never changes."""
    found = parts.catalogue.find(questionnaire_id, version)
    if found is None:
        raise HTTPException(404, "There is no such questionnaire.")
    text = canonical(found)
    keeping = caching.IMMUTABLE if found.status == "published" else caching.PUBLIC
    headers = held.headers(f'"{text_hash(text)}"', keeping)
    return Response(text, media_type="application/json", headers=headers)

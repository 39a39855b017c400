"""Page: a search for words in questions, their guidance and the glossary."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.answers import cleaned
from app.core.method.progress import questions_asked
from app.core.questionnaire.search import LONGEST_QUERY, questions_found, terms_found
from app.http.dependencies import TheParts
from app.web.frame import shown
from app.web.opening import TheAssessment

router = APIRouter(prefix="/assessments/{assessment_id}")


@router.get("/search")
def search(parts: TheParts, opened: TheAssessment, q: str = "") -> HTMLResponse:
    """What holds every word that was typed: questions with their answers, and words of the glossary."""
    query = " ".join(cleaned(q).split())
    is_too_long = len(query) > LONGEST_QUERY
    return shown(
        parts,
        "search/search.html",
        status=422 if is_too_long else 200,
        opened=opened,
        here="",
        query=query,
        most=LONGEST_QUERY,
        is_too_long=is_too_long,
        hits=() if is_too_long else questions_found(opened.questionnaire, query),
        terms=() if is_too_long else terms_found(opened.questionnaire, query),
        asked={question.id for question in questions_asked(opened.questionnaire, opened.assessment)},
    )

"""Page: a search for words in questions, their guidance and the glossary."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.answers import cleaned
from app.core.method.progress import questions_asked
from app.core.questionnaire.questionnaire import Term
from app.core.questionnaire.search import LONGEST_QUERY, Hit, questions_found, terms_found
from app.web.frame import Page
from app.web.visit import TheVisit

router = APIRouter(prefix="/assessments/{assessment_id}")


class SearchPage(Page, template="search/search.html"):
    """What holds every word of a query; `asked`: the ids of the questions that are asked."""

    query: str
    most: int
    is_too_long: bool
    hits: tuple[Hit, ...]
    terms: tuple[Term, ...]
    asked: set[str]


@router.get("/search")
def search(visit: TheVisit, q: str = "") -> HTMLResponse:
    """What holds every word that was typed: questions with their answers, and words of the glossary."""
    query = " ".join(cleaned(q).split())
    is_too_long = len(query) > LONGEST_QUERY
    return visit.page(
        SearchPage(
            query=query,
            most=LONGEST_QUERY,
            is_too_long=is_too_long,
            hits=() if is_too_long else questions_found(visit.opened.questionnaire, query),
            terms=() if is_too_long else terms_found(visit.opened.questionnaire, query),
            asked={
                question.id
                for question in questions_asked(visit.opened.questionnaire, visit.opened.assessment)
            },
        ),
        status=422 if is_too_long else 200,
    )

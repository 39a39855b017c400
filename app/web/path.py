"""What an address names, within an assessment or apart from any, and where a person is in it."""

from typing import Annotated

from fastapi import Depends, HTTPException

from app.core.method.progress import is_settled, questions_asked
from app.core.questionnaire.questionnaire import (
    Component,
    Domain,
    Question,
    Questionnaire,
)
from app.http.dependencies import TheParts
from app.web.visit import TheVisit


async def questionnaire(questionnaire_id: str, version: str, parts: TheParts) -> Questionnaire:
    """The questionnaire of the address; 404 where there is none."""
    found = parts.catalogue.find(questionnaire_id, version)
    if found is None:
        raise HTTPException(404)
    return found


TheQuestionnaire = Annotated[Questionnaire, Depends(questionnaire)]


async def question(question_id: str, visit: TheVisit) -> Question:
    """The question of the address; 404 where the questionnaire has none."""
    found = visit.opened.questionnaire.question_by_id.get(question_id)
    if found is None:
        raise HTTPException(404)
    return found


async def component(component_id: str, visit: TheVisit) -> Component:
    """The component of the address; 404 where the questionnaire has none."""
    found = visit.opened.questionnaire.component_by_id.get(component_id)
    if found is None:
        raise HTTPException(404)
    return found


async def domain(domain_id: str, visit: TheVisit) -> Domain:
    """The domain of the address; 404 where the questionnaire has none."""
    found = visit.opened.questionnaire.domain_by_id.get(domain_id)
    if found is None:
        raise HTTPException(404)
    return found


async def left_open(visit: TheVisit, left_open: str = "") -> str:
    """The id of the question that a person went on from without an answer; empty where it has one now."""
    asked = {question.id for question in questions_asked(visit.opened.questionnaire, visit.opened.assessment)}
    is_open = left_open in asked and not is_settled(visit.opened.assessment, left_open)
    return left_open if is_open and not visit.opened.journal.is_finished else ""


TheQuestion = Annotated[Question, Depends(question)]
LeftOpen = Annotated[str, Depends(left_open)]
TheComponent = Annotated[Component, Depends(component)]
TheDomain = Annotated[Domain, Depends(domain)]

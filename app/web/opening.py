"""The assessment that an address names, and where a person is in it."""

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
from app.services import assessments
from app.services.assessments import Opened


def opened(assessment_id: str, parts: TheParts) -> Opened:
    """The assessment of the address; 404 where there is none (NoSuchAssessmentError)."""
    return assessments.opened(parts.database, assessment_id)


TheAssessment = Annotated[Opened, Depends(opened)]


async def questionnaire(questionnaire_id: str, version: str, parts: TheParts) -> Questionnaire:
    """The questionnaire of the address; 404 where there is none."""
    found = parts.catalogue.find(questionnaire_id, version)
    if found is None:
        raise HTTPException(404)
    return found


TheQuestionnaire = Annotated[Questionnaire, Depends(questionnaire)]


async def question(question_id: str, open_now: TheAssessment) -> Question:
    """The question of the address; 404 where the questionnaire has none."""
    found = open_now.questionnaire.question_by_id.get(question_id)
    if found is None:
        raise HTTPException(404)
    return found


async def component(component_id: str, open_now: TheAssessment) -> Component:
    """The component of the address; 404 where the questionnaire has none."""
    found = open_now.questionnaire.component_by_id.get(component_id)
    if found is None:
        raise HTTPException(404)
    return found


async def domain(domain_id: str, open_now: TheAssessment) -> Domain:
    """The domain of the address; 404 where the questionnaire has none."""
    found = open_now.questionnaire.domain_by_id.get(domain_id)
    if found is None:
        raise HTTPException(404)
    return found


async def left_open(open_now: TheAssessment, left_open: str = "") -> str:
    """The id of the question that a person went on from without an answer; empty where it has one now."""
    asked = {question.id for question in questions_asked(open_now.questionnaire, open_now.assessment)}
    is_open = left_open in asked and not is_settled(open_now.assessment, left_open)
    return left_open if is_open and not open_now.journal.is_finished else ""


TheQuestion = Annotated[Question, Depends(question)]
LeftOpen = Annotated[str, Depends(left_open)]
TheComponent = Annotated[Component, Depends(component)]
TheDomain = Annotated[Domain, Depends(domain)]

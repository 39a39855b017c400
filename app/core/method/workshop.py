"""A workshop: how far agencies stand apart on a question, and which questions an office prepares."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.core.assessment.answer import Position
from app.core.assessment.assessment import Assessment
from app.core.method.progress import questions_asked
from app.core.questionnaire.questionnaire import Question, Questionnaire

_MOST = Fraction(2, 3)


class Spread(StrEnum):
    """How far the levels of agencies stand apart."""

    CLOSE = "close"
    MOSTLY = "mostly"
    SPLIT = "split"


def spread(positions: Sequence[Position]) -> Spread:
    """*Close*: all within one level; *mostly*: at least two thirds of them are; else *split*."""
    levels = [position.level for position in positions]
    together = max((sum(low <= level <= low + 1 for level in levels) for low in levels), default=0)
    if together == len(levels):
        return Spread.CLOSE
    return Spread.MOSTLY if together >= _MOST * len(levels) else Spread.SPLIT


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """What an office prepares: the questions that it usually leads, and those on which it is asked."""

    leads: tuple[Question, ...]
    asked: tuple[Question, ...]


def preparation(questionnaire: Questionnaire, assessment: Assessment, office: str) -> Preparation:
    """The questions on the way through whose lead, or an office to ask, is called by these words."""
    words = office.strip().casefold()
    if not words:
        return Preparation(leads=(), asked=())
    questions = questions_asked(questionnaire, assessment)
    leads = tuple(one for one in questions if words in one.lead.casefold())
    return Preparation(
        leads=leads,
        asked=tuple(
            one
            for one in questions
            if one not in leads and any(words in office.casefold() for office in one.ask)
        ),
    )


def lead_offices(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The offices that usually lead a domain, each once, in the questionnaire's order."""
    return tuple(dict.fromkeys(office for domain in questionnaire.domains for office in domain.leads))

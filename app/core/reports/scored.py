"""An assessment with all that follows from it: what every report, page and table shows a part of."""

from dataclasses import dataclass

from app.core.assessment.assessment import Assessment
from app.core.method.priorities import Priorities, priorities
from app.core.method.scoring import Result, score
from app.core.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True)
class Scored:
    """An assessment, what it is worth and what to do about it; `questionnaire` is what was asked."""

    questionnaire: Questionnaire
    assessment: Assessment
    result: Result
    priorities: Priorities


def scored(questionnaire: Questionnaire, assessment: Assessment) -> Scored:
    """What follows from an assessment of what was asked."""
    result = score(questionnaire, assessment)
    return Scored(
        questionnaire=questionnaire,
        assessment=assessment,
        result=result,
        priorities=priorities(questionnaire, assessment, result),
    )

"""The quick scan: the tree cut down to its core and critical questions (docs/method.md, section 4)."""

from app.core.assessment.assessment import Assessment
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.questionnaire.subset import cut


def as_asked(questionnaire: Questionnaire, assessment: Assessment) -> Questionnaire:
    """The questionnaire as this assessment is asked and scored: whole, or cut down in a quick scan.

    Answers outside the cut are kept in the assessment; they wait until it grows.
    """
    return quick_scan(questionnaire) if assessment.scope == "quick" else questionnaire


def quick_scan(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with its core and critical questions alone; all else that it fixes stays."""
    return cut(questionnaire, {one.id for _, _, one in questionnaire.questions() if one.core or one.critical})

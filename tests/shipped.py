"""The questionnaire that comes with the product, read once for all tests of a process."""

from functools import cache
from pathlib import Path

from app.catalogue import checked
from app.core.questionnaire.questionnaire import Questionnaire

FOLDER = Path(__file__).parent.parent / "questionnaires" / "a-res-75-59" / "0.9"


@cache
def twelve_domains() -> Questionnaire:
    """All of it."""
    return checked(FOLDER)

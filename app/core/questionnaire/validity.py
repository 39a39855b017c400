"""Every reason to refuse a questionnaire, all at once, each with its place and the mend."""

from collections.abc import Iterator

from app.core.errors import Fault
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.questionnaire.validity_of_exclusion import faults_of_leaving
from app.core.questionnaire.validity_of_rules import faults_of_rules
from app.core.questionnaire.validity_of_tree import faults_of_tree
from app.core.questionnaire.validity_of_words import faults_of_words

MOST_DOMAINS = 60
MOST_COMPONENTS = 500
MOST_QUESTIONS = 2000
MOST_LEVELS = 10
MOST_MEMBERS = 500
"""Of any list that stands beside the tree: facts, references, paragraphs, scenarios…"""


def faults(questionnaire: Questionnaire) -> tuple[Fault, ...]:
    """Every reason to refuse this questionnaire; empty where there is none.

    One that is too large is refused for that alone, so that nothing here can exhaust the program.
    """
    too_large = tuple(_faults_of_size(questionnaire))
    if too_large:
        return too_large
    return (
        *faults_of_words(questionnaire),
        *faults_of_rules(questionnaire),
        *faults_of_tree(questionnaire),
        *faults_of_leaving(questionnaire),
    )


def _faults_of_size(questionnaire: Questionnaire) -> Iterator[Fault]:
    beside = (
        "directions",
        "lenses",
        "scenarios",
        "facts",
        "references",
        "glossary",
    )
    numbers = (
        ("domains", len(questionnaire.domains), MOST_DOMAINS),
        ("components", sum(1 for _ in questionnaire.components()), MOST_COMPONENTS),
        ("questions", sum(1 for _ in questionnaire.questions()), MOST_QUESTIONS),
        ("scale levels", len(questionnaire.scale.levels), MOST_LEVELS),
        ("evidence grades", len(questionnaire.evidence.grades), MOST_LEVELS),
        ("source paragraphs", len(questionnaire.source.paragraphs), MOST_MEMBERS),
        *((name, len(getattr(questionnaire, name)), MOST_MEMBERS) for name in beside),
    )
    for name, number, most in numbers:
        if number > most:
            yield Fault(
                place=(name,),
                problem=f"{number} given, at most {most} can be read.",
                mend="Take some out.",
            )

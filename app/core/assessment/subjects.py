"""The kinds of subject: a row for each, with what the product has to know of it.

Its words stand in `templates/components/entered.html`, under the name of its kind.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from app.core.assessment.answer import Answer
from app.core.assessment.assessment import ComponentEntry, FactAnswer, Rating
from app.core.assessment.journal import About, Conflict, Content, DomainMark, Milestone, Standing, SubjectKind
from app.core.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True)
class KindOfSubject:
    """A kind of subject. `content`: the class of what is entered about it.

    `known`: the ids that stand for it in a questionnaire, `""` where it has none of its own. `is_saved`: a
    person saves it in a form; the product enters the others. `is_frozen`: an edition holds it. `things`:
    the word in the address of its own history, empty where it has none.
    """

    content: type[Content]
    known: Callable[[Questionnaire], Collection[str]]
    is_saved: bool = False
    is_frozen: bool = False
    things: str = ""


def _none_of_its_own(_: Questionnaire) -> Collection[str]:
    return ("",)


SUBJECTS: Mapping[SubjectKind, KindOfSubject] = {
    SubjectKind.ABOUT: KindOfSubject(content=About, known=_none_of_its_own, is_saved=True, is_frozen=True),
    SubjectKind.ANSWER: KindOfSubject(
        content=Answer,
        known=lambda questionnaire: questionnaire.question_by_id,
        is_saved=True,
        is_frozen=True,
        things="questions",
    ),
    SubjectKind.COMPONENT: KindOfSubject(
        content=ComponentEntry,
        known=lambda questionnaire: questionnaire.component_by_id,
        is_saved=True,
        is_frozen=True,
        things="components",
    ),
    SubjectKind.FACT: KindOfSubject(
        content=FactAnswer,
        known=lambda questionnaire: questionnaire.fact_by_id,
        is_saved=True,
        is_frozen=True,
        things="facts",
    ),
    SubjectKind.RATING: KindOfSubject(
        content=Rating,
        known=lambda questionnaire: {scenario.id for scenario in questionnaire.scenarios},
        is_saved=True,
        is_frozen=True,
        things="scenarios",
    ),
    SubjectKind.DOMAIN: KindOfSubject(
        content=DomainMark, known=lambda questionnaire: questionnaire.domain_by_id, is_saved=True
    ),
    SubjectKind.CONFLICT: KindOfSubject(
        content=Conflict, known=lambda questionnaire: questionnaire.question_by_id
    ),
    SubjectKind.STANDING: KindOfSubject(content=Standing, known=_none_of_its_own),
    SubjectKind.MILESTONE: KindOfSubject(content=Milestone, known=_none_of_its_own),
}

"""What a person said before: the finished edition that an assessment starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.answers import faults_of, faults_of_answer, read_frozen
from app.core.assessment.answer import Answer
from app.core.assessment.assessment import Assessment, FactAnswer, Rating
from app.core.assessment.journal import Journal, Subject, SubjectKind
from app.core.copies.alike import masked_since
from app.core.method.comparison import question_then
from app.core.method.progress import is_settled, questions_asked
from app.core.questionnaire.questionnaire import Question, Questionnaire
from app.storage.editions import Edition


@dataclass(frozen=True, kw_only=True)
class EarlierEdition:
    """A finished edition of another assessment of the same State; the owner's own, never changed by this.

    `assessment_id` is that of the other one, `whole` the questionnaire that it was answered with, `journal`
    what is entered in it at present.
    """

    assessment_id: str
    whole: Questionnaire
    edition: Edition
    journal: Journal

    @property
    def assessment(self) -> Assessment:
        """Everything that was said then."""
        return _frozen(self.edition.content)

    @property
    def masked(self) -> Assessment:
        """The masked copy, without what is withheld there at present either."""
        present = self.journal.assessment(self.whole.id, self.whole.version)
        return masked_since(self.whole, self.assessment, present)

    @property
    def reference_date(self) -> date:
        """The day that it speaks of."""
        return self.assessment.reference_date

    def answer(self, question: Question) -> Answer | None:
        """What was said then to a question of the newer version; None where nothing was."""
        before = question_then(self.whole, question)
        return None if before is None else self.assessment.answers.get(before.id)


@lru_cache(maxsize=16)
def _frozen(content: str) -> Assessment:
    """The content of an edition as a value; it never changes, and every question page asks for it."""
    return read_frozen(content)


def confirmable(
    earlier: EarlierEdition | None, questionnaire: Questionnaire, question: Question
) -> Answer | None:
    """The answer of then, where it says something and can be said of the newer question too."""
    answer = earlier.answer(question) if earlier else None
    if answer is None or answer.value is None or faults_of_answer(question, answer, questionnaire):
        return None
    return answer


def profile_then(
    earlier: EarlierEdition | None, questionnaire: Questionnaire
) -> Mapping[Subject, FactAnswer | Rating]:
    """The facts and ratings of then that say something, of what the newer version still asks."""
    if earlier is None:
        return {}
    facts, ratings = earlier.assessment.facts, earlier.assessment.ratings
    asked = {
        **{Subject(SubjectKind.FACT, fact.id): facts.get(fact.id) for fact in questionnaire.facts},
        **{Subject(SubjectKind.RATING, one.id): ratings.get(one.id) for one in questionnaire.scenarios},
    }
    return {subject: content for subject, content in asked.items() if content and _says_something(content)}


def _says_something(content: FactAnswer | Rating) -> bool:
    return (content.options if isinstance(content, FactAnswer) else content.relevance) is not None


def profile_confirmable(
    earlier: EarlierEdition | None, questionnaire: Questionnaire
) -> Mapping[Subject, FactAnswer | Rating]:
    """Those of them that can be said in the newer version too."""
    return {
        subject: content
        for subject, content in profile_then(earlier, questionnaire).items()
        if not faults_of(subject, content, questionnaire)
    }


def waiting(
    earlier: EarlierEdition | None, questionnaire: Questionnaire, assessment: Assessment
) -> tuple[Question, ...]:
    """The open questions on the way through whose answer of then can be confirmed, in order."""
    return tuple(
        question
        for question in questions_asked(questionnaire, assessment)
        if not is_settled(assessment, question.id) and confirmable(earlier, questionnaire, question)
    )

"""How large a questionnaire is, in the numbers its authors watch."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.questionnaire.questionnaire import Questionnaire
from app.core.questionnaire.validity_of_exclusion import may_leave
from app.core.questionnaire.validity_of_words import texts

_NOT_READ_BY_PEOPLE = {
    "id", "version", "status", "language", "url", "date", "kind", "symbol", "document", "paragraph",
    "link", "direction", "needs", "essential", "standards", "lens", "when", "crosswalk",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Numbers of things. `may_leave`: questions and components; `lens_questions`: per lens id."""

    domains: int
    components: int
    questions: int
    core: int
    critical: int
    may_leave: int
    lens_questions: Mapping[str, int]
    words: int

    def lines(self) -> tuple[tuple[str, int], ...]:
        """Each count with what it is called, for people."""
        return (
            ("domains", self.domains),
            ("components", self.components),
            ("questions", self.questions),
            ("core questions", self.core),
            ("critical questions", self.critical),
            ("questions and components that may leave", self.may_leave),
            *((f"questions in the lens {lens}", number) for lens, number in self.lens_questions.items()),
            ("words", self.words),
        )


def counts(questionnaire: Questionnaire) -> Counts:
    """The counts of a questionnaire; words are those that people read, ids left out."""
    components = [component for _, component in questionnaire.components()]
    questions = [question for _, _, question in questionnaire.questions()]
    return Counts(
        domains=len(questionnaire.domains),
        components=len(components),
        questions=len(questions),
        core=sum(question.core for question in questions),
        critical=sum(question.critical for question in questions),
        may_leave=sum(map(may_leave, components)) + sum(map(may_leave, questions)),
        lens_questions={
            lens.id: sum(lens.id in question.lens for question in questions) for lens in questionnaire.lenses
        },
        words=sum(
            len(text.text.split()) for text in texts(questionnaire) if text.key not in _NOT_READ_BY_PEOPLE
        ),
    )

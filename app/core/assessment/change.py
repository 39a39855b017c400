"""What changed: between two revisions of a subject, and between two states of a journal."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from app.core.assessment.journal import (
    ABOUT,
    Content,
    Entry,
    Journal,
    Subject,
    SubjectKind,
)
from app.core.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True)
class Change:
    """A subject before and after; `before` is None where nothing had been entered."""

    before: Entry | None
    after: Entry

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return self.after.subject

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields of its content that differ, by name; none for what was entered first."""
        return parts_changed(self.before.content, self.after.content) if self.before else ()


def parts_changed(before: Content, after: Content) -> tuple[str, ...]:
    """The fields in which two contents of one subject differ, by name."""
    return tuple(
        field.name
        for field in fields(after)
        if getattr(before, field.name, None) != getattr(after, field.name)
    )


def changes(questionnaire: Questionnaire, before: Journal, after: Journal) -> tuple[Change, ...]:
    """Each subject that says something else in the later state, in the questionnaire's order.

    What was changed and changed back in between is none.
    """
    found = (
        Change(before=before.newest.get(subject), after=after.newest[subject])
        for subject in _subjects(questionnaire)
        if subject in after.newest
    )
    return tuple(one for one in found if one.before is None or one.parts)


def _subjects(questionnaire: Questionnaire) -> Iterator[Subject]:
    """What a person enters, in the questionnaire's order."""
    yield ABOUT
    yield from (Subject(SubjectKind.FACT, fact.id) for fact in questionnaire.facts)
    yield from (Subject(SubjectKind.RATING, scenario.id) for scenario in questionnaire.scenarios)
    for domain in questionnaire.domains:
        yield Subject(SubjectKind.DOMAIN, domain.id)
        for component in domain.components:
            yield Subject(SubjectKind.COMPONENT, component.id)
            yield from (Subject(SubjectKind.ANSWER, question.id) for question in component.questions)

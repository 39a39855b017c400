"""Everything entered in an assessment, as entries that are only ever added; folded into its present state.

A **subject** is what an entry is about: one question's answer, a component, a profile fact… A save adds
revision n + 1 for the revision n that the form showed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from app.core.assessment.answer import Answer
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    Country,
    FactAnswer,
    Rating,
    Scope,
)


class SubjectKind(StrEnum):
    """The kinds of subject."""

    ABOUT = "about"
    ANSWER = "answer"
    COMPONENT = "component"
    FACT = "fact"
    RATING = "rating"
    DOMAIN = "domain"
    CONFLICT = "conflict"
    STANDING = "standing"
    MILESTONE = "milestone"


@dataclass(frozen=True)
class Subject:
    """What an entry is about; written `kind:key`, for example `answer:3.1.1`."""

    kind: SubjectKind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def parsed(cls, text: str) -> "Subject":
        """The subject that `text` writes; ValueError if it is none."""
        kind, _, key = text.partition(":")
        return cls(SubjectKind(kind), key)


_Shape = TypeVar("_Shape")

ABOUT = Subject(SubjectKind.ABOUT)
STANDING = Subject(SubjectKind.STANDING)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A finished edition of another assessment in the same place, from which this one starts."""

    assessment: str
    edition: int


@dataclass(frozen=True, kw_only=True)
class About:
    """Whose assessment it is, of which day, what is asked in it, and from what it starts.

    `earlier` is of the journal alone: no answers file and no hash holds it.
    """

    country: Country
    reference_date: date
    scope: Scope = "full"
    earlier: Earlier | None = None


@dataclass(frozen=True, kw_only=True)
class DomainMark:
    """Whether a person said that a domain is finished; a later change in it reopens it."""

    is_finished: bool


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """An answer that came too late: it was written on `base` while another was saved. Kept until resolved."""

    question: str
    base: int
    mine: Answer
    is_resolved: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Finished as an edition with the hash of its content, or (`reopened` is the reason) open again."""

    edition: int
    content_hash: str
    reopened: str | None = None


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A name for the moment at which it was entered, such as "before the workshop"."""

    name: str


Content = About | Answer | ComponentEntry | FactAnswer | Rating | DomainMark | Conflict | Standing | Milestone
"""What each kind of subject holds is in `app.core.assessment.subjects`."""


def of_kind(content: Content, shape: type[_Shape]) -> _Shape:
    """The content as the class that the kind of its subject fixes it to be; TypeError for another."""
    if not isinstance(content, shape):
        message = f"This is no {shape.__name__}, but a {type(content).__name__}."
        raise TypeError(message)
    return content


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing entered. `position` counts within the assessment, `revision` within the subject, from 1.

    `hash` stands for it and everything entered before it; empty while it is not stored.
    """

    subject: Subject
    revision: int
    position: int
    content: Content
    author: str
    at: datetime
    hash: str = ""


@dataclass(frozen=True, kw_only=True)
class Journal:
    """The newest entry of every subject, in the order of their positions.

    `declared_at`: the position at which a component was last declared not applicable, or no longer so.
    """

    newest: Mapping[Subject, Entry] = field(default_factory=dict)
    declared_at: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def folded(cls, entries: Iterable[Entry]) -> "Journal":
        """The present state after these entries, whatever their order.

        Of components every revision is looked at, for a target or a plan is no declaration.
        """
        return cls().continued(entries)

    def continued(self, later: Iterable[Entry]) -> "Journal":
        """This journal with what was entered after it, whatever the order."""
        newest, declared_at = dict(self.newest), dict(self.declared_at)
        for entry in sorted(later, key=lambda entry: entry.position):
            before = newest.pop(entry.subject, None)
            newest[entry.subject] = entry
            if entry.subject.kind is SubjectKind.COMPONENT and _declaration(entry) != _declaration(before):
                declared_at[entry.subject.key] = entry.position
        return Journal(newest=newest, declared_at=declared_at)

    def revision(self, subject: Subject) -> int:
        """The newest revision of a subject; 0 where nothing was entered."""
        entry = self.newest.get(subject)
        return entry.revision if entry else 0

    @cached_property
    def position(self) -> int:
        """The position of the newest entry; 0 in an empty journal."""
        return max((entry.position for entry in self.newest.values()), default=0)

    @cached_property
    def last(self) -> Entry:
        """The newest entry; every journal has one."""
        return max(self.newest.values(), key=lambda entry: entry.position)

    @property
    def about(self) -> About:
        """Whose assessment it is; every journal begins with it."""
        return of_kind(self.newest[ABOUT].content, About)

    @property
    def standing(self) -> Standing | None:
        """Finished or reopened; None while it was never finished."""
        entry = self.newest.get(STANDING)
        return entry.content if entry and isinstance(entry.content, Standing) else None

    @property
    def finished(self) -> Entry | None:
        """The entry by which it is finished; None while it is open."""
        return None if self.standing is None or self.standing.reopened is not None else self.newest[STANDING]

    @property
    def is_finished(self) -> bool:
        """Whether it is finished and not open again."""
        return self.finished is not None

    @cached_property
    def conflicts(self) -> Mapping[Subject, Entry]:
        """Entries of the conflicts that wait for a person."""
        return {
            subject: entry
            for subject, entry in self.newest.items()
            if isinstance(entry.content, Conflict) and not entry.content.is_resolved
        }

    def conflicts_of(self, question_id: str) -> tuple[Entry, ...]:
        """The waiting conflicts of one question, oldest first."""
        return tuple(
            entry
            for entry in self.conflicts.values()
            if isinstance(entry.content, Conflict) and entry.content.question == question_id
        )

    @property
    def milestones(self) -> Mapping[str, Entry]:
        """The entries that name a moment, under their names, oldest first."""
        return {
            entry.content.name: entry
            for entry in self.newest.values()
            if isinstance(entry.content, Milestone)
        }

    def assessment(self, questionnaire_id: str, version: str) -> Assessment:
        """The present state as a value that can be scored."""
        return Assessment(
            questionnaire=questionnaire_id,
            version=version,
            country=self.about.country,
            reference_date=self.about.reference_date,
            scope=self.about.scope,
            facts=self._of(SubjectKind.FACT, FactAnswer),
            ratings=self._of(SubjectKind.RATING, Rating),
            components=self._of(SubjectKind.COMPONENT, ComponentEntry),
            answers=self._of(SubjectKind.ANSWER, Answer),
        )

    def _of(self, kind: SubjectKind, shape: type[_Shape]) -> dict[str, _Shape]:
        return {
            subject.key: entry.content
            for subject, entry in self.newest.items()
            if subject.kind is kind and isinstance(entry.content, shape)
        }


def contents_of(assessment: Assessment, earlier: Earlier | None = None) -> Iterator[tuple[Subject, Content]]:
    """What is entered so that a journal comes to that assessment, which starts from `earlier`."""
    yield (
        ABOUT,
        About(
            country=assessment.country,
            reference_date=assessment.reference_date,
            scope=assessment.scope,
            earlier=earlier,
        ),
    )
    groups: Mapping[SubjectKind, Mapping[str, Content]] = {
        SubjectKind.FACT: assessment.facts,
        SubjectKind.RATING: assessment.ratings,
        SubjectKind.COMPONENT: assessment.components,
        SubjectKind.ANSWER: assessment.answers,
    }
    for kind, entered in groups.items():
        yield from ((Subject(kind, key), content) for key, content in entered.items())


def _declaration(entry: Entry | None) -> tuple[str | None, bool]:
    """What an entry of a component declares of it; nothing where there is none."""
    declared = entry.content if entry and isinstance(entry.content, ComponentEntry) else ComponentEntry()
    return declared.not_applicable, declared.withheld

"""Questionnaire › Domain › Component › Question, as frozen values; `validity` says what makes one valid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from app.core.canonical import canonical_hash


class Strict:
    """A shape in which an unknown key is an error that names its place (read by the edge's parser)."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic reads a plain dict here


# --- what the whole questionnaire fixes ---------------------------------------------------------


OVERALL = "overall"
"""The id of the node over all domains; nothing in a questionnaire may bear it."""


@dataclass(frozen=True, kw_only=True)
class ScaleLevel(Strict):
    """One level of the scale.

    `word` counts domains in the short result ("2 are *designed*"); `word_if_certain` replaces it
    where no higher level is possible; `phase` is the word of the next step (none at the top).
    """

    name: str
    word: str
    word_if_certain: str | None = None
    phase: str | None = None


@dataclass(frozen=True, kw_only=True)
class Scale(Strict):
    """Levels 0 to K, the adequate one, and the level rule: its share, and its lag (none: no such clause)."""

    levels: tuple[ScaleLevel, ...]
    adequate: int
    share: Fraction
    lag: int | None = None

    @property
    def top(self) -> int:
        """K, the highest level."""
        return len(self.levels) - 1


@dataclass(frozen=True, kw_only=True)
class Targets(Strict):
    """The level a component should reach by default, by its relevance."""

    high: int
    medium: int
    low: int


@dataclass(frozen=True, kw_only=True)
class Grade(Strict):
    """One evidence grade; an answer is supported up to its `cap`."""

    id: str
    name: str
    about: str
    cap: int


@dataclass(frozen=True, kw_only=True)
class EvidenceRules(Strict):
    """Grades from the weakest to the strongest, and after how many whole years an item counts one lower."""

    grades: tuple[Grade, ...]
    shelf_life_years: int


@dataclass(frozen=True, kw_only=True)
class Named(Strict):
    """An id with the name that people read."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Scenario(Strict):
    """A threat scenario that the State rates; it makes the listed components essential."""

    id: str
    title: str
    about: str
    essential: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Option(Strict):
    """One thing that can be said of a fact. `alone`: it rules the others out, as *none* does."""

    id: str
    name: str
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact(Strict):
    """A profile question: a fact about the State, never scored. `many`: several options may hold."""

    id: str
    short: str
    question: str
    hint: str = ""
    many: bool = False
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Successor(Strict):
    """The matching paragraph of a later document."""

    document: str
    paragraph: str


@dataclass(frozen=True, kw_only=True)
class Paragraph(Strict):
    """A paragraph of the source document, with what it asks in our own words.

    `not_assessable` says why nothing can be asked about it; any other paragraph has questions.
    """

    id: str
    kind: Literal["operative", "preamble"]
    number: int
    about: str
    successors: tuple[Successor, ...] = ()
    not_assessable: str = ""


@dataclass(frozen=True, kw_only=True)
class Source(Strict):
    """The document the questionnaire is drawn from."""

    symbol: str
    title: str
    date: str
    url: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class Reference(Strict):
    """A standard, guideline, instrument or system that questions point to, in our own words."""

    id: str
    title: str
    about: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Term(Strict):
    """A glossary entry for a word that an official outside the field would not know."""

    term: str
    meaning: str


# --- the tree -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Step(Strict):
    """A next step: an act that a named kind of office can do."""

    office: str
    act: str


@dataclass(frozen=True, kw_only=True)
class QuestionLevel(Strict):
    """A level of one question: what one would see, how to get to the level above, what would show it."""

    descriptor: str
    steps: tuple[Step, ...] = ()
    evidence: str | None = None


@dataclass(frozen=True, kw_only=True)
class Link(Strict):
    """A question's link to a paragraph of the source; *derived* where it addresses others than the State."""

    paragraph: str
    link: Literal["direct", "derived"]


@dataclass(frozen=True, kw_only=True)
class Question(Strict):
    """One thing asked, with a descriptor for each level of the scale.

    `rewords`: the id that the same question had in an earlier version, where it changed.
    """

    id: str
    short: str
    text: str
    hint: str = ""
    why: str
    counts: tuple[str, ...] = ()
    does_not_count: tuple[str, ...] = ()
    trap: str = ""
    lead: str
    ask: tuple[str, ...] = ()
    paragraphs: tuple[Link, ...]
    standards: tuple[str, ...] = ()
    lens: tuple[str, ...] = ()
    core: bool = False
    critical: bool = False
    may_be_na: bool = False
    when: str | None = None
    weight: Fraction = Fraction(1)
    rewords: str | None = None
    levels: tuple[QuestionLevel, ...]


@dataclass(frozen=True, kw_only=True)
class Component(Strict):
    """A group of questions with a level of its own. `needs`: components that should come first.

    `sensitive`: its details could help an attacker; a shareable copy holds it only where it is named.
    """

    id: str
    title: str
    short: str
    direction: str
    needs: tuple[str, ...] = ()
    may_be_na: bool = False
    when: str | None = None
    sensitive: bool = False
    weight: Fraction = Fraction(1)
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...]

    @property
    def is_core(self) -> bool:
        """Whether it holds a core question."""
        return any(question.core for question in self.questions)

    @property
    def is_gate(self) -> bool:
        """Whether it holds a critical question."""
        return any(question.critical for question in self.questions)


@dataclass(frozen=True, kw_only=True)
class Domain(Strict):
    """A subject area. `always_relevant`: its components are never of low relevance.

    `sensitive`: whether its details could help an attacker; None where the questionnaire does not say so.
    """

    id: str
    title: str
    short: str
    about: str
    leads: tuple[str, ...]
    trap: str = ""
    always_relevant: bool = False
    sensitive: bool | None = None
    weight: Fraction = Fraction(1)
    components: tuple[Component, ...]


@dataclass(frozen=True, kw_only=True)
class Questionnaire(Strict):
    """One version of a questionnaire: everything that is asked and every constant of its method."""

    id: str
    version: str
    status: Literal["draft", "published"]
    title: str
    short: str
    about: str
    language: str = "en"
    source: Source
    scale: Scale
    targets: Targets
    evidence: EvidenceRules
    directions: tuple[Named, ...]
    lenses: tuple[Named, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    facts: tuple[Fact, ...] = ()
    references: tuple[Reference, ...] = ()
    glossary: tuple[Term, ...] = ()
    domains: tuple[Domain, ...]

    @cached_property
    def hash(self) -> str:
        """SHA-256 of its canonical text."""
        return canonical_hash(self)

    def components(self) -> Iterator[tuple[Domain, Component]]:
        """Every component with its domain, in the questionnaire's order."""
        for domain in self.domains:
            for component in domain.components:
                yield domain, component

    def questions(self) -> Iterator[tuple[Domain, Component, Question]]:
        """Every question with its component and domain, in the questionnaire's order."""
        for domain, component in self.components():
            for question in component.questions:
                yield domain, component, question

    @cached_property
    def has_critical(self) -> bool:
        """Whether any question is critical."""
        return any(question.critical for _, _, question in self.questions())

    @cached_property
    def domain_by_id(self) -> Mapping[str, Domain]:
        """Domains under their ids."""
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def component_by_id(self) -> Mapping[str, Component]:
        """Components under their ids."""
        return {component.id: component for _, component in self.components()}

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """Questions under their ids."""
        return {question.id: question for _, _, question in self.questions()}

    @cached_property
    def component_of(self) -> Mapping[str, Component]:
        """The component of each question id."""
        return {question.id: component for _, component, question in self.questions()}

    @cached_property
    def domain_of(self) -> Mapping[str, Domain]:
        """The domain of each component id and each question id."""
        places = {component.id: domain for domain, component in self.components()}
        return places | {question.id: domain for domain, _, question in self.questions()}

    @cached_property
    def fact_by_id(self) -> Mapping[str, Fact]:
        """Profile facts under their ids."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def grade_by_id(self) -> Mapping[str, int]:
        """The place of each evidence grade, 0 for the weakest."""
        return {grade.id: place for place, grade in enumerate(self.evidence.grades)}

    @cached_property
    def paragraph_by_id(self) -> Mapping[str, Paragraph]:
        """Paragraphs of the source under their ids."""
        return {paragraph.id: paragraph for paragraph in self.source.paragraphs}

    @cached_property
    def reference_by_id(self) -> Mapping[str, Reference]:
        """References under their ids."""
        return {reference.id: reference for reference in self.references}

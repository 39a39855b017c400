"""One State's attempt: answers, profile, ratings and what is planned; never changed in place."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import Literal

Scope = Literal["full", "quick"]
"""What is asked: the whole questionnaire, or a quick scan of it."""


class Relevance(IntEnum):
    """How much a component matters in this State; also the rating of a threat scenario."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """A reference to what shows an answer, never the document itself.

    `dated` is a year, a month or a day as written (`2024`, `2024-05`, `2024-05-06`).
    """

    grade: str
    title: str = ""
    seen_by: str = ""
    dated: str = ""
    owner: str = ""
    place: str = ""
    marking: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day that the written date can mean; None where it is missing or cannot be read."""
        return last_day(self.dated)


@dataclass(frozen=True)
class Level:
    """The State answers with one level."""

    level: int


@dataclass(frozen=True)
class Range:
    """The State answers with a lower and an upper level."""

    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Position:
    """What one agency holds, while no value is agreed."""

    agency: str
    level: int
    evidence: tuple[EvidenceItem, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Positions:
    """Agencies differ, and no value is agreed yet."""

    positions: tuple[Position, ...]


@dataclass(frozen=True)
class NotKnown:
    """It was asked, and nobody can say yet."""


@dataclass(frozen=True)
class NotApplicable:
    """Declared not to apply. It leaves only with a reason, and where the questionnaire allows it."""

    reason: str


AnswerValue = Level | Range | Positions | NotKnown | NotApplicable


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said to one question; `value` None is open. `withheld`: it leaves the owner in no copy."""

    value: AnswerValue | None = None
    withheld: bool = False
    evidence: tuple[EvidenceItem, ...] = ()
    comment: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether it has a level, a range or positions (method, section 3)."""
        return isinstance(self.value, Level | Range | Positions)

    @property
    def positions(self) -> tuple[Position, ...]:
        """What agencies hold while no value is agreed; empty where they do not differ."""
        return self.value.positions if isinstance(self.value, Positions) else ()

    @property
    def cited(self) -> tuple[EvidenceItem, ...]:
        """Every item that counts for it: those of its positions, or, where it has none, its own."""
        if isinstance(self.value, Positions):
            return tuple(item for position in self.positions for item in position.evidence)
        return self.evidence

    @property
    def documents(self) -> tuple[tuple[str, EvidenceItem], ...]:
        """Every item entered, whether it counts or not, with the agency whose it is; its own have none."""
        held = ((position.agency, item) for position in self.positions for item in position.evidence)
        return (*(("", item) for item in self.evidence), *held)

    @property
    def declared_reason(self) -> str | None:
        """Why it does not apply, without blanks around it: empty where nothing says so yet.

        None where it is not declared.
        """
        return self.value.reason.strip() if isinstance(self.value, NotApplicable) else None


OPEN = Answer()
"""Nothing said yet."""


@dataclass(frozen=True, kw_only=True)
class FactAnswer:
    """What the State says of a profile fact; `options` None is open."""

    options: tuple[str, ...] | None = None
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Rating:
    """How relevant the State holds a threat scenario to be; None is unrated."""

    relevance: Relevance | None = None
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Move:
    """The State's own place for a line among the priorities (1 is first), and why."""

    place: int
    reason: str


COST_BANDS = ("present_budget", "small", "medium", "large")
"""What acting takes, without a currency: nothing new, one agency's means, a budget line, a programme."""

ASSISTANCE_KINDS = ("training", "equipment", "advice", "funding", "information", "none")
"""What a State can ask others for; *none* says that it asks for nothing."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the State intends for a component: office, date, cost band and the help it asks for.

    `cost_band` is one of COST_BANDS, or the State's own words; `assistance_kind` one of
    ASSISTANCE_KINDS or empty, and `assistance` says more of it.
    """

    owner: str = ""
    due: str = ""
    cost_band: str = ""
    assistance_kind: str = ""
    assistance: str = ""

    @property
    def has_office_and_date(self) -> bool:
        """Whether somebody is to act, and by some day."""
        return bool(self.owner.strip() and self.due.strip())


@dataclass(frozen=True, kw_only=True)
class ComponentEntry:
    """What the State says of a whole component.

    `not_applicable` is the declared reason; `withheld` marks that declaration; `commitment` names a
    binding commitment that the State noted.
    """

    not_applicable: str | None = None
    withheld: bool = False
    target: int | None = None
    commitment: str = ""
    plan: Plan = Plan()
    move: Move | None = None

    @property
    def declared_reason(self) -> str | None:
        """Why it does not apply, as of an answer; None where it is not declared."""
        return None if self.not_applicable is None else self.not_applicable.strip()


@dataclass(frozen=True, kw_only=True)
class Country:
    """ISO 3166-1 alpha-2 code (user-assigned ones too) and the name that the State uses."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """Everything the State has said, against one version of a questionnaire.

    `reference_date` is the day that the assessment speaks of; evidence ages against it. `scope` says
    what is asked; a quick scan keeps answers beyond it, which wait until it grows.
    """

    questionnaire: str
    version: str
    country: Country
    reference_date: date
    scope: Scope = "full"
    facts: Mapping[str, FactAnswer] = field(default_factory=lambda: MappingProxyType({}))
    ratings: Mapping[str, Rating] = field(default_factory=lambda: MappingProxyType({}))
    components: Mapping[str, ComponentEntry] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))

    def answer(self, question_id: str) -> Answer:
        """The answer to a question; open where nothing was said."""
        return self.answers.get(question_id, OPEN)

    def component(self, component_id: str) -> ComponentEntry:
        """What was said of a component; empty where nothing was."""
        return self.components.get(component_id, ComponentEntry())

    def answered(self, question_id: str, answer: Answer) -> "Assessment":
        """This assessment with that answer."""
        return replace(self, answers={**self.answers, question_id: answer})

    def declared(self, component_id: str, entry: ComponentEntry) -> "Assessment":
        """This assessment with that said of a component."""
        return replace(self, components={**self.components, component_id: entry})

    def profiled(self, fact_id: str, answer: FactAnswer) -> "Assessment":
        """This assessment with that profile fact."""
        return replace(self, facts={**self.facts, fact_id: answer})

    def rated(self, scenario_id: str, rating: Rating) -> "Assessment":
        """This assessment with that scenario rating."""
        return replace(self, ratings={**self.ratings, scenario_id: rating})

    @property
    def profile(self) -> Mapping[str, frozenset[str]]:
        """The options of every fact that is not open, for conditions."""
        return {
            fact_id: frozenset(answer.options)
            for fact_id, answer in self.facts.items()
            if answer.options is not None
        }


_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def last_day(written: str) -> date | None:
    """The last day of a year, month or day written `2024`, `2024-05` or `2024-05-06`; None if it is none."""
    found = _DATE.fullmatch(written)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if not 1 <= year <= 9999 or not 1 <= month <= 12:  # noqa: PLR2004 - the calendar
        return None
    days = calendar.monthrange(year, month)[1]
    day = int(found[3] or days)
    return date(year, month, day) if 1 <= day <= days else None

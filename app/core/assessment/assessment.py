"""One State's attempt: answers, profile, ratings and what is planned; never changed in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from types import MappingProxyType
from typing import Literal

from app.core.assessment.answer import OPEN, Answer

Scope = Literal["full", "quick"]
"""What is asked: the whole questionnaire, or a quick scan of it."""


class Relevance(IntEnum):
    """How much a component matters in this State; also the rating of a threat scenario."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


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

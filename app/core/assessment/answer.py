"""An answer to one question: its value, what shows it, and what others may ask of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, assert_never, get_args

from app.core.dates import last_day

Unanswered = Literal["withheld", "open", "not_known"]
"""Why there is no level."""


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

    kind: ClassVar[Literal["level"]] = "level"
    unanswered: ClassVar[None] = None

    level: int


@dataclass(frozen=True)
class Range:
    """The State answers with a lower and an upper level."""

    kind: ClassVar[Literal["range"]] = "range"
    unanswered: ClassVar[None] = None

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

    kind: ClassVar[Literal["positions"]] = "positions"
    unanswered: ClassVar[None] = None

    positions: tuple[Position, ...]


@dataclass(frozen=True)
class NotKnown:
    """It was asked, and nobody can say yet."""

    kind: ClassVar[Literal["not_known"]] = "not_known"
    unanswered: ClassVar[Literal["not_known"]] = "not_known"


@dataclass(frozen=True)
class NotApplicable:
    """Declared not to apply. It leaves only with a reason, and where the questionnaire allows it."""

    kind: ClassVar[Literal["not_applicable"]] = "not_applicable"
    unanswered: ClassVar[Literal["not_known"]] = "not_known"

    reason: str


AnswerValue = Level | Range | Positions | NotKnown | NotApplicable
"""The closed set of kinds of answer. What each means everywhere else hangs on its `kind`.

`unanswered` of a kind: why it has no level, None where it has one (method, section 3).
"""

AnswerKind = Literal["level", "range", "positions", "not_known", "not_applicable"]

ANSWER_KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)
"""The word of each kind, in their order; alike in files, forms, templates and the workbook."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said to one question; `value` None is open. `withheld`: it leaves the owner in no copy."""

    value: AnswerValue | None = None
    withheld: bool = False
    evidence: tuple[EvidenceItem, ...] = ()
    comment: str = ""

    @property
    def kind(self) -> AnswerKind | Literal["open"]:
        """The word of the kind of its value."""
        return "open" if self.value is None else self.value.kind

    @property
    def unanswered(self) -> Unanswered | None:
        """Why it has no level; None where it has one."""
        if self.value is None:
            return "withheld" if self.withheld else "open"
        return self.value.unanswered and ("withheld" if self.withheld else self.value.unanswered)

    @property
    def is_answered(self) -> bool:
        """Whether it has a level, a range or positions (method, section 3)."""
        return self.unanswered is None

    @property
    def levels(self) -> tuple[int, ...]:
        """The level given, or the lower and the upper one; empty where the State gives none as its own."""
        match self.value:
            case Level(level):
                return (level,)
            case Range(low, high):
                return (low, high)
            case None | Positions() | NotKnown() | NotApplicable():
                return ()
            case _:  # pragma: no cover - the type checker proves it
                assert_never(self.value)

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

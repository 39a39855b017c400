"""How a thing is measured beside its floor, and how the table is written."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is measured. `runs` of everything, except of reports, which take long."""

    runs: int = 5
    domains: int = 12
    loops: int = 3
    pages: int = 60
    clients: int = 32
    saves: int = 20
    report_runs: int = 3
    report_domains: tuple[int, ...] = (1, 6, 12)
    result_rows: int = 100_000


FULL = Sizes()
TINY = Sizes(
    runs=1,
    domains=1,
    loops=1,
    pages=1,
    clients=2,
    saves=2,
    report_runs=1,
    report_domains=(1,),
    result_rows=2_100,
)
"""Enough to see that every row can be measured; what it says of time is worth nothing."""


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A bound on the ratio."""

    at_most: float | None = None
    at_least: float | None = None

    def __str__(self) -> str:
        bounds = (("≥", self.at_least), ("≤", self.at_most))
        return " ".join(f"{sign} {bound:.3g}" for sign, bound in bounds if bound is not None)

    def holds(self, ratio: float) -> bool:
        """Whether a ratio keeps to it."""
        return (self.at_most is None or ratio <= self.at_most) and (
            self.at_least is None or ratio >= self.at_least
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table; `goal` is None where a figure is only told."""

    name: str
    measured: str
    floor: str
    ratio: float
    goal: Goal | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """What the table shows of it."""
        verdict = "–" if self.goal is None else "yes" if self.goal.holds(self.ratio) else "no"
        ratio = f"{self.ratio:.3g}"
        return (self.name, self.measured, self.floor, ratio, str(self.goal or "–"), verdict)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Medians of what was measured and of its floor, and of their ratios within one run."""

    measured: float
    floor: float
    ratio: float


def alternating(runs: int, measured: Callable[[], float], floor: Callable[[], float]) -> Pair:
    """Both in turn, so that what else the machine does meanwhile falls on both."""
    pairs = [(measured(), floor()) for _ in range(runs)]
    return Pair(
        measured=median(one for one, _ in pairs),
        floor=median(other for _, other in pairs),
        ratio=median(one / other for one, other in pairs),
    )


def seconds(act: Callable[[], object], times: int) -> float:
    """Seconds of one of so many."""
    begun = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - begun) / times


def milliseconds(duration: float) -> str:
    """A duration in words."""
    return f"{duration * 1000:.3g} ms"


def rate(number: float) -> str:
    """So many a second, in words."""
    return f"{number:,.0f} /s"


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(rows: Iterable[Row]) -> str:
    """The rows under their heads, as Markdown."""
    lines = [("what", "measured", "floor", "ratio", "goal", "met"), *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )

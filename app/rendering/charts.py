"""Where the marks of a chart lie: plain numbers that the chart macros write into SVG attributes.

Lengths along the axis of a range mark are percent of its width, so that it stretches with its cell; all
other lengths are pixels. A mirrored chart runs from right to left: x becomes 100 − x − width.
"""

from dataclasses import dataclass
from math import ceil, floor
from typing import Literal, SupportsFloat

Weight = Literal["supported", "claimed", "possible"]
"""How much evidence a stretch has; the macros give each its height."""

THICK: dict[Weight, float] = {"supported": 9, "claimed": 4, "possible": 1.25}
"""Heights in a range mark, for factor 1."""

STEP_THICK: dict[Weight, float] = {"supported": 8, "claimed": 4, "possible": 1.25}
"""Heights in a ladder mark."""

LADDER_WIDTH, LADDER_HEIGHT, LADDER_GAP = 92, 20, 3

RULE = (0.75, 1.5, 2.75, 4.5, 7)
"""The five weights of the rule in the masthead and on the cover, one for each level 0 to 4."""

HEATS = 6
"""The darkest place on the colour ramp."""

_LOWER = 2
"""Marks stand this much below the middle of their row, because the pin rises above them."""


@dataclass(frozen=True)
class Bar:
    """A filled stretch. `x` and `width` along the axis (percent or pixels), `y` and `height` in pixels."""

    x: float
    width: float
    y: float
    height: float
    weight: Weight


@dataclass(frozen=True)
class Stroke:
    """A line across the axis at `x`, from `y1` to `y2`, or with `x2` a line along it."""

    x: float
    x2: float
    y1: float
    y2: float
    width: float


@dataclass(frozen=True)
class Pin:
    """The target: `x` on the axis; `head` (points of the triangle) and `stem` around x = 0, in pixels."""

    x: float
    head: str
    stem_y1: float
    stem_y2: float
    stem_width: float


@dataclass(frozen=True)
class Dot:
    """The centre and radius of a step that is out of reach, in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class RangeMark:
    """A score from 0 to 100 with its range.

    `stub`: the piece that stands for a supported 0, in pixels from the edge at `stub_edge` percent; None
    where something is supported. `dotted`: the open range of what is too early to say. `cap` closes the
    possible end; None where it is reached.
    """

    height: float
    grid: tuple[Stroke, ...]
    bars: tuple[Bar, ...]
    stub: Bar | None
    stub_edge: float
    dotted: Stroke | None
    cap: Stroke | None
    pin: Pin | None


@dataclass(frozen=True)
class LadderMark:
    """The steps of a scale, 1 to K, with what is supported, claimed and possible. All in pixels."""

    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    pin: Pin | None


def range_mark(
    supported: SupportsFloat,
    claimed: SupportsFloat | None,
    possible: SupportsFloat,
    target: SupportsFloat | None,
    *,
    unknown: bool,
    k: float = 1,
    mirrored: bool = False,
    height: float = 39,
) -> RangeMark:
    """The geometry of a range mark in a row `height` pixels high; `k` scales the marks (print: 0.85).

    Scores are 0 to 100. With `unknown` (under two thirds answered) the range is dotted and `claimed`
    plays no part.
    """
    low, high = float(supported), float(possible)
    middle = height / 2 + _LOWER
    reached = low if unknown or claimed is None else max(low, float(claimed))
    has_more = high > reached

    def bar(start: float, end: float, weight: Weight) -> Bar:
        thick = THICK[weight] * k
        return Bar(*_along(start, end, mirrored=mirrored), _px(middle - thick / 2), _px(thick), weight)

    bars = []
    if low > 0:
        bars.append(bar(0, low, "supported"))
    if reached > low:
        bars.append(bar(low, reached, "claimed"))
    if has_more and not unknown:
        bars.append(bar(reached, high, "possible"))
    half = THICK["supported"] * k / 2
    stub_width = 2 * k
    return RangeMark(
        height=height,
        grid=tuple(
            Stroke(at, at, 0, height, 0.9 if at in {0, 100} else 0.5) for at in (0.0, 25.0, 50.0, 75.0, 100.0)
        ),
        bars=tuple(bars),
        stub=None
        if low > 0
        else Bar(-stub_width if mirrored else 0, stub_width, _px(middle - half), _px(2 * half), "supported"),
        stub_edge=100 if mirrored else 0,
        dotted=_dotted(low, high, middle, k, mirrored=mirrored) if has_more and unknown else None,
        cap=_across(high, middle, half, 1.4 * k, mirrored=mirrored) if has_more else None,
        pin=None if target is None else _pin(_at(float(target), mirrored=mirrored), middle, k),
    )


def ladder_mark(
    supported: int,
    claimed: int | None,
    possible: int,
    target: int | None,
    top: int,
    *,
    mirrored: bool = False,
) -> LadderMark:
    """The geometry of a ladder mark of `top` steps; all arguments but the last are levels, 0 to `top`."""
    middle = LADDER_HEIGHT / 2 + _LOWER
    step = (LADDER_WIDTH - LADDER_GAP * (top - 1)) / top
    bars, dots = [], []
    for level in range(1, top + 1):
        start = (level - 1) * (step + LADDER_GAP)
        x = LADDER_WIDTH - start - step if mirrored else start
        weight = _weight(level, supported, claimed, possible)
        if weight is None:
            dots.append(Dot(_px(x + step / 2), middle, 1))
        else:
            thick = STEP_THICK[weight]
            bars.append(Bar(_px(x), _px(step), _px(middle - thick / 2), thick, weight))
    end = 0 if not target else target * (step + LADDER_GAP) - LADDER_GAP
    return LadderMark(
        bars=tuple(bars),
        dots=tuple(dots),
        pin=None if target is None else _pin(_px(LADDER_WIDTH - end if mirrored else end), middle, 1),
    )


def step_weight(level: int, supported: int, possible: int) -> Weight | None:
    """The weight of one step of a ladder; None where it is out of reach."""
    return _weight(level, supported, None, possible)


def pin(x: float, height: float, k: float = 1) -> Pin:
    """A pin alone, at `x`, in a row `height` pixels high; used where a table's head explains it."""
    return _pin(x, height / 2 + _LOWER, k)


def rule(scale: float = 1, *, mirrored: bool = False) -> tuple[Bar, ...]:
    """The five-weight rule: five equal pieces (percent) that hang from one line, thin at the start."""
    return tuple(
        Bar(*_along(place * 20, place * 20 + 20, mirrored=mirrored), 0, _px(thick * scale), "supported")
        for place, thick in enumerate(RULE)
    )


def heat(level: int, top: int) -> int:
    """The place of a level on the colour ramp: 0 for level 0, `HEATS` for the top level, the rest between."""
    if level in {0, top}:
        return HEATS if level else 0
    # Rounded away from the middle, so that neighbours differ more.
    place = ceil(HEATS * level / top - 1 / 2) if 2 * level < top else floor(HEATS * level / top + 1 / 2)
    return min(max(place, 1), HEATS - 1)


def _weight(level: int, supported: int, claimed: int | None, possible: int) -> Weight | None:
    if level <= supported:
        return "supported"
    if claimed is not None and level <= claimed:
        return "claimed"
    return "possible" if level <= possible else None


def _along(start: float, end: float, *, mirrored: bool) -> tuple[float, float]:
    """Place and width in percent; edges are rounded first, so that neighbours meet."""
    start, end = _px(start), _px(end)
    width = _px(end - start)
    return (_px(100 - start - width) if mirrored else start), width


def _at(value: float, *, mirrored: bool) -> float:
    return _px(100 - _px(value)) if mirrored else _px(value)


def _across(value: float, middle: float, half: float, width: float, *, mirrored: bool) -> Stroke:
    x = _at(value, mirrored=mirrored)
    return Stroke(x, x, _px(middle - half), _px(middle + half), _px(width))


def _dotted(low: float, high: float, middle: float, k: float, *, mirrored: bool) -> Stroke:
    # Drawn from the known end, so that the dashes begin there in both directions.
    return Stroke(
        _at(low, mirrored=mirrored),
        _at(high, mirrored=mirrored),
        middle,
        middle,
        _px(THICK["possible"] * k),
    )


def _pin(x: float, middle: float, k: float) -> Pin:
    tip, back, half = _px(middle - 6 * k), _px(middle - 11.5 * k), _px(4 * k)
    return Pin(
        x=x,
        head=f"{-half},{back} {half},{back} 0,{tip}",
        stem_y1=_px(middle - 7 * k),
        stem_y2=_px(middle + 6 * k),
        stem_width=_px(1.2 * k),
    )


def _px(value: float) -> float:
    return round(value, 2)

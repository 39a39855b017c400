"""Scoring a whole assessment, beside reading its answers file as JSON."""

import json
from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from app.answers import encoded_answers
from app.core.method import scoring
from app.core.method.trace import Weighed
from tests.bench import subject
from tests.bench.measuring import Goal, Row, Sizes, alternating, milliseconds, seconds

FLOOR_LOOPS = 50
PARTS = ("low", "high", "unknown", "disputed", "unsupported")


def rows(sizes: Sizes) -> Iterator[Row]:
    """The whole of scoring; then only its sums, as they are and as they would be in whole numbers."""
    asked = subject.questionnaire(sizes.domains)
    whole = subject.assessment(asked)
    text = encoded_answers(whole)
    pair = alternating(
        sizes.runs,
        lambda: seconds(lambda: scoring.score(asked, whole), sizes.loops),
        lambda: seconds(lambda: json.loads(text), FLOOR_LOOPS),
    )
    components = sum(1 for _ in asked.components())
    size = f"{len(asked.domains)} domains, {components} components, {len(whole.answers)} questions"
    yield Row(
        name=f"Scoring {size}; floor: its answers file as JSON",
        measured=milliseconds(pair.measured),
        floor=milliseconds(pair.floor),
        ratio=pair.ratio,
        goal=Goal(at_most=200),
    )
    tree = scoring._Tree(asked, whole)
    nodes = [
        tree.whole(),
        *(tree.domain(domain) for domain in asked.domains),
        *(tree.component(component) for component in tree.components),
    ]
    assert [_sums(node) for node in nodes] == [_whole_sums(node) for node in nodes]
    pair = alternating(
        sizes.runs,
        lambda: seconds(lambda: [_whole_sums(node) for node in nodes], sizes.loops),
        lambda: seconds(lambda: [_sums(node) for node in nodes], sizes.loops),
    )
    yield Row(
        name="Its sums over a common denominator; floor: the same sums in fractions",
        measured=milliseconds(pair.measured),
        floor=milliseconds(pair.floor),
        ratio=pair.ratio,
    )


def _sums(weighed: Weighed) -> list[Fraction]:
    return [
        sum((weight * getattr(result, part) for result, weight in weighed), Fraction(0)) for part in PARTS
    ]


def _whole_sums(weighed: Weighed) -> list[Fraction]:
    common = lcm(*(weight.denominator for _, weight in weighed))
    numbers = [(result, weight.numerator * (common // weight.denominator)) for result, weight in weighed]
    return [
        Fraction(sum(number * getattr(result, part) for result, number in numbers), common) for part in PARTS
    ]

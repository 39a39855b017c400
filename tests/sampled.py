"""What `make test` looks at of many alike; `make test-all` looks at each."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def sampled(every: Iterable[Any], sample: Collection[Any]) -> list[Any]:
    """All of them as parameters of a test, those outside the sample as slow ones.

    KeyError for one in the sample that is none of them.
    """
    known = list(every)
    if unknown := [one for one in sample if one not in known]:
        raise KeyError(unknown)
    return [one if one in sample else pytest.param(one, marks=pytest.mark.slow) for one in known]

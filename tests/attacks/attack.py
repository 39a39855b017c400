"""What an attack is: something done to the product, and what it has to answer."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One thing tried. `has_held`: the product answered as it must; `answer` says in short what it said."""

    name: str
    answer: str
    has_held: bool

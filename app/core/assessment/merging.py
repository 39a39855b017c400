"""Two contents that were written on the same one, put together field by field.

A **field** is what a person changes at once: of an answer its value, its evidence, its note and whether it is
withheld; of a component its declaration with the mark on it, its target, its commitment, its own place,
and each line of its plan.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Generic, TypeVar

from app.core.assessment.assessment import ComponentEntry, Plan
from app.core.assessment.journal import Content

_Content = TypeVar("_Content", bound=Content)

DECLARATION = "declaration"
"""Of a component: the declared reason and whether it is withheld, which stand or fall together."""


@dataclass(frozen=True, kw_only=True)
class Merge(Generic[_Content]):
    """What comes of two contents: `content` has mine wherever I changed something, and theirs elsewhere.

    `clashes`: the fields that both changed, and not to the same.
    """

    content: _Content
    clashes: tuple[str, ...]


def merged(was: Content | None, mine: _Content, theirs: Content) -> Merge[_Content]:
    """Mine and theirs, both written on `was`; None where that is not known, so that every difference clashes.

    A field that equals what it was is nobody's change, and takes the other's word.
    """
    before, their = {} if was is None else fields_of(was), fields_of(theirs)
    kept: dict[str, Any] = {}
    clashes = []
    for name, my in fields_of(mine).items():
        is_untouched = name in before and my == before[name]
        kept[name] = their[name] if is_untouched else my
        if not is_untouched and their[name] != my and not (name in before and their[name] == before[name]):
            clashes.append(name)
    return Merge(content=_made_of(kept, mine), clashes=tuple(clashes))


def differing(one: Content, other: Content) -> tuple[str, ...]:
    """The fields in which two contents of one subject differ, by name."""
    others = fields_of(other)
    return tuple(name for name, value in fields_of(one).items() if value != others[name])


def fields_of(content: Content) -> dict[str, Any]:
    """Every field with its value; those of a plan are named `plan.owner` and so on."""
    if not isinstance(content, ComponentEntry):
        return {one.name: getattr(content, one.name) for one in fields(content)}
    return {
        DECLARATION: (content.not_applicable, content.withheld),
        "target": content.target,
        "commitment": content.commitment,
        **{f"plan.{name}": value for name, value in asdict(content.plan).items()},
        "move": content.move,
    }


def _made_of(values: Mapping[str, Any], like: _Content) -> _Content:
    """The content of which these are the fields."""
    if not isinstance(like, ComponentEntry):
        return replace(like, **values)
    not_applicable, withheld = values[DECLARATION]
    return replace(
        like,
        not_applicable=not_applicable,
        withheld=withheld,
        target=values["target"],
        commitment=values["commitment"],
        plan=Plan(**{one.name: values[f"plan.{one.name}"] for one in fields(Plan)}),
        move=values["move"],
    )

"""The kinds of a report: the same result, cut for different readers."""

from collections.abc import Iterable
from typing import Literal, get_args

from app.core.errors import ChoiceRefusedError
from app.core.questionnaire.questionnaire import Questionnaire

Kind = Literal["executive", "full", "paragraphs", "assistance"]
"""For those who decide, in four pages at most; whole; clause by clause; a page for each gap."""

KINDS: tuple[Kind, ...] = get_args(Kind)


READABLE: tuple[Kind, ...] = ("executive", "full")
"""The kinds that can be read as a page too."""


def as_sheets(asked: Questionnaire, components: Iterable[str]) -> tuple[str, ...]:
    """The components chosen for assistance sheets, each once, in the questionnaire's order.

    ChoiceRefusedError names what is not asked.
    """
    wanted = set(components)
    known = [component.id for _, component in asked.components()]
    if unknown := sorted(wanted.difference(known)):
        raise ChoiceRefusedError(
            "sheets",
            f"There is no component {' or '.join(unknown)} here. Name components such as {known[0]}.",
        )
    return tuple(one for one in known if one in wanted)

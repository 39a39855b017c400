"""What leaves the tree: not asked, or declared not applicable (docs/method.md, section 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.core.assessment.assessment import Assessment
from app.core.questionnaire.condition import facts_read, holds, parsed_condition
from app.core.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A question or component that counts neither for nor against.

    `reason`: the State's own where it was declared not applicable; else the short names of the profile
    facts that decide it (none of them open), separated by commas.
    """

    id: str
    why: Literal["not_asked", "not_applicable"]
    reason: str


def leaving(questionnaire: Questionnaire, assessment: Assessment) -> Mapping[str, Leaving]:
    """What leaves, under its id, in the questionnaire's order.

    The questions of a component that leaves are not listed themselves; their answers are kept.
    """
    gone: dict[str, Leaving] = {}
    profile = assessment.profile
    for _, component in questionnaire.components():
        declared = assessment.component(component.id).declared_reason
        if _is_not_asked(component.when, profile):
            gone[component.id] = _not_asked(questionnaire, component.id, component.when, profile)
        elif component.may_be_na and declared:
            gone[component.id] = Leaving(id=component.id, why="not_applicable", reason=declared)
        else:
            for question in component.questions:
                reason = assessment.answer(question.id).declared_reason
                if _is_not_asked(question.when, profile):
                    gone[question.id] = _not_asked(questionnaire, question.id, question.when, profile)
                elif question.may_be_na and reason:
                    gone[question.id] = Leaving(id=question.id, why="not_applicable", reason=reason)
    return gone


def _is_not_asked(when: str | None, profile: Mapping[str, frozenset[str]]) -> bool:
    """A condition on profile facts is false; where an open fact leaves that undecided, it stays in."""
    return when is not None and holds(parsed_condition(when), profile) is False


def _not_asked(
    questionnaire: Questionnaire, node_id: str, when: str | None, profile: Mapping[str, frozenset[str]]
) -> Leaving:
    names = ", ".join(questionnaire.fact_by_id[fact].short for fact in facts_read(when) if fact in profile)
    return Leaving(id=node_id, why="not_asked", reason=names)

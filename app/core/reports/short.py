"""The first page of a report: how many domains stand where, strengths, actions, and what is unfinished."""

from collections import Counter
from dataclasses import dataclass

from app.core.method.priorities import Priorities
from app.core.method.scoring import NodeResult, Result
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.actions import FirstAction, first_action
from app.core.reports.scored import Scored

STRENGTHS_AT_MOST = 3
ACTIONS_AT_MOST = 5


@dataclass(frozen=True, kw_only=True)
class Short:
    """The first page: how many domains stand where, strengths, actions, and what is unfinished.

    `counts`: (word, number of domains) from the highest level down, without zeros. `unanswered_in`:
    ids of the domains with the most unanswered questions, at most three.
    """

    counts: tuple[tuple[str, int], ...]
    too_early: tuple[str, ...]
    strengths: tuple[NodeResult, ...]
    actions: tuple[FirstAction, ...]
    asked: int
    unanswered: int
    unanswered_in: tuple[str, ...]


def short(scored: Scored) -> Short:
    """A scored assessment in short."""
    questionnaire, result, lines = scored.questionnaire, scored.result, scored.priorities
    # A domain under two thirds answered is too early to say; the others are counted by supported level.
    words = Counter(_word(questionnaire, node) for node in result.domains if not node.is_too_early)
    in_order = dict.fromkeys(
        word
        for level in reversed(questionnaire.scale.levels)
        for word in (level.word, level.word_if_certain)
        if word is not None
    )
    unanswered = Counter(
        questionnaire.domain_of[question.question.id].id
        for question in result.questions
        if not question.is_answered
    )
    return Short(
        counts=tuple((word, words[word]) for word in in_order if words[word]),
        too_early=tuple(node.id for node in result.domains if node.is_too_early),
        strengths=_strengths(questionnaire, result, lines),
        actions=tuple(
            FirstAction(line=line, action=first_action(scored, line))
            for line in lines.to_act_on[:ACTIONS_AT_MOST]
        ),
        asked=result.overall.asked,
        unanswered=result.overall.asked - result.overall.answered,
        unanswered_in=tuple(domain for domain, _ in unanswered.most_common(3)),
    )


def _word(questionnaire: Questionnaire, node: NodeResult) -> str:
    """The level's word; where no higher level is possible either, the one for that."""
    assert node.level is not None  # noqa: S101 - only the overall node has none
    level = questionnaire.scale.levels[node.level.low]
    is_certain = node.level.high == node.level.low
    return level.word_if_certain if is_certain and level.word_if_certain else level.word


def _strengths(questionnaire: Questionnaire, result: Result, lines: Priorities) -> tuple[NodeResult, ...]:
    """At most three components answered whole and supported above adequate, the most relevant first."""
    strong = [
        node
        for node in result.components
        if node.coverage == 1 and node.level is not None and node.level.low > questionnaire.scale.adequate
    ]
    strong.sort(
        key=lambda node: (
            -lines.line_by_component[node.id].relevance,
            -(node.level.low if node.level else 0),
        )
    )
    return tuple(strong[:STRENGTHS_AT_MOST])

"""The tables of what domains, components and lenses are worth."""

from collections.abc import Callable

from app.core.method.priorities import Line, Tier
from app.core.method.scoring import NodeResult
from app.core.reports.actions import first_action
from app.core.reports.report import Report
from app.core.reports.why import why
from app.exports.speech import Speech
from app.exports.table import (
    Cell,
    Table,
    figure,
    share,
    table,
)

_NodeColumn = tuple[str, str, Callable[[NodeResult], Cell]]


def domains(report: Report, speech: Speech) -> Table:
    """Each domain, in the questionnaire's order."""
    say, named = speech.say, report.questionnaire.domain_by_id
    return table(
        "domains",
        say("Domains"),
        report.result.domains,
        (
            ("code", say("Code"), lambda node: node.id),
            ("domain", say("Domain"), lambda node: named[node.id].title),
            *_figures(report, speech),
            ("target_score", say("Target"), lambda node: figure(report.priorities.domain_targets[node.id])),
        ),
    )


def components(report: Report, speech: Speech) -> Table:
    """Each component that is asked: what it is worth, what holds it there, and the next step."""
    say, questionnaire = speech.say, report.questionnaire
    lines = report.priorities.line_by_component
    return table(
        "components",
        say("Components"),
        report.result.components,
        (
            ("domain_code", say("Domain"), lambda node: questionnaire.domain_of[node.id].id),
            ("code", say("Code"), lambda node: node.id),
            ("component", say("Component"), lambda node: questionnaire.component_by_id[node.id].title),
            *_figures(report, speech),
            ("target_level", say("Target"), lambda node: lines[node.id].target),
            ("relevance", say("Relevance"), lambda node: speech.word("relevance", lines[node.id].relevance)),
            ("tier", say("When to act"), lambda node: speech.word("tier", lines[node.id].tier)),
            ("held_by", say("What holds it"), lambda node: _held_by(report, speech, node)),
            ("next_step", say("Next step"), lambda node: next_step(report, speech, lines[node.id])),
        ),
    )


def lenses(report: Report, speech: Speech) -> Table:
    """Each cut across the domains."""
    say = speech.say
    named = {lens.id: lens.name for lens in report.questionnaire.lenses}
    return table(
        "lenses",
        say("Across the domains"),
        report.result.lenses,
        (
            ("code", say("Code"), lambda lens: lens.id),
            ("lens", say("Lens"), lambda lens: named[lens.id]),
            ("score_supported", say("Score, supported"), lambda lens: figure(lens.score.low)),
            ("score_claimed", say("Score, claimed"), lambda lens: figure(lens.claimed)),
            ("score_possible", say("Score, possible"), lambda lens: figure(lens.score.high)),
            ("coverage_percent", say("Answered, % of the weight"), lambda lens: share(lens.coverage)),
            ("asked", say("Questions asked"), lambda lens: lens.asked),
            ("answered", say("Questions answered"), lambda lens: lens.answered),
            ("domains", say("Domains"), lambda lens: lens.domains),
            ("domains_adequate", say("Domains that are adequate"), lambda lens: lens.domains_adequate),
        ),
    )


def next_step(report: Report, speech: Speech, line: Line) -> str:
    """The first action of a line; empty where nothing is to do."""
    if not line.actions:
        return ""
    first = first_action(report, line)
    return f"{speech.word('lead', line, first)}. {speech.word('next_step', first)}"


def levels(node: NodeResult) -> tuple[int | None, int | None]:
    """The supported and the possible level; the whole has none."""
    return (node.level.low, node.level.high) if node.level else (None, None)


def _figures(report: Report, speech: Speech) -> tuple[_NodeColumn, ...]:
    """Level, score and coverage, and how many questions stand behind them."""
    say = speech.say
    return (
        ("level_supported", say("Level, supported"), lambda node: levels(node)[0]),
        ("level_possible", say("Level, possible"), lambda node: levels(node)[1]),
        ("score_supported", say("Score, supported"), lambda node: figure(node.score.low)),
        ("score_claimed", say("Score, claimed"), lambda node: figure(node.claimed)),
        ("score_possible", say("Score, possible"), lambda node: figure(node.score.high)),
        ("coverage_percent", say("Answered, % of the weight"), lambda node: share(node.coverage)),
        ("too_early", say("Too early to say"), lambda node: speech.yes(is_so=node.is_too_early)),
        ("asked", say("Questions asked"), lambda node: node.asked),
        ("answered", say("Questions answered"), lambda node: node.answered),
        (
            "evidence",
            say("Evidence of what is answered"),
            lambda node: speech.word("evidence_mix", node, report.questionnaire),
        ),
    )


def _held_by(report: Report, speech: Speech, node: NodeResult) -> str:
    if report.priorities.line_by_component[node.id].tier is Tier.KEEP:
        return speech.say("at its target")
    return speech.word("holds", why(report, node), report.questionnaire)

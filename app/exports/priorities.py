"""The tables of what to do first, with the plan, and of how relevant the threats are."""

from app.core.assessment.assessment import COST_BANDS
from app.core.method.priorities import Line
from app.core.questionnaire.questionnaire import Scenario
from app.core.reports.actions import first_action
from app.core.reports.report import Report
from app.exports.nodes import next_step
from app.exports.speech import Speech
from app.exports.table import Table, table


def priority_tables(report: Report, speech: Speech) -> Table:
    """Each component in the State's order, with its act, its reasons and what is planned."""
    say, questionnaire = speech.say, report.questionnaire

    def office(line: Line) -> str:
        return speech.word("capital", first_action(report, line).office) if line.actions else ""

    def cost(line: Line) -> str:
        band = line.plan.cost_band
        return speech.word("cost_band", band) if band in COST_BANDS else band

    def help_wanted(line: Line) -> str:
        kind = line.plan.assistance_kind
        return speech.word("assistance_kind", kind) if kind else ""

    return table(
        "priorities",
        say("Priorities"),
        report.priorities.lines,
        (
            ("place", say("Place"), lambda line: line.place),
            ("place_by_the_rules", say("Place by the rules"), lambda line: line.rule_place),
            ("tier", say("When to act"), lambda line: speech.word("tier", line.tier)),
            ("code", say("Code"), lambda line: line.component),
            (
                "component",
                say("Component"),
                lambda line: questionnaire.component_by_id[line.component].title,
            ),
            ("level_supported", say("Level, supported"), lambda line: line.level.low),
            ("level_possible", say("Level, possible"), lambda line: line.level.high),
            ("target_level", say("Target"), lambda line: line.target),
            ("act", say("Act"), lambda line: next_step(report, speech, line)),
            ("office", say("Office"), office),
            ("reasons", say("Reason"), lambda line: speech.word("reasons", line, questionnaire)),
            ("commitment", say("Commitment"), lambda line: line.commitment),
            ("planned_office", say("Planned: office"), lambda line: line.plan.owner),
            ("planned_date", say("Planned: date"), lambda line: line.plan.due),
            ("planned_cost", say("Planned: cost"), cost),
            ("assistance", say("Assistance wanted"), help_wanted),
            ("assistance_text", say("Assistance in words"), lambda line: line.plan.assistance),
            ("moved_because", say("The State’s reason"), lambda line: line.move.reason if line.move else ""),
        ),
    )


def scenarios(report: Report, speech: Speech) -> Table:
    """Each threat scenario, with the State's rating and the components that it makes matter more."""
    say, ratings = speech.say, report.assessment.ratings

    def rated(scenario: Scenario) -> str:
        rating = ratings.get(scenario.id)
        if rating and rating.relevance:
            return speech.word("relevance", rating.relevance)
        return say("withheld") if rating and rating.withheld else say("unrated")

    return table(
        "scenarios",
        say("How relevant the threats are"),
        report.questionnaire.scenarios,
        (
            ("code", say("Code"), lambda scenario: scenario.id),
            ("scenario", say("Scenario"), lambda scenario: scenario.title),
            ("relevance", say("Relevance"), rated),
            ("components", say("Components"), lambda scenario: ", ".join(scenario.essential)),
        ),
    )

"""The tables of what changed since the earlier edition that an assessment starts from."""

from collections.abc import Iterator

from app.core.method.comparison import Comparison
from app.exports.nodes import levels
from app.exports.speech import Speech
from app.exports.table import Table, figure, table


def comparison_tables(found: Comparison, speech: Speech) -> Iterator[Table]:
    """Domains and components then and now, and the questions that are not compared."""
    say, questionnaire = speech.say, found.questionnaire
    named = {domain.id: domain.title for domain in questionnaire.domains}
    named |= {component.id: component.title for _, component in questionnaire.components()}
    kinds = {"domain": say("domain"), "component": say("component")}
    yield table(
        "comparison",
        say("Change since the last assessment"),
        (*found.domains, *found.components),
        (
            ("kind", say("What it is"), lambda change: kinds[change.now.kind]),
            ("code", say("Code"), lambda change: change.id),
            ("name", say("Name"), lambda change: named[change.id]),
            ("verdict", say("For certain"), lambda change: speech.word("verdict_word", change.verdict)),
            ("moved", say("What moved"), lambda change: speech.word("moved", change)),
            ("better", say("Otherwise"), lambda change: speech.word("better", change)),
            ("level_supported_then", say("Level then, supported"), lambda change: levels(change.then)[0]),
            ("level_possible_then", say("Level then, possible"), lambda change: levels(change.then)[1]),
            ("level_supported_now", say("Level now, supported"), lambda change: levels(change.now)[0]),
            ("level_possible_now", say("Level now, possible"), lambda change: levels(change.now)[1]),
            (
                "score_supported_then",
                say("Score then, supported"),
                lambda change: figure(change.then.score.low),
            ),
            ("score_claimed_then", say("Score then, claimed"), lambda change: figure(change.then.claimed)),
            (
                "score_possible_then",
                say("Score then, possible"),
                lambda change: figure(change.then.score.high),
            ),
            (
                "score_supported_now",
                say("Score now, supported"),
                lambda change: figure(change.now.score.low),
            ),
            ("score_claimed_now", say("Score now, claimed"), lambda change: figure(change.now.claimed)),
            ("score_possible_now", say("Score now, possible"), lambda change: figure(change.now.score.high)),
        ),
    )
    yield table(
        "not_compared",
        say("Questions that are not compared"),
        found.not_compared,
        (
            ("code", say("Code"), lambda one: one.question.id),
            ("question", say("Question"), lambda one: one.question.short),
            ("why", say("Why"), lambda one: speech.word("not_compared", one)),
        ),
    )

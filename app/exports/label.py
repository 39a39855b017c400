"""What stands beside every table: whose it is, of which day, and which copy."""

from collections.abc import Iterator

from app.core.reports.report import Report
from app.exports.speech import Speech
from app.exports.table import Table, table


def label(said: Report, speech: Speech) -> Table:
    """A table of two columns, fact and value, whose first cell is the key of the fact."""
    return table(
        "about",
        speech.say("About these tables"),
        _facts(said, speech),
        (
            ("key", speech.say("Key"), lambda fact: fact[0]),
            ("fact", speech.say("Fact"), lambda fact: fact[1]),
            ("value", speech.say("Value"), lambda fact: fact[2]),
        ),
    )


def _facts(said: Report, speech: Speech) -> Iterator[tuple[str, str, str]]:
    say, country = speech.say, said.assessment.country
    statement = say("Self-assessment by the State; not a measure of compliance")
    if said.is_quick:
        statement = f"{statement}; {say('Quick scan, not comparable with a full assessment')}"
    yield "country_code", say("Country code"), country.code
    yield "country", say("Country"), country.name
    yield "reference_date", say("Reference date"), said.assessment.reference_date.isoformat()
    yield "questionnaire", say("Questionnaire"), speech.word("edition_of", said.questionnaire)
    yield "questionnaire_hash", say("Questionnaire hash"), said.questionnaire_hash
    yield "content_hash", say("Content hash"), said.content_hash
    if said.journal_hash:
        yield "journal_hash", say("Hash of the history"), said.journal_hash
    yield "copy", say("Copy"), speech.word("copy", said.copy)
    yield "standing", say("Standing"), _standing(said, speech)
    yield "marking", say("Marking"), said.marking
    yield "statement", say("What it is"), statement


def _standing(said: Report, speech: Speech) -> str:
    say = speech.say
    parts = [say("Demonstration")] if said.is_demonstration else []
    if said.is_draft:
        parts.append(say("DRAFT"))
    elif said.finished_on:
        day = speech.language.day(said.finished_on)
        parts.append(say("Edition %(number)s, finished on %(day)s") % {"number": said.edition, "day": day})
    else:
        parts.append(say("Edition %(number)s") % {"number": said.edition})
    return "; ".join(parts)

"""What stands beside every table: whose it is, of which day, and which copy."""

from collections.abc import Iterator

from app.core.reports.report import Report
from app.exports.speech import Speech
from app.exports.table import Table, table


def label(report: Report, speech: Speech) -> Table:
    """A table of two columns, fact and value, whose first cell is the key of the fact."""
    return table(
        "about",
        speech.say("About these tables"),
        _facts(report, speech),
        (
            ("key", speech.say("Key"), lambda fact: fact[0]),
            ("fact", speech.say("Fact"), lambda fact: fact[1]),
            ("value", speech.say("Value"), lambda fact: fact[2]),
        ),
    )


def _facts(report: Report, speech: Speech) -> Iterator[tuple[str, str, str]]:
    say, country = speech.say, report.assessment.country
    statement = say("Self-assessment by the State; not a measure of compliance")
    if report.is_quick:
        statement = f"{statement}; {say('Quick scan, not comparable with a full assessment')}"
    yield "country_code", say("Country code"), country.code
    yield "country", say("Country"), country.name
    yield "reference_date", say("Reference date"), report.assessment.reference_date.isoformat()
    yield "questionnaire", say("Questionnaire"), speech.word("edition_of", report.questionnaire)
    yield "questionnaire_hash", say("Questionnaire hash"), report.provenance.questionnaire_hash
    yield "content_hash", say("Content hash"), report.provenance.content_hash
    if report.provenance.journal_hash:
        yield "journal_hash", say("Hash of the history"), report.provenance.journal_hash
    yield "copy", say("Copy"), speech.word("copy", report.choice.copy)
    yield "standing", say("Standing"), _standing(report, speech)
    yield "marking", say("Marking"), report.choice.marking
    yield "statement", say("What it is"), statement


def _standing(report: Report, speech: Speech) -> str:
    say, provenance = speech.say, report.provenance
    parts = [say("Demonstration")] if provenance.is_demonstration else []
    if report.is_draft:
        parts.append(say("DRAFT"))
    elif provenance.finished_on:
        day = speech.language.day(provenance.finished_on)
        parts.append(
            say("Edition %(number)s, finished on %(day)s") % {"number": provenance.edition, "day": day}
        )
    else:
        parts.append(say("Edition %(number)s") % {"number": provenance.edition})
    return "; ".join(parts)

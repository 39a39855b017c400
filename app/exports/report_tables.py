"""tables_of(report, code) -> Tables: all tables of a report, in a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.answers import cleaned
from app.core.reports.report import Report
from app.exports.comparison import comparison_tables
from app.exports.label import label
from app.exports.nodes import components, domains, lenses
from app.exports.priorities import priority_tables, scenarios
from app.exports.questions import paragraphs, questions
from app.exports.speech import Speech
from app.exports.table import Cell, Table
from app.rendering.language import Language


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The tables of a report that have rows, and what stands beside each of them (`label.py`).

    `created` is the day of the report: everything here follows from it alone.
    """

    title: str
    about: Table
    tables: tuple[Table, ...]
    spoken: Language
    created: date

    def fact(self, key: str) -> Cell:
        """What the label says under a key."""
        return next(value for known, _, value in self.about.rows if known == key)


def tables_of(report: Report, code: str) -> Tables:
    """The tables of a report in the language of that code; equal reports give equal tables."""
    speech = Speech(code)
    return Tables(
        title=cleaned(f"{report.assessment.country.name}: {report.questionnaire.title}"),
        about=label(report, speech),
        tables=tuple(one for one in _tables(report, speech) if one.rows),
        spoken=speech.language,
        created=report.provenance.finished_on or report.assessment.reference_date,
    )


def _tables(report: Report, speech: Speech) -> Iterator[Table]:
    yield domains(report, speech)
    yield components(report, speech)
    yield priority_tables(report, speech)
    yield scenarios(report, speech)
    yield lenses(report, speech)
    yield questions(report, speech)
    yield paragraphs(report, speech)
    if report.comparison:
        yield from comparison_tables(report.comparison, speech)

"""tables_of(report, code) -> Tables: all tables of a report, in a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.answers import cleaned
from app.core.reports.report import Report
from app.exports.comparison import comparisons
from app.exports.label import label
from app.exports.nodes import components, domains, lenses
from app.exports.priorities import priorities, scenarios
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


def tables_of(said: Report, code: str) -> Tables:
    """The tables of a report in the language of that code; equal reports give equal tables."""
    speech = Speech(code)
    return Tables(
        title=cleaned(f"{said.assessment.country.name}: {said.questionnaire.title}"),
        about=label(said, speech),
        tables=tuple(one for one in _tables(said, speech) if one.rows),
        spoken=speech.language,
        created=said.finished_on or said.assessment.reference_date,
    )


def _tables(said: Report, speech: Speech) -> Iterator[Table]:
    yield domains(said, speech)
    yield components(said, speech)
    yield priorities(said, speech)
    yield scenarios(said, speech)
    yield lenses(said, speech)
    yield questions(said, speech)
    yield paragraphs(said, speech)
    if said.comparison:
        yield from comparisons(said.comparison, speech)

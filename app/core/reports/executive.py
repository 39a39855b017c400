"""The executive report as a value: what is to be decided, who is reached, who spoke, and what comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.core.dates import last_day
from app.core.method.priorities import Line
from app.core.method.question_result import QuestionResult
from app.core.method.scoring import LensResult
from app.core.questionnaire.questionnaire import Domain, Named, Question
from app.core.reports.assistance_data import wants_assistance
from app.core.reports.kind import ReportKind
from app.core.reports.report import Report

REVIEW_AFTER_YEARS = 2
"""When nothing else is agreed; a suggestion, and said to be one."""

HELP_AT_MOST = 4
DISSENT_AT_MOST = 6
AGENCIES_AT_MOST = 8
QUESTIONS_AT_MOST = 4


T = TypeVar("T")


@dataclass(frozen=True)
class Few(Generic[T]):
    """The first of many, and how many are left out."""

    first: tuple[T, ...]
    left: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.first) + self.left


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who is reached, by one lens.

    `in_place`: its questions supported at adequate or above; `lacking`: those that cannot be, whatever
    turns out; `not_known`: those without an answer.
    """

    lens: Named
    result: LensResult
    in_place: Few[Question]
    lacking: Few[Question]
    not_known: Few[Question]


@dataclass(frozen=True, kw_only=True)
class Executive:
    """What the executive report says beside `Report.short` and the picture of the domains.

    `help`: lines for which assistance is wanted. The agencies are those that the answers name: in
    positions, as owners of evidence, and as offices that are to act; `silent`: the domains in which
    none is named at all. `dissent`: questions on which agencies hold different positions. `next_date`:
    the first planned one after the reference date, with its line; `review_by`: a suggestion.
    """

    reach: tuple[Reach, ...]
    help: Few[Line]
    differing: Few[str]
    owners: Few[str]
    planned: Few[str]
    silent: tuple[Domain, ...]
    dissent: Few[QuestionResult]
    next_date: tuple[date, Line] | None
    review_by: date


def executive(report: Report) -> Executive:
    """What the executive report of this report says."""
    lines, day = report.priorities.lines, report.assessment.reference_date
    dated = [
        (due, line) for line in lines if (due := last_day(line.plan.due.strip())) is not None and due > day
    ]
    return Executive(
        reach=tuple(_reach(report)),
        help=_few([line for line in lines if wants_assistance(line.plan)], HELP_AT_MOST),
        differing=_few(
            _distinct(name for one in report.result.questions for name in _differing(one)), AGENCIES_AT_MOST
        ),
        owners=_few(
            _distinct(name for one in report.result.questions for name in _owners(one)), AGENCIES_AT_MOST
        ),
        planned=_few(_distinct(line.plan.owner for line in lines), AGENCIES_AT_MOST),
        silent=tuple(_silent(report)),
        dissent=_few(
            [one for one in report.result.questions if one.answer.positions and one.disputed],
            DISSENT_AT_MOST,
        ),
        next_date=min(dated, key=lambda one: one[0]) if dated else None,
        review_by=_years_after(day, REVIEW_AFTER_YEARS),
    )


def _few(items: Iterable[T], most: int) -> Few[T]:
    every = tuple(items)
    return Few(every[:most], max(0, len(every) - most))


def _reach(report: Report) -> Iterator[Reach]:
    adequate = report.questionnaire.scale.adequate
    named = {lens.id: lens for lens in report.questionnaire.lenses}
    for lens in report.result.lenses:
        tagged = [one for one in report.result.questions if lens.id in one.question.lens]
        yield Reach(
            lens=named[lens.id],
            result=lens,
            in_place=_few([one.question for one in tagged if one.low >= adequate], QUESTIONS_AT_MOST),
            lacking=_few([one.question for one in tagged if one.high < adequate], QUESTIONS_AT_MOST),
            not_known=_few([one.question for one in tagged if not one.is_answered], QUESTIONS_AT_MOST),
        )


# --- who is named ----------------------------------------------------------------------------------


def _differing(one: QuestionResult) -> Iterator[str]:
    return (position.agency for position in one.answer.positions)


def _owners(one: QuestionResult) -> Iterator[str]:
    return (item.owner or item.seen_by for _, item in one.answer.documents)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, however it is capitalized; the most frequent first, then as they were met."""
    times: dict[str, int] = {}
    written: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.split())
        if plain:
            key = plain.casefold()
            written.setdefault(key, plain)
            times[key] = times.get(key, 0) + 1
    return tuple(written[key] for key in sorted(times, key=lambda key: -times[key]))


def _silent(report: Report) -> Iterator[Domain]:
    """The domains in which no position, no evidence and no plan names an agency."""
    domain_of = report.questionnaire.domain_of
    heard = {
        domain_of[one.question.id].id
        for one in report.result.questions
        if any(name.strip() for name in (*_differing(one), *_owners(one)))
    } | {domain_of[line.component].id for line in report.priorities.lines if line.plan.owner.strip()}
    return (domain for domain in report.questionnaire.domains if domain.id not in heard)


def _years_after(day: date, years: int) -> date:
    year = min(day.year + years, date.max.year)
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


KIND = ReportKind(
    id="executive", values=lambda report: {"executive": executive(report)}, is_read_as_page=True
)

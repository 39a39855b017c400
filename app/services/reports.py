"""What a report is made of: the content of a copy, and what travels in its file."""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import assert_never

from app.answers import content_hash, day_of, encoded_answers
from app.catalogue import hash_of
from app.core.assessment.assessment import Assessment
from app.core.copies.alike import marked_since, masked_alike, masked_since
from app.core.copies.copies import Copy, UncutCopy, copied
from app.core.copies.sharing import (
    as_released,
    as_released_then,
    compared,
    released_domains,
    shareable,
)
from app.core.errors import NotComparableError
from app.core.method.comparison import Comparison
from app.core.reports.choice import Provenance, ReportChoice
from app.core.reports.kinds import kind_of
from app.core.reports.making import content_of, make_report
from app.core.reports.report import Report
from app.exports.result_json import result_json
from app.rendering.imprint import ANSWERS, EARLIER, RESULT
from app.rendering.press import Attachment, Printable
from app.rendering.report import report_page
from app.services.assessments import Opened
from app.storage.editions import Edition


def report_of(opened: Opened, choice: ReportChoice) -> Report:
    """The report of an edition (its frozen content), or of the present state.

    A finished assessment shows its newest edition. Where it starts from an earlier one with which it can be
    compared, that is in the kinds that have a comparison. LookupError where there is no such edition;
    ChoiceRefusedError.
    """
    frozen = _frozen(opened, choice.edition)
    content, choice = content_of(opened.whole, _entered(opened, choice.copy, frozen), choice)
    comparison = None
    if kind_of(choice.kind).has_comparison:
        with suppress(NotComparableError):
            comparison = comparison_of(
                opened, copy=choice.copy, edition=choice.edition, released=choice.released
            )
    provenance = Provenance(
        content_hash=content_hash(content),
        questionnaire_hash=opened.questionnaire_hash,
        questionnaire_hash_then=hash_of(opened.earlier.whole) if opened.earlier and comparison else "",
        edition=frozen.number if frozen else None,
        finished_on=day_of(frozen.finished_at) if frozen else None,
        is_demonstration=opened.is_demonstration,
        journal_hash=frozen.journal_hash if frozen else opened.journal.last.hash,
    )
    return make_report(opened.whole, content, choice, provenance, comparison)


def comparison_of(
    opened: Opened, *, copy: Copy, edition: int | None = None, released: Iterable[str] = ()
) -> Comparison | None:
    """The same copy of it and of the earlier edition that it starts from, beside each other.

    None where it starts from none. LookupError where there is no such edition, and NotComparableError.
    """
    frozen, earlier = _frozen(opened, edition), opened.earlier
    if earlier is None:
        return None
    if copy == "own":
        return compared(opened.whole, stated(opened, copy, frozen), earlier.whole, earlier.assessment)
    now, then = stated(opened, "masked", frozen), earlier.masked
    # As they were entered: the copy shows no mark on what is not asked.
    for entered in (opened.assessment, *([frozen.assessment] if frozen else ())):
        then = marked_since(opened.whole, entered, earlier.whole, then)
    match copy:
        case "masked":
            return compared(opened.whole, now, earlier.whole, then, leaves=True)
        case "shareable":
            kept = released_domains(opened.whole, released)
            left = as_released(opened.whole, kept)
            # Marks of what is not released, too, hold for the earlier one, before it is cut.
            _, then = masked_alike(opened.whole, now, earlier.whole, then)
            return compared(
                opened.whole,
                shareable(opened.whole, left, now),
                earlier.whole,
                shareable(earlier.whole, as_released_then(left, earlier.whole), then),
                kept,
            )
        case _:
            assert_never(copy)


def _frozen(opened: Opened, edition: int | None) -> Edition | None:
    """That edition; without a number the newest of a finished assessment."""
    if edition is not None:
        return opened.edition(edition)
    return opened.editions[-1] if opened.journal.is_finished else None


def stated(opened: Opened, copy: UncutCopy, frozen: Edition | None) -> Assessment:
    """That copy of an edition, or of the present state where none is given."""
    return copied(opened.whole, _entered(opened, copy, frozen), copy)


def _entered(opened: Opened, copy: Copy, frozen: Edition | None) -> Assessment:
    """What that copy is made of: an edition, or the present state where none is given.

    What is withheld at present leaves in no copy of an earlier edition.
    """
    if frozen is None:
        return opened.assessment
    if copy == "own":
        return frozen.assessment
    return masked_since(opened.whole, frozen.assessment, opened.assessment)


def printed(report: Report, code: str) -> Printable:
    """The report in a language, with the answers and the result of that same copy inside.

    The answers of then are inside too where it holds a comparison.
    """
    inside = [
        _json(
            ANSWERS,
            "The answers of this copy, as they can be imported again",
            encoded_answers(report.assessment),
        ),
        _json(RESULT, "The result of this copy, with exact scores", result_text(report)),
    ]
    if report.comparison:
        text = encoded_answers(report.comparison.then)
        inside.append(_json(EARLIER, "The earlier answers that this copy is compared with", text))
    return report_page(report, code, inside)


def _json(name: str, description: str, text: str) -> Attachment:
    return Attachment(name=name, mime_type="application/json", description=description, text=text)


def result_text(report: Report) -> str:
    """The result of a report in its one text: JSON with sorted keys."""
    return json.dumps(result_json(report), ensure_ascii=False, sort_keys=True, indent=1) + "\n"

"""report(…) -> Report: what is shown of an assessment that is already the wanted copy."""

from collections.abc import Iterable
from datetime import date

from app.core.assessment.assessment import Assessment
from app.core.assessment.quick_scan import as_asked
from app.core.copies.copies import Copy
from app.core.copies.sharing import as_released, released_domains
from app.core.method.comparison import Comparison
from app.core.method.priorities import priorities
from app.core.method.scoring import score
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.assistance_data import chosen_sheets, of_components, with_components
from app.core.reports.kinds import Kind, as_sheets
from app.core.reports.report import Report
from app.core.reports.scored import scored
from app.core.reports.short import short


def alone(
    whole: Questionnaire,
    assessment: Assessment,
    copy: Copy,
    released: Iterable[str] = (),
    sheets: Iterable[str] | None = None,
) -> tuple[Assessment, tuple[str, ...]]:
    """What assistance sheets carry of an assessment that is the wanted copy, and their components.

    `sheets`: None for the usual choice. Done again with what it gives, it gives the same. ChoiceRefusedError.
    """
    asked = _asked(whole, assessment, copy, released)
    lines = priorities(asked, assessment, score(asked, assessment))
    chosen = chosen_sheets(asked, lines, sheets)
    left = with_components(asked, chosen) if chosen else asked
    return of_components(left, assessment, lines, chosen), chosen


def _asked(
    whole: Questionnaire, assessment: Assessment, copy: Copy, released: Iterable[str]
) -> Questionnaire:
    is_cut = copy == "shareable"
    return as_asked(as_released(whole, released_domains(whole, released)) if is_cut else whole, assessment)


def report(
    whole: Questionnaire,
    assessment: Assessment,
    *,
    copy: Copy,
    content_hash: str,
    questionnaire_hash: str,
    edition: int | None = None,
    finished_on: date | None = None,
    marking: str = "",
    is_demonstration: bool = False,
    kind: Kind = "full",
    sheets: Iterable[str] | None = None,
    released: Iterable[str] = (),
    comparison: Comparison | None = None,
    questionnaire_hash_then: str = "",
    journal_hash: str | None = None,
) -> Report:
    """The report of an assessment that is already the wanted copy; `content_hash` is that copy's own.

    `journal_hash` is over what is withheld too: a copy that leaves never holds it, whatever is handed over.

    `whole` is the whole questionnaire; a quick scan is scored on what it asks, and a shareable copy on the
    domains that it keeps. Assistance sheets are cut to their components (`alone`): `content_hash` is of that.
    `sheets`: None for the usual choice. ChoiceRefusedError where a sheet or a domain is none of this copy.
    """
    kept = released_domains(whole, released) if copy == "shareable" else ()
    questionnaire = _asked(whole, assessment, copy, kept)
    chosen = as_sheets(questionnaire, sheets or ()) if kind != "assistance" else ()
    if kind == "assistance":
        assessment, chosen = alone(whole, assessment, copy, kept, sheets)
        questionnaire = with_components(questionnaire, chosen) if chosen else questionnaire
    follows = scored(questionnaire, assessment)
    return Report(
        questionnaire=questionnaire,
        whole=whole,
        assessment=assessment,
        result=follows.result,
        priorities=follows.priorities,
        short=short(follows),
        copy=copy,
        edition=edition,
        content_hash=content_hash,
        questionnaire_hash=questionnaire_hash,
        finished_on=finished_on,
        marking=marking,
        is_demonstration=is_demonstration,
        kind=kind,
        sheets=chosen,
        released=kept,
        comparison=comparison,
        questionnaire_hash_then=questionnaire_hash_then,
        journal_hash=journal_hash if copy == "own" else None,
    )

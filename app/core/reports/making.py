"""make_report(…) -> Report: what is shown of an assessment, as it was chosen."""

from dataclasses import replace

from app.core.assessment.assessment import Assessment
from app.core.assessment.quick_scan import as_asked
from app.core.copies.copies import copied
from app.core.copies.sharing import as_released, released_domains
from app.core.method.comparison import Comparison
from app.core.method.priorities import priorities
from app.core.method.scoring import score
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.assistance_data import as_sheets, chosen_sheets, of_components, with_components
from app.core.reports.choice import Provenance, ReportChoice
from app.core.reports.kinds import kind_of
from app.core.reports.report import Report
from app.core.reports.scored import scored
from app.core.reports.short import short


def content_of(
    whole: Questionnaire, entered: Assessment, choice: ReportChoice
) -> tuple[Assessment, ReportChoice]:
    """What a report carries of what was entered, and the choice with the components that it is of.

    That is the copy; of a kind that holds components alone, what was entered for these. Done again with what
    it gives, it gives the same. ChoiceRefusedError where a sheet or a domain is none of this copy.
    """
    is_of_components = kind_of(choice.kind).is_of_components
    copy = copied(whole, entered, choice.copy, choice.released, choice.sheets if is_of_components else None)
    if not is_of_components:
        return copy, choice
    _, content, settled = _cut(whole, copy, choice)
    return content, replace(choice, sheets=settled.sheets)


def make_report(
    whole: Questionnaire,
    assessment: Assessment,
    choice: ReportChoice,
    provenance: Provenance,
    comparison: Comparison | None = None,
) -> Report:
    """The report of an assessment that is already what `content_of` gives; `provenance` has its hash.

    `whole` is the whole questionnaire; a quick scan is scored on what it asks, a shareable copy on the
    domains that it keeps, and assistance sheets on their components. The hash of the history is over what is
    withheld too: a copy that leaves never holds it, whatever is handed over. ChoiceRefusedError.
    """
    questionnaire, content, settled = _cut(whole, assessment, choice)
    follows = scored(questionnaire, content)
    return Report(
        questionnaire=questionnaire,
        whole=whole,
        assessment=content,
        result=follows.result,
        priorities=follows.priorities,
        short=short(follows),
        choice=settled,
        provenance=provenance if choice.copy == "own" else replace(provenance, journal_hash=None),
        comparison=comparison,
    )


def _cut(
    whole: Questionnaire, copy: Assessment, choice: ReportChoice
) -> tuple[Questionnaire, Assessment, ReportChoice]:
    """What is asked in that copy, what is answered of it, and the choice with nothing left open."""
    released = released_domains(whole, choice.released) if choice.copy == "shareable" else ()
    asked = as_asked(as_released(whole, released) if choice.copy == "shareable" else whole, copy)
    if not kind_of(choice.kind).is_of_components:
        return asked, copy, replace(choice, sheets=as_sheets(asked, choice.sheets or ()), released=released)
    lines = priorities(asked, copy, score(asked, copy))
    sheets = chosen_sheets(asked, lines, choice.sheets)
    left = with_components(asked, sheets) if sheets else asked
    content = of_components(left, copy, lines, sheets)
    return left, content, replace(choice, sheets=sheets, released=released)

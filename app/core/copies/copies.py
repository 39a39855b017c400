"""The copies of an assessment: what is left out of it before anything is made of it."""

from collections.abc import Iterable
from typing import Literal, assert_never, get_args

from app.core.assessment.assessment import Assessment
from app.core.copies.masking import masked
from app.core.copies.sharing import as_released, released_domains, shareable
from app.core.questionnaire.questionnaire import Questionnaire

Copy = Literal["own", "masked", "shareable"]
"""With everything; without what is withheld; without that, other domains and all that anybody wrote."""

COPIES: tuple[Copy, ...] = get_args(Copy)

UncutCopy = Literal["own", "masked"]
"""The copies that keep every domain, and what was written in answers that are not withheld."""


def copied(
    questionnaire: Questionnaire,
    assessment: Assessment,
    copy: Copy,
    released: Iterable[str] = (),
    sheets: Iterable[str] | None = None,
) -> Assessment:
    """The assessment as that copy shows it; own and masked of the whole questionnaire, also in a quick scan.

    `released`: the domains that a shareable copy keeps; those that are not sensitive where none is named.
    `sheets`: the components whose request for assistance it keeps. ChoiceRefusedError for what is no domain.
    """
    match copy:
        case "own":
            return assessment
        case "masked":
            return masked(questionnaire, assessment)
        case "shareable":
            left = as_released(questionnaire, released_domains(questionnaire, released))
            return shareable(questionnaire, left, assessment, frozenset(sheets or ()))
        case _:
            assert_never(copy)

"""A report of an assessment, as it is chosen."""

from dataclasses import fields

from app.answers import content_hash
from app.catalogue import hash_of
from app.core.assessment.assessment import Assessment
from app.core.method.comparison import Comparison
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.reports.choice import Provenance, ReportChoice
from app.core.reports.making import content_of, make_report
from app.core.reports.report import Report

_CHOSEN = {field.name for field in fields(ReportChoice)} - {"edition"}


def a_report(
    questionnaire: Questionnaire, entered: Assessment, *, comparison: Comparison | None = None, **about
) -> Report:
    """The report of what was entered. `about`: what is chosen, the own copy else, and its provenance."""
    chosen = {"copy": "own"} | {name: value for name, value in about.items() if name in _CHOSEN}
    content, choice = content_of(questionnaire, entered, ReportChoice(**chosen))
    known = {"content_hash": content_hash(content), "questionnaire_hash": hash_of(questionnaire)}
    stated = {name: value for name, value in about.items() if name not in _CHOSEN}
    return make_report(questionnaire, content, choice, Provenance(**(known | stated)), comparison)

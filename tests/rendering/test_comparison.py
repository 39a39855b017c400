"""The section of the report that says what changed: there where something can be compared, and conformant."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.assessment.answer import Answer, EvidenceItem, Level
from app.core.assessment.assessment import Country, FactAnswer
from app.core.method.comparison import comparison
from app.rendering.report import report_page
from tests.builders import TINY, an_answer, an_assessment
from tests.printed import pages_of, pdf_of, refuse_unless_conformant
from tests.reports import a_report

TITLE = "Change since the last assessment"
HIGH = Answer(value=Level(4), evidence=(EvidenceItem(grade="demonstrated", title="A record", dated="2026"),))


def printable(found, code="en"):
    return report_page(a_report(TINY, found.now, comparison=found), code, [])


@pytest.fixture
def found():
    then = an_assessment(
        answers={question: an_answer(1) for question in TINY.question_by_id},
        facts={"coast": FactAnswer(options=("calm",))},
    )
    now = replace(
        then,
        reference_date=date(2028, 10, 31),
        country=Country(code="XA", name="Xandoria"),
        answers=then.answers | {"1.2.1": HIGH, "1.2.2": HIGH, "2.1.1": an_answer(0), "2.1.2": an_answer(0)},
        facts={"coast": FactAnswer(options=("none",))},
    )
    return comparison(TINY, now, TINY, then)


def test_the_report_says_what_changed_and_lists_it_in_its_contents(found):
    html = printable(found).html
    assert f'<a href="#comparison">{TITLE}</a>' in html
    section = " ".join(html[html.index('<section id="comparison">') :].split("</section>")[0].split())
    assert "Since 31 October 2026, of 2 domains compared," in section
    assert "<b>Improved</b>: score up" in section
    assert "not asked now" in section
    assert section.count('<svg class="range"') == 2 * len(found.domains)


def test_a_report_without_an_earlier_assessment_says_nothing_of_change(found):
    assert TITLE not in report_page(a_report(TINY, found.now), "en", []).html


@pytest.mark.parametrize("code", ["en", "ar-XB"])
def test_the_report_with_the_change_is_conformant_in_both_directions(found, code):
    pdf = pdf_of(printable(found, code))
    refuse_unless_conformant(pdf)
    assert any("Improved" in page for page in pages_of(pdf))

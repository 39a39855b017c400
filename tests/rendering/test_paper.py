"""Questions on paper: every one with its levels and room to write, or the answers of a copy beside them."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import ComponentEntry, FactAnswer
from app.rendering.paper import answers_paper, blank_form, paper_page
from tests.builders import TINY, an_assessment
from tests.printed import pages_of, pdf_of, refuse_unless_conformant
from tests.reports import a_report

STATEMENT = "Self-assessment by the State; not a measure of compliance"
LABEL = "Quick scan, not comparable with a full assessment"
DECREE = EvidenceItem(
    grade="documented", title="Decree 118", dated="2024-05", owner="Coast guard", place="Gazette"
)
ANSWERS = {
    "1.1.1": Answer(value=Level(3), evidence=(DECREE,), comment="Two <lamps>."),
    "1.1.2": Answer(value=Range(1, 2)),
    "1.1.3": Answer(value=NotApplicable("No mirror.")),
    "1.2.1": Answer(value=NotKnown()),
    "1.2.2": Answer(value=Level(2), withheld=True, comment="CANARY"),
    "2.1.1": Answer(
        value=Positions(
            (
                Position(agency="Navy", level=1, note="Two boats.", evidence=(DECREE,)),
                Position(agency="Police", level=3),
            )
        )
    ),
}


def paper(copy="own", domain="", *, assessment=None, code="en", **about):
    report = a_report(TINY, assessment or an_assessment(answers=ANSWERS), copy=copy, **about)
    return paper_page(answers_paper(report, domain=domain), code)


def form(code="en", **chosen):
    return paper_page(blank_form(TINY, **({"scope": "full"} | chosen)), code)


@pytest.fixture(scope="module")
def draft() -> bytes:
    return pdf_of(paper("masked", marking="RESTRICTED"))


def test_a_form_holds_every_question_with_all_its_levels_and_not_applicable_where_it_may_be():
    html = form().html
    for _, _, question in TINY.questions():
        assert question.text in html
        for level in question.levels:
            assert level.descriptor in html
    optional = sum(question.may_be_na for question in TINY.question_by_id.values())
    assert html.count("not applicable, because") == optional > 0
    assert "chosen" not in html


def test_a_form_of_one_domain_holds_no_other_and_one_of_a_quick_scan_says_so():
    one = form(domain="D1").html
    assert TINY.question_by_id["1.1.1"].text in one
    assert TINY.question_by_id["2.1.1"].text not in one
    quick = form(scope="quick").html
    assert LABEL in quick
    assert "3 questions" in quick
    assert LABEL not in form().html
    with pytest.raises(LookupError):
        blank_form(TINY, scope="full", domain="D9")


def test_a_form_carries_its_marking_and_the_day_of_its_source():
    made = form(marking="RESTRICTED")
    assert "RESTRICTED" in made.html
    assert made.created == date.fromisoformat(TINY.source.date)
    undated = replace(TINY, source=replace(TINY.source, date="spring"))
    assert paper_page(blank_form(undated, scope="full"), "en").created == date(2000, 1, 1)


def test_every_kind_of_answer_stands_beside_its_question():
    html = paper().html
    for said in (
        "Decree 118",
        "Coast guard, Gazette",
        "Two &lt;lamps&gt;.",
        "between 1 and 2",
        "No mirror.",
        "not known",
        "CANARY",
        "withheld from copies that leave",
        "<bdi>Navy</bdi> <b>1</b>",
        "Clearance of D1",
    ):
        assert said in html, said
    assert html.count('<tr class="chosen">') == 2
    assert "open" in html


def test_a_masked_paper_holds_nothing_withheld():
    masked = paper("masked")
    assert "CANARY" not in masked.as_json()
    assert "withheld, without a value" in masked.html
    assert masked.identifier != paper("own").identifier


def test_what_is_not_asked_or_not_applicable_is_not_shown_as_unanswered():
    assessment = an_assessment(
        answers=ANSWERS,
        facts={"coast": FactAnswer(options=("calm",)), "fleet": FactAnswer(options=("rowing",))},
        components={"2.2": ComponentEntry(not_applicable="No boats.")},
    )
    html = paper(assessment=assessment).html
    assert "Not applicable: No boats." in html
    assert "Not asked, because of the profile" in html


def test_every_page_of_a_draft_says_so(draft):
    for page in pages_of(draft):
        for label in (STATEMENT, "DRAFT", "Masked copy", "RESTRICTED", "Xandoria", "31 October 2026"):
            assert label in page


def test_the_paper_of_an_edition_says_its_number_and_no_draft():
    html = paper(edition=2, finished_on=date(2026, 11, 20)).html
    assert "Edition 2, finished on 20 November 2026" in html
    assert "DRAFT" not in html


def test_papers_are_conformant_in_both_directions(draft):
    refuse_unless_conformant(draft)
    refuse_unless_conformant(pdf_of(form("ar-XB", domain="D1")))


def test_equal_papers_are_equal_values():
    assert paper() == paper()
    assert form() == form()

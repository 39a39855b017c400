"""Every kind of a report: what stands on each page, conformant at its edges, and the same every time."""

import re
from dataclasses import replace

import pytest

from app.answers import parsed_answers
from app.core.assessment.answer import Answer, EvidenceItem, Level
from app.core.assessment.assessment import ComponentEntry, Country
from app.core.reports.choice import KIND_IDS
from app.rendering.imprint import IMPRINT, read_imprint
from app.rendering.press import pressed
from tests.printed import pages_of, pdf_of, refuse_unless_conformant
from tests.rendering.hostile import HOSTILE, LONG_NAME
from tests.rendering.reports import STATEMENT, empty, extremes, printable
from tests.sampled import sampled
from tests.shipped import FOLDER

SHORT_KINDS = [kind for kind in KIND_IDS if kind != "full"]
FEW_PAGES = ("executive",)


@pytest.mark.parametrize("kind", sampled(KIND_IDS, FEW_PAGES))
def test_every_page_of_every_kind_says_what_it_is(questionnaire, demonstration, kind):
    printed = printable(questionnaire, demonstration, kind=kind, marking="RESTRICTED", is_demonstration=True)
    pdf = pdf_of(printed)
    pages = pages_of(pdf)
    digits = content_of(printed)
    for number, page in enumerate(pages, start=1):
        for text in (
            STATEMENT,
            "DRAFT",
            "RESTRICTED",
            "Masked copy",
            "A/RES/75/59, version 0.9",
            "31 October 2026",
            # A sheet travels alone, so it carries no hash that all of them have.
            *([] if kind == "assistance" else [digits]),
        ):
            assert text.casefold() in page.casefold(), (number, text)
    if kind != "full":  # that one, with hostile text in it, is looked at in test_report.py
        refuse_unless_conformant(pdf)
    if kind == "executive":
        assert len(pages) <= 4


def content_of(printed):
    """The content hash in the groups in which it is printed; of the cover the first half, which may break."""
    (text,) = [one.text for one in printed.attachments if one.name == IMPRINT]
    whole = read_imprint(text).content_hash
    return " ".join(whole[at : at + 4] for at in range(0, 16, 4))


def test_a_finished_report_of_any_kind_is_no_draft(questionnaire, demonstration):
    for kind in KIND_IDS:
        html = printable(questionnaire, demonstration, kind=kind, edition=2).html
        assert "DRAFT" not in html
        assert "Edition 2" in html


@pytest.mark.parametrize("kind", SHORT_KINDS)
@pytest.mark.parametrize(
    "name", sampled(["nothing", "everything unknown", "comments of 5,000 words"], ["comments of 5,000 words"])
)
def test_every_kind_is_conformant_at_its_edges(tiny, kind, name):
    said = {"nothing": empty(tiny), **extremes(tiny)}[name]
    pdf = pdf_of(printable(tiny, said, kind=kind, marking=HOSTILE))
    refuse_unless_conformant(pdf)
    assert all(STATEMENT in page for page in pages_of(pdf))


@pytest.mark.parametrize("kind", sampled(SHORT_KINDS, FEW_PAGES))
def test_hostile_text_and_the_longest_name_stay_on_the_paper_from_right_to_left(
    questionnaire,
    hostile,
    kind,
):
    long = replace(hostile, country=Country(code="XA", name=LONG_NAME))
    pdf = pdf_of(
        printable(questionnaire, long, kind=kind, code="ar-XB", copy="own", marking=HOSTILE),
    )
    refuse_unless_conformant(pdf)
    assert kind != "executive" or len(pages_of(pdf)) <= 4


@pytest.mark.parametrize("kind", sampled(KIND_IDS, ["full"]))
def test_equal_reports_of_every_kind_give_equal_bytes(tiny, kind):
    printed = printable(tiny, empty(tiny), kind=kind)
    assert pressed(printed) == pdf_of(printed)


def test_the_executive_report_fits_four_pages_with_the_longest_plans(questionnaire, demonstration):
    words = "Directorate of the Ministry for everything that has a long name " * 8
    entry = next(one for one in demonstration.components.values() if one.plan.assistance_kind == "training")
    plan = replace(entry.plan, owner=words, due="2027-10 " + words, cost_band=words, assistance=words)
    long = replace(
        demonstration,
        country=Country(code="XA", name=LONG_NAME),
        components={
            component.id: ComponentEntry(commitment=words, plan=plan)
            for _, component in questionnaire.components()
        },
    )
    assert len(pages_of(pdf_of(printable(questionnaire, long, kind="executive")))) <= 4


@pytest.mark.parametrize("code", sampled(["xa", "xb", "xc"], ["xb"]))
def test_every_assistance_sheet_is_one_page(questionnaire, code):
    said = parsed_answers((FOLDER / "demonstrations" / f"{code}.json").read_text(), questionnaire)
    pages = pages_of(pdf_of(printable(questionnaire, said, kind="assistance")))
    assert all("Contact function" in page and "Cleared by" in page for page in pages)


def test_a_shareable_executive_report_says_what_is_released_and_names_nobody(questionnaire, demonstration):
    html = printable(
        questionnaire, demonstration, kind="executive", copy="shareable", released=("D1", "D4")
    ).html
    assert re.search(r"Released: <bdi>D1</bdi> and <bdi>D4</bdi>", html)
    assert "Who is named" not in html
    assert "Where agencies differ" not in html


def test_the_annex_says_that_it_finds_no_compliance(questionnaire, demonstration):
    html = printable(questionnaire, demonstration, kind="paragraphs").html
    assert "This is no finding of compliance with any paragraph." in html
    assert "derived" in html


def test_an_assessment_without_a_gap_has_one_page_that_says_so_and_no_sheet(tiny):
    top = tiny.scale.top
    shown = EvidenceItem(grade=tiny.evidence.grades[-1].id, title="Decree", dated="2026")
    at_the_top = Answer(value=Level(top), evidence=(shown,))
    answers = {question.id: at_the_top for _, _, question in tiny.questions()}
    without = printable(tiny, replace(empty(tiny), answers=answers), kind="assistance").html
    assert without.count('<section class="sheet"') == 1
    assert "There is no gap" in without
    assert "Contact function" not in without
    (first, *_others) = answers
    one_gap = printable(
        tiny, replace(empty(tiny), answers={**answers, first: Answer(value=Level(0))}), kind="assistance"
    ).html
    assert one_gap.count('<section class="sheet"') == 1
    assert "There is no gap" not in one_gap
    assert "Contact function" in one_gap

"""The report as a person gets it: what stands on its pages, whatever was typed, and conformant."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from app.answers import content_hash, encoded_answers
from app.core.assessment.answer import Answer, EvidenceItem, Level, NotKnown
from app.core.assessment.assessment import ComponentEntry, Country, Move
from app.core.copies.copies import copied
from app.rendering.glyphs import LACKING, legible, legible_text
from tests.printed import pages_of, pdf_of, refuse_unless_conformant
from tests.rendering.hostile import HOSTILE, LONG_NAME, ROOT
from tests.rendering.reports import STATEMENT, empty, extremes, printable
from tests.reports import a_report
from tests.sampled import sampled
from tests.shipped import FOLDER


@pytest.fixture(scope="module")
def masked_pdf(questionnaire, demonstration) -> bytes:
    return pdf_of(printable(questionnaire, demonstration, marking="RESTRICTED", is_demonstration=True))


@pytest.fixture(scope="module")
def own_pdf(questionnaire, demonstration) -> bytes:
    finished = {"edition": 2, "finished_on": date(2026, 11, 20)}
    return pdf_of(printable(questionnaire, demonstration, copy="own", kind="executive", **finished))


@pytest.fixture(scope="module")
def hostile_pdf(questionnaire, hostile) -> bytes:
    return pdf_of(printable(questionnaire, hostile, copy="own", marking=HOSTILE))


# --- what stands on the pages ----------------------------------------------------------------------


@pytest.mark.slow
def test_the_report_names_the_country_and_its_scores(masked_pdf, questionnaire, demonstration):
    whole = " ".join(pages_of(masked_pdf, "-layout"))
    report = a_report(questionnaire, demonstration, copy="masked")
    assert demonstration.country.name in whole
    assert len(report.result.domains) == len(questionnaire.domains)
    for domain in report.result.domains:
        ends = [domain.score.low, domain.score.high]
        if domain.claimed is not None:
            ends.insert(1, domain.claimed)
        assert " ".join(f"{round(end)}" for end in ends) in whole
        assert f"Level {domain.level.low}" in whole


@pytest.mark.slow
def test_every_page_of_a_masked_draft_says_so(masked_pdf):
    pages = pages_of(masked_pdf)
    for number, page in enumerate(pages, start=1):
        assert STATEMENT in page
        assert "DRAFT" in page
        assert "masked copy" in page.lower()
        assert "RESTRICTED" in page
        assert "A/RES/75/59, version 0.9" in page
        assert "31 October 2026" in page
        assert "Xandoria" in page
        assert number == 1 or f"{number} of {len(pages)}" in page


def test_every_page_of_a_quick_scan_says_so_and_none_of_a_full_assessment(tiny, own_pdf):
    quick = replace(empty(tiny), scope="quick", answers={"1.1.1": Answer(value=Level(2))})
    pages = pages_of(pdf_of(printable(tiny, quick, marking="RESTRICTED", is_demonstration=True)))
    label = "Quick scan, not comparable with a full assessment"
    assert all(label in page for page in pages)
    assert "Quick scan: 3 core questions of 9" in pages[0]
    # On the short page beside the head.
    assert pages[1].count(label) == 2
    whole = " ".join(pages)
    assert "1.1.1" in whole
    assert "No question yet" not in whole
    assert "1.1.2" not in whole
    assert "2.2" not in whole
    assert not any("uick scan" in page for page in pages_of(own_pdf))


def test_every_page_of_a_finished_own_copy_says_so(own_pdf):
    for page in pages_of(own_pdf):
        assert "own copy" in page.lower()
        assert "contains withheld answers" in page
        assert "DRAFT" not in page
        assert STATEMENT in page
    assert "Edition 2, finished on 20 November 2026" in pages_of(own_pdf)[0]


@pytest.mark.slow
def test_the_cover_carries_the_hash_of_that_copy_in_groups(masked_pdf, questionnaire, demonstration):
    whole = content_hash(copied(questionnaire, demonstration, "masked"))
    groups = " ".join(whole[at : at + 4] for at in range(0, 64, 4))
    assert groups in pages_of(masked_pdf)[0]


@pytest.mark.slow
def test_a_masked_copy_shows_no_withheld_answer_and_carries_only_its_own_data(
    masked_pdf, own_pdf, questionnaire, demonstration
):
    for pdf, copy in ((masked_pdf, "masked"), (own_pdf, "own")):
        with pikepdf.open(BytesIO(pdf)) as opened:
            inside = opened.attachments["answers.json"].get_file().read_bytes().decode()
        assert inside == encoded_answers(copied(questionnaire, demonstration, copy))


def test_one_domain_reads_well(tiny):
    one = replace(tiny, domains=tiny.domains[:1], scenarios=())
    whole = " ".join(pages_of(pdf_of(printable(one, empty(one)))))
    assert "One domain" in whole
    assert not re.search(r"\b1 (domains|components|questions)\b", whole)
    assert "the one domain of this questionnaire" in whole


def test_both_orders_are_shown_where_the_state_moved_a_line(questionnaire, demonstration):
    html = printable(questionnaire, demonstration).html
    assert "The State’s order" not in html
    moved = demonstration.declared(
        "3.6", ComponentEntry(move=Move(place=1, reason="The bill is before parliament."))
    )
    html = printable(questionnaire, moved).html
    assert "The State’s order" in html
    assert "The bill is before parliament." in html
    assert "makes room" in html


# --- whatever was typed ----------------------------------------------------------------------------


def test_an_empty_assessment_says_that_it_is_too_early(tiny):
    pdf = pdf_of(printable(tiny, empty(tiny)))
    whole = " ".join(pages_of(pdf))
    assert "it is too early to say" in whole
    number = sum(1 for _ in tiny.questions())
    assert f"None of the {number} questions has an answer yet." in whole
    assert "not in place" not in whole
    refuse_unless_conformant(pdf)


def test_everything_unknown_is_too_early_and_never_nothing(questionnaire):
    unknown = replace(
        empty(questionnaire),
        answers={question.id: Answer(value=NotKnown()) for _, _, question in questionnaire.questions()},
    )
    html = printable(questionnaire, unknown).html
    assert "it is too early to say" in html
    assert "not known" in html


def test_everything_at_the_top_has_nothing_to_do(questionnaire):
    shown = EvidenceItem(grade="demonstrated", title="A record", dated="2026-01")
    top = replace(
        empty(questionnaire),
        answers={
            question.id: Answer(value=Level(4), evidence=(shown,))
            for _, _, question in questionnaire.questions()
        },
    )
    html = printable(questionnaire, top).html
    assert "Three strengths" in html
    assert "reviewed on its cycle" in html


@pytest.mark.slow
def test_hostile_text_is_inert_and_conformant(hostile_pdf):
    pages = pages_of(hostile_pdf)
    whole = " ".join(pages)
    assert "<script>" in whole
    assert "{{ 7 * 7 }}" in whole
    assert "root:" not in whole
    assert "\u202e" not in whole
    assert LACKING in whole
    for page in pages:
        assert STATEMENT in page
        assert "own copy" in page.lower()
    refuse_unless_conformant(hostile_pdf)
    with pikepdf.open(BytesIO(hostile_pdf)) as opened:
        assert list(opened.attachments) == ["answers.json", "report.json"]
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary):
                assert one.get("/S") != "/JavaScript"
                assert "/JS" not in one


@pytest.mark.parametrize(
    "name",
    sampled(
        ["everything unknown", "as much not applicable as allowed", "comments of 5,000 words"],
        ["as much not applicable as allowed"],
    ),
)
def test_every_extreme_is_conformant_and_stays_on_the_paper(tiny, name):
    printed = printable(tiny, extremes(tiny)[name], copy="own", marking="\u202eRESTRICTED\ud800 \U0001f4a3")
    pdf = pdf_of(printed)
    refuse_unless_conformant(pdf)
    assert all(STATEMENT in page for page in pages_of(pdf))


def test_the_longest_country_name_stays_on_the_paper(tiny):
    assert len(LONG_NAME) >= 60
    long = replace(empty(tiny), country=Country(code="XA", name=LONG_NAME))
    pdf = pdf_of(printable(tiny, long, code="ar-XB", marking="RESTRICTED"))
    assert LONG_NAME in " ".join(pages_of(pdf))
    refuse_unless_conformant(pdf)


def test_the_text_of_the_questionnaire_has_no_character_that_the_fonts_lack(questionnaire, demonstration):
    assert LACKING not in printable(questionnaire, demonstration).html
    everything = "".join(path.read_text() for path in sorted(FOLDER.glob("*.toml")))
    assert LACKING not in legible_text(everything)


def test_markup_survives_cleaning_and_text_is_composed():
    assert legible("<p title='a\u202eb'>\u0338e\u0301</p>") == "<p title='ab'>\u0338é</p>"
    assert legible_text("a\ud800b\x00c\td\U0001f4a3") == f"abc d{LACKING}"
    assert legible_text("a" + "\u0300" * 9) == "à" + "\u0300" * 4


# --- the same, every time --------------------------------------------------------------------------


def test_hash_seeds_time_zones_and_folders_change_nothing(tmp_path):
    program = """
import hashlib, sys
sys.path[:0] = [sys.argv[1]]
from app.answers import parsed_answers
from app.catalogue import checked
from tests.shipped import FOLDER
from tests.rendering.reports import printable
questionnaire = checked(FOLDER)
demonstration = parsed_answers((FOLDER / "demonstrations" / "xa.json").read_text(), questionnaire)
print(hashlib.sha256(printable(questionnaire, demonstration).as_json().encode()).hexdigest())
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", program, ROOT],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C.UTF-8", "PATH": ""},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, folder in (("1", "UTC", ROOT), ("2", "Pacific/Kiritimati", tmp_path))
    }
    assert len(told) == 1

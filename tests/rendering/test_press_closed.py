"""The press fails closed: without a file of its own it hands out nothing, and says which one is lacking."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.answers import encoded_answers
from app.cli import app as cli
from app.core.reports.choice import KIND_IDS
from app.rendering import confinement, ingredients, press
from app.rendering.errors import PressError
from app.rendering.ingredients import SHEETS, assets
from app.rendering.paper import blank_form, paper_page
from app.rendering.press import pressed
from app.services.reports import printed
from tests import reports
from tests.builders import QUESTIONNAIRES, TINY, an_answer, an_assessment
from tests.missing import need
from tests.rendering.confined import confined
from tests.sampled import sampled

ASSESSMENT = an_assessment(answers={"1.1.1": an_answer(3)})
NOBODY = 65534


def a_report(kind="executive", **about):
    return printed(reports.a_report(TINY, ASSESSMENT, kind=kind, marking="RESTRICTED", **about), "en")


FONTS = sorted(name for name in assets() if name.startswith("fonts/"))


@pytest.fixture(autouse=True)
def pango():
    need("pango")


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    """A copy of the report's style sheet, which is the one that is used."""
    path = tmp_path / "report.css"
    path.write_bytes(SHEETS["report.css"].read_bytes())
    monkeypatch.setitem(SHEETS, "report.css", path)
    return path


def test_a_sheet_that_the_child_may_not_read_is_handed_to_it_or_ends_the_report(sheet):
    sheet.chmod(0)
    if os.geteuid() == 0:
        # Root reads it, and the child, who gave up root's rights, could not.
        os.chown(sheet, NOBODY, NOBODY)
        assert pressed(a_report()).startswith(b"%PDF")
    else:
        with pytest.raises(PressError, match=r"report\.css.*cannot be read \(Permission denied\)"):
            pressed(a_report())


def test_a_missing_sheet_ends_the_report_and_is_named(sheet):
    sheet.unlink()
    with pytest.raises(PressError, match=r"report\.css.*cannot be read \(No such file"):
        pressed(a_report())


@pytest.mark.parametrize("name", sampled(FONTS, FONTS[:1]))
def test_a_missing_font_ends_the_report_and_is_named(tmp_path, monkeypatch, name):
    for one, content in assets().items():
        if one.startswith("fonts/") and one != name:
            (tmp_path / Path(one).name).write_bytes(content)
    asked = a_report()
    monkeypatch.setattr(ingredients, "_FONTS", tmp_path)
    with pytest.raises(PressError, match=Path(name).name):
        pressed(asked)


@pytest.mark.parametrize("lost", ["report.css", "fonts/NotoSans-Regular.ttf"])
def test_what_is_lost_on_the_way_to_the_child_ends_the_report(monkeypatch, lost):
    whole = press.lay_out_assets

    def lose(place):
        whole(place)
        (place / lost).unlink()

    monkeypatch.setattr(press, "lay_out_assets", lose)
    with pytest.raises(PressError, match="a style sheet or a font of the product was not at hand"):
        pressed(a_report())


@pytest.mark.parametrize("css", ["", ".standing, .folio { display: none }", ".foot { display: none }"])
def test_pages_without_their_marking_number_or_disclaimer_are_not_handed_out(sheet, css):
    whole = sheet.read_text() if css else ""
    sheet.write_text(whole + css)
    with pytest.raises(PressError, match="lacks its marking, its number or what it is not"):
        pressed(a_report("full"))


def test_a_page_whose_number_is_lost_is_not_handed_out(sheet):
    sheet.write_text(sheet.read_text() + ".page::after { content: '7' }")
    with pytest.raises(PressError, match="lacks its marking"):
        pressed(a_report())


@pytest.mark.parametrize("kind", KIND_IDS)
def test_every_kind_asks_for_its_marking_draft_copy_and_disclaimer_on_each_page(kind):
    asked = a_report(kind)
    assert asked.stands == (
        "RESTRICTED",
        "DRAFT",
        "Own copy, contains withheld answers",
        "Self-assessment by the State; not a measure of compliance",
    )


def test_an_edition_of_a_demonstration_asks_for_both_words():
    stands = a_report(edition=3, is_demonstration=True).stands
    assert {"Edition 3", "Demonstration"} <= {one.replace("\N{NO-BREAK SPACE}", " ") for one in stands}


def test_a_marking_of_any_length_and_script_is_found_on_the_pages():
    for marking in ("“é” \u202eDETCIRTSER <b> · C", "سري للغاية 日 12"):
        report = reports.a_report(TINY, ASSESSMENT, kind="executive", marking=marking)
        assert pressed(printed(report, "ar-XB")).startswith(b"%PDF")


def test_a_form_asks_for_them_too_and_is_not_handed_out_bare(sheet):
    asked = paper_page(blank_form(TINY, scope="full", marking="RESTRICTED"), "en")
    assert pressed(asked).startswith(b"%PDF")
    assert asked.stands[0] == "RESTRICTED"
    sheet.write_text("")
    with pytest.raises(PressError, match="lacks its marking"):
        pressed(asked)


def test_the_command_says_it_and_writes_no_file(sheet, tmp_path):
    answers, out = tmp_path / "answers.json", tmp_path / "report.pdf"
    answers.write_text(encoded_answers(ASSESSMENT))
    sheet.unlink()
    command = ["report", str(answers), "--questionnaires", str(QUESTIONNAIRES), "--out", str(out)]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 1
    assert "report.css, a file of the product, cannot be read" in done.stderr
    assert not out.exists()


def test_a_checkout_that_cannot_be_read_ends_the_command_with_a_sentence(monkeypatch, tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text(encoded_answers(ASSESSMENT))
    monkeypatch.setattr(ingredients, "_OWN", ("gone/*.py",))
    monkeypatch.setattr(Path, "glob", lambda path, _pattern: iter([path / "gone"]))
    ingredients.made_of.cache_clear()
    with pytest.raises(PressError, match=r"gone, a file of the product, cannot be read"):
        ingredients.made_of()


def test_a_child_that_may_not_read_its_own_parts_says_so(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    body = "print('went on')"
    done = confined(tmp_path, body, prefix=closed)
    closed.chmod(0o700)
    assert (done.returncode, done.stdout) == (confinement.NO_ACCESS, ""), done.stderr
    sentence = press.sentence_of(confinement.NO_ACCESS)
    assert "chmod -R o+rX" in sentence

"""The press: conformant, reproducible, deaf to the network, and leaving nothing behind."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.rendering import press, weasy
from app.rendering.checksum import identified
from app.rendering.press import STEPS, PressError, pressed
from tests.missing import need
from tests.rendering.one_page import printable

HOSTILE = """
<link rel="stylesheet" href="file:///etc/passwd"><link rel="attachment" href="file:///etc/hostname">
<style>p { background: url(file:///etc/passwd) } @import "http://localhost:1/x.css";</style>
<script>alert(1)</script><img src="http://localhost:1/x.png" alt="none">
"""


@pytest.fixture(scope="module")
def steps() -> list[tuple[int, int, str]]:
    return []


@pytest.fixture(scope="module")
def made(steps, tmp_path_factory) -> bytes:
    need("pango")
    folder = tmp_path_factory.mktemp("press")
    whole = pressed(printable(HOSTILE), lambda *told: steps.append(told), folder=folder)
    assert list(folder.iterdir()) == []
    return whole


@pytest.fixture(scope="module")
def opened(made) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made))


def test_progress_goes_through_the_steps_in_order(made, steps):
    numbers = [step for step, _, _ in steps]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == len(STEPS)
    assert all(of == len(STEPS) and words == STEPS[step - 1] for step, of, words in steps)


def test_the_file_is_tagged_and_says_its_language_and_title(opened):
    root = opened.Root
    assert root.MarkInfo.Marked
    assert root.StructTreeRoot.K
    assert str(root.Lang) == "en"
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo["/Title"]) == "A title"
    assert root.OutputIntents[0].S == "/GTS_PDFA1"


def test_one_rdf_names_both_conformances(opened):
    xml = opened.Root.Metadata.read_bytes()
    assert xml.count(b"<rdf:RDF") == xml.count(b"</rdf:RDF>") == 1
    with opened.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"] == "2026-11-24T00:00:00Z"
    assert b"pdfaExtension:schemas" in xml


def test_the_attachment_is_a_source_with_the_date_of_the_data(opened):
    assert list(opened.attachments) == ["answers.json"]
    file = opened.attachments["answers.json"].get_file()
    assert file.read_bytes() == '{"country": "Île"}\n'.encode()
    assert file.mime_type == "application/json"
    (associated,) = opened.Root.AF
    assert associated.AFRelationship == "/Source"
    assert str(associated.EF.F.Params.ModDate) == "D:20261124000000Z"


def test_every_annotation_has_contents_and_a_place_in_the_structure(opened):
    annotations = [one for page in opened.pages for one in page.get("/Annots", [])]
    assert annotations
    for one in annotations:
        assert str(one.Contents)
        assert "/StructParent" in one


def test_table_headers_have_their_scope(opened):
    scopes = [
        str(one.A.Scope)
        for one in opened.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH" and "/A" in one
    ]
    assert sorted(scopes) == ["/Column", "/Column", "/Row"]


def test_only_the_pinned_fonts_are_in_it(opened):
    fonts = {
        str(one.FontName).partition("+")[2]
        for one in opened.objects
        if isinstance(one, pikepdf.Dictionary) and "/FontName" in one
    }
    assert fonts
    assert all(name.startswith("Noto-Sans") for name in fonts)


def test_qpdf_finds_no_fault(made, tmp_path):
    need("qpdf")
    path = tmp_path / "made.pdf"
    path.write_bytes(made)
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_outloud_finds_no_fault(made, tmp_path):
    path = tmp_path / "made.pdf"
    path.write_bytes(made)
    checked = subprocess.run(
        [Path(sys.executable).with_name("outloud"), "--layer", "conformance", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_the_file_carries_its_identifier_and_its_checksum(made, opened):
    assert identified(made) == ("0123456789abcdef" * 2, True)
    first, second = opened.trailer.ID
    assert bytes(first).hex() == "0123456789abcdef" * 2
    assert len(bytes(second)) == 32


def test_equal_input_gives_equal_bytes_whatever_the_surroundings(made, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    monkeypatch.chdir(tmp_path)
    assert pressed(printable(HOSTILE)) == made


def test_nothing_but_the_own_assets_is_served():
    assert weasy.own_asset(weasy.BASE + "report.css").name == "report.css"
    assert weasy.own_asset(weasy.BASE + "fonts/NotoSans-Regular.ttf").name == "NotoSans-Regular.ttf"
    for refused in (
        "file:///etc/passwd",
        "http://localhost:1/",
        "https://report.invalid.example/report.css",
        weasy.BASE + "../report.css",
        weasy.BASE + "fonts/../../press.py",
        weasy.BASE + "fonts/OFL.txt",
        weasy.BASE,
        "data:text/css,p{}",
        "report.css",
        "",
    ):
        assert weasy.own_asset(refused) is None, refused


def test_a_late_child_is_stopped_and_leaves_nothing(tmp_path):
    need("pango")
    with pytest.raises(PressError, match="not ready after 0 seconds"):
        pressed(printable(), folder=tmp_path, seconds=0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at_step", [0, 5, 7])
def test_a_killed_child_leaves_nothing(tmp_path, at_step):
    need("pango")
    stops = []

    def told(step, _of, _words):
        if step == at_step:
            stops[0]()

    def started(stop):
        stops.append(stop)
        told(0, 0, "")

    with pytest.raises(PressError, match="ended early"):
        pressed(printable(), told, on_start=started, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_pango_the_error_names_the_line_that_brings_it(tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')\n")
    known = press._environment
    monkeypatch.setattr(press, "_environment", lambda place: {**known(place), "PYTHONPATH": str(tmp_path)})
    with pytest.raises(PressError, match=r"apt-get install libpango-1\.0-0"):
        pressed(printable())


def test_too_little_memory_is_said_in_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise MemoryError\n")
    known = press._environment
    monkeypatch.setattr(press, "_environment", lambda place: {**known(place), "PYTHONPATH": str(tmp_path)})
    with pytest.raises(PressError, match="more memory"):
        pressed(printable())


def test_what_a_killed_server_left_is_cleared_away(tmp_path):
    (tmp_path / "making-1" / "cache").mkdir(parents=True)
    (tmp_path / "making-1" / "cache" / "x").write_text("x")
    (tmp_path / "making-2").write_text("half a file")
    (tmp_path / "kept.pdf").write_text("whole")
    press.clear_away(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.pdf"]


def test_equal_values_are_equal_text():
    assert printable().as_json() == printable().as_json()
    assert json.loads(printable().as_json())["created"] == "2026-11-24"

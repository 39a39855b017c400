"""A review of health capacities, answered in the browser from start to report; no code knows of it."""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import missing
from tests.journeys.browsing import follow
from tests.journeys.conftest import Coordinator
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "laboratories-of-the-institute"
WORDY_PAGES = (
    *("", f"questions/{LONG}-1", f"components/{LONG}", f"result/{LONG}"),
    *("domains/detection", "result/detection", "check", "result"),
)
QUESTIONNAIRES = Path(__file__).parents[1] / "questionnaires"
PREVENT = {"law-1": "5", "money-1": "4", "vaccines-1": "3", "animals-1": "0"}
DETECT = {"clinics-1": "2", "laboratories-1": "not_known", "people-1": "range", "borders-1": "3"}
RESPOND = {"centre-1": "4", "hospitals-1": "1", "medicines-1": "4", "words-1": "5", "care-1": "5"}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that knows the questionnaires of the tests alone."""
    with served(tmp_path_factory.mktemp("foreign"), CIED_QUESTIONNAIRES=str(QUESTIONNAIRES)) as address:
        yield address


@pytest.mark.slow
def test_thirteen_capacities_are_answered_on_their_scale_of_six_and_reported(page, foreign, tmp_path):
    missing.need("pango")
    missing.need("pdftotext")
    coordinator = Coordinator(page, foreign)
    coordinator.start_an_assessment(
        "Hygieia", "XH", questionnaire="Review of capacities for health emergencies"
    )
    page.get_by_role("group", name="Do large ships call?").get_by_label("Yes").check()
    page.get_by_label("Poultry").check()
    page.get_by_role("group", name="FLU A new influenza").get_by_label("High", exact=True).check()
    follow(page.get_by_role("button", name="Save and go to tasks"))

    page.set_viewport_size({"width": 320, "height": 800})
    for question, value in {**PREVENT, **DETECT, **RESPOND}.items():
        coordinator.answer(question, value)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1100, "height": 900})
    page.goto(coordinator.address("questions", "care-1"))
    expect(page.locator('input[name="value"][value="5"]')).to_be_checked()
    expect(page.get_by_text("Patients sit in the group").first).to_be_visible()

    coordinator.finish()
    shown = page.locator("main").inner_text()
    assert "working" in shown
    for ours in ("designed", "Designed", "explosive", "Implement"):
        assert ours not in shown
    rows = {row["node"]: row for row in got(f"{foreign}/api/v1/results?kind=domain")["rows"]}
    # 5 4 3 0: three quarters are at 3. 2 ? 1-2 3: three quarters are at 1 for certain, and all may be at 2.
    # 4 1 4 5 5: 4/5 are at 4.
    assert (rows["P"]["level_low"], rows["P"]["score_low"]["rounded"]) == (3, "60.0")
    assert (rows["T"]["level_low"], rows["T"]["level_high"]) == (1, 2)
    assert (rows["T"]["score_low"]["rounded"], rows["T"]["score_high"]["rounded"]) == ("30.0", "60.0")
    assert (rows["R"]["level_low"], rows["R"]["score_high"]["rounded"]) == (4, "76.0")

    result = got(f"{foreign}/api/v1/assessments/{coordinator.assessment}/result")
    recorded = QUESTIONNAIRES / "health-capacities/1.0/published.sha256"
    assert result["questionnaire"]["hash"] == recorded.read_text().strip()

    text = report_text(coordinator, tmp_path)
    assert "Hygieia" in text
    assert "Review of capacities for health emergencies" in text


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the same questionnaire, in which some ids are words of up to 29 letters."""
    folder = tmp_path_factory.mktemp("wordy")
    copy = shutil.copytree(QUESTIONNAIRES / "health-capacities", folder / "questionnaires/health-capacities")
    for name in ("published.sha256", "examples.toml"):
        (copy / "1.0" / name).unlink()
    for file in (copy / "1.0").glob("*.toml"):
        text = file.read_text().replace('status = "published"', 'status = "draft"')
        text = text.replace('id = "T"', 'id = "detection"')
        file.write_text(text.replace('"laboratories', f'"{LONG}'))
    data = folder / "data"
    data.mkdir()
    with served(data, CIED_QUESTIONNAIRES=str(folder / "questionnaires")) as address:
        yield address


@pytest.mark.parametrize("width", [320, 800, 1100])
def test_an_id_that_is_a_long_word_covers_no_other_text(page, wordy, width):
    coordinator = Coordinator(page, wordy)
    coordinator.start_an_assessment("Hygieia", "XH")
    coordinator.answer(f"{LONG}-1", "2")
    page.set_viewport_size({"width": width, "height": 800})
    for path in WORDY_PAGES:
        page.goto(coordinator.address(path))
        assert page.evaluate(COVERED) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


COVERED = """() => {
  const inked = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((one) => one.width > 1 && one.height > 1);
  };
  const covers = (a, b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 6 && b.top < a.bottom - 6;
  const found = [];
  for (const code of document.querySelectorAll("main .code")) {
    const row = code.closest("tr, li, dt, h1, h2, h3, legend");
    const texts = document.createTreeWalker(row ?? code, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (code.contains(text) || !text.data.trim()) continue;
      if (text.parentElement.closest(".visually-hidden")) continue;
      if (inked(text).some((one) => inked(code).some((other) => covers(one, other))))
        found.push(`${code.innerText} | ${text.data.trim()}`);
    }
  }
  return found;
}"""
"""Where the text of an id and another text of its row lie on each other."""


def got(address: str) -> dict:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the server just started
        return json.load(answer)


def report_text(coordinator: Coordinator, folder: Path) -> str:
    """The text of the PDF that the report page hands out."""
    coordinator.take_the_report(folder / "report.pdf")
    command = ["pdftotext", folder / "report.pdf", "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)
    return " ".join(printed.stdout.split())

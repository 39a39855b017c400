"""A review of health capacities, answered in the browser from start to report; no code knows of it."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import missing
from tests.journeys.conftest import Coordinator
from tests.serving import served

pytestmark = pytest.mark.browser

QUESTIONNAIRES = Path(__file__).parents[1] / "questionnaires"
PREVENT = {"law-1": "5", "money-1": "4", "vaccines-1": "3", "animals-1": "0"}
DETECT = {"clinics-1": "2", "laboratories-1": "not_known", "people-1": "3", "borders-1": "3"}
RESPOND = {"centre-1": "4", "hospitals-1": "1", "medicines-1": "4", "words-1": "5", "care-1": "5"}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that knows the questionnaires of the tests alone."""
    with served(tmp_path_factory.mktemp("foreign"), CIED_QUESTIONNAIRES=str(QUESTIONNAIRES)) as address:
        yield address


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
    page.get_by_role("button", name="Save and go to tasks").click()

    page.set_viewport_size({"width": 320, "height": 800})
    for question, value in {**PREVENT, **DETECT, **RESPOND}.items():
        coordinator.answer(question, value)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1100, "height": 900})
    page.goto(coordinator.address("questions", "care-1"))
    assert page.locator('input[name="value"][value="5"]').is_checked()
    assert page.get_by_text("Patients sit in the group").first.is_visible()

    coordinator.finish()
    shown = page.locator("main").inner_text()
    assert "working" in shown
    for ours in ("designed", "Designed", "explosive", "Implement"):
        assert ours not in shown
    with urllib.request.urlopen(f"{foreign}/api/v1/results?kind=domain", timeout=60) as answer:  # noqa: S310
        rows = {row["node"]: row for row in json.load(answer)["rows"]}
    # 5 4 3 0: three quarters are at 3. 2 ? 3 3: half is at 3 and the rest unknown. 4 1 4 5 5: 4/5 at 4.
    assert (rows["P"]["level_low"], rows["P"]["score_low"]["rounded"]) == (3, "60.0")
    assert (rows["T"]["level_low"], rows["T"]["level_high"]) == (2, 3)
    assert (rows["R"]["level_low"], rows["R"]["score_high"]["rounded"]) == (4, "76.0")

    text = report_text(coordinator, tmp_path)
    assert "Hygieia" in text
    assert "Review of capacities for health emergencies" in text


def report_text(coordinator: Coordinator, folder: Path) -> str:
    """The text of the PDF that the report page hands out."""
    coordinator.take_the_report(folder / "report.pdf")
    command = ["pdftotext", folder / "report.pdf", "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)
    return " ".join(printed.stdout.split())

"""Reports are made once, appear whole or not at all, and say how far they are."""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner

from app.answers import content_hash, read_frozen, text_hash
from app.cli import app as cli
from app.core.assessment.answer import Answer, Level
from app.core.reports.choice import ReportChoice
from app.rendering.press import PressError, Printable
from app.services import assessments, finishing
from app.services.labels import Label
from app.services.printing import Failed, Made, Making, ReportPress
from app.services.reports import printed, report_of
from tests.builders import TINY, an_act, an_answer, answered, started
from tests.missing import need

ROOT = Path(__file__).parent.parent.parent
QUESTIONNAIRES = ROOT / "questionnaires"
DEMONSTRATION = QUESTIONNAIRES / "a-res-75-59" / "0.9" / "demonstrations" / "xa.json"
FIRST = TINY.domains[0].components[0].questions[0].id
PATIENCE_SECONDS = 20
LABEL = Label(what="report", name="A.pdf", kind="full", copy="masked")
ONE, OTHER = "1" * 32, "2" * 32
"""Ids of assessments."""


def printable(html: str = "<p>one</p>") -> Printable:
    return Printable(html=html, title="A", language="en", identifier="ab" * 16, created=date(2026, 11, 24))


class FakePress:
    """Counts what it is asked for, and waits where it is told to."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.may_go_on = threading.Event()
        self.has_begun = threading.Event()
        self.error: Exception | None = None
        self._lock = threading.Lock()

    def __call__(self, asked, on_progress=lambda *_told: None, *, on_start, folder):
        stopped = threading.Event()
        on_start(stopped.set)
        with self._lock:
            self.calls.append(asked.html)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        on_progress(5, 7, "Laying out the pages")
        (folder / "making-half").write_text("half")
        self.has_begun.set()
        while not (self.may_go_on.wait(0.01) or stopped.is_set()):
            pass
        (folder / "making-half").unlink(missing_ok=True)
        with self._lock:
            self.at_once -= 1
        if stopped.is_set():
            raise PressError("stopped")
        if self.error:
            raise self.error
        return b"%PDF " + asked.html.encode()


@pytest.fixture
def fake():
    return FakePress()


@pytest.fixture
def made_by(fake, tmp_path):
    press = ReportPress(tmp_path / "reports", fake)
    yield press
    fake.may_go_on.set()
    press.close()


def settled(press, key):
    """The state once nothing is being made any more."""
    until = time.monotonic() + PATIENCE_SECONDS
    while isinstance(state := press.state(ONE, key), Making):
        assert time.monotonic() < until
        time.sleep(0.005)
    return state


def test_a_report_is_made_and_lies_under_its_key(made_by, fake):
    fake.may_go_on.set()
    key = made_by.request(ONE, printable(), LABEL)
    state = settled(made_by, key)
    assert isinstance(state, Made)
    assert state.path.read_bytes() == b"%PDF <p>one</p>"
    assert sorted(path.name for path in state.path.parent.iterdir()) == [f"{key}.json", f"{key}.pdf"]


def test_while_it_is_made_it_says_how_far_it_is(made_by, fake):
    key = made_by.request(ONE, printable(), LABEL)
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    assert made_by.state(ONE, key) == Making(label=LABEL, step=5, of=7, words="Laying out the pages")


def test_two_requests_for_one_key_render_once(made_by, fake):
    keys = {made_by.request(ONE, printable(), LABEL) for _ in range(20)}
    fake.may_go_on.set()
    (key,) = keys
    settled(made_by, key)
    assert made_by.request(ONE, printable(), LABEL) == key
    assert isinstance(made_by.state(ONE, key), Made)
    assert len(fake.calls) == 1


def test_what_makes_another_report_makes_another_key(made_by, fake):
    fake.may_go_on.set()
    assert made_by.request(ONE, printable("<p>one</p>"), LABEL) != made_by.request(
        ONE, printable("<p>two</p>"), LABEL
    )


def test_a_report_that_becomes_ready_while_one_looks_is_being_made_or_there(made_by, fake, monkeypatch):
    key = made_by.request(ONE, printable(), LABEL)
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    exists = Path.exists

    def looked_for(path, **more):
        found = exists(path, **more)
        if path.name == f"{key}.pdf" and not found:
            fake.may_go_on.set()
            made_by._workers.shutdown()
        return found

    monkeypatch.setattr(Path, "exists", looked_for)
    assert isinstance(made_by.state(ONE, key), Making)
    assert isinstance(made_by.state(ONE, key), Made)


def test_no_more_are_made_at_once_than_there_are_processors(tmp_path, fake, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    press = ReportPress(tmp_path, fake)
    keys = [press.request(ONE, printable(f"<p>{n}</p>"), LABEL) for n in range(6)]
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    fake.may_go_on.set()
    assert all(isinstance(settled(press, key), Made) for key in keys)
    assert fake.most_at_once <= 2
    press.close()


def test_a_failure_says_why_and_asking_again_tries_again(made_by, fake):
    fake.error = PressError("The report needs Pango.")
    fake.may_go_on.set()
    key = made_by.request(ONE, printable(), LABEL)
    assert settled(made_by, key) == Failed(label=LABEL, sentence="The report needs Pango.")
    fake.error = RuntimeError("a fault of ours")
    made_by.request(ONE, printable(), LABEL)
    assert settled(made_by, key) == Failed(label=LABEL, sentence="The report could not be made. Try again.")
    fake.error = None
    made_by.request(ONE, printable(), LABEL)
    assert isinstance(settled(made_by, key), Made)


def test_closing_stops_what_has_begun_and_leaves_no_half_file(tmp_path, fake):
    press = ReportPress(tmp_path, fake)
    key = press.request(ONE, printable(), LABEL)
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    press.close()
    assert press.state(ONE, key) == Failed(label=LABEL, sentence="stopped")
    assert list(tmp_path.iterdir()) == []


def test_a_start_clears_away_what_a_killed_server_left_and_keeps_what_is_whole(tmp_path, fake):
    fake.may_go_on.set()
    press = ReportPress(tmp_path, fake)
    key = press.request(ONE, printable(), LABEL)
    settled(press, key)
    press.close()
    (tmp_path / "making-abc").mkdir()
    (tmp_path / "making-abc" / "input").write_text("{}")
    (tmp_path / "making-def").write_text("half")
    again = ReportPress(tmp_path, fake)
    assert isinstance(again.state(ONE, key), Made)
    assert [path.name for path in tmp_path.rglob("*.pdf")] == [f"{key}.pdf"]
    assert [path.name for path in tmp_path.iterdir()] == [ONE]
    again.request(ONE, printable(), LABEL)
    again.close()
    assert len(fake.calls) == 1


SERVER = """
import sys, time
from dataclasses import replace
from datetime import date
from pathlib import Path
from app.rendering.press import Printable
from app.services.labels import Label
from app.services.printing import ReportPress
label = Label(what="report", name="A.pdf")
press = ReportPress(Path(sys.argv[1]))
html = "<html lang='en'><title>A</title><h1>A</h1>" + "<p>one</p>" * 1500
asked = Printable(html=html, title="A", language="en", identifier="ab" * 16, created=date(2026, 11, 24))
keys = [press.request(sys.argv[2], asked, label), press.request(sys.argv[3], asked, label)]
while press.state(sys.argv[2], keys[0]).step < 5:
    time.sleep(0.01)
print(keys[0], flush=True)
time.sleep(60)
"""


def test_a_server_killed_while_it_prints_leaves_no_half_report_and_the_next_one_makes_it(tmp_path):
    need("pango")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path), ONE, OTHER], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    key = server.stdout.readline().strip()
    server.kill()
    server.wait()
    server.stdout.close()
    assert key
    assert list(tmp_path.rglob("*.pdf")) == []
    assert list(tmp_path.glob("making-*"))
    press = ReportPress(tmp_path)
    assert press.state(ONE, key) is None
    assert list(tmp_path.iterdir()) == []
    again = press.request(ONE, printable(), LABEL)
    assert settled(press, again).path.read_bytes().startswith(b"%PDF-1.7")
    press.close()


def test_another_label_makes_another_key_so_that_no_file_lies_under_a_name_that_is_not_its_own(made_by, fake):
    fake.may_go_on.set()
    own = replace(LABEL, copy="own")
    keys = [made_by.request(ONE, printable(), label) for label in (LABEL, own)]
    assert [settled(made_by, key).label for key in keys] == [LABEL, own]


def test_what_is_made_is_listed_newest_first_and_is_still_after_a_restart(tmp_path, fake):
    fake.may_go_on.set()
    press = ReportPress(tmp_path, fake)
    keys = []
    for number in range(3):
        keys.append(press.request(ONE, printable(f"<p>{number}</p>"), replace(LABEL, edition=number + 1)))
        settled(press, keys[-1])
    press.close()
    again = ReportPress(tmp_path, fake)
    again.keep({ONE})
    assert [one.key for one in again.made(ONE)] == keys[::-1]
    assert [one.label.edition for one in again.made(ONE)] == [3, 2, 1]
    assert {one.size for one in again.made(ONE)} == {len("%PDF <p>0</p>")}
    assert again.made(OTHER) == ()
    again.close()


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"what": "other"}'])
def test_a_file_without_a_label_is_none_and_goes_at_the_next_start(tmp_path, fake, text):
    fake.may_go_on.set()
    press = ReportPress(tmp_path, fake)
    key = press.request(ONE, printable(), LABEL)
    label = settled(press, key).path.with_suffix(".json")
    label.unlink() if text is None else label.write_text(text)
    assert press.state(ONE, key) is None
    assert press.made(ONE) == ()
    press.keep({ONE})
    assert list((tmp_path / ONE).iterdir()) == []
    press.request(ONE, printable(), LABEL)
    assert settled(press, key).label == LABEL
    press.close()


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 39, "g" * 40, "0" * 40])
def test_a_key_that_nobody_was_given_is_nothing(made_by, key):
    assert made_by.state(ONE, key) is None


def test_the_report_of_another_assessment_is_not_given_out(made_by, fake):
    fake.may_go_on.set()
    key = made_by.request(ONE, printable(), LABEL)
    settled(made_by, key)
    assert made_by.state(OTHER, key) is None


def test_what_is_forgotten_is_removed_and_what_is_being_made_of_it_stops(made_by, fake, tmp_path):
    fake.may_go_on.set()
    kept, gone = (made_by.request(assessment, printable(), LABEL) for assessment in (OTHER, ONE))
    settled(made_by, gone)
    while isinstance(made_by.state(OTHER, kept), Making):
        time.sleep(0.005)
    fake.may_go_on.clear()
    fake.has_begun.clear()
    half = made_by.request(ONE, printable("<p>two</p>"), LABEL)
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    made_by.forget(ONE)
    assert made_by.state(ONE, gone) is None
    assert made_by.state(ONE, half) is None
    assert isinstance(made_by.state(OTHER, kept), Made)
    made_by.close()
    assert [path.name for path in (tmp_path / "reports").iterdir()] == [OTHER]


def test_a_report_that_was_forgotten_while_it_was_written_does_not_come_back(tmp_path):
    def forgets(asked, on_progress, *, on_start, folder):
        press.forget(ONE)
        return b"%PDF"

    press = ReportPress(tmp_path, forgets)
    press.request(ONE, printable(), LABEL)
    press.close()
    assert list(tmp_path.iterdir()) == []


def test_a_start_removes_the_reports_of_assessments_that_are_gone(tmp_path, fake):
    fake.may_go_on.set()
    press = ReportPress(tmp_path, fake)
    for assessment in (ONE, OTHER):
        key = press.request(assessment, printable(), LABEL)
        while isinstance(press.state(assessment, key), Making):
            time.sleep(0.005)
    (tmp_path / "left-by-an-older-version.pdf").write_text("x")
    press.close()
    ReportPress(tmp_path, fake).keep({OTHER, "3" * 32})
    assert [path.name for path in tmp_path.iterdir()] == [OTHER]


def test_the_reports_that_nobody_asked_for_longest_make_room(tmp_path, fake):
    fake.may_go_on.set()
    press = ReportPress(tmp_path, fake, kept_at_most=30)
    keys = []
    for number in range(3):
        keys.append(press.request(ONE, printable(f"<p>{number}</p>"), LABEL))
        settled(press, keys[-1])
        press.request(ONE, printable("<p>0</p>"), LABEL)
    states = [press.state(ONE, key) for key in keys]
    press.close()
    assert [type(state) for state in states] == [Made, type(None), Made]


def test_what_is_made_again_is_kept_nowhere_and_one_at_a_time(made_by, fake, tmp_path):
    with ThreadPoolExecutor(1) as other:
        first = other.submit(made_by.again, printable())
        assert fake.has_begun.wait(PATIENCE_SECONDS)
        with pytest.raises(PressError, match="Another report is being checked"):
            made_by.again(printable())
        fake.may_go_on.set()
        assert first.result() == b"%PDF <p>one</p>"
    assert made_by.again(printable()) == b"%PDF <p>one</p>"
    assert list((tmp_path / "reports").iterdir()) == []


def test_closing_stops_what_is_made_again(made_by, fake):
    with ThreadPoolExecutor(1) as other:
        making = other.submit(made_by.again, printable())
        assert fake.has_begun.wait(PATIENCE_SECONDS)
        made_by.close()
        with pytest.raises(PressError, match="stopped"):
            making.result()
    with pytest.raises(PressError, match="The server is stopping"):
        made_by.again(printable())


# --- what a report is made of ----------------------------------------------------------------------


def test_the_report_of_an_open_assessment_is_a_draft_of_its_present_state(database):
    assessment = started(database)
    answered(database, assessment, FIRST, an_answer(3))
    said = report_of(assessments.opened(database, assessment), ReportChoice(copy="own", marking="RESTRICTED"))
    assert said.is_draft
    assert said.choice.marking == "RESTRICTED"
    assert said.assessment.answer(FIRST) == an_answer(3)
    assert said.provenance.content_hash == content_hash(said.assessment)


def test_a_finished_assessment_shows_its_newest_edition_and_any_other_by_number(database):
    assessment = started(database)
    answered(database, assessment, FIRST, an_answer(1))
    finishing.finish(database, assessment, an_act())
    finishing.reopen(database, assessment, an_act(), reason="An error.")
    answered(database, assessment, FIRST, an_answer(2), base=1)
    reopened = assessments.opened(database, assessment)
    assert report_of(reopened, ReportChoice(copy="own")).is_draft
    first = report_of(reopened, ReportChoice(copy="own", edition=1))
    assert (first.provenance.edition, first.assessment.answer(FIRST)) == (1, an_answer(1))
    assert first.provenance.content_hash == reopened.editions[0].content_hash
    assert first.provenance.finished_on == reopened.editions[0].finished_at.date()
    finishing.finish(database, assessment, an_act())
    newest = report_of(assessments.opened(database, assessment), ReportChoice(copy="masked"))
    assert (newest.provenance.edition, newest.assessment.answer(FIRST)) == (2, an_answer(2))
    with pytest.raises(LookupError):
        report_of(reopened, ReportChoice(copy="own", edition=7))


def test_a_masked_report_and_its_attachments_hold_nothing_withheld(database):
    assessment = started(database)
    secret = Answer(value=Level(3), withheld=True, comment="CANARY")
    answered(database, assessment, FIRST, secret)
    opened = assessments.opened(database, assessment)
    masked, own = (printed(report_of(opened, ReportChoice(copy=copy)), "en") for copy in ("masked", "own"))
    assert [one.name for one in masked.attachments] == ["answers.json", "result.json", "report.json"]
    assert "CANARY" not in masked.as_json()
    assert "CANARY" in own.attachments[0].text
    assert masked.identifier != own.identifier
    result = json.loads(masked.attachments[1].text)
    assert result["content_hash"] == content_hash(read_frozen(masked.attachments[0].text))


# --- the command -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_prints_the_masked_copy_and_tells_its_progress(tmp_path):
    need("pango")
    path = tmp_path / "out.pdf"
    done = CliRunner().invoke(cli, ["report", str(DEMONSTRATION), "--out", str(path)])
    assert done.exit_code == 0, done.output
    assert "5 of 7: Laying out the pages\n" in done.stderr
    assert "The masked copy is printed" in done.stdout
    with pikepdf.open(path) as pdf:
        answers = pdf.attachments["answers.json"].get_file().read_bytes().decode()
        result = json.loads(pdf.attachments["result.json"].get_file().read_bytes())
    assert read_frozen(answers).country.code == "XA"
    assert result["content_hash"] == text_hash(answers)


def test_the_command_names_the_places_of_every_error_of_a_bad_file(tmp_path):
    whole = json.loads(DEMONSTRATION.read_text())
    whole["answers"]["3.1.1"] = {"level": 9}
    whole["answers"]["9.9.9"] = {"level": 1}
    bad, path = tmp_path / "bad.json", tmp_path / "out.pdf"
    bad.write_text(json.dumps(whole))
    done = CliRunner().invoke(cli, ["report", str(bad), "--out", str(path)])
    assert done.exit_code == 2
    assert "3.1.1" in done.stderr
    assert "9.9.9" in done.stderr
    assert not path.exists()

"""Reports are made once, appear whole or not at all, and say how far they are."""

import threading
import time
from datetime import date

import pytest

from app.rendering.press import PressError, Printable
from app.services.reports import Failed, Made, Making, ReportPress

PATIENCE_SECONDS = 20


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

    def __call__(self, asked, on_progress, *, on_start, folder):
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
    while isinstance(state := press.state(key), Making):
        assert time.monotonic() < until
        time.sleep(0.005)
    return state


def test_a_report_is_made_and_lies_under_its_key(made_by, fake):
    fake.may_go_on.set()
    key = made_by.request(printable())
    state = settled(made_by, key)
    assert isinstance(state, Made)
    assert state.path.read_bytes() == b"%PDF <p>one</p>"
    assert [path.name for path in state.path.parent.iterdir()] == [f"{key}.pdf"]


def test_while_it_is_made_it_says_how_far_it_is(made_by, fake):
    key = made_by.request(printable())
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    assert made_by.state(key) == Making(step=5, of=7, words="Laying out the pages")


def test_two_requests_for_one_key_render_once(made_by, fake):
    keys = {made_by.request(printable()) for _ in range(20)}
    fake.may_go_on.set()
    (key,) = keys
    settled(made_by, key)
    assert made_by.request(printable()) == key
    assert isinstance(made_by.state(key), Made)
    assert len(fake.calls) == 1


def test_what_makes_another_report_makes_another_key(made_by, fake):
    fake.may_go_on.set()
    assert made_by.request(printable("<p>one</p>")) != made_by.request(printable("<p>two</p>"))


def test_no_more_are_made_at_once_than_there_are_processors(tmp_path, fake, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    press = ReportPress(tmp_path, fake)
    keys = [press.request(printable(f"<p>{n}</p>")) for n in range(6)]
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    fake.may_go_on.set()
    assert all(isinstance(settled(press, key), Made) for key in keys)
    assert fake.most_at_once <= 2
    press.close()


def test_a_failure_says_why_and_asking_again_tries_again(made_by, fake):
    fake.error = PressError("The report needs Pango.")
    fake.may_go_on.set()
    key = made_by.request(printable())
    assert settled(made_by, key) == Failed("The report needs Pango.")
    fake.error = RuntimeError("a fault of ours")
    made_by.request(printable())
    assert settled(made_by, key) == Failed("The report could not be made. Try again.")
    fake.error = None
    made_by.request(printable())
    assert isinstance(settled(made_by, key), Made)


def test_closing_stops_what_has_begun_and_leaves_no_half_file(tmp_path, fake):
    press = ReportPress(tmp_path, fake)
    key = press.request(printable())
    assert fake.has_begun.wait(PATIENCE_SECONDS)
    press.close()
    assert press.state(key) == Failed("stopped")
    assert list(tmp_path.iterdir()) == []


def test_a_start_clears_away_what_a_killed_server_left_and_keeps_what_is_whole(tmp_path, fake):
    fake.may_go_on.set()
    press = ReportPress(tmp_path, fake)
    key = press.request(printable())
    settled(press, key)
    press.close()
    (tmp_path / "making-abc").mkdir()
    (tmp_path / "making-abc" / "input").write_text("{}")
    (tmp_path / "making-def").write_text("half")
    again = ReportPress(tmp_path, fake)
    assert isinstance(again.state(key), Made)
    assert [path.name for path in tmp_path.iterdir()] == [f"{key}.pdf"]
    again.request(printable())
    again.close()
    assert len(fake.calls) == 1


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 39, "g" * 40, "0" * 40])
def test_a_key_that_nobody_was_given_is_nothing(made_by, key):
    assert made_by.state(key) is None

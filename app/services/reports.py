"""What a person can do with a report: see what it says, and have it printed while watching."""

import hashlib
import json
import os
import re
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.answers import content_hash, written
from app.core.assessment import Assessment
from app.core.comparison import Comparison, comparison
from app.core.errors import NotComparableError
from app.core.report import Copy, Report, copied, report
from app.rendering.ingredients import made_of
from app.rendering.press import (
    STEPS,
    Attachment,
    PressError,
    Printable,
    clear_away,
    pressed,
)
from app.rendering.report import report_page
from app.results import result_json
from app.services.assessments import Opened
from app.storage.editions import Edition


def report_of(opened: Opened, *, copy: Copy, marking: str = "", edition: int | None = None) -> Report:
    """The report of an edition (its frozen content), or of the present state.

    A finished assessment shows its newest edition. Where it starts from an earlier one with which it can be
    compared, that is in it. LookupError where there is no such edition.
    """
    frozen = _frozen(opened, edition)
    shown = _shown(opened, copy, frozen)
    beside = None
    with suppress(NotComparableError):
        beside = comparison_of(opened, copy=copy, edition=edition)
    return report(
        opened.whole,
        shown,
        copy=copy,
        content_hash=content_hash(shown),
        questionnaire_hash=opened.questionnaire_hash,
        edition=frozen.number if frozen else None,
        finished_on=frozen.finished_at.date() if frozen else None,
        marking=marking,
        is_demonstration=opened.is_demonstration,
        comparison=beside,
    )


def comparison_of(opened: Opened, *, copy: Copy, edition: int | None = None) -> Comparison | None:
    """The same copy of it and of the earlier edition that it starts from, beside each other.

    None where it starts from none. LookupError where there is no such edition, and NotComparableError.
    """
    shown, earlier = _shown(opened, copy, _frozen(opened, edition)), opened.earlier
    if earlier is None:
        return None
    then = copied(earlier.whole, earlier.assessment, copy)
    return comparison(opened.whole, shown, earlier.whole, then)


def _frozen(opened: Opened, edition: int | None) -> Edition | None:
    """That edition; without a number the newest of a finished assessment."""
    if edition is not None:
        return opened.edition(edition)
    return opened.editions[-1] if opened.journal.is_finished else None


def _shown(opened: Opened, copy: Copy, frozen: Edition | None) -> Assessment:
    return copied(opened.whole, frozen.assessment if frozen else opened.assessment, copy)


def printed(said: Report, code: str) -> Printable:
    """The report in a language, with the answers and the result of that same copy inside."""
    result = result_json(said)
    return report_page(
        said,
        code,
        [
            Attachment(
                name="answers.json",
                mime_type="application/json",
                description="The answers of this copy, as they can be imported again",
                text=written(said.assessment),
            ),
            Attachment(
                name="result.json",
                mime_type="application/json",
                description="The result of this copy, with exact scores",
                text=json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1) + "\n",
            ),
        ],
    )


@dataclass(frozen=True)
class Made:
    """The report lies at `path`."""

    path: Path


@dataclass(frozen=True, kw_only=True)
class Making:
    """The report is being made: `step` of `of` has begun (0 while it waits for its turn)."""

    step: int
    of: int
    words: str


@dataclass(frozen=True)
class Failed:
    """There is no report; `sentence` says why. Asking again tries again."""

    sentence: str


State = Made | Making | Failed


REPORTS = "reports"
"""The folder of the reports, in that of the data."""


def remove_reports(folder: Path) -> None:
    """Remove every report in the folder; whichever is still wanted is made again when it is asked for."""
    for file in folder.glob("*.pdf"):
        file.unlink(missing_ok=True)


_KEY = re.compile("[0-9a-f]{40}")
_WAITING = Making(step=0, of=len(STEPS), words="Waiting to begin")


class ReportPress:
    """Reports as files in one folder of its own, each made once, at most as many at once as processors.

    A key stands for everything that makes a report, so a file under it is right for ever. A file
    appears whole or not at all.
    """

    def __init__(
        self,
        folder: Path,
        press: Callable[..., bytes] = pressed,
    ) -> None:
        self._folder = folder
        self._press = press
        self._lock = threading.Lock()
        self._states: dict[str, Making | Failed] = {}
        self._stops: dict[str, Callable[[], None]] = {}
        self._is_closed = False
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="press")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        clear_away(folder)

    def request(self, printable: Printable) -> str:
        """Asks for a report, unless it is there or being made, and returns the key to ask for it by."""
        key = hashlib.sha256(f"{made_of()}\n{printable.as_json()}".encode()).hexdigest()[:40]
        with self._lock:
            is_making = isinstance(self._states.get(key), Making)
            if not (is_making or self._is_closed or self._path(key).exists()):
                self._states[key] = _WAITING
                self._workers.submit(self._make, key, printable)
        return key

    def state(self, key: str) -> State | None:
        """Where that report stands; None for a key that nobody asked for since the start."""
        if _KEY.fullmatch(key) is None:
            return None
        # The file first: it appears before the state goes.
        if self._path(key).exists():
            return Made(self._path(key))
        with self._lock:
            return self._states.get(key)

    def clear(self) -> None:
        """Removes every report, and stops those that are being made."""
        with self._lock:
            for stop in self._stops.values():
                stop()
        remove_reports(self._folder)

    def close(self) -> None:
        """Makes no more reports, and stops those that have begun; the next request begins again."""
        with self._lock:
            self._is_closed = True
            for stop in self._stops.values():
                stop()
        self._workers.shutdown(cancel_futures=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.pdf"

    def _make(self, key: str, printable: Printable) -> None:
        def tell(step: int, of: int, words: str) -> None:
            with self._lock:
                self._states[key] = Making(step=step, of=of, words=words)

        def started(stop: Callable[[], None]) -> None:
            with self._lock:
                self._stops[key] = stop
                if self._is_closed:
                    stop()

        try:
            made = self._press(printable, tell, on_start=started, folder=self._folder)
            self._put(key, made)
        except PressError as error:
            outcome: Failed | None = Failed(str(error))
        except Exception:  # noqa: BLE001 - whatever it was, nobody may wait for ever
            outcome = Failed("The report could not be made. Try again.")
        else:
            outcome = None
        with self._lock:
            self._stops.pop(key, None)
            if outcome is None:
                del self._states[key]
            else:
                self._states[key] = outcome

    def _put(self, key: str, made: bytes) -> None:
        """Writes the file under a name that is cleared away at the next start, then moves it in place."""
        handle, name = tempfile.mkstemp(prefix="making-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path(key))
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()

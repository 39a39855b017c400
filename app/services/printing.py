"""Printing while people watch: a report is made once, lies as a file beside its label, and makes room."""

import hashlib
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal

from app.rendering.errors import PressError
from app.rendering.ingredients import made_of
from app.rendering.press import STEPS, Printable, clear_away, pressed
from app.services.labels import Label, read_label


@dataclass(frozen=True, kw_only=True)
class Made:
    """The report lies at `path`; `size` in bytes."""

    stage: ClassVar[Literal["made"]] = "made"

    path: Path
    label: Label
    made_at: datetime
    size: int

    @property
    def key(self) -> str:
        """What it is asked for by."""
        return self.path.stem


@dataclass(frozen=True, kw_only=True)
class Making:
    """The report is being made: `step` of `of` has begun (0 while it waits for its turn)."""

    stage: ClassVar[Literal["making"]] = "making"

    label: Label
    step: int = 0
    of: int = len(STEPS)
    words: str = "Waiting to begin"


@dataclass(frozen=True, kw_only=True)
class Failed:
    """There is no report; `sentence` says why. Asking again tries again."""

    stage: ClassVar[Literal["failed"]] = "failed"

    label: Label
    sentence: str


PrintState = Made | Making | Failed


REPORTS = "reports"
"""The folder of the reports, in that of the data."""


def remove_reports(folder: Path, assessment: str) -> None:
    """Remove every report of an assessment."""
    shutil.rmtree(folder / assessment, ignore_errors=True)


_KEY = re.compile("[0-9a-f]{40}")

KEPT_AT_MOST = 512 * 1024 * 1024
"""Bytes of all reports that are kept; above, those go that nobody asked for longest."""

_Place = tuple[str, str]
"""An assessment and a key: where a report lies."""

_AGAIN: _Place = ("", "")
"""Stands for what is made for a comparison and lies nowhere."""


class ReportPress:
    """Reports as files in one folder of its own, each made once, at most as many at once as processors.

    Those of an assessment lie in a folder with its id. Forms to fill in belong to none: they lie in one
    named after their questionnaire, until the next start. A key stands for everything that makes a report and
    for its label, so a file under it is right for ever. Both appear whole or not at all, and together.
    """

    def __init__(
        self,
        folder: Path,
        press: Callable[..., bytes] = pressed,
        kept_at_most: int = KEPT_AT_MOST,
    ) -> None:
        self._folder = folder
        self._press = press
        self._kept_at_most = kept_at_most
        self._lock = threading.Lock()
        self._states: dict[_Place, Making | Failed] = {}
        self._stops: dict[_Place, Callable[[], None]] = {}
        self._is_closed = False
        self._again = threading.Lock()
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="press")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        clear_away(folder)

    def request(self, assessment: str, printable: Printable, label: Label) -> str:
        """Asks for a report, unless it is there or being made, and returns the key to ask for it by."""
        whole = f"{made_of()}\n{label.written()}\n{printable.as_json()}"
        key = hashlib.sha256(whole.encode()).hexdigest()[:40]
        place = (assessment, key)
        with self._lock:
            is_making = isinstance(self._states.get(place), Making)
            if _made(self._path(place)):
                _asked_for_now(self._path(place))
            elif not (is_making or self._is_closed):
                self._states[place] = Making(label=label)
                self._workers.submit(self._make, place, printable, label)
        return key

    def state(self, assessment: str, key: str) -> PrintState | None:
        """Where that report stands; None for a key that nobody asked for since the start."""
        if _KEY.fullmatch(key) is None:
            return None
        place = (assessment, key)
        # The state first: it goes only once the file is there.
        with self._lock:
            state = self._states.get(place)
        return _made(self._path(place)) or state

    def made(self, assessment: str) -> tuple[Made, ...]:
        """The reports of an assessment that are there, the newest first; those of before the start too."""
        found = [made for path in (self._folder / assessment).glob("*.pdf") if (made := _made(path))]
        return tuple(sorted(found, key=lambda one: (one.made_at, one.key), reverse=True))

    def making(self, assessment: str) -> tuple[tuple[str, Making], ...]:
        """What of an assessment is being made now, by its key."""
        with self._lock:
            return tuple(
                (key, state)
                for (owner, key), state in self._states.items()
                if owner == assessment and isinstance(state, Making)
            )

    def forget(self, assessment: str) -> None:
        """Removes every report of an assessment, and stops those that are being made."""
        with self._lock:
            for place in [place for place in self._states if place[0] == assessment]:
                del self._states[place]
                self._stops.get(place, _nothing)()
            remove_reports(self._folder, assessment)

    def keep(self, assessments: Collection[str]) -> None:
        """Removes the reports of all other assessments, which were deleted while nobody served.

        What has no label goes too: nothing says what it is.
        """
        for path in self._folder.iterdir():
            if path.is_file():
                path.unlink()
            elif path.name not in assessments:
                self.forget(path.name)
            else:
                for file in path.iterdir():
                    if _made(file.with_suffix(".pdf")) is None:
                        file.unlink()

    def again(self, printable: Printable) -> bytes:
        """The PDF, kept nowhere: made for a comparison, one at a time. PressError says why there is none."""
        if not self._again.acquire(blocking=False):
            raise PressError("Another report is being checked. Try again in a moment.")
        begun = self._begun(_AGAIN)
        try:
            making = self._workers.submit(self._press, printable, on_start=begun, folder=self._folder)
            made: bytes = making.result()
        except (CancelledError, RuntimeError):
            raise PressError("The server is stopping.") from None
        finally:
            with self._lock:
                self._stops.pop(_AGAIN, None)
            self._again.release()
        return made

    def close(self) -> None:
        """Makes no more reports, and stops those that have begun; the next request begins again."""
        with self._lock:
            self._is_closed = True
            for stop in self._stops.values():
                stop()
        self._workers.shutdown(cancel_futures=True)

    def _path(self, place: _Place) -> Path:
        assessment, key = place
        return self._folder / assessment / f"{key}.pdf"

    def _make(self, place: _Place, printable: Printable, label: Label) -> None:
        def note_progress(step: int, of: int, words: str) -> None:
            with self._lock:
                if place in self._states:
                    self._states[place] = Making(label=label, step=step, of=of, words=words)

        try:
            made = self._press(printable, note_progress, on_start=self._begun(place), folder=self._folder)
            self._put(place, made, label)
        except PressError as error:
            outcome: Failed | None = Failed(label=label, sentence=str(error))
        except Exception:  # noqa: BLE001 - whatever it was, nobody may wait for ever
            outcome = Failed(label=label, sentence="The report could not be made. Try again.")
        else:
            outcome = None
        with self._lock:
            self._stops.pop(place, None)
            if outcome is None:
                self._states.pop(place, None)
            elif place in self._states:
                self._states[place] = outcome

    def _begun(self, place: _Place) -> Callable[[Callable[[], None]], None]:
        """Takes what stops the making at a place, and stops it at once where nobody wants it any more."""

        def keep_stop(stop: Callable[[], None]) -> None:
            with self._lock:
                self._stops[place] = stop
                is_forgotten = place is not _AGAIN and place not in self._states
                if self._is_closed or is_forgotten:
                    stop()

        return keep_stop

    def _put(self, place: _Place, made: bytes, label: Label) -> None:
        """Writes file and label under names that the next start clears away, then moves both in place.

        The label first: without it the file is nothing. Not where the assessment was forgotten meanwhile.
        """
        path = self._path(place)
        written = self._written(made), self._written(label.written().encode())
        try:
            with self._lock:
                if place in self._states:
                    path.parent.mkdir(exist_ok=True, mode=0o700)
                    _asked_for_now(written[0])
                    written[1].replace(_label_of(path))
                    written[0].replace(path)
                    self._trim()
        finally:
            for one in written:
                one.unlink(missing_ok=True)

    def _written(self, content: bytes) -> Path:
        """A file with that content, safe on the disk, under a name that is cleared away."""
        handle, name = tempfile.mkstemp(prefix="making-", dir=self._folder)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return Path(name)

    def _trim(self) -> None:
        """Removes the reports that nobody asked for longest, until the others are few enough."""
        files = [(path, path.stat()) for path in self._folder.glob("*/*.pdf")]
        size = sum(facts.st_size for _, facts in files)
        for path, facts in sorted(files, key=lambda file: file[1].st_mtime_ns)[:-1]:
            if size > self._kept_at_most:
                path.unlink()
                _label_of(path).unlink(missing_ok=True)
                size -= facts.st_size


def _label_of(path: Path) -> Path:
    return path.with_suffix(".json")


def _made(path: Path) -> Made | None:
    """The report at that path; None where it or its label is not there."""
    if not path.exists():
        return None
    with suppress(OSError):  # it may go while one looks
        label = read_label(_label_of(path).read_bytes())
        made_at = datetime.fromtimestamp(_label_of(path).stat().st_mtime, UTC)
        if label:
            return Made(path=path, label=label, made_at=made_at, size=path.stat().st_size)
    return None


def _asked_for_now(path: Path) -> None:
    """Notes the moment to the nanosecond; by itself a file system is content with milliseconds."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _nothing() -> None:
    """Stops nothing."""

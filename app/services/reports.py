"""What a person can do with a report: see what it says, and have it printed while watching."""

import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.answers import content_hash, written
from app.catalogue import hash_of
from app.core.assessment import Assessment
from app.core.comparison import Comparison
from app.core.errors import NotComparableError
from app.core.kinds import Kind
from app.core.report import Copy, Report, copied, report
from app.core.sharing import as_released, as_released_then, compared, released_domains, shareable
from app.rendering.imprint import ANSWERS, EARLIER, RESULT
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


def report_of(
    opened: Opened,
    *,
    copy: Copy,
    marking: str = "",
    edition: int | None = None,
    kind: Kind = "full",
    sheets: Iterable[str] = (),
    released: Iterable[str] = (),
) -> Report:
    """The report of an edition (its frozen content), or of the present state.

    A finished assessment shows its newest edition. Where it starts from an earlier one with which it can be
    compared, that is in the full one. LookupError where there is no such edition; ChoiceRefusedError.
    """
    frozen = _frozen(opened, edition)
    shown = _shown(opened, copy, frozen, released)
    beside = None
    if kind == "full":
        with suppress(NotComparableError):
            beside = comparison_of(opened, copy=copy, edition=edition, released=released)
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
        kind=kind,
        sheets=sheets,
        released=released,
        comparison=beside,
        questionnaire_hash_then=hash_of(opened.earlier.whole) if opened.earlier and beside else "",
    )


def comparison_of(
    opened: Opened, *, copy: Copy, edition: int | None = None, released: Iterable[str] = ()
) -> Comparison | None:
    """The same copy of it and of the earlier edition that it starts from, beside each other.

    None where it starts from none. LookupError where there is no such edition, and NotComparableError.
    """
    shown, earlier = _shown(opened, copy, _frozen(opened, edition), released), opened.earlier
    if earlier is None:
        return None
    if copy != "shareable":
        then = copied(earlier.whole, earlier.assessment, copy)
        return compared(opened.whole, shown, earlier.whole, then)
    kept = released_domains(opened.whole, released)
    left = as_released_then(as_released(opened.whole, kept), earlier.whole)
    then = shareable(earlier.whole, left, earlier.assessment)
    return compared(opened.whole, shown, earlier.whole, then, kept)


def _frozen(opened: Opened, edition: int | None) -> Edition | None:
    """That edition; without a number the newest of a finished assessment."""
    if edition is not None:
        return opened.edition(edition)
    return opened.editions[-1] if opened.journal.is_finished else None


def _shown(opened: Opened, copy: Copy, frozen: Edition | None, released: Iterable[str]) -> Assessment:
    return copied(opened.whole, frozen.assessment if frozen else opened.assessment, copy, released)


def printed(said: Report, code: str) -> Printable:
    """The report in a language, with the answers and the result of that same copy inside.

    The answers of then are inside too where it holds a comparison.
    """
    inside = [
        _json(ANSWERS, "The answers of this copy, as they can be imported again", written(said.assessment)),
        _json(RESULT, "The result of this copy, with exact scores", result_text(said)),
    ]
    if said.comparison:
        text = written(said.comparison.then)
        inside.append(_json(EARLIER, "The earlier answers that this copy is compared with", text))
    return report_page(said, code, inside)


def _json(name: str, description: str, text: str) -> Attachment:
    return Attachment(name=name, mime_type="application/json", description=description, text=text)


def result_text(said: Report) -> str:
    """The result of a report in its one text: JSON with sorted keys."""
    return json.dumps(result_json(said), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


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


def remove_reports(folder: Path, assessment: str) -> None:
    """Remove every report of an assessment."""
    shutil.rmtree(folder / assessment, ignore_errors=True)


_KEY = re.compile("[0-9a-f]{40}")
_WAITING = Making(step=0, of=len(STEPS), words="Waiting to begin")

KEPT_AT_MOST = 512 * 1024 * 1024
"""Bytes of all reports that are kept; above, those go that nobody asked for longest."""

_Place = tuple[str, str]
"""An assessment and a key: where a report lies."""

_AGAIN: _Place = ("", "")
"""Stands for what is made for a comparison and lies nowhere."""


class ReportPress:
    """Reports as files in one folder of its own, each made once, at most as many at once as processors.

    Those of an assessment lie in a folder with its id. Forms to fill in belong to none: they lie in one
    named after their questionnaire, until the next start. A key stands for everything that makes a report,
    so a file under it is right for ever. A file appears whole or not at all.
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

    def request(self, assessment: str, printable: Printable) -> str:
        """Asks for a report, unless it is there or being made, and returns the key to ask for it by."""
        key = hashlib.sha256(f"{made_of()}\n{printable.as_json()}".encode()).hexdigest()[:40]
        place = (assessment, key)
        with self._lock:
            is_making = isinstance(self._states.get(place), Making)
            if self._path(place).exists():
                _asked_for_now(self._path(place))
            elif not (is_making or self._is_closed):
                self._states[place] = _WAITING
                self._workers.submit(self._make, place, printable)
        return key

    def state(self, assessment: str, key: str) -> State | None:
        """Where that report stands; None for a key that nobody asked for since the start."""
        if _KEY.fullmatch(key) is None:
            return None
        place = (assessment, key)
        # The state first: it goes only once the file is there.
        with self._lock:
            state = self._states.get(place)
        return Made(self._path(place)) if self._path(place).exists() else state

    def forget(self, assessment: str) -> None:
        """Removes every report of an assessment, and stops those that are being made."""
        with self._lock:
            for place in [place for place in self._states if place[0] == assessment]:
                del self._states[place]
                self._stops.get(place, _nothing)()
            remove_reports(self._folder, assessment)

    def keep(self, assessments: Collection[str]) -> None:
        """Removes the reports of all other assessments, which were deleted while nobody served."""
        for path in self._folder.iterdir():
            if path.is_file():
                path.unlink()
            elif path.name not in assessments:
                self.forget(path.name)

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

    def _make(self, place: _Place, printable: Printable) -> None:
        def tell(step: int, of: int, words: str) -> None:
            with self._lock:
                if place in self._states:
                    self._states[place] = Making(step=step, of=of, words=words)

        try:
            made = self._press(printable, tell, on_start=self._begun(place), folder=self._folder)
            self._put(place, made)
        except PressError as error:
            outcome: Failed | None = Failed(str(error))
        except Exception:  # noqa: BLE001 - whatever it was, nobody may wait for ever
            outcome = Failed("The report could not be made. Try again.")
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

        def take(stop: Callable[[], None]) -> None:
            with self._lock:
                self._stops[place] = stop
                is_forgotten = place is not _AGAIN and place not in self._states
                if self._is_closed or is_forgotten:
                    stop()

        return take

    def _put(self, place: _Place, made: bytes) -> None:
        """Writes the file under a name that is cleared away at the next start, then moves it in place.

        Not where the assessment was forgotten meanwhile.
        """
        handle, name = tempfile.mkstemp(prefix="making-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            with self._lock:
                if place in self._states:
                    self._path(place).parent.mkdir(exist_ok=True, mode=0o700)
                    _asked_for_now(Path(name))
                    Path(name).replace(self._path(place))
                    self._trim()
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()

    def _trim(self) -> None:
        """Removes the reports that nobody asked for longest, until the others are few enough."""
        files = [(path, path.stat()) for path in self._folder.glob("*/*.pdf")]
        size = sum(facts.st_size for _, facts in files)
        for path, facts in sorted(files, key=lambda file: file[1].st_mtime_ns)[:-1]:
            if size > self._kept_at_most:
                path.unlink()
                size -= facts.st_size


def _asked_for_now(path: Path) -> None:
    """Notes the moment to the nanosecond; by itself a file system is content with milliseconds."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _nothing() -> None:
    """Stops nothing."""

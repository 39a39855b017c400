"""The press: HTML and attachments become an archival, accessible PDF, in a child process with limits.

Equal input gives equal bytes with the same libraries and fonts (docs/decisions/0005).
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from app.rendering.confinement import NO_ACCESS, SECONDS_AT_MOST
from app.rendering.errors import PressError
from app.rendering.ingredients import assets, product_and_libraries

STEPS = (
    "Reading the report",
    "Reading the style sheet",
    "Applying the style",
    "Building the pages",
    "Laying out the pages",
    "Writing the PDF",
    "Adding the answers and the result",
)
"""What the press does, in order; `on_progress` is told which of them has begun."""

APT_LINE = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

NO_PANGO, NO_MEMORY, NO_TIME, NO_ASSET, INCOMPLETE = 64, 65, 66, 68, 69
"""Exit codes of the child beside 0 and NO_ACCESS; any other means that it failed in a way nobody foresaw."""

_ROOT = Path(__file__).parent.parent.parent
# Where a system keeps libraries in a place of its own, it says so here; nothing else is passed on.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    mime_type: str
    description: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Printable:
    """Everything that a PDF is made from.

    `language`: of the document, BCP 47. `identifier`: hexadecimal, from the content. `created`: a day
    taken from the content, never from the clock. `stands`: the words that have to be on every page, which
    is numbered too; `has_cover`: the first page is, and has no number.
    """

    html: str
    title: str
    language: str
    identifier: str
    created: date
    attachments: tuple[Attachment, ...] = ()
    stands: tuple[str, ...] = ()
    has_cover: bool = False

    def as_json(self) -> str:
        """All of it as text; equal values give equal text."""
        return json.dumps(asdict(self) | {"created": self.created.isoformat()}, sort_keys=True)


def pressed(
    printable: Printable,
    on_progress: Callable[[int, int, str], None] = lambda _step, _of, _words: None,
    *,
    on_start: Callable[[Callable[[], None]], None] = lambda _stop: None,
    folder: Path | None = None,
    seconds: int = SECONDS_AT_MOST,
) -> bytes:
    """The PDF; `on_progress` gets the step (from 1), the number of steps, and its words.

    `on_start` gets what stops the child. The child works in a folder of its own inside `folder` (by
    default the system's), which is gone afterwards. PressError says why there is no PDF.
    """
    with tempfile.TemporaryDirectory(prefix="making-", dir=folder) as work:
        place = Path(work)
        (place / "input").write_text(
            json.dumps({"printable": printable.as_json(), "made_by": product_and_libraries()})
        )
        lay_out_assets(place)
        code = _run(place, on_progress, on_start, seconds)
        if code:
            raise PressError(sentence_of(code, seconds))
        return (place / "output").read_bytes()


def lay_out_assets(place: Path) -> None:
    """The style sheets and fonts in the child's own folder, since it may read no other. Raises PressError."""
    (place / "fonts").mkdir()
    for name, content in assets().items():
        (place / name).write_bytes(content)


def _run(
    place: Path,
    on_progress: Callable[[int, int, str], None],
    on_start: Callable[[Callable[[], None]], None],
    seconds: int,
) -> int:
    """The child's exit code. It reads and writes files of ours, so that only its progress is a pipe."""
    with (place / "input").open("rb") as given, (place / "output").open("wb") as made:
        child = subprocess.Popen(
            [sys.executable, "-m", "app.rendering.weasy"],
            stdin=given,
            stdout=made,
            stderr=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env=_environment(place),
        )
        is_late = threading.Event()
        alarm = threading.Timer(seconds, _stop, (child, is_late))
        alarm.start()
        on_start(child.kill)
        try:
            for step in _steps(child):
                on_progress(step, len(STEPS), STEPS[step - 1])
            child.wait()
        finally:
            alarm.cancel()
            child.kill()
            child.wait()
            if child.stderr:
                child.stderr.close()
    return NO_TIME if is_late.is_set() else child.returncode


def _stop(child: "subprocess.Popen[str]", is_late: threading.Event) -> None:
    is_late.set()
    child.kill()


def _steps(child: "subprocess.Popen[str]") -> Iterator[int]:
    """The steps that the child reports as `step 5`, each once; what else it says is dropped."""
    reached = 0
    for line in child.stderr or ():
        word, _, number = line.strip().partition(" ")
        if word == "step" and number.isdecimal() and reached < int(number) <= len(STEPS):
            reached = int(number)
            yield reached


def _environment(place: Path) -> dict[str, str]:
    """What the child knows of this machine: its own folder, and our fonts as the only ones."""
    fonts = place / "fonts.conf"
    fonts.write_text(
        _FONTCONFIG.format(fonts=escape(str(place / "fonts")), cache=escape(str(place / "cache")))
    )
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "FONTCONFIG_FILE": str(fonts),
        "HOME": str(place),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TMPDIR": str(place),
        "TZ": "UTC",
    }


def sentence_of(code: int, seconds: int = SECONDS_AT_MOST) -> str:
    """Why a child ended with that code, for whoever can mend it."""
    known = {
        NO_PANGO: f"The report needs Pango, which this machine lacks: {APT_LINE}",
        NO_MEMORY: "The report needs more memory than it may use (1 GB).",
        NO_ASSET: "Nothing was printed: a style sheet or a font of the product was not at hand.",
        INCOMPLETE: (
            "Nothing was handed out: a page of it lacks its marking, its number or what it is not. Bring the "
            "product's own files back; a style sheet of them was changed, or has a fault."
        ),
        NO_ACCESS: (
            f"The program that prints gives up the rights of root, and then cannot look into {sys.prefix}, "
            f"where its own parts lie. Run the product as the user to whom they belong, or let others read "
            f"them: chmod -R o+rX '{sys.prefix}', and o+x for the folders above it."
        ),
        NO_TIME: f"The report was not ready after {seconds} seconds, and was stopped.",
        -signal.SIGXCPU: "The report needs more computing time than it may use, and was stopped.",
    }
    return known.get(code, "The report could not be made: the program that writes it ended early.")


def clear_away(folder: Path) -> None:
    """Removes what a killed server left of unfinished work in `folder`."""
    for left in folder.glob("making-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)

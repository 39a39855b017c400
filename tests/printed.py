"""What tests print and look at: each PDF once for every state of the product, shared by workers and by runs.

A file lies under a hash of all that makes it, the product's own files and the versions of the libraries too,
so it is right for as long as it is found. What must be printed anew, to compare bytes, asks `pressed`.
"""

import fcntl
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from app.rendering.ingredients import made_of
from app.rendering.press import Printable, pressed
from tests.missing import need

FOLDER = Path(__file__).parent.parent / ".pytest_cache" / "printed"
KEPT_AT_MOST = 500


def pdf_of(printable: Printable) -> bytes:
    """The PDF of what is to be printed."""
    need("pango")
    return _kept(f"{made_of()}\n{printable.as_json()}", "pdf", lambda: pressed(printable))


def pages_of(pdf: bytes, *options: str) -> list[str]:
    """The text of each page, in one line; with `-layout` line by line across the page."""
    need("pdftotext")

    def read() -> bytes:
        command = ["pdftotext", *options, "-", "-"]
        return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout

    text = _kept(f"{_digest(pdf)} {options}", "txt", read).decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def refuse_unless_conformant(pdf: bytes) -> None:
    """AssertionError with what outloud or qpdf find wrong with a PDF."""
    need("qpdf")

    def looked_at() -> bytes:
        outloud = [Path(sys.executable).with_name("outloud"), "--layer", "conformance"]
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            for command in (outloud, ["qpdf", "--check"]):
                found = subprocess.run([*command, file.name], capture_output=True, text=True, check=False)
                assert found.returncode == 0, found.stdout + found.stderr
        return b"conformant"

    _kept(f"{_digest(pdf)} outloud {version('outloud')}", "word", looked_at)


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()


def _kept(key: str, ending: str, make: Callable[[], bytes]) -> bytes:
    """What is kept under a key; made by one of all workers that ask, while the others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{hashlib.sha256(key.encode()).hexdigest()}.{ending}"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            made = make()
            with tempfile.NamedTemporaryFile(dir=FOLDER, delete=False) as part:
                part.write(made)
            Path(part.name).replace(path)
            _trim(ending)
    return path.read_bytes()


def _trim(ending: str) -> None:
    """Removes the oldest of many, with their locks."""
    files = sorted(FOLDER.glob(f"*.{ending}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in files[KEPT_AT_MOST:]:
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)

"""What a child process costs that prints a report, and what others cost that print the same HTML."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from app.rendering import press
from app.rendering.ingredients import product_and_libraries
from app.rendering.press import Printable
from tests import missing
from tests.conftest import CHROMIUM_FLAGS

ROOT = Path(__file__).parent.parent.parent
UNTAGGED = """
import gc, json, sys
gc.disable()
import weasyprint
from app.rendering import weasy
html = json.loads(json.load(sys.stdin)["printable"])["html"]
made = weasyprint.HTML(string=html, base_url=weasy.BASE, url_fetcher=weasy._fetcher())
sys.stdout.buffer.write(made.write_pdf())
"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """`seconds` of processors, `memory` in bytes at most at once (of the largest process), `pages` made."""

    seconds: float
    memory: int
    pages: int


def by_the_product(page: Printable) -> Cost:
    """Tagged, archival, with attachments."""
    return _weasy(page, ["-m", "app.rendering.weasy"])


def untagged(page: Printable) -> Cost:
    """WeasyPrint as it comes, without tags, conformance and attachments."""
    return _weasy(page, ["-c", UNTAGGED])


def by_chromium(page: Printable) -> Cost:
    """A headless Chromium, started anew like the product's child; one process, so that all of it counts."""

    def command(place: Path, made: Path) -> list[str]:
        html = place / "report.html"
        html.write_text(re.sub(r'href="[^"]*report\.css"', 'href="report.css"', page.html))
        shutil.copy(ROOT / "templates/report/report.css", place)
        (place / "fonts").symlink_to(ROOT / "app/rendering/fonts")
        alone = ["--single-process", "--no-zygote", f"--user-data-dir={place / 'profile'}"]
        return [str(missing.chromium()), *CHROMIUM_FLAGS, *alone, f"--print-to-pdf={made}", html.as_uri()]

    return _cost(command, None)


def _weasy(page: Printable, arguments: Sequence[str]) -> Cost:
    given = json.dumps({"printable": page.as_json(), "made_by": product_and_libraries()})
    return _cost(lambda _place, _made: [sys.executable, *arguments], given)


def _cost(command: Callable[[Path, Path], list[str]], given: str | None) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made, asked = place / "made.pdf", place / "asked"
        asked.write_text(given or "")
        line = command(place, made)
        environment = press._environment(place) if given else None
        if given:
            press.lay_out_assets(place)
        output = made.open("wb") if given else (place / "log").open("wb")
        with asked.open("rb") as standing, output:
            child = subprocess.Popen(
                line, cwd=ROOT, stdin=standing, stdout=output, stderr=subprocess.DEVNULL, env=environment
            )
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"{line[0]} ended with {child.returncode}.")
        with pikepdf.open(made) as pdf:
            pages = len(pdf.pages)
    return Cost(seconds=used.ru_utime + used.ru_stime, memory=used.ru_maxrss * 1024, pages=pages)

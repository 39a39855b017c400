"""Draws the pictures under docs/pictures/ from the running product: `make pictures`."""

import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests import contact_sheets, missing
from tests.conftest import CHROMIUM_FLAGS
from tests.journeys.pages import demonstration_of
from tests.serving import served

FOLDER = Path("docs/pictures")
DEMONSTRATION = Path("questionnaires/a-res-75-59/0.9/demonstrations/xa.json")
PAGES = {
    "tasks": "",
    "profile": "/profile",
    "check": "/check",
    "result": "/result",
    "why": "/result/3.2",
    "report": "/report",
}
OPEN_PAGES = {"question": "/questions/3.3.1", "tasks-open": ""}
WIDTHS = (1100, 320)
REPORT_DOTS_PER_INCH = "60"
REPORT_PAGES = "12"
TALLEST = 3000
"""Pixels of a page's picture; what lies below is left out."""


def main(folder: Path) -> None:
    """Every page at both widths, some mirrored and dark; the first pages of the report, and its kinds."""
    for part in ("chromium", "pango", "pdftoppm"):
        if part in missing.missing():
            sys.exit(f"Pictures need {part}: {missing.missing()[part]}")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as address:
        pictures_of_pages(address, folder, "", PAGES, WIDTHS, "light")
        reopen(address)
        pictures_of_pages(address, folder, "", OPEN_PAGES, WIDTHS, "light")
        both = {"question": OPEN_PAGES["question"], "result": PAGES["result"]}
        pictures_of_pages(address, folder, "-dark", both, WIDTHS[:1], "dark")
        pictures_of_pages(address, folder, "-forced", both, WIDTHS[:1], "forced")
    with tempfile.TemporaryDirectory() as data, served(Path(data), CIED_LANGUAGE="ar-XB") as address:
        reopen(address)
        some = {"question": OPEN_PAGES["question"], "result": PAGES["result"]}
        pictures_of_pages(address, folder, "-mirrored", some, WIDTHS, "light")
    pictures_of_report(folder)
    contact_sheets.main(folder / "reports")


def pictures_of_pages(
    address: str, folder: Path, suffix: str, pages: dict[str, str], widths: tuple[int, ...], scheme: str
) -> None:
    """The demonstration's pages."""
    from playwright.sync_api import sync_playwright

    here = demonstration(address)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(missing.chromium()), args=CHROMIUM_FLAGS, headless=True
        )
        for width in widths:
            colours = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
            context = browser.new_context(viewport={"width": width, "height": 800}, **colours)
            page = context.new_page()
            for name, path in pages.items():
                page.goto(here + path)
                file = folder / f"{name}{suffix}-{width}.png"
                tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                clip = {"x": 0, "y": 0, "width": width, "height": tall}
                page.screenshot(path=file, full_page=True, clip=clip)
                print(file)
            context.close()
        browser.close()


def demonstration(address: str) -> str:
    """Where the demonstration is."""
    return address + demonstration_of(address)


def reopen(address: str) -> None:
    """Open the finished demonstration again, so that its questions can be answered."""
    urllib.request.urlopen(  # noqa: S310 - the server just started
        f"{demonstration(address)}/reopen", data=b"reason=For+a+picture", timeout=60
    ).close()


def pictures_of_report(folder: Path) -> None:
    """The pages of the demonstration's report, made without a server."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.pdf"
        command = [sys.executable, "-m", "app.cli", "report", str(DEMONSTRATION), "--out", str(report)]
        subprocess.run(command, check=True)
        for old in folder.glob("report-[0-9]*.png"):
            old.unlink()
        command = [
            "pdftoppm",
            "-png",
            "-r",
            REPORT_DOTS_PER_INCH,
            "-l",
            REPORT_PAGES,
            str(report),
            str(Path(place) / "page"),
        ]
        subprocess.run(command, check=True)
        for number, page in enumerate(sorted(Path(place).glob("page-*.png")), start=1):
            (folder / f"report-{number}.png").write_bytes(page.read_bytes())
            print(folder / f"report-{number}.png")


if __name__ == "__main__":
    main(FOLDER)

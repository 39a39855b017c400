"""Draws every kind of report of three countries, pages side by side, under docs/pictures/reports/."""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from app.core.reports.choice import KIND_IDS, ReportKindId

FOLDER = Path("docs/pictures/reports")
DEMONSTRATIONS = Path("questionnaires/a-res-75-59/0.9/demonstrations")
COUNTRIES = ("xa", "xb", "xc")
DOTS_PER_INCH = "46"
PAGES_AT_MOST = "8"
IN_A_ROW = 4
GAP = 8
COLOURS = 24
DESK = "#d8d4cb"


def main(folder: Path) -> None:
    """One contact sheet for each country and kind: its first pages, in the masked copy."""
    folder.mkdir(parents=True, exist_ok=True)
    for country in COUNTRIES:
        for kind in KIND_IDS:
            file = folder / f"{country}-{kind}.png"
            contact_sheet(pages(DEMONSTRATIONS / f"{country}.json", kind)).save(file, optimize=True)
            print(file)


def pages(answers: Path, kind: ReportKindId) -> list[Image.Image]:
    """The first pages of that report."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.pdf"
        command = [sys.executable, "-m", "app.cli", "report", answers, "--kind", kind, "--out", report]
        subprocess.run(command, check=True, timeout=300)
        drawn = ["pdftoppm", "-png", "-r", DOTS_PER_INCH, "-l", PAGES_AT_MOST, str(report), f"{place}/page"]
        subprocess.run(drawn, check=True, timeout=300)
        found = sorted(Path(place).glob("page-*.png"))
        return [Image.open(page).convert("RGB") for page in found]


def contact_sheet(shown: list[Image.Image]) -> Image.Image:
    """Pages in rows of four on one sheet of few colours."""
    framed = [ImageOps.expand(page, border=GAP // 2, fill=DESK) for page in shown]
    width, height = framed[0].size
    columns = min(IN_A_ROW, len(framed))
    rows = -(-len(framed) // IN_A_ROW)
    sheet = Image.new("RGB", (columns * width, rows * height), DESK)
    for place, page in enumerate(framed):
        sheet.paste(page, (place % IN_A_ROW * width, place // IN_A_ROW * height))
    return sheet.quantize(COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(FOLDER)

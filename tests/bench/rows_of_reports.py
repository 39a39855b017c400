"""What a report costs: by size, beside other printers of the same HTML, side by side, and from the cache."""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

from fastapi import FastAPI
from fastapi.responses import FileResponse

from app.rendering.press import Printable, pressed
from app.services.labels import Label
from app.services.printing import Made, Making
from app.services.reports import printed
from tests import missing
from tests.bench import asking, printing, subject
from tests.bench.measuring import Goal, Row, Sizes, alternating, rate
from tests.bench.printing import Cost
from tests.reports import a_report

WAIT_SECONDS = 0.05


def rows(sizes: Sizes) -> Iterator[Row]:
    """All of it; nothing where Pango is missing, and less without Chromium."""
    if "pango" in missing.missing():
        return
    every = [printable(domains) for domains in sizes.report_domains]
    yield from _by_size(sizes, every)
    yield _doubled(sizes, every[-1])
    yield from _beside(sizes, every[-1])
    yield _side_by_side(sizes, every[-1])
    yield _from_the_cache(sizes, every[0])


def printable(domains: int) -> Printable:
    """The report of an assessment that is answered in full."""
    asked = subject.questionnaire(domains)
    own = subject.assessment(asked)
    return printed(a_report(asked, own, edition=1), "en")


def _by_size(sizes: Sizes, every: list[Printable]) -> Iterator[Row]:
    """A report of each size; the floor of each is a page of the smallest one."""
    runs = [[printing.by_the_product(one) for one in every] for _ in range(sizes.report_runs)]
    least = median(_a_page(run[0]) for run in runs)
    for place, domains in enumerate(sizes.report_domains):
        a_page = median(_a_page(run[place]) for run in runs)
        yield Row(
            name=f"Processor seconds a page, {domains} of 12 domains, {runs[0][place].pages} pages",
            measured=f"{a_page:.3f} s",
            floor=f"{least:.3f} s",
            ratio=median(_a_page(run[place]) / _a_page(run[0]) for run in runs),
        )


def _doubled(sizes: Sizes, page: Printable) -> Row:
    """Everything that stands in a report, twice, beside once."""
    whole = re.sub("(<body[^>]*>)(.*)(</body>)", r"\1\2\2\3", page.html, flags=re.DOTALL)
    pair = alternating(
        sizes.report_runs,
        lambda: printing.by_the_product(replace(page, html=whole)).seconds,
        lambda: printing.by_the_product(page).seconds,
    )
    return Row(
        name="Processor seconds of a report twice as long; floor: of that report",
        measured=f"{pair.measured:.1f} s",
        floor=f"{pair.floor:.1f} s",
        ratio=pair.ratio,
        goal=Goal(at_most=2.1),
    )


def _a_page(cost: Cost) -> float:
    return cost.seconds / cost.pages


def _beside(sizes: Sizes, page: Printable) -> Iterator[Row]:
    """The largest report beside other ways to print its HTML."""
    runs = [(printing.by_the_product(page), printing.untagged(page)) for _ in range(sizes.report_runs)]
    yield from _both("tagged; floor: WeasyPrint, untagged, nothing attached", runs, Goal(at_most=1.2))
    if "chromium" not in missing.missing():
        others = [(mine, printing.by_chromium(page)) for mine, _ in runs]
        yield from _both("ours; floor: headless Chromium", others, None)


def _both(words: str, runs: list[tuple[Cost, Cost]], goal: Goal | None) -> Iterator[Row]:
    yield Row(
        name=f"Processor seconds a page, {words}",
        measured=f"{median(_a_page(mine) for mine, _ in runs):.3f} s",
        floor=f"{median(_a_page(other) for _, other in runs):.3f} s",
        ratio=median(_a_page(mine) / _a_page(other) for mine, other in runs),
        goal=goal,
    )
    yield Row(
        name=f"Memory at most, {words}",
        measured=f"{median(mine.memory for mine, _ in runs) / 1e6:.0f} MB",
        floor=f"{median(other.memory for _, other in runs) / 1e6:.0f} MB",
        ratio=median(mine.memory / other.memory for mine, other in runs),
        goal=goal,
    )


def _side_by_side(sizes: Sizes, page: Printable) -> Row:
    """As many at once as there are processors; the floor is one after the other."""
    at_once = os.cpu_count() or 1

    def a_minute(workers: int) -> float:
        begun = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(pressed, [page] * workers))
        return workers * 60 / (time.perf_counter() - begun)

    pair = alternating(sizes.report_runs, lambda: a_minute(at_once), lambda: a_minute(1))
    return Row(
        name=f"Reports a minute, {at_once} at once; floor: one after the other",
        measured=f"{pair.measured:.1f}",
        floor=f"{pair.floor:.1f}",
        ratio=pair.ratio,
    )


def _from_the_cache(sizes: Sizes, page: Printable) -> Row:
    """A report that was made before, beside the same file served by a bare application."""
    asked = subject.questionnaire(1)
    with tempfile.TemporaryDirectory() as folder, asking.product(Path(folder)) as app:
        assessment = subject.begun(app.state.parts.database, asked, subject.assessment(asked))
        press = app.state.parts.press
        key = press.request(assessment, page, Label(what="report", name="report.pdf", copy="own"))
        while isinstance(made := press.state(assessment, key), Making):
            time.sleep(WAIT_SECONDS)
        assert isinstance(made, Made)
        bare = FastAPI()
        bare.get("/")(lambda: FileResponse(made.path))
        address = f"/assessments/{assessment}/report/{key}.pdf"
        pair = alternating(
            sizes.runs,
            lambda: 1 / asking.seconds(app, address, sizes.pages, "copy=own"),
            lambda: 1 / asking.seconds(bare, "/", sizes.pages),
        )
        size = made.path.stat().st_size
    return Row(
        name=f"A report from the cache; floor: a bare FastAPI file of the same {size / 1000:.0f} kB",
        measured=rate(pair.measured),
        floor=rate(pair.floor),
        ratio=pair.ratio,
    )

"""Processor time of a page of the report, and how it grows with the number of pages."""

import io
import resource
from collections.abc import Iterator
from statistics import median

import pikepdf

from app.answers import content_hash
from app.catalogue import hash_of
from app.core.report import report
from app.rendering.press import Printable, pressed
from app.services.reports import printed
from tests import missing
from tests.bench import subject
from tests.bench.measuring import Row, Sizes


def rows(sizes: Sizes) -> Iterator[Row]:
    """A report of each size; the floor of each is a page of the smallest one."""
    if "pango" in missing.missing():
        return
    every = [printable(domains) for domains in sizes.report_domains]
    runs = [[_printing(one) for one in every] for _ in range(sizes.report_runs)]
    least = median(run[0][0] / run[0][1] for run in runs)
    for place, domains in enumerate(sizes.report_domains):
        pages = runs[0][place][1]
        a_page = median(run[place][0] / pages for run in runs)
        yield Row(
            name=f"Processor seconds a page, report of {domains} of 12 domains, {pages} pages",
            measured=f"{a_page:.3f} s",
            floor=f"{least:.3f} s",
            ratio=median((run[place][0] / pages) / (run[0][0] / run[0][1]) for run in runs),
        )


def printable(domains: int) -> Printable:
    """The report of an assessment that is answered in full."""
    asked = subject.questionnaire(domains)
    own = subject.assessment(asked)
    said = report(
        asked, own, copy="own", content_hash=content_hash(own), questionnaire_hash=hash_of(asked), edition=1
    )
    return printed(said, "en")


def _printing(page: Printable) -> tuple[float, int]:
    """Processor seconds of the child that prints it, and the number of its pages."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    made = pressed(page)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return taken, len(pdf.pages)

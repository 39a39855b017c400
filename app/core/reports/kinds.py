"""The kinds of a report: the same result, cut for different readers. Each is a module of its own."""

from typing import assert_never

from app.core.reports import assistance, executive, full, paragraph_annex
from app.core.reports.choice import KIND_IDS, ReportKindId
from app.core.reports.kind import ReportKind


def kind_of(named: ReportKindId) -> ReportKind:
    """The kind of that id."""
    match named:
        case "executive":
            return executive.KIND
        case "full":
            return full.KIND
        case "paragraphs":
            return paragraph_annex.KIND
        case "assistance":
            return assistance.KIND
        case _:
            assert_never(named)


KINDS: tuple[ReportKind, ...] = tuple(kind_of(named) for named in KIND_IDS)

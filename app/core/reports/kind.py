"""What is asked of a kind of report, wherever kinds differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.reports.choice import ReportKindId
from app.core.reports.report import Report


@dataclass(frozen=True, kw_only=True)
class ReportKind:
    """For whom a report is cut. Its template and its words go by its id.

    `values`: what its template is filled with beside the report, by name. `is_read_as_page`: whether there is
    a page to read, beside the PDF. `has_cover`: whether its first page is a cover; another opens with its
    name. `has_comparison`: whether it shows what changed since an earlier assessment. `is_of_components`:
    whether it holds chosen components alone, because it is handed on alone.
    """

    id: ReportKindId
    values: Callable[[Report], Mapping[str, object]]
    is_read_as_page: bool = False
    has_cover: bool = False
    has_comparison: bool = False
    is_of_components: bool = False

"""What programs read of all finished assessments: rows, a page at a time, and a word for their state."""

from app.storage.result_line import CSV_COLUMNS, NodeKind, csv_line
from app.storage.results import Key, Text, Wanted, page, pages, state

__all__ = ["CSV_COLUMNS", "Key", "NodeKind", "Text", "Wanted", "csv_line", "page", "pages", "state"]

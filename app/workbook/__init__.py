"""The offline workbook: answers as XLSX to fill in without a server, and read back as untrusted input."""

from app.workbook.block_reading import Block
from app.workbook.cells import Cells, answer_of, cells_of, is_untouched
from app.workbook.layout import Asked, Origin
from app.workbook.opening import LARGEST_WORKBOOK
from app.workbook.reading import Returned, read
from app.workbook.writing import MIME_TYPE, written

__all__ = [
    "LARGEST_WORKBOOK",
    "MIME_TYPE",
    "Asked",
    "Block",
    "Cells",
    "Origin",
    "Returned",
    "answer_of",
    "cells_of",
    "is_untouched",
    "read",
    "written",
]

"""The offline workbook: answers as XLSX to fill in without a server, and read back as untrusted input."""

from app.workbook.block_parsing import Block
from app.workbook.cells import Cells, answer_of, cells_of, is_untouched
from app.workbook.layout import AskedRow, Origin
from app.workbook.parsing import Returned, parsed_workbook
from app.workbook.sheet_texts import LARGEST_WORKBOOK
from app.workbook.writing import MIME_TYPE, workbook_file

__all__ = [
    "LARGEST_WORKBOOK",
    "MIME_TYPE",
    "AskedRow",
    "Block",
    "Cells",
    "Origin",
    "Returned",
    "answer_of",
    "cells_of",
    "is_untouched",
    "parsed_workbook",
    "workbook_file",
]

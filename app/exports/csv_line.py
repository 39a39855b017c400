"""A line of CSV of which no spreadsheet takes a cell for a formula."""

import csv
import io
import re
from collections.abc import Iterable

_WOULD_BE_A_FORMULA = re.compile(r"^(?=[=+\-@\t\r\n])|(?<=[;\t\n])(?=[=+\-@])")
"""Where a cell begins with a formula, or would if a spreadsheet took semicolons or tabs for its ends."""


def csv_line(cells: Iterable[object]) -> str:
    """A line of CSV without its end; None is an empty cell."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(
        ["" if cell is None else _WOULD_BE_A_FORMULA.sub("'", str(cell)) for cell in cells]
    )
    return line.getvalue()

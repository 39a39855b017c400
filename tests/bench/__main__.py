"""Measures what has a goal, and prints it as one table (`make bench`); only what breaks is an error."""

import sys

from tests.bench import (
    rows_of_pages,
    rows_of_reports,
    rows_of_results,
    rows_of_saving,
    rows_of_scoring,
    rows_of_workbooks,
)
from tests.bench.measuring import FULL, Row, table

EVERY = (rows_of_scoring, rows_of_pages, rows_of_saving, rows_of_reports, rows_of_results, rows_of_workbooks)


def main(names: list[str]) -> None:
    """All of it, or only the parts of these names."""
    found: list[Row] = []
    for part in EVERY:
        name = part.__name__.rpartition("_")[2]
        if names and name not in names:
            continue
        print(f"Measuring {name} …", file=sys.stderr)
        for row in part.rows(FULL):
            # A run that is cut has said what it measured.
            print("  " + " | ".join(row.cells), file=sys.stderr)
            found.append(row)
    print(table(found))


if __name__ == "__main__":
    main(sys.argv[1:])

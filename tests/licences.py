"""The licence of every package that the product runs with: does it go with Apache-2.0? (`make licences`)"""

import sys
from importlib.metadata import PackageNotFoundError, metadata

from tests.pinned import Pin, pins

PERMISSIVE = frozenset(
    ["Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib"]
)
KEEPS_ITSELF = frozenset(["LGPL-2.0-or-later", "LGPL-3.0-only", "MPL-1.1", "MPL-2.0"])
"""Binds changes of the package itself: it is installed as it is, beside the product, and can be replaced."""

_BY_CLASSIFIER = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
}
_IN_ITS_FILE_ALONE = {"pysqlite3": "Zlib"}
"""Packages whose metadata say none; read by hand in the file that they bring."""


def licence(pin: Pin) -> str | None:
    """What the installed package says of itself, by its SPDX name; None where it is not for this machine."""
    try:
        about = metadata(pin.name)
    except PackageNotFoundError:
        return None
    classified = [
        _BY_CLASSIFIER.get(line.rpartition(" :: ")[2], line)
        for line in about.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    written = about["License-Expression"] or about["License"] or ""
    # Several classifiers are several offers.
    return (
        written
        if written in PERMISSIVE | KEEPS_ITSELF or " OR " in written
        else " OR ".join(classified) or _IN_ITS_FILE_ALONE.get(pin.name, written or "none told")
    )


def is_allowed(expression: str) -> bool:
    """Whether one of the licences offered goes with Apache-2.0."""
    return any(one in PERMISSIVE | KEEPS_ITSELF for one in expression.split(" OR "))


def main() -> None:
    """Prints each package with its licence; an error names those that may not be."""
    refused = []
    for pin in pins():
        found = licence(pin)
        print(f"{pin.name:20}{pin.version:12}{found or f'not for this machine ({pin.marker})'}")
        if (found is None and not pin.marker) or (found is not None and not is_allowed(found)):
            refused.append(pin.name)
    if refused:
        sys.exit(f"Not in the list of licences that go with Apache-2.0: {', '.join(refused)}.")


if __name__ == "__main__":
    main()

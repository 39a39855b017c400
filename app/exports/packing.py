"""An archive whose bytes follow from its parts alone."""

import io
import zipfile
from collections.abc import Iterable

_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can say; the real one would change the bytes."""

_PLAIN_FILE = 0o644 << 16


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The parts, by name, as a ZIP in that order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return made.getvalue()

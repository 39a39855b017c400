"""questionnaires/<id>/<version>/ → core values; a bad one is refused with file, place and mend."""

from app.catalogue.canonical import canonical, hash_of, read_canonical
from app.catalogue.counts import Counts, counts
from app.catalogue.examples import Case, Expected, differences, read_examples
from app.catalogue.folder import (
    Catalogue,
    checked,
    checked_text,
    fault_line,
    folder_of,
    read_catalogue,
    read_installed,
    refuse_silence,
)
from app.catalogue.frozen import freeze
from app.catalogue.schema import schemas

__all__ = [
    "Case",
    "Catalogue",
    "Counts",
    "Expected",
    "canonical",
    "checked",
    "checked_text",
    "counts",
    "differences",
    "fault_line",
    "folder_of",
    "freeze",
    "hash_of",
    "read_canonical",
    "read_catalogue",
    "read_examples",
    "read_installed",
    "refuse_silence",
    "schemas",
]

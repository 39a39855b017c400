"""questionnaires/<id>/<version>/ → core values; a bad one is refused with file, place and mend."""

from app.catalogue.canonical import canonical, content_hash, read_canonical
from app.catalogue.counts import Counts, counts
from app.catalogue.examples import Case, Expected, differences, read_examples
from app.catalogue.folder import Catalogue, checked, fault_line, read_catalogue

__all__ = [
    "Case",
    "Catalogue",
    "Counts",
    "Expected",
    "canonical",
    "checked",
    "content_hash",
    "counts",
    "differences",
    "fault_line",
    "read_canonical",
    "read_catalogue",
    "read_examples",
]

"""An uploaded archive → the XML of its parts, in pieces that are counted as they come out of it."""

import io
import zipfile
from collections.abc import Iterator

from app.records.faults import refuse
from app.workbook.refusing import NO_XLSX, ONE_FROM_HERE, SAVE_AS_XLSX

MOST_UNPACKED = 24 * 1024 * 1024
"""Bytes of all parts together; what an archive says of its own sizes is not believed."""

_MOST_PARTS = 300
_PIECE = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IS_ENCRYPTED = 1


class Archive:
    """The parts of a workbook. AnswersRefusedError where it holds what none that is filled in needs."""

    def __init__(self, content: bytes) -> None:
        try:
            self._packed = zipfile.ZipFile(io.BytesIO(content))
            parts = self._packed.infolist()
        except Exception:  # noqa: BLE001 - whatever a hostile file sets off, it is the file's fault
            refuse(NO_XLSX, SAVE_AS_XLSX)
        self._parts = {part.filename: part for part in parts}
        if len(parts) > _MOST_PARTS or len(self._parts) < len(parts):
            _refuse_bomb()
        if any(part.flag_bits & _IS_ENCRYPTED or part.compress_type not in _METHODS for part in parts):
            refuse(NO_XLSX, SAVE_AS_XLSX)
        _refuse_other_things([name.lower() for name in self._parts])
        self._unpacked = 0

    @property
    def xml_parts(self) -> tuple[str, ...]:
        """The names of the parts that are XML; no other is ever unpacked."""
        return tuple(name for name in self._parts if name.lower().endswith((".xml", ".rels")))

    def pieces(self, name: str) -> Iterator[bytes]:
        """What a part unpacks to, a little at a time."""
        with self._packed.open(self._parts[name]) as part:
            while piece := part.read(_PIECE):
                self._unpacked += len(piece)
                if self._unpacked > MOST_UNPACKED:
                    _refuse_bomb()
                yield piece


def _refuse_bomb() -> None:
    refuse("The workbook unpacks to more than it may.", ONE_FROM_HERE)


def _refuse_other_things(names: list[str]) -> None:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        refuse("The workbook holds macros.", "Save it as .xlsx, which has none.")
    if any("/externallinks/" in name or name.endswith("/connections.xml") for name in names):
        refuse("The workbook links to other files.", "Break the links (Data, Edit links), and save it again.")
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        refuse("The workbook holds embedded objects.", "Take them out, and save it again.")

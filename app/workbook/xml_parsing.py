"""The XML of a workbook as events, counted while it is read: small, flat, and without entities."""

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers.expat import ParserCreate

from app.records.faults import refuse
from app.workbook.refusing import ONE_FROM_HERE, SAVE_AS_XLSX, TOO_LARGE

_MOST_ELEMENTS = 300_000
_MOST_ATTRIBUTES = 900_000
"""Of all parts together; the whole questionnaire with its answers has a tenth."""

_DEEPEST = 40
_LONGEST_TAG = 128 * 1024
"""Bytes that may come without one more thing being whole."""


class Handler(Protocol):
    """What a part is made of; names come without their namespace, which is another one in Strict Open XML."""

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """Some text within it."""

    def closed(self, name: str) -> None:
        """It ends."""


class XmlParser:
    """Reads the parts of one workbook, and counts what they hold together."""

    def __init__(self) -> None:
        self._elements = 0
        self._attributes = 0
        self._depth = 0

    def read(self, pieces: Iterable[bytes], handler: Handler) -> None:
        """Tells the handler what a part holds.

        AnswersRefusedError for what is deep, large, declares a document type or points elsewhere; what
        is no XML raises whatever the parser raises.
        """
        self._depth = 0
        parser = ParserCreate()
        parser.buffer_text = True

        def opened(tag: str, attributes: dict[str, str]) -> None:
            self._count(attributes)
            name = tag.rpartition(":")[2]
            _refuse_pointing(name, attributes)
            handler.opened(name, attributes)

        def closed(tag: str) -> None:
            self._depth -= 1
            handler.closed(tag.rpartition(":")[2])

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _refuse_type
        fed = 0
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - more may come; it takes no name
            fed += len(piece)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TAG:
                refuse(TOO_LARGE, ONE_FROM_HERE)
        parser.Parse(b"", True)  # noqa: FBT003 - the last piece; it takes no name

    def _count(self, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        self._attributes += len(attributes)
        is_large = self._elements > _MOST_ELEMENTS or self._attributes > _MOST_ATTRIBUTES
        if is_large or self._depth > _DEEPEST:
            refuse(TOO_LARGE, ONE_FROM_HERE)


def _refuse_pointing(name: str, attributes: Mapping[str, str]) -> None:
    # Each element comes here: what nearly none has is asked first.
    if "ContentType" in attributes and "macroenabled" in attributes["ContentType"].lower():
        refuse("The workbook holds macros.", "Save it as .xlsx, which has none.")
    # A web address typed as a document's place becomes a link, which is read as its text.
    if (
        name == "Relationship"
        and attributes.get("TargetMode") == "External"
        and not attributes.get("Type", "").endswith("/hyperlink")
    ):
        refuse("The workbook links to other files.", "Break the links (Data, Edit links), and save it again.")


def _refuse_type(*_about: object) -> None:
    refuse("The workbook declares a document type, which none needs.", SAVE_AS_XLSX)

"""What a reader of PDF shows beside the pages: words about the document, and the titles of its bookmarks."""

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf

_OF_VERSIONS = {"/Creator", "/Producer"}
_NAMES_OF_VERSIONS = {"{http://ns.adobe.com/pdf/1.3/}Producer", "{http://ns.adobe.com/xap/1.0/}CreatorTool"}


def about(document: Any, unpacked: Callable[[Any], bytes]) -> Iterator[str]:
    """The words about the document, but the names of versions, which are the imprint's to tell."""
    for key, value in sorted(document.trailer.get("/Info", pikepdf.Dictionary()).items()):
        if key not in _OF_VERSIONS:
            yield f"{key} {value}"
    yield f"/Lang {document.Root.get('/Lang')}"
    described = document.Root.get("/Metadata")
    if described is not None:
        yield from _description(unpacked(described))


def _description(written: bytes) -> Iterator[str]:
    """What an XML description holds, however it is written. ValueError where it is none, or declares more."""
    if b"<!" in written or b"\0" in written:
        raise ValueError("a description with declarations")
    try:
        whole = ET.fromstring(written)  # noqa: S314 - it declares nothing that could grow
    except ET.ParseError as error:
        raise ValueError(str(error)) from None
    for one in whole.iter():
        if one.tag not in _NAMES_OF_VERSIONS:
            more = sorted((key, text) for key, text in one.items() if key not in _NAMES_OF_VERSIONS)
            yield f"{one.tag} {more} {(one.text or '').strip()} {(one.tail or '').strip()}"


def bookmarks(document: Any, facts: set[str], step: Callable[[], None]) -> Iterator[str]:
    """The titles in the tree of bookmarks, each with its depth. ValueError where they are too many."""
    waiting = [(0, document.Root.get("/Outlines", pikepdf.Dictionary()).get("/First"))]
    while waiting:
        depth, one = waiting.pop()
        if one is None:
            continue
        step()
        facts |= {f"bookmark {key}" for key in one}
        yield f"{depth} {one.get('/Title')}"
        waiting += [(depth, one.get("/Next")), (depth + 1, one.get("/First"))]

"""unpacked(pdf) -> what travels inside a PDF, read in a child process with limits: a PDF is hostile.

As a program it is that child: PDF on standard input, names and texts as JSON on standard output.
"""

import io
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.rendering.confinement import confine, limit
from app.rendering.pdf_child import LookingError, read_in_child

LARGEST_ATTACHMENT = 16 * 1024 * 1024
"""Bytes of all that travels inside."""

MOST_FILES = 8
"""More than any report has, so that what is too much is named."""

MEMORY_AT_MOST = 120 << 20
"""Bytes of data that the child may hold; reading the largest report takes a quarter of it."""

SECONDS_AT_MOST = 3
"""Of computing; a report takes less than half of one."""


class UnpackingError(Exception):
    """The file is no PDF that can be read, or what is inside is too large or no text."""


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """The texts of the files inside, by name, and how many pages there are."""

    texts: Mapping[str, str]
    pages: int


def unpacked(pdf: bytes) -> Unpacked:
    """What is inside. Raises UnpackingError, and PressError where the child cannot read its own parts."""
    try:
        found = json.loads(read_in_child("app.rendering.unpacking", pdf))
    except LookingError:
        raise UnpackingError from None
    return Unpacked(**found)


def inflated(stream: Any, most: int) -> bytes:
    """The content of a PDF's stream, unpacked in a counted piece. ValueError where it is more than `most`.

    ValueError too where it is packed otherwise than this product packs. `stream`: of pikepdf.
    """
    import pikepdf  # noqa: PLC0415 - within the limits

    packed: bytes = stream.read_raw_bytes()
    way = stream.get("/Filter")
    ways = [str(one) for one in way] if isinstance(way, pikepdf.Array) else [str(way)] if way else []
    if ways not in ([], ["/FlateDecode"]) or stream.get("/DecodeParms") is not None:
        raise ValueError(f"packed by {ways}")
    if not ways:
        return _counted(packed, most)
    try:
        return _counted(zlib.decompressobj().decompress(packed, most + 1), most)
    except zlib.error as error:
        raise ValueError(str(error)) from None


def _counted(content: bytes, most: int) -> bytes:
    if len(content) > most:
        raise ValueError("too large")
    return content


def _files(pdf: Any) -> Iterator[tuple[str, Any]]:
    """The name and the stream of every file in the tree of names, also of two with one name."""
    import pikepdf  # noqa: PLC0415 - within the limits

    names = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    for name, one in pikepdf.NameTree(names).items() if names is not None else ():
        yield name, one.EF.get("/UF", one.EF.get("/F"))


def found_in(content: bytes) -> dict[str, Any]:
    """What is inside, as Unpacked has it. Raises ValueError, and whatever pikepdf raises."""
    import pikepdf  # noqa: PLC0415 - within the limits

    texts: dict[str, str] = {}
    left = LARGEST_ATTACHMENT
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name, stream in _files(pdf):
            text = inflated(stream, left)
            left -= len(text)
            if name in texts or len(texts) >= MOST_FILES:
                raise ValueError("too many files")
            texts[name] = text.decode()
        return {"texts": texts, "pages": len(pdf.pages)}


def _main() -> None:
    limit(data=MEMORY_AT_MOST, seconds=SECONDS_AT_MOST)
    import pikepdf  # noqa: F401, PLC0415 - within the limits, and before the walls are up

    confine([])
    sys.stdout.write(json.dumps(found_in(sys.stdin.buffer.read())))


if __name__ == "__main__":
    _main()

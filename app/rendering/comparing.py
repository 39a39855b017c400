"""difference(pdf, again) -> where the words of two PDFs part; read in a child, since one is from outside.

As a program it is that child: both files on standard input, what was found as JSON on standard output.
"""

import json
import math
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.rendering.confinement import confine, limit
from app.rendering.pdf_child import LookingError, read_in_child

if TYPE_CHECKING:
    from app.rendering.drawn import Drawn, Word

MEMORY_AT_MOST = 512 << 20
SECONDS_AT_MOST = 40
"""Of computing; two reports of fifty pages take about four."""

_LIKE = 0.5
"""By this part of an em a word of another layout may be larger, or point elsewhere."""


def difference(pdf: bytes, again: bytes) -> str | None:
    """In a sentence, what `pdf` says otherwise than `again`, our own; None where the words are equal.

    Words of every page with their colours and about their sizes, the shapes of all letters, what a screen
    reader says of drawings, title and bookmarks, and that nothing is in it that ours have not. Not: where
    words stand, and what is drawn over or beside them. Raises PressError where this machine keeps the child
    from its own parts.
    """
    try:
        found: str | None = json.loads(_looked(pdf, again))
    except LookingError:
        return "Its pages cannot be read."
    return found


def words(pdf: bytes) -> list[list[str]]:
    """The words of every page of a PDF of ours. LookingError where it is none, and PressError as above."""
    found: list[list[str]] = json.loads(_looked(pdf))
    return found


def _looked(*pdfs: bytes) -> bytes:
    return read_in_child(
        "app.rendering.comparing", b"".join(len(one).to_bytes(8, "big") + one for one in pdfs)
    )


def parting(found: "Drawn", wanted: "Drawn") -> Iterator[str]:
    """Where what was found parts from what was wanted, in sentences."""
    if len(found.pages) != len(wanted.pages):
        yield f"It has {len(found.pages)} pages, and the answers give {len(wanted.pages)}."
    for number, (one, other) in enumerate(zip(found.pages, wanted.pages, strict=False), 1):
        if [word.text for word in one] != [word.text for word in other]:
            yield f"Page {number} {_parting(one, other)}"
        elif not all(map(_is_like, one, other)):
            yield f"Page {number} has the words that the answers give, some in another colour or size."
    strange = sorted(found.facts - wanted.facts)
    if strange:
        yield f"It holds what a report of these answers does not hold: {strange[0][:80]}."
    if not found.letters <= wanted.letters:
        yield "Its letters are drawn otherwise than they are read."
    if found.spoken != wanted.spoken:
        yield "What a screen reader says of its drawings is not what the answers give."
    if found.named != wanted.named:
        yield "Its title, other words about it, or its bookmarks are not those that the answers give."


def _parting(one: "list[Word]", other: "list[Word]") -> str:
    """Where the words of a page part, in words of both."""
    at = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0].text != pair[1].text), None
    )
    if at is None:
        at = min(len(one), len(other))
    before = max(0, at - 2)
    says, gives = (" ".join(word.text for word in words[before : at + 3])[:60] for words in (one, other))
    return f"says “{says}” where the answers give “{gives}”."


def _is_like(one: "Word", other: "Word") -> bool:
    pairs = (one.along, other.along), (one.upward, other.upward)
    return one.colour == other.colour and all(
        math.dist(*pair) <= _LIKE * min(map(math.hypot, *zip(*pair, strict=True))) for pair in pairs
    )


def parted(pdf: bytes, again: bytes) -> str | None:
    """Where `pdf` first parts from ours, which is read first. Raises what `drawn` raises for the one."""
    from app.rendering.drawn import drawn  # noqa: PLC0415 - within the limits

    wanted = drawn(again)
    return next(parting(drawn(pdf, wanted), wanted), None)


def _given() -> Iterator[bytes]:
    while length := sys.stdin.buffer.read(8):
        yield sys.stdin.buffer.read(int.from_bytes(length, "big"))


def _main() -> None:
    limit(data=MEMORY_AT_MOST, seconds=SECONDS_AT_MOST)
    from app.rendering.drawn import drawn  # noqa: PLC0415 - within the limits

    confine([])
    pdf, *again = _given()
    words = parted(pdf, again[0]) if again else [[word.text for word in page] for page in drawn(pdf).pages]
    sys.stdout.write(json.dumps(words))


if __name__ == "__main__":
    _main()

"""A PDF that carries the hash of itself, so that a changed byte is found from the file alone.

The hash stands in the file's identifier (ISO 32000-1, 14.4), whose second part is for the state of the
file. It shows damage and careless changes. It is no signature: whoever changes a file can renew it.
"""

import hashlib
import re

_BLANK = b"0" * 64
_END = re.compile(rb"startxref\n(\d{1,12})\n%%EOF\n\Z")
_BEGINNING = re.compile(rb"\d+ 0 obj\n<<")
_IDENTIFIER = re.compile(rb"/ID \[<([0-9a-f]{32})> <([0-9a-f]{64})>\]")


def with_checksum(pdf: bytes, identifier: str) -> bytes:
    """A PDF without an identifier as one that has it, and the SHA-256 of itself beside it.

    `identifier`: 32 hexadecimal digits. The hash is taken with zeros in its own place. ValueError for a
    PDF that the press does not write.
    """
    place = _table(pdf)
    if place is None:
        raise ValueError("This PDF has no table of the kind that the press writes.")
    named = b"/ID [<%b> <%b>]" % (identifier.encode(), _BLANK)
    whole = pdf[:place] + named + pdf[place:]
    begins = place + len(named) - len(_BLANK) - len(b">]")
    return _replaced(whole, begins, hashlib.sha256(whole).hexdigest().encode())


def identified(pdf: bytes) -> tuple[str, bool] | None:
    """The identifier that a PDF carries, and whether it still is what its checksum was taken of.

    None where it carries none, as every PDF does that the press did not write.
    """
    place = _table(pdf)
    found = None if place is None else _IDENTIFIER.match(pdf, place)
    if found is None:
        return None
    blank = _replaced(pdf, found.start(2), _BLANK)
    return found[1].decode(), hashlib.sha256(blank).hexdigest().encode() == found[2]


def _table(pdf: bytes) -> int | None:
    """Where the entries of the cross-reference table begin, which are the file's trailer too."""
    end = _END.search(pdf, max(0, len(pdf) - 64))
    begins = None if end is None else _BEGINNING.match(pdf, int(end[1]))
    return None if begins is None else begins.end()


def _replaced(pdf: bytes, place: int, by: bytes) -> bytes:
    return pdf[:place] + by + pdf[place + len(by) :]

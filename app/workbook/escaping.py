"""How XLSX writes a character that XML cannot hold, as _x000D_, and a text that looks like such a sign."""

import re

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(written: str) -> str:
    """What a cell's text means: each sign is read once, from left to right."""
    if "_x" not in written:
        return written
    meant = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), written)
    # Two signs may be the halves of one character.
    return meant.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def units(text: str) -> int:
    """How long a text is for a spreadsheet, which counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, most: int) -> str:
    """The text cut to so many of these units, never within a character."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")

"""Tables of print made fit for a narrow screen, where the style lays their rows on top of each other."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_TAG = re.compile(r"<(/?)(table|thead|tbody|tr|th|td)\b([^>]*)>")
"""In finished HTML every other < and > is escaped."""

_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_SPAN = re.compile(r'\bcolspan="(\d+)"')
_CLASS = re.compile(r'\bclass="')

_PLAIN = 2
"""Columns up to which a table needs no word over its cells."""


def stacked(html: str) -> Markup:
    """The same HTML, in which each table says by roles what it is, and each cell the word of its column.

    A table that is laid out as blocks is none to a screen reader without roles; a cell that stands below
    others needs the word over it (`data-word`). Tables that have roles already stay as they are. Nothing but
    attributes is added, so the text is the same.
    """
    return Markup("".join(_pieces(html)))  # noqa: S704 - it is markup already


def _pieces(html: str) -> Iterator[str]:
    end = 0
    table: _Table | None = None
    for tag in _TAG.finditer(html):
        yield html[end : tag.start()]
        closes, name, attributes = tag.groups()
        if name == "table":
            table = None if closes or "role=" in attributes else _Table()
        yield tag[0] if closes or table is None else table.opened(name, attributes, html, tag.end())
        end = tag.end()
    yield html[end:]


class _Table:
    """One table, read from its first tag to its last."""

    def __init__(self) -> None:
        self._is_head = False
        self._heads: list[str] = []
        self._column = 0

    def opened(self, name: str, attributes: str, html: str, end: int) -> str:
        """The opening tag, which ends there in the whole, with what it needs."""
        if name == "table":
            attributes = _classed(attributes)
        elif name in {"thead", "tbody"}:
            self._is_head = name == "thead"
        elif name == "tr":
            self._column = 0
        else:
            attributes += self._cell(name, attributes, html, end)
        role = _ROLES.get(name) or ("columnheader" if 'scope="col"' in attributes else "rowheader")
        return f'<{name} role="{role}"{attributes}>'

    def _cell(self, name: str, attributes: str, html: str, end: int) -> str:
        """What a cell needs beside its role; columns are counted by what it spans."""
        spans = _SPAN.search(attributes)
        width = int(spans[1]) if spans else 1
        if self._is_head:
            text = Markup(html[end : html.index(f"</{name}>", end)]).striptags()  # noqa: S704 - it comes escaped
            # One head over several columns is over a code and its name, which say themselves what they are.
            self._heads += [text if width == 1 else ""] * width
            return ""
        word = self._heads[self._column] if self._column < len(self._heads) else ""
        self._column += width
        if name == "th" or width > 1 or not word or len(self._heads) <= _PLAIN:
            return ""
        return f' data-word="{escape(word)}"'


def _classed(attributes: str) -> str:
    return (
        _CLASS.sub('class="stacks ', attributes) if "class=" in attributes else f'{attributes} class="stacks"'
    )

"""What has to stand on every page that is printed, in words: the press looks for it on what it made."""

import html
import re
from collections.abc import Iterator

from app.rendering.environment import environment
from app.rendering.glyphs import legible

_BETWEEN = re.compile(r"<[^>]*>|·")


def standing(code: str, template: str, macro: str, about: object) -> tuple[str, ...]:
    """Marking, draft or edition, copy, and what it is not, in the language of that code.

    They come from the macros that fill the pages: `macro` of a furniture, for what is printed, and the
    disclaimer, which all have.
    """
    written = (_macro(code, template, macro)(about), _macro(code, "report/furniture.html", "disclaimer")())
    return tuple(piece for one in written for piece in _pieces(legible(str(one))))


def _macro(code: str, template: str, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Jinja has no type for it
    return getattr(environment(code).get_template(template).module, name)


def _pieces(markup: str) -> Iterator[str]:
    for piece in _BETWEEN.split(markup):
        text = " ".join(html.unescape(piece).split())
        if text:
            yield text

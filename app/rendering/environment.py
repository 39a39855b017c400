"""The Jinja2 environment of all templates: autoescape, strict, and every interface word through gettext."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.answers import MOST_ITEMS
from app.core.assessment.answer import ANSWER_KINDS
from app.core.assessment.subjects import SUBJECTS
from app.rendering import charts
from app.rendering.language import Language, isolated, language
from app.rendering.stacking import stacked

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
STATIC = Path(__file__).parent.parent / "web" / "static"
HASH_GROUP = 4
"""Characters between the blanks of a hash that people compare."""


class Wrong(Protocol):
    """Something wrong with a field of a form."""

    @property
    def field(self) -> str:
        """The id of its input."""

    @property
    def message(self) -> str:
        """What is wrong, in words."""


@cache
def environment(code: str) -> Environment:
    """The environment for a language code. `lang` in a template is the Language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    spoken: Language = language(code)
    made.install_gettext_translations(spoken.translations, newstyle=True)  # type: ignore[attr-defined]  # by the i18n extension
    made.globals.update(
        lang=spoken,
        charts=charts,
        static=static_address,
        errors_by_field=errors_by_field,
        most_items=MOST_ITEMS,
        answer_kinds=ANSWER_KINDS,
        subjects=SUBJECTS,
    )
    made.filters.update(
        day=spoken.day,
        time=spoken.time,
        moment=spoken.moment,
        whole=spoken.whole,
        isolated=isolated,
        groups=groups,
        stacked=stacked,
    )
    return made


@cache
def static_address(name: str) -> str:
    """The address of a static file, which changes with its content."""
    stem, _, kind = name.rpartition(".")
    return f"/static/{stem}.{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}.{kind}"


def errors_by_field(errors: Iterable[Wrong]) -> Mapping[str, str]:
    """The first message of each field; an empty text, which is false, for every other field."""
    messages: defaultdict[str, str] = defaultdict(str)
    for error in errors:
        messages[error.field] = messages[error.field] or error.message
    return messages


def groups(digest: str) -> str:
    """A hash in groups that people can compare."""
    return " ".join(digest[at : at + HASH_GROUP] for at in range(0, len(digest), HASH_GROUP))


def page(code: str, template: str, /, **values: object) -> str:
    """A template filled in a language."""
    return environment(code).get_template(template).render(**values)

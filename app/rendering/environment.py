"""The Jinja2 environment of all templates: autoescape, strict, and every interface word through gettext."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.rendering import charts
from app.rendering.language import Language, isolated, language

TEMPLATES = Path(__file__).parent.parent.parent / "templates"


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
    made.globals.update(lang=spoken, charts=charts)
    made.filters.update(day=spoken.day, time=spoken.time, whole=spoken.whole, isolated=isolated)
    return made


def page(code: str, template: str, **values: object) -> str:
    """A template filled in a language."""
    return environment(code).get_template(template).render(**values)

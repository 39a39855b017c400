"""Templates: no inline style or script, every one is used, and every one compiles."""

import re
from pathlib import Path

from app.core.reports.choice import KIND_IDS
from app.rendering.environment import TEMPLATES, environment

NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if path.is_file())


def test_every_template_compiles():
    for name in NAMES:
        environment("en").get_template(name)


def test_no_page_has_inline_style_or_script_or_unescaped_text():
    for name in NAMES:
        text = (TEMPLATES / name).read_text()
        text = re.sub(r"<script src=\"{{ static\('[a-z]+\.js'\) }}\" defer></script>", "", text)
        assert not re.search(r'style="|<style|<script|\|\s*safe\b', text), name


def test_no_template_names_a_class_of_python():
    assert [name for name in NAMES if re.search("__[a-z]+__", (TEMPLATES / name).read_text())] == []


def test_every_template_is_used():
    sources = [path.read_text() for path in Path("app").rglob("*.py")]
    sources += [(TEMPLATES / name).read_text() for name in NAMES]
    # a kind of report is filled into the template that bears its id
    sources += [f"report/kinds/{kind}.html" for kind in KIND_IDS]
    unused = [
        name
        for name in NAMES
        if not any(name in source or name.removeprefix("web/") in source for source in sources)
    ]
    assert unused == []

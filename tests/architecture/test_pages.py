"""Each page is filled from one value, whose fields are the names that its template asks for."""

from dataclasses import fields

import pytest
from jinja2 import meta, nodes

from app.rendering.environment import TEMPLATES, environment
from app.web import app as web
from app.web.frame import Page
from app.web.report_page import ReadingPage

assert web  # with it, every page is known

FRAME = "web/page.html"
OF_THE_FRAME = {"opened", "marking", "author", "mutation", "is_apart", "here"}
PERHAPS = {"left_open", "question"}
"""What the frame asks for only where a page has it."""


def pages():
    return [one for one in Page.__subclasses__() if one is not ReadingPage]


def asked_for(template, known):
    """The names that a template, or what it is built from, asks its page for."""
    if template in known:
        return set()
    known.add(template)
    tree = environment("en").parse((TEMPLATES / template).read_text())
    names = meta.find_undeclared_variables(tree) - set(environment("en").globals)
    for one in tree.find_all(nodes.Include):
        names |= asked_for(one.template.value, known)
    # What is set at the top of a template is known in its blocks, and in what it includes.
    names -= {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    for one in tree.find_all((nodes.Import, nodes.FromImport)):
        imported = [one.target] if isinstance(one, nodes.Import) else one.names
        names -= {name if isinstance(name, str) else name[1] for name in imported}
    names -= {one.name for one in tree.find_all(nodes.Macro)}
    for one in tree.find_all(nodes.Extends):
        names |= asked_for(one.template.value, known)
    return names


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.template)
def test_a_page_holds_exactly_what_its_template_asks_for(page):
    names = asked_for(f"web/{page.template}", set())
    held = {one.name for one in fields(page)}
    assert names - PERHAPS - OF_THE_FRAME <= held, "The page lacks something."
    assert held <= names, "The page holds something that nobody asks for."


def test_every_template_in_the_frame_has_one_page():
    framed = {
        str(file.relative_to(TEMPLATES / "web"))
        for file in (TEMPLATES / "web").rglob("*.html")
        if f'extends "{FRAME}"' in file.read_text()
    }
    # A report as a page stands in that frame, whatever its kind.
    framed = framed - {"reports/frame.html"} | {ReadingPage.template}
    assert sorted(page.template for page in Page.__subclasses__()) == sorted(framed)

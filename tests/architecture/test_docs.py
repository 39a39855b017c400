"""The docs name files and tests that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOLDERS = ("app", "docs", "questionnaires", "templates", "tests")
FILES = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.*")] + list(ROOT.glob("*.*"))
PATHS = [f"/{file.relative_to(ROOT).as_posix()}" for file in FILES]
TESTS = {
    node.name
    for file in (ROOT / "tests").rglob("test_*.py")
    for node in ast.walk(ast.parse(file.read_text()))
    if isinstance(node, ast.FunctionDef)
}
OF_THE_PAST = {"CHANGELOG.md"}
"""What tells what was, and so names what is no more."""


def is_there(name: str) -> bool:
    """Whether there is a file of that name, or whose path ends so; `*` stands for anything."""
    ending = re.compile(re.escape(name).replace(r"\*", ".*") + "$")
    return any(ending.search(file) for file in PATHS)


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_file_that_a_doc_names_is_there(doc):
    text = "" if doc.name in OF_THE_PAST else doc.read_text()
    named = re.findall(r"`([\w*][\w*./-]*\.(?:py|html|css|js|md|toml))\b", text)
    folders = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w/-]+)`", text)
    assert [name for name in named if not is_there(f"/{name}")] == []
    assert [name for name in folders if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_test_that_a_doc_names_is_there(doc):
    text = "" if doc.name in OF_THE_PAST else doc.read_text()
    named = re.findall(r"\b(test_\w+)(…|`|\b)", re.sub(r"test_\w*\*?\.py", "", text))
    missing = [
        name + more
        for name, more in named
        if not (any(one.startswith(name) for one in TESTS) if more == "…" else name in TESTS)
    ]
    assert missing == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_link_between_the_docs_leads_to_a_file(doc):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", doc.read_text())
    assert [link for link in links if not (doc.parent / link).exists()] == []

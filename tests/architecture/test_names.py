"""One word one thing: no public name of the product stands for two things, unless listed with its reason."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.rendering.environment import TEMPLATES

APP = Path(__file__).parent.parent.parent / "app"

LISTED = {
    "router": "FastAPI's word; each file of pages has one",
    "install": "each edge and each of its parts is added to the server by a function of that name",
    "page": "some rows of a table, and what a service makes of them",
    "add": "a row into the table that the module is named for",
    "find": "a row of the table that the module is named for",
    "every": "all rows of the table that the module is named for",
    "remove": "rows out of the table that the module is named for",
    "heads": "rows of the table that the module is named for, without their long texts",
    "KIND": "the declaration of the kind of report that the module is named for",
    "AT_ONCE": "how many the module takes in one go",
    "MOST_FAULTS": "how many faults the reader of the module lists",
    "MOST_MEMBERS": "a bound of what the module reads",
    "MOST_TABLES": "a bound of what the module reads",
    "MOST_VALUES": "a bound of what the module reads",
    "MEMORY_AT_MOST": "of the child that the module starts",
    "SECONDS_AT_MOST": "of the child that the module starts",
    "FORMAT": "the word at the head of a file of the kind that the module is named for",
}
"""Names that stand more than once, and what they mean wherever they do."""


def definitions(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The public names that a module defines, and whether it is a handler of an address."""
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, any("router." in ast.unparse(one) for one in node.decorator_list)
            case ast.Assign():
                yield from ((one.id, False) for one in node.targets if isinstance(one, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, False


@cache
def homes() -> dict[str, list[str]]:
    """The modules that define each public name.

    Handlers of addresses and commands bear the name of the act of a service, so they do not count beside it.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(APP.rglob("*.py")):
        module = file.relative_to(APP).with_suffix("").as_posix()
        if not module.startswith("storage/migrations"):
            for name, is_handler in definitions(ast.parse(file.read_text())):
                if not name.startswith("_") and not is_handler and not module.startswith("cli/"):
                    found[name].append(module)
    return found


def are_two_things(where: list[str]) -> bool:
    """Whether it is more than a service that bears the name of what it asks of a table."""
    return len(where) > 1 and sorted(one.split("/")[0] for one in where) != ["services", "storage"]


def test_no_public_name_stands_for_two_things_unless_it_is_listed_with_its_reason():
    twice = {name: where for name, where in homes().items() if are_two_things(where) and name not in LISTED}
    assert twice == {}


def test_every_listed_name_still_stands_more_than_once():
    assert [name for name in LISTED if len(homes()[name]) < 2] == []


EMPTY_WORDS = {"said", "told", "shown", "taken", "take", "tell"}
"""Words that say that something was done, and not what the thing is."""


def names_given(tree: ast.Module) -> Iterator[str]:
    """Every name that a module gives: of functions, classes, parameters, variables, fields and attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.MatchAs(name=str(name)) | ast.alias(asname=str(name)):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def test_nothing_is_named_for_being_said_told_shown_or_taken():
    named = {
        f"{file.relative_to(APP)}: {name}"
        for file in APP.rglob("*.py")
        for name in names_given(ast.parse(file.read_text()))
        if name.strip("_").lower() in EMPTY_WORDS
    }
    assert named == set()


def test_nothing_in_a_template_is_named_for_being_said_told_shown_or_taken():
    given = r"{%[-+]?\s*(?:macro|set|for)\s+([\w, ]+?)\s*(?:\(|=|\bin\b)"
    named = {
        f"{file.relative_to(TEMPLATES)}: {name}"
        for file in TEMPLATES.rglob("*.html")
        for names in re.findall(given, file.read_text())
        for name in re.split(r"\W+", names)
        if name in EMPTY_WORDS
    }
    assert named == set()

"""The core imports an allow-list of the standard library, and nothing that touches the world."""

import ast
from pathlib import Path

ALLOWED = {
    "app.core",
    "calendar",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "re",
    "types",
    "typing",
    "unicodedata",
}


def test_the_core_imports_only_pure_parts_of_the_standard_library():
    strangers = {
        f"{path.name}: {name}"
        for path in Path("app/core").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imported(node)
        if name not in ALLOWED and not name.startswith("app.core.")
    }
    assert strangers == set()


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module):
            return [module or "."]
        case _:
            return []

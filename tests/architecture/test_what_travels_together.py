"""What belongs together is handed on as one value, never as parameters side by side."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
TOGETHER = {
    frozenset({"author", "now", "mutation"}): "Act",
}


def functions(*folders):
    """Every function in some folders of the product: where it is, and the names of its parameters."""
    for file in sorted(file for folder in folders for file in (APP / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                yield f"{file.relative_to(APP)}:{node.lineno} {node.name}", {one.arg for one in every}


@pytest.mark.parametrize(("names", "value"), TOGETHER.items(), ids=TOGETHER.values())
def test_no_function_of_a_service_or_an_edge_is_handed_them_side_by_side(names, value):
    found = dict(functions("services", "web", "api", "cli", "http"))
    assert any(value.lower() in taken for taken in found.values())
    assert [where for where, taken in found.items() if len(taken & names) > 1] == []

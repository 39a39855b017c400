"""What belongs together is handed on as one value, and an assessment is read through one door."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
TOGETHER = {
    frozenset({"author", "now", "mutation"}): "Act",
    frozenset({"parts", "opened"}): "Visit",
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
    assert {where.partition(" ")[2] for where, taken in found.items() if len(taken & names) > 1} <= {
        "render",  # makes the page of a visit, and of none
    }


def test_a_service_reads_an_assessment_only_as_it_was_opened():
    found = {
        where.partition(" ")[2]
        for where, taken in functions("services")
        if {"database", "assessment_id"} <= taken and "act" not in taken
    }
    assert found == {
        "opened",  # the door
        "journal_of",  # what it opens
        "mark",  # two numbers, by which a program is told that nothing changed
        "moved_out",  # whatever is stored, also what is damaged
        "delete",  # reads the name of its country alone
    }

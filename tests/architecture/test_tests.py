"""The tests keep the order that they have: what several need has a file of its own."""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent


def test_no_test_file_imports_from_another():
    importing = re.compile(r"^\s*(?:from|import) tests\.(?:\w+\.)*test_\w+", re.MULTILINE)
    found = {path.name: importing.findall(path.read_text()) for path in sorted(TESTS.rglob("*.py"))}
    assert {name: lines for name, lines in found.items() if lines} == {}

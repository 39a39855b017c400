"""looked(module, …) -> what a child process finds in a PDF, which is hostile: no files and no network."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.rendering.confinement import NO_ACCESS
from app.rendering.errors import PressError
from app.rendering.press import sentence_of

SECONDS_AT_MOST = 60
"""By the clock, beside other work; the children have limits of computing of their own."""

_ROOT = Path(__file__).parent.parent.parent


class LookingError(Exception):
    """The child found what it cannot read, or more than it may."""


def read_in_child(module: str, given: bytes) -> bytes:
    """What the program of that module writes, given that on its standard input.

    Raises LookingError, and PressError where this machine keeps the child from its own parts.
    """
    with tempfile.TemporaryDirectory(prefix="looking-") as place:
        environment = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "TMPDIR": place}
        try:
            child = subprocess.run(  # noqa: S603 - a module of ours
                [sys.executable, "-m", module],
                input=given,
                capture_output=True,
                cwd=_ROOT,
                env=environment,
                timeout=SECONDS_AT_MOST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise LookingError from None
    if child.returncode == NO_ACCESS:
        raise PressError(sentence_of(NO_ACCESS))
    if child.returncode != os.EX_OK:
        raise LookingError
    return child.stdout

"""A program in a process that is confined as the press is."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CONFINED = """
import ctypes, os, socket, sys
from pathlib import Path
from app.rendering import confinement
kernel = ctypes.CDLL(None, use_errno=True)
network = socket.socket()
if {is_deaf}:
    # Only what the kernel holds is looked at: what Python would see is let through.
    confinement.watch = lambda *_: lambda *_: None
confinement.limit()
sys.prefix = {prefix!r} or sys.prefix
confinement.confine([Path({own!r})])
"""


def confined(tmp_path, body, *, is_deaf=False, prefix=""):
    own = tmp_path / "own"
    own.mkdir(exist_ok=True)
    (own / "asset").write_text("asset")
    (tmp_path / "secret").write_text("secret")
    temporary = tmp_path / "temporary"
    temporary.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-c", CONFINED.format(is_deaf=is_deaf, own=str(own), prefix=str(prefix)) + body],
        cwd=ROOT,
        env={"TMPDIR": str(temporary), "SECRET": str(tmp_path / "secret"), "OWN": str(own / "asset")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

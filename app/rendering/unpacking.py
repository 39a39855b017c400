"""unpacked(pdf) -> what travels inside a PDF, read in a child process with limits: a PDF is hostile.

As a program it is that child: PDF on standard input, names and texts as JSON on standard output.
"""

import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from app.rendering.confinement import confine, limit

SECONDS_AT_MOST = 20
"""A safety limit: a report takes less than one."""

_LARGEST = 32 * 1024 * 1024
"""Characters of all that travels inside."""

_ROOT = Path(__file__).parent.parent.parent


class UnpackingError(Exception):
    """The file is no PDF that can be read, or what is inside is too large or no text."""


def unpacked(pdf: bytes) -> dict[str, str]:
    """The texts of the files inside, by name. Raises UnpackingError."""
    with tempfile.TemporaryDirectory(prefix="unpacking-") as place:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "app.rendering.unpacking"],
                input=pdf,
                capture_output=True,
                cwd=_ROOT,
                env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "TMPDIR": place},
                timeout=SECONDS_AT_MOST,
                check=True,
            )
        except subprocess.SubprocessError:
            raise UnpackingError from None
    found: dict[str, str] = json.loads(child.stdout)
    return found


def _main() -> None:
    limit()
    import pikepdf  # noqa: PLC0415 - within the limits

    confine([])
    found: dict[str, str] = {}
    with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
        for name, one in pdf.attachments.items():
            found[name] = one.get_file().read_bytes().decode()
            if sum(map(len, found.values())) > _LARGEST:
                sys.exit(1)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main()

"""A real server in a process of its own, over a data folder of its own, bounded in time."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def served(data: Path, **environment: str) -> Iterator[str]:
    """The address of a server over `data`; it is ended when the block is left."""
    port = free_port()
    process = started(data, port, **environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def started(
    data: Path, port: int, *, inside: Sequence[str] = (), **environment: str
) -> "subprocess.Popen[str]":
    """A server process that already answers; `inside`: the command that runs it."""
    with (data / "server.log").open("w") as log:
        process = subprocess.Popen(
            [*inside, sys.executable, "-m", "app.cli", "serve"],
            env=os.environ | {"CIED_DATA": str(data), "CIED_PORT": str(port)} | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"The server ended: {(data / 'server.log').read_text()}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return process
    process.kill()
    raise AssertionError("The server did not answer in time.")

"""What a child process that reads hostile content may do: limits, no network, no files but its own.

Walls, each for what the others cannot hold (docs/decisions/0005): the audit hook works on every
system and sees what Python does; Landlock and an empty network are the kernel's own and bind libraries
too, where the kernel offers them without root.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

MEMORY_AT_MOST = 1 << 30
"""Bytes."""

SECONDS_AT_MOST = 120
"""Of computing; a safety limit: a report of 50 pages takes about seven."""

NO_ACCESS = 67
"""Exit code of a process that can no longer read the parts it is made of, once it has given up its rights."""

_FILE_AT_MOST = 1 << 28
_OPEN_AT_MOST = 64

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")

# linux/sched.h, sys/prctl.h and linux/landlock.h; these numbers are the same on every architecture.
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_BENEATH = 1
_EVERY_ACCESS = (1 << 13) - 1
_READING = 1 << 2 | 1 << 3
_ACCESS_TO_A_FILE = 1 << 2


def limit(*, data: int = MEMORY_AT_MOST, seconds: int = SECONDS_AT_MOST) -> None:
    """Limits of memory, computing time, size of a file and number of open files, from now on.

    `data`: bytes of what the process itself holds, without the libraries that it has mapped.
    """
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_AT_MOST),
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _FILE_AT_MOST),
        (resource.RLIMIT_NOFILE, _OPEN_AT_MOST),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(what, (most, most))


def confine(own: Iterable[Path]) -> None:
    """No network, no other program, and no file to read but `own` and what belongs to Python, from now on.

    Writing is left in the folder for temporary files alone. `own`: files or whole folders. To be called
    when all libraries are loaded, and before anything hostile is looked at. Exits with NO_ACCESS.
    """
    readable = (*own, *_of_python())
    writable = Path(os.environ["TMPDIR"])
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            _leave_network()
            _leave_files(readable, writable)
    sys.addaudithook(watch(readable, writable))
    for place in _of_python():
        try:
            next(place.iterdir(), None)
        except PermissionError:
            sys.exit(NO_ACCESS)
        except OSError:  # an interpreter may name a folder that is not there
            continue


def watch(readable: Iterable[Path], writable: Path) -> Callable[[str, tuple[object, ...]], None]:
    """An audit hook that raises PermissionError for network, programs, and files beyond those."""
    allowed = tuple(os.path.realpath(path) for path in (*readable, writable))

    def check(event: str, about: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(event)
        if event == "open" and isinstance(about[0], str | bytes):
            path = os.path.realpath(os.fsdecode(about[0]))
            if not any(path == one or path.startswith(f"{one}{os.sep}") for one in allowed):
                raise PermissionError(f"open {path}")

    return check


def _of_python() -> tuple[Path, ...]:
    """The interpreter's own folders and those of its packages."""
    places = {sys.prefix, sys.base_prefix, *(path for path in sys.path if path.endswith("site-packages"))}
    return tuple(Path(place) for place in sorted(places))


def _leave_network() -> None:
    """An empty network of its own, where users may make one."""
    ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)


def _leave_files(readable: Iterable[Path], writable: Path) -> None:
    """Landlock: the kernel refuses this process every other file. OSError where there is no Landlock."""
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION) < 1:
        raise OSError(ctypes.get_errno(), "no Landlock")
    handled = ctypes.c_uint64(_EVERY_ACCESS)
    rules = kernel.syscall(_CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(8), 0)
    for path, access in (*((one, _READING) for one in readable), (writable, _EVERY_ACCESS)):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        granted = access if path.is_dir() else access & _ACCESS_TO_A_FILE
        rule = granted.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
        kernel.syscall(_ADD_RULE, rules, _BENEATH, rule, 0)
        os.close(place)
    # Without this the kernel wants root for what follows.
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    kernel.syscall(_RESTRICT_SELF, rules, 0)
    os.close(rules)

"""What requirements.txt pins: every package that the product runs with, and what asks for it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements.txt"

_PIN = re.compile(r"(?P<name>[a-z0-9.-]+)(?:\[[a-z,]+\])?==(?P<version>[^\s;]+)(?: ; (?P<marker>.+?))? \\$")
_HASH = re.compile(r"    --hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"    #(?: via|  ) +(?P<name>[a-z0-9.-]+)")


@dataclass(frozen=True, kw_only=True)
class Pin:
    """One package. `marker`: on which machines alone; `wanted_by`: the packages that ask for it."""

    name: str
    version: str
    marker: str
    hashes: list[str] = field(default_factory=list)
    wanted_by: list[str] = field(default_factory=list)


def pins() -> list[Pin]:
    """In the order of the file."""
    found: list[Pin] = []
    for line in REQUIREMENTS.read_text().splitlines():
        if begun := _PIN.fullmatch(line):
            found.append(Pin(name=begun["name"], version=begun["version"], marker=begun["marker"] or ""))
        elif hashed := _HASH.match(line):
            found[-1].hashes.append(hashed[1])
        elif via := _VIA.match(line):
            found[-1].wanted_by.append(via["name"])
    return found

"""Hostile workbooks through the real reader: read or refused in a sentence, in little memory and time.

As a program it is the child that reads them, and says what came of it as JSON.
"""

import io
import json
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from app.core.errors import AnswersRefusedError
from app.workbook import LARGEST_WORKBOOK, parsed_workbook
from tests.attacks.attack import Attack
from tests.spreadsheets import part, repacked
from tests.workbook.workbooks import workbook

MOST_BYTES = 150 * 1024 * 1024
"""Of memory that one workbook may cost."""

MOST_SECONDS = 3.0
"""Of computing."""

_SEED = 20261201
_BATCH = 2_000
_PATIENCE_SECONDS = 1_800
_SHEET = "xl__worksheets__sheet2.xml"


def attacks(times: int) -> Iterator[Attack]:
    """The workbooks that were found to hurt, each for itself, and so many that chance made."""
    with tempfile.TemporaryDirectory(prefix="workbooks-") as folder:
        names = {}
        for number, (name, content) in enumerate(_named(workbook())):
            assert len(content) <= LARGEST_WORKBOOK, name
            Path(folder, str(number)).write_bytes(content)
            names[str(number)] = name
        for number, found in _child("named", folder).items():
            yield Attack(name=names[number], answer=_words(found), has_held=_has_held(found))
    worst = _summed(
        _child("random", str(_SEED + begun), str(min(_BATCH, times - begun)))["random"]
        for begun in range(0, times, _BATCH)
    )
    yield Attack(
        name=f"{times:,} workbooks changed at random", answer=_words(worst), has_held=_has_held(worst)
    )


def _summed(tries: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """How many came to what, and the worst of what they cost."""
    total = dict.fromkeys(("read", "refused", "uncaught", "seconds", "bytes"), 0.0)
    for tried in tries:
        for key, number in tried.items():
            total[key] = max(total[key], number) if key in {"seconds", "bytes"} else total[key] + number
    return total


def _has_held(found: Mapping[str, float]) -> bool:
    return not found["uncaught"] and found["seconds"] <= MOST_SECONDS and found["bytes"] <= MOST_BYTES


def _words(found: Mapping[str, float]) -> str:
    return (
        f"{found['read']:.0f} read, {found['refused']:.0f} refused, {found['uncaught']:.0f} uncaught; "
        f"at most {found['seconds']:.2f} s and {found['bytes'] / 1024 / 1024:.0f} MB"
    )


def _child(*about: str) -> dict[str, dict[str, float]]:
    child = subprocess.run(
        [sys.executable, "-m", "tests.attacks.workbooks", *about],
        stdout=subprocess.PIPE,
        check=True,
        cwd=Path(__file__).parent.parent.parent,
        timeout=_PATIENCE_SECONDS,
    )
    found: dict[str, dict[str, float]] = json.loads(child.stdout)
    return found


# --- the workbooks that were found to hurt ----------------------------------------------------------


def _named(good: bytes) -> Iterator[tuple[str, bytes]]:
    blanks = b"<x>" + b" " * 40_000_000 + b"</x>"
    yield (
        "40 MB behind headers that say 1,000 bytes",
        _lying(repacked(good, **{_SHEET: blanks})),
    )
    yield "40 MB in one part", repacked(good, **{_SHEET: blanks})
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        yield f"40 MB packed by {name}", _lying(_added(good, method, blanks))
    damaged = bytearray(good)
    damaged[4_000:4_200] = bytes(byte ^ 0xFF for byte in damaged[4_000:4_200])
    yield "200 bytes of a part inverted", bytes(damaged)
    yield "lzma with properties that are none", _spoiled(_added(good, zipfile.ZIP_LZMA, b"<x/>"))
    for encoding in ("nope-8", "rot13", "base64", "x" * 10_000):
        xml = f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'.encode()
        yield f"an encoding called {encoding[:8]}", repacked(good, **{_SHEET: xml})
    names = b"".join(b"<a%d/>" % number for number in range(290_000))
    yield "290,000 names of elements", repacked(good, **{_SHEET: b"<x>" + names + b"</x>"})
    yield (
        "more elements than any workbook has",
        repacked(good, **{_SHEET: b"<x>" + b"<a/>" * 400_000 + b"</x>"}),
    )
    attributes = b" ".join(b'a%d=""' % number for number in range(150_000))
    yield "150,000 attributes of one element", repacked(good, **{_SHEET: b"<x " + attributes + b"/>"})
    many = b"".join(b'<c a="" b="" c="" d="" e="" f=""/>' for _ in range(290_000))
    yield "two million attributes", repacked(good, **{_SHEET: b"<x>" + many + b"</x>"})
    rows = b"".join(b'<row r="%d"><c t="str"><v>x</v></c></row>' % number for number in range(1, 6_000))
    yield "6,000 rows that hold something", repacked(good, **{_SHEET: _data(rows)})
    yield "a shared text in 60,000 cells", _shared(good, "\U0001f600é" * 15_000, 59_000)
    yield (
        "a sheet of combining marks",
        repacked(good, **{_SHEET: _data(_cells("a\u0316\u0301" * 20_000, 100))}),
    )
    yield (
        "a sheet of decomposed text",
        repacked(good, **{_SHEET: _data(_cells("e\u0301\U0001f600" * 20_000, 90))}),
    )
    yield "a cell of 20 MB", repacked(good, **{_SHEET: _data(_cells("x" * 20_000_000, 1))})
    yield "59,000 texts where nothing is read", repacked(good, **{_SHEET: _data(_cells("x", 59_000))})
    yield "20,000 parts", _parts(20_000)
    deep = b"<x>" * 60_000 + b"</x>" * 60_000
    yield "60,000 elements deep", repacked(good, **{_SHEET: deep})
    yield (
        "a row with a number of 5,000 digits",
        repacked(good, **{_SHEET: _data(b'<row r="' + b"9" * 5_000 + b'"/>')}),
    )


def _data(rows: bytes) -> bytes:
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


def _cells(text: str, count: int) -> bytes:
    return b"<row>" + f'<c t="str"><v>{text}</v></c>'.encode() * count + b"</row>"


def _lying(content: bytes) -> bytes:
    """The archive whose largest part is said, in both its headers, to have a thousand bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        largest = max(packed.infolist(), key=lambda one: one.file_size)
    size, told = struct.pack("<I", largest.file_size), struct.pack("<I", 1_000)
    return content.replace(size, told)


def _added(content: bytes, method: int, xml: bytes) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a", method) as packed:
        packed.writestr("xl/more.xml", xml)
    return made.getvalue()


def _spoiled(content: bytes) -> bytes:
    at = content.index(b"xl/more.xml") + len(b"xl/more.xml")
    return content[:at] + b"\xff" * 9 + content[at + 9 :]


def _parts(count: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for number in range(count):
            packed.writestr(str(number), b"")
    return made.getvalue()


def _shared(good: bytes, text: str, count: int) -> bytes:
    relation = b'<Relationship Id="s" Type="x/sharedStrings" Target="/xl/shared.xml"/></Relationships>'
    rels = part(good, "xl/_rels/workbook.xml.rels").replace(b"</Relationships>", relation)
    cells = b'<c t="s"><v>0</v></c>' * count
    return repacked(
        good,
        **{
            "xl___rels__workbook.xml.rels": rels,
            "xl__shared.xml": f"<sst><si><t>{text}</t></si></sst>".encode(),
            _SHEET: _data(b"<row>" + cells + b"</row>"),
        },
    )


# --- workbooks that chance makes ----------------------------------------------------------------------


def _mutated(good: bytes, chance: random.Random) -> bytes:
    change: Callable[[bytes, random.Random], bytes] = chance.choice(
        (_flipped, _cut, _spliced_part, _spliced_part, _xml_changed, _xml_changed, _header_changed)
    )
    return change(good, chance)


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(content))
    end = chance.randrange(begin, len(content))
    return content[:begin] if chance.random() < 0.5 else content[:begin] + content[end:]


def _header_changed(content: bytes, chance: random.Random) -> bytes:
    """Another number somewhere in a header of the archive: sizes, methods, flags, offsets, lengths."""
    changed = bytearray(content)
    places = [at for sign in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06") for at in _every(content, sign)]
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.choice(places) + chance.randrange(4, 30)
        number = chance.choice(
            (0, 1, 8, 12, 14, 93, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(1 << 32))
        )
        changed[at : at + 4] = struct.pack("<I", number)
    return bytes(changed[: len(content)])


def _every(content: bytes, sign: bytes) -> Iterator[int]:
    at = content.find(sign)
    while at >= 0:
        yield at
        at = content.find(sign, at + 1)


def _spliced_part(content: bytes, chance: random.Random) -> bytes:
    """A part with bytes flipped, taken out, doubled or strange, in an archive that is well."""
    name, xml = _a_part(content, chance)
    begin = chance.randrange(len(xml))
    end = min(len(xml), begin + chance.choice((1, 4, 40, 4_000)))
    put = chance.choice(
        (b"", xml[begin:end] * 3, bytes(chance.randrange(256) for _ in range(8)), b"&#0;", b"\xff\xfe")
    )
    return repacked(content, **{name: xml[:begin] + put + xml[end:]})


_VALUES = (
    "",
    "0",
    "-1",
    "1",
    "99999999999999999999",
    "1e400",
    "nan",
    "\U0001f600",
    "A0",
    "XFD1048577",
    "x" * 5_000,
)
_KINDS = ("s", "n", "d", "b", "e", "str", "inlineStr", "zzz")


def _xml_changed(content: bytes, chance: random.Random) -> bytes:
    """A part that is still XML, with another value of an attribute, kind of a cell, text or element."""
    name, xml = _a_part(content, chance)
    text = xml.decode()
    for _ in range(chance.choice((1, 1, 3, 20))):
        kind = chance.choice(('="', ">", ' t="', "</"))
        places = [at for at in _every(text.encode("utf-32-le"), kind.encode("utf-32-le")) if at % 4 == 0]
        if not places:
            continue
        at = chance.choice(places) // 4 + len(kind)
        end = min((found for found in (text.find(sign, at) for sign in '"<>') if found >= 0), default=at)
        put = chance.choice(_KINDS) if kind == ' t="' else chance.choice(_VALUES)
        text = text[:at] + put + text[end:]
    return repacked(content, **{name: text.encode()})


def _a_part(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        name = chance.choice(packed.namelist())
        return name.replace("/", "__"), packed.read(name)


# --- the child ----------------------------------------------------------------------------------------


def _memory(key: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(key))


def _tried(content: bytes) -> dict[str, float]:
    """What becomes of one workbook, and what it costs."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts anew from here
    before, begun = _memory("VmRSS"), time.process_time()
    outcome = "read"
    try:
        parsed_workbook(content)
    except AnswersRefusedError as refused:
        is_sentence = all(fault.problem and fault.mend for fault in refused.faults)
        outcome = "refused" if is_sentence and refused.faults else "uncaught"
    except Exception as wrong:  # noqa: BLE001 - that there is none is what is shown
        outcome = "uncaught"
        print(type(wrong).__name__, wrong, file=sys.stderr)
    seconds = time.process_time() - begun
    counts = {name: float(name == outcome) for name in ("read", "refused", "uncaught")}
    return {**counts, "seconds": seconds, "bytes": max(0, _memory("VmHWM") - before)}


def _main(kind: str, about: str, count: str = "") -> None:
    warnings.simplefilter("ignore")
    good = workbook()
    parsed_workbook(good)
    found: dict[str, dict[str, float]] = {}
    if kind == "named":
        files = sorted(Path(about).iterdir(), key=lambda path: int(path.name))
        found = {path.name: _tried(path.read_bytes()) for path in files}
    else:
        chance = random.Random(int(about))
        most = _memory("VmSize") + MOST_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        found = {"random": _summed(_tried(_mutated(good, chance)) for _ in range(int(count)))}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])

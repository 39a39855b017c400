"""Hostile answers files and assessment files, each read by the product's readers in a process of its own.

It has to be refused in sentences, in MOST_SECONDS of processor time and with MOST_MEGABYTES more of memory.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.answers import (
    LARGEST_ASSESSMENT,
    LARGEST_FILE,
    decoded,
    encoded_answers,
    parsed_answers,
    read_whole,
    text_hash,
)
from app.catalogue import canonical
from app.core.errors import RefusedError
from app.records.json_pieces import hash_of_members
from app.services import moving
from tests.attacks.attack import Attack
from tests.builders import TINY

MOST_SECONDS = 3.0
MOST_MEGABYTES = 150
MOST_FAULTS = 201
"""That a refusal has, with the one that says where reading stopped."""

LONGEST_SENTENCE = 400
MANY = 1000
SMALL = 1024 * 1024
"""Bytes of a hostile file where few tries are wanted, as with the tests."""


@dataclass(frozen=True)
class Reading:
    """What came of one reading, and what it cost. `is_clean`: accepted, or refused in sentences."""

    said: str
    is_clean: bool
    seconds: float
    megabytes: float = 0.0


# --- reading, as the doors do ---------------------------------------------------------------------


def read_answers(content: bytes) -> object:
    """What POST /api/v1/assessments and the commands do first."""
    return parsed_answers(decoded(content), TINY)


def read_assessment(content: bytes) -> object:
    """What POST /move-in and `cied move-in` do first."""
    return read_whole(decoded(content, LARGEST_ASSESSMENT), moving._checked)


def reading_of(reader: Callable[[bytes], object], content: bytes) -> Reading:
    """What came of reading it."""
    begun = time.process_time()
    try:
        reader(content)
        said, is_clean = "accepted", True
    except RefusedError as refused:
        sentences = [str(fault) for fault in refused.faults]
        said = sentences[0][:LONGEST_SENTENCE] if sentences else ""
        is_clean = 0 < len(sentences) <= MOST_FAULTS and max(map(len, sentences)) <= LONGEST_SENTENCE
    except Exception as error:  # noqa: BLE001 - whatever it is, a door would answer with 500
        said, is_clean = f"{type(error).__name__}: {error}"[:200], False
    return Reading(said, is_clean, time.process_time() - begun)


def apart(reader: Callable[[bytes], object], file: Path) -> Reading:
    """The same in a process of its own, with the most memory that it took beside what it began with."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        told = {"said": "the process was ended", "is_clean": False, "seconds": 0.0}
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
            Path("/proc/self/clear_refs").write_text("5")
            before = _peak()
            told = vars(reading_of(reader, file.read_bytes()))
            told["megabytes"] = (_peak() - before) / 1024
        finally:
            os.write(theirs, json.dumps(told).encode())
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as told_by_child:
        told = told_by_child.read()
    os.waitpid(child, 0)
    return (
        Reading(**json.loads(told)) if told else Reading("the process was ended", is_clean=False, seconds=0)
    )


def _peak() -> int:
    """The most memory of this process so far, in KiB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


# --- hostile files --------------------------------------------------------------------------------

_HEAD = {
    "format": "cied-answers/1",
    "questionnaire": "tiny",
    "version": "0.1",
    "country": {"code": "XA", "name": "Xandoria"},
    "reference_date": "2026-10-31",
}


def _filled(begin: str, one: str, end: str, size: int) -> bytes:
    """As many of `one` between begin and end as fit into size."""
    number = max(1, (size - len(begin) - len(end)) // (len(one.encode()) + 1))
    return (begin + ",".join([one] * number) + end).encode()


def _numbered(begin: str, one: str, end: str, size: int) -> bytes:
    """The same, each with a number in the place of %d."""
    number = max(1, (size - len(begin) - len(end)) // (len(one) + 6))
    return (begin + ",".join(one % place for place in range(number)) + end).encode()


def _in_answer(inside: str) -> tuple[str, str]:
    head = json.dumps(_HEAD)[:-1]
    begin, end = inside.split("…")
    return f'{head}, "answers": {{"1.1.1": {begin}', f"{end}}}}}"


def hostile_answers(size: int) -> Iterator[tuple[str, bytes]]:
    """Named files at the door for answers."""
    head = json.dumps(_HEAD)[:-1]
    yield "[{},{},…]", _filled("[", "{}", "]", size)
    yield "[[],[],…]", _filled("[", "[]", "]", size)
    yield "[1,1,…]", _filled("[", "1", "]", size)
    yield "unknown answers", _numbered(f'{head}, "answers": {{', '"x%d":{}', "}}", size)
    yield "unknown members", _numbered(f"{head}, ", '"x%d":1', "}", size)
    yield "one key over and over", _filled(f"{head}, ", '"facts":{}', "}", size)
    begin, end = _in_answer('{"level": 1, "evidence": […]}')
    yield "documents without end", _filled(begin, '{"grade":"stated"}', end, size)
    yield "documents without end, all wrong", _filled(begin, "{}", end, size)
    begin, end = _in_answer('{"positions": […]}')
    yield "positions without end", _filled(begin, '{"agency":"A","level":1}', end, size)
    begin, end = _in_answer('{"range": […]}')
    yield "a range of many ends", _filled(begin, "1", end, size)
    yield (
        "options without end",
        _filled(f'{head}, "facts": {{"coast": {{"options": [', '"none"', "]}}}", size),
    )
    begin, end = _in_answer('{"comment": "…"}')
    yield "a comment that fills the file", _filled(begin, "x" * 1000, end, size)
    yield "a number of a million digits", (_in_answer('{"level": …}')[0] + "9" * (size // 2)).encode()
    yield "brackets, 200,000 deep", b"[" * 200_000
    yield "objects, 200,000 deep", b'{"a":' * 200_000
    yield "a quote that never ends", b'{"' + b'\\"' * (size // 2 - 2)
    yield "quotes alone", b'{"a":' + b'"' * (size - 5)
    yield "half characters", (json.dumps(_HEAD)[:-1] + ', "\\ud800": "\\udfff"}').encode()


def hostile_assessments(size: int) -> Iterator[tuple[str, bytes]]:
    """Named files at the door for assessments."""
    begin = '{"format":"cied-assessment/1","entries":['
    yield '"entries":[{},{},…]', _filled(begin, "{}", "]}", size)
    yield "entries that are lists", _filled(begin, "[]", "]}", size)
    yield "entries with a key of their own", _numbered(begin, '{"x%d":1}', "]}", size)
    yield "entries of 20,000 numbers", _filled(begin, "[" + "1," * 20_000 + "1]", "]}", size)
    yield "an entry that fills the file", _filled(f"{begin}[", "1", "]]}", size)
    yield "an entry of many keys", _numbered(f"{begin}{{", '"x%d":1', "}]}", size)
    yield "[{},{},…]", _filled("[", "{}", "]", size)
    yield "[[],[],…]", _filled("[", "[]", "]", size)
    yield "[1,1,…]", _filled("[", "1", "]", size)
    yield "unknown members", _numbered("{", '"x%d":{}', "}", size)
    yield "a member that fills the file", _filled('{"x":{"y":[', "{}", "]}}", size)
    yield "editions without end", _filled('{"format":"cied-assessment/1","editions":[', "{}", "]}", size)
    yield "brackets, 200,000 deep", b'{"entries":[' + b"[" * 200_000
    yield "a quote that never ends", b'{"' + b'\\"' * (size // 2 - 2)
    yield "quotes alone", b'{"a":' + b'"' * (size - 5)
    yield "a text that fills the file", b'{"hash":"","x":"' + b"x" * (size - 40) + b'"}'
    text = "é" * ((size - 40) // 2)
    yield "a text of é that fills the file", f'{{"hash":"","x":"{text}"}}'.encode()
    half = min(size // 4, LARGEST_FILE)
    yield (
        "wide texts beside each other",
        json.dumps({"hash": "", **{f"x{n}": "é" * half for n in range(2)}}, ensure_ascii=False).encode(),
    )
    yield (
        "one sign that widens all",
        ("x" * 10).join(['{"x":"😀",', '"entries":["']).encode() + (b'a","' * ((size - 60) // 4) + b'"]}'),
    )
    yield "a number that fills the file", b'{"x":' + b"9" * (size - 10) + b"}"
    inside = min(size // 2, 2 * LARGEST_FILE) - 100
    for name, one in (
        ("empty objects", "{}"),
        ("empty lists", "[]"),
        ("domains", '{"id":"D","components":[]}'),
    ):
        whole = f'{{"domains":[{",".join([one] * (inside // (len(one) + 1)))}]}}'
        file = {"format": "cied-assessment/1", "questionnaire": {"text": whole, "hash": text_hash(whole)}}
        yield f"a questionnaire of {name}", json.dumps(file).encode()
    yield "finished and opened again without end", _finished_for_ever(size)


def _finished_for_ever(size: int) -> bytes:
    """A sealed file with as many editions as fit."""
    about = {"country": _HEAD["country"], "reference_date": _HEAD["reference_date"]}
    content = encoded_answers(parsed_answers(json.dumps(_HEAD), TINY))
    at, known_by = "2026-11-24T14:32:05.000Z", text_hash(content)

    def entry(number: int, subject: str, said: object) -> dict[str, object]:
        return {"subject": subject, "content": said, "author": "", "at": at, "mutation": f"m{number}"}

    number = max(1, min(size // 800, 30_000))
    entries = [entry(0, "about:", about)]
    for edition in range(1, number + 1):
        standing = {"edition": edition, "content_hash": known_by}
        entries.append(entry(2 * edition, "standing:", standing))
        entries.append(entry(2 * edition + 1, "standing:", {**standing, "reopened": "Again"}))
    return sealed(
        {
            "format": "cied-assessment/1",
            "id": "00000000-0000-4000-8000-000000000000",
            "created_at": at,
            "mutation": "m",
            "questionnaire": {"text": canonical(TINY), "hash": ""},
            "entries": entries,
            "editions": [
                {"number": place, "content": content, "masked_hash": known_by}
                for place in range(1, number + 1)
            ],
        }
    ).encode()


def _objects(listed: object) -> list[dict[str, object]]:
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def sealed(file: dict[str, object], *, is_older: bool = True) -> str:
    """The file with every hash that can be made anew; `is_older`: in the format without a chain."""
    asked = file.get("questionnaire")
    if isinstance(asked, dict) and isinstance(asked.get("text"), str):
        asked["hash"] = text_hash(asked["text"].encode("utf-8", "replace").decode())
    if is_older:
        file["format"] = "cied-assessment/1"
        file.pop("journal_hash", None)
    content_hash = {
        json.dumps(one.get("number")): text_hash(one["content"].encode("utf-8", "replace").decode())
        for one in _objects(file.get("editions"))
        if isinstance(one.get("content"), str)
    }
    for entry in _objects(file.get("entries")):
        for said in _objects([entry.get("content")]):
            if "content_hash" in said:
                known_by = content_hash.get(json.dumps(said.get("edition")), said["content_hash"])
                said["content_hash"] = known_by
    return json.dumps({**file, "hash": hash_of_members(file)})


def hostile(size: int) -> Iterator[Attack]:
    """Every named file, of that size where it can be."""
    doors = (
        ("answers", read_answers, hostile_answers(min(size, LARGEST_FILE))),
        ("assessment", read_assessment, hostile_assessments(min(size, LARGEST_ASSESSMENT))),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hostile.json"
        for door, reader, files in doors:
            for name, content in files:
                file.write_bytes(content)
                found = apart(reader, file)
                held = found.is_clean and found.said != "accepted"
                cheap = found.seconds <= MOST_SECONDS and found.megabytes <= MOST_MEGABYTES
                yield Attack(
                    name=f"{door} file of {len(content):,} bytes: {name}",
                    answer=f"{found.seconds:.2f} s, {found.megabytes:.0f} MB: {found.said[:120]}",
                    has_held=held and cheap,
                )


def attacks(times: int) -> Iterator[Attack]:
    """Every named file; as large as the doors let in where many tries are wanted."""
    yield from hostile(LARGEST_ASSESSMENT if times >= MANY else SMALL)

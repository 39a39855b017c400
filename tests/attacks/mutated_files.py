"""Answers files and assessment files mutated at random, and read by the product's readers.

Nothing may come of one but a refusal in sentences, or an assessment that is written and read again alike.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from app.answers import (
    LARGEST_ASSESSMENT,
    decoded,
    encoded_answers,
    read_frozen,
    read_whole,
    written_whole,
)
from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
)
from app.core.assessment.assessment import ComponentEntry, FactAnswer
from app.core.assessment.journal import DomainMark, Subject, SubjectKind
from app.services import finishing, history, moving, saving
from app.services.assessments import opened
from app.services.saving import StaleError
from app.services.transfer import exported
from app.storage.database import Database
from tests import builders
from tests.attacks.attack import Attack
from tests.attacks.files import MOST_SECONDS, read_answers, read_assessment, reading_of, sealed
from tests.builders import an_act, an_answer, answered, started


def _seeds(folder: Path) -> tuple[str, list[str]]:
    """An answers file, and assessment files: one worked on and finished, one open."""
    database = builders.a_database(folder)
    decree = EvidenceItem(grade="documented", title="Decree 118 é ✓", dated="2024-05")
    worked = []
    for is_finished in (True, False):
        assessment = started(database)
        answered(database, assessment, "1.1.1", Answer(value=Level(3), withheld=True, evidence=(decree,)))
        answered(database, assessment, "1.1.1", an_answer(2), base=1)
        try:
            answered(database, assessment, "1.1.1", an_answer(4), base=1, author="Cleo")
        except StaleError as stale:
            kept = stale.conflict
        answered(database, assessment, "1.1.3", Answer(value=NotApplicable("None."), comment="Two\nlines"))
        _entered(database, assessment)
        history.name_moment(database, assessment, "before", an_act(""))
        if is_finished and kept:
            _resolved(database, assessment, kept)
            finishing.finish(database, assessment, an_act("Dan"))
        worked.append(assessment)
    answers = exported(opened(database, worked[0]), copy="own")
    files = [moving.moved_out(database, one) for one in worked]
    database.close()
    return answers, files


def _entered(database: Database, assessment: str) -> None:
    for kind, key, content in (
        (SubjectKind.FACT, "coast", FactAnswer(options=("calm",))),
        (SubjectKind.COMPONENT, "1.1", ComponentEntry(target=3, commitment="A treaty")),
        (SubjectKind.DOMAIN, "D1", DomainMark(is_finished=True)),
    ):
        saving.save(database, assessment, Subject(kind, key), an_act("Ben"), base=0, content=content)


def _resolved(database: Database, assessment: str, conflict: Subject) -> None:
    saving.resolve(database, assessment, conflict, an_act(), choice="theirs", base=2)


_NASTY: tuple[object, ...] = (
    None, True, False, 0, -1, 5, 10**17, 10**18, 10**400, 1.5, float("nan"), float("inf"), "", " ", "x" * 501,
    "\ud800", "\u202e", "\x00", "__class__", "2026-02-30", "9999-99-99", "answer:", "standing:", "about:x",
    "conflict:m", "cied-assessment/2", [], {}, [[]], [{}], {"": 1}, {"x": {}}, ["x"] * 60, "0" * 64,
)  # fmt: skip


def _places(value: object) -> list[tuple[list[object] | dict[str, object], object]]:
    """Every place inside: its container and key."""
    found: list[tuple[list[object] | dict[str, object], object]] = []
    if isinstance(value, dict):
        found += [(value, key) for key in value]
    elif isinstance(value, list):
        found += [(value, at) for at in range(len(value))]
    for container, key in list(found):
        found += _places(container[key])  # type: ignore[index, call-overload]
    return found


def mutated(text: str, chance: random.Random) -> str:
    """The file with one to three things changed in its structure; hashes are made anew most of the time."""
    file = json.loads(text)
    for _ in range(chance.randint(1, 3)):
        container, key = chance.choice(_places(file) or [(file, "x")])
        match chance.randrange(7):
            case 0 | 1 | 2:
                container[key] = deepcopy(chance.choice(_NASTY))  # type: ignore[index, call-overload]
            case 3:
                del container[key]  # type: ignore[union-attr, arg-type]
            case 4 if isinstance(container, list):
                container.insert(chance.randrange(len(container) + 1), container[key])  # type: ignore[call-overload]
            case 5 if isinstance(container, list):
                chance.shuffle(container)
            case _:
                other, place = chance.choice(_places(file) or [(file, "x")])
                if isinstance(file, dict) and place in (
                    other if isinstance(other, dict) else range(len(other))
                ):
                    container[key] = json.loads(json.dumps(other[place]))  # type: ignore[index, call-overload]
    if isinstance(file, dict) and "entries" in file and chance.random() < 0.9:
        return sealed(file, is_older=chance.random() < 0.8)
    return json.dumps(file)


def damaged(text: str, chance: random.Random) -> bytes:
    """The file with bytes changed, taken out, or put in from elsewhere in it."""
    content = bytearray(text.encode())
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content) or 1)
        match chance.randrange(4):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[at : at + chance.randint(1, 200)]
            case 2:
                begin = chance.randrange(len(content) or 1)
                content[at:at] = content[begin : begin + chance.randint(1, 200)]
            case _:
                content[at:at] = chance.choice(
                    [b'"', b"{", b"}", b"[", b"]", b",", b"\\", b"\x00", b"\xed\xa0\x80"]
                )
    return bytes(content)


def attacks(times: int) -> Iterator[Attack]:
    """`times` files of each kind; one line for all, and one for each that was not clean."""
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "here"), Path(folder, "there")
        here.mkdir()
        there.mkdir()
        answers, files = _seeds(here)
        other = builders.a_database(there)

        def take_in(content: bytes) -> object:
            whole = read_assessment(content)
            assert written_whole(read_whole(written_whole(whole), moving._checked)) == written_whole(whole)  # type: ignore[arg-type]
            moved = moving.move_in(other, decoded(content, LARGEST_ASSESSMENT))
            country = opened(other, moved).assessment.country.name
            moving.delete(other, moved, confirmed=country)
            return whole

        def take(content: bytes) -> object:
            assessment = read_answers(content)
            assert read_frozen(encoded_answers(assessment)) == assessment  # type: ignore[arg-type]
            return assessment

        for kind, reader, seeds in (("answers", take, [answers]), ("assessment", take_in, files)):
            chance, worst, accepted = random.Random(f"{kind} 1"), 0.0, 0
            for number in range(times):
                seed = seeds[number % len(seeds)]
                content = damaged(seed, chance) if number % 3 == 0 else mutated(seed, chance).encode()
                found = reading_of(reader, content)
                worst, accepted = max(worst, found.seconds), accepted + (found.said == "accepted")
                if not found.is_clean:
                    yield Attack(name=f"{kind} file, mutation {number}", answer=found.said, has_held=False)
            yield Attack(
                name=f"{times:,} mutated {kind} files",
                answer=f"worst {worst:.2f} s, {accepted:,} accepted, every other one refused in words",
                has_held=worst <= MOST_SECONDS,
            )
        other.close()

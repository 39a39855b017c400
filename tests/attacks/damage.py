"""A database that changed by itself or by a careless hand: the doctor says it, and no copy is restored."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.answers import text_hash
from app.cli import doctor
from app.core.assessment.answer import Answer, Level
from app.services import backup
from app.services.backup import CopyRefusedError
from app.settings import DATABASE, Settings
from app.storage import sqlite
from tests import missing
from tests.attacks.attack import Attack
from tests.builders import QUESTIONNAIRES, a_database, an_answer, answered, finished, started
from tests.serving import free_port

MOST_FLIPS = 200
SAVES = 300
SAFETY_SECONDS = 120
LEAST_FOUND = 0.99
"""Of the flips that changed content."""

CHANGES = (
    (
        "a level in the journal of a finished assessment",
        "UPDATE entry SET body = replace(body, '\"level\":1', '\"level\":4') WHERE subject = 'answer:1.1.2'",
        "entry 4 (answer:1.1.2, revision 1)",
    ),
    (
        "the reference date in the journal",
        "UPDATE entry SET body = replace(body, '2026-10-31', '2026-10-30')",
        "entry 1 (about:, revision 1)",
    ),
    (
        "every mark that withholds",
        "UPDATE entry SET body = replace(body, '\"withheld\":true', '\"withheld\":false')",
        "entry 2 (answer:1.1.1, revision 1)",
    ),
    ("the author of every entry", "UPDATE entry SET author = 'Zoe'", "entry 1 (about:, revision 1)"),
    (
        "the moment of an entry, by a letter that reads alike",
        "UPDATE entry SET at = replace(at, 'T', 't') WHERE position = 3",
        "entry 3 (",
    ),
    ("the mutation of an entry", "UPDATE entry SET mutation = 'm' WHERE position = 3", "entry 3 ("),
    (
        "the hash of an entry",
        "UPDATE entry SET hash = lower(hex(zeroblob(32))) WHERE position = 3",
        "entry 3 (",
    ),
    ("an entry in the middle gone", "DELETE FROM entry WHERE position = 3", "gaps, the first one before 4"),
    (
        "a gap in the revisions",
        "UPDATE entry SET revision = 7 WHERE subject = 'answer:1.1.1' AND revision = 2",
        "the revisions of answer:1.1.1 have gaps",
    ),
    (
        "two entries that changed places",
        """UPDATE entry SET position = 99 WHERE position = 3;
        UPDATE entry SET position = 3 WHERE position = 4;
        UPDATE entry SET position = 4 WHERE position = 99;""",
        "entry 3 (",
    ),
    (
        "a demonstration made real",
        "UPDATE assessment SET is_demonstration = 1 - is_demonstration",
        "its start",
    ),
    *(
        (
            f"a demonstration that is {there}",
            f"UPDATE assessment SET is_demonstration = {there}",  # noqa: S608 - of the values below
            "is_demonstration is",
        )
        for there in ("2", "-1", "0.5", "1.5", "'yes'", "x'31'")
    ),
    (
        "the moment of the start",
        "UPDATE assessment SET created_at = replace(created_at, '2', '3')",
        "its start",
    ),
    ("the content of an edition", "UPDATE edition SET content = replace(content, '2', '3')", "Edition 1"),
    (
        "the content of an edition with its hash, there and in the journal",
        """CREATE TEMP TABLE other AS
        SELECT content_hash AS old, replace(content, '2026', '2025') AS new FROM edition;
        UPDATE edition SET content = (SELECT new FROM other), content_hash = (SELECT sha256(new) FROM other);
        UPDATE entry SET body = (SELECT replace(body, old, sha256(new)) FROM other);""",
        "is not what was entered until it was finished",
    ),
    ("the hash of the masked copy", "UPDATE edition SET masked_hash = content_hash", "masked_hash"),
    ("the author of an edition", "UPDATE edition SET author = 'Zoe'", "its author"),
    ("the position of an edition", "UPDATE edition SET position = 2", "its position"),
    (
        "the head of the chain in an edition",
        "UPDATE edition SET journal_hash = masked_hash",
        "its journal_hash",
    ),
    ("an edition gone", "DELETE FROM edition WHERE number = 1", "is finished in its journal and not there"),
    ("a score", "UPDATE result SET score_low = '91' WHERE node = 'overall'", "overall (score_low)"),
    (
        "a score in the words that are handed out",
        "UPDATE result SET json_text = replace(json_text, '\"numerator\":', '\"numerator\":9')",
        "json_text",
    ),
    ("every result gone", "DELETE FROM result", "missing: overall"),
    ("the results of one domain gone", "DELETE FROM result WHERE node = 'D2'", "missing: D2"),
    (
        "a result twice",
        """CREATE TEMP TABLE other AS SELECT * FROM result;
        UPDATE other SET place = place + 50;
        INSERT INTO result SELECT * FROM other;""",
        "too many",
    ),
    ("which edition is the newest", "UPDATE result SET is_newest = NOT is_newest", "is_newest"),
    ("an edition that is newer than the newest", "UPDATE result SET is_newest = 2", "is_newest"),
)
"""Each changes a database of one finished assessment, and what has to be said of it beside its id."""

SCHEMAS = (
    ("an index gone", "DROP INDEX edition_finished", "index edition_finished"),
    ("an index more", "CREATE INDEX mine ON entry (author)", "index mine"),
    (
        "a trigger that deletes editions",
        "CREATE TRIGGER purge AFTER INSERT ON entry BEGIN DELETE FROM edition; END",
        "trigger purge",
    ),
    (
        "an index of a part of the rows",
        """DROP INDEX edition_finished;
        CREATE INDEX edition_finished ON edition (finished_at) WHERE number > 1;""",
        "edition_finished",
    ),
    *(
        (
            f"a table with {name}",
            f"""PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = replace(sql, 'author TEXT', 'author TEXT {words}')
            WHERE name = 'entry';
            PRAGMA writable_schema = RESET;""",  # noqa: S608 - of the words below
            "table entry is",
        )
        for name, words in (
            ("a check", "CHECK (author <> 1)"),
            ("a default", "DEFAULT 1"),
            ("an order of its own", "COLLATE NOCASE"),
        )
    ),
    ("a view", "CREATE VIEW secrets AS SELECT * FROM entry", "view secrets"),
    ("a column more", "ALTER TABLE entry ADD COLUMN colour TEXT", "column colour"),
    ("a column gone", "ALTER TABLE edition DROP COLUMN masked_hash", "column masked_hash"),
    *(
        (f"the table {name} gone", f"DROP TABLE {name}", f"table {name}")
        for name in ("result", "edition", "entry")
    ),
    ("all tables gone but one", "DROP TABLE result; DROP TABLE edition; DROP TABLE entry", "table entry"),
    ("a schema that says older than it is", "UPDATE alembic_version SET version_num = '0001'", "0001"),
    ("a schema that says of no version", "DELETE FROM alembic_version", ""),
    ("a schema of a later version", "UPDATE alembic_version SET version_num = 'later'", "later version"),
    (
        "the text of a questionnaire",
        "UPDATE questionnaire SET text = text || ' '",
        "tiny 0.1 has another hash",
    ),
    *(
        (
            f"{name} of a questionnaire as bytes",
            f"PRAGMA foreign_keys = OFF; UPDATE questionnaire SET {name} = CAST({name} AS BLOB)",  # noqa: S608 - of the names below
            words,
        )
        for name, words in (
            ("text", "tiny 0.1 has another hash"),
            ("id", "calls itself tiny 0.1"),
            ("version", "calls itself tiny 0.1"),
            ("hash", "belongs to something that is not there"),
        )
    ),
    (
        "a schema that says of two versions",
        "INSERT INTO alembic_version VALUES ('another')",
        "several versions",
    ),
    ("the name of a questionnaire", "UPDATE questionnaire SET version = '0.2'", "calls itself tiny 0.1"),
    (
        "a result of nobody",
        "PRAGMA foreign_keys = OFF; UPDATE result SET assessment = 'nobody' WHERE node = 'D1'",
        "belongs to something that is not there",
    ),
)
"""Each changes a database beside its assessments, and what has to be said of it."""


def attacks(times: int) -> Iterator[Attack]:
    """Every change that was once not seen; then random bits, `times` or MOST_FLIPS of them."""
    with tempfile.TemporaryDirectory() as folder, closing(Place(Path(folder))) as place:
        yield from changes(place)
        yield from disks(place)
        yield flips(place, min(times, MOST_FLIPS))


class Place:
    """A folder in which one database after the other is looked at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = a_database(self.new())

    def close(self) -> None:
        """Close what is open in it."""
        self._empty.close()

    def new(self) -> Path:
        """A new folder in it."""
        return Path(tempfile.mkdtemp(dir=self._folder))

    def said(self, content: bytes, statements: str = "") -> tuple[str, str]:
        """What the doctor says of a database changed by statements, and why no copy of it is restored."""
        data = self.new()
        file = data / DATABASE
        file.write_bytes(content)
        with closing(sqlite.library.connect(file)) as connection:
            connection.create_function("sha256", 1, text_hash)
            connection.executescript(statements)
        copy = Path(shutil.copy(file, data / "copy"))
        said = " ".join(doctor.of_database(Settings(data=data, questionnaires=QUESTIONNAIRES)))
        try:
            backup.restore(self._empty, copy)
        except CopyRefusedError as refused:
            return said, str(refused)
        return said, ""


def changes(place: Place) -> Iterator[Attack]:
    """Each change is named by the doctor, and by what refuses the copy."""
    content, assessment = _finished(place.new())
    for name, statements, words in CHANGES:
        yield _told(name, place.said(content, statements), (assessment, words))
    for name, statements, words in SCHEMAS:
        yield _told(name, place.said(content, statements), (words,))


def _told(name: str, told: tuple[str, str], words: Sequence[str]) -> Attack:
    said, refused = told
    has_held = all(word in said and word in refused for word in words) and bool(said and refused)
    return Attack(name=name, answer=said or "nothing", has_held=has_held)


def _finished(folder: Path) -> tuple[bytes, str]:
    """A database with one finished assessment in which something is withheld, and its id."""
    with closing(a_database(folder)) as database:
        assessment = started(database)
        secret = Answer(value=Level(3), withheld=True, comment="A secret")
        answered(database, assessment, "1.1.1", secret)
        answered(database, assessment, "1.1.1", replace(secret, value=Level(2)), base=1)
        answered(database, assessment, "1.1.2", an_answer(1))
        finished(database, assessment)
        backup.back_up(database, folder / "copy")
    return (folder / "copy").read_bytes(), assessment


READ_ONLY = "cied.sqlite can only be read"
FULL = "There is no room left on the disk where"
DISKS = (
    ("start with a file that can only be read", missing.WITHOUT_RIGHTS, "serve", READ_ONLY),
    ("doctor with a file that can only be read", missing.WITHOUT_RIGHTS, "doctor", READ_ONLY),
    ("start on a disk that can only be read", missing.ON_A_READ_ONLY_DISK, "serve", READ_ONLY),
    ("doctor on a disk that can only be read", missing.ON_A_READ_ONLY_DISK, "doctor", READ_ONLY),
    ("start on a full disk", missing.ON_A_FULL_DISK, "serve", FULL),
    ("backup onto a full disk", missing.BESIDE_A_FULL_DISK, "backup", "No space left on device"),
)


def disks(place: Place) -> Iterator[Attack]:
    """The tools of the operator where nothing can be written: one sentence, and no traceback."""
    data = place.new() / "data"
    with closing(a_database(data)) as database:
        started(database)
    before = shutil.copytree(data, data.with_name("data.before"))
    (data / DATABASE).chmod(0o400)
    for name, inside, command, sentence in DISKS:
        arguments = [command, *([str(before / "copy")] if command == "backup" else [])]
        done = subprocess.run(
            [*inside, sys.executable, "-m", "app.cli", *arguments],
            env=os.environ | {"CIED_DATA": str(data), "CIED_PORT": str(free_port())},
            capture_output=True,
            check=False,
            text=True,
            timeout=SAFETY_SECONDS,
        )
        said = done.stdout if command == "doctor" else done.stderr
        is_one_sentence = command == "doctor" or said.count("\n") == 1
        code = 1 if command == "doctor" else 2
        has_held = sentence in said and is_one_sentence and not (done.stderr and command == "doctor")
        yield Attack(name=name, answer=said, has_held=has_held and done.returncode == code)


def flips(place: Place, times: int, seed: int = 118) -> Attack:
    """Of random bits in a copy of a database at work, which is mostly journal."""
    content, chance = _at_work(place.new()), random.Random(seed)
    before = _logical(content)
    changed = found = 0
    for _ in range(times):
        flipped = bytearray(content)
        bit = chance.randrange(8 * len(content))
        flipped[bit // 8] ^= 1 << bit % 8
        if _logical(bytes(flipped)) != before:
            changed += 1
            said, refused = place.said(bytes(flipped))
            found += bool(said and refused)
    answer = f"{changed} changed content, {found} of them were found"
    return Attack(name=f"{times} random bits", answer=answer, has_held=found >= LEAST_FOUND * changed)


def _at_work(folder: Path) -> bytes:
    """A database with one assessment that was saved in very often, and one that is finished."""
    with closing(a_database(folder)) as database:
        assessment, other = started(database), started(database)
        finished(database, other)
        for number in range(SAVES):
            words = f"What was found on visit {number}. " * 10
            answered(database, assessment, "1.1.1", an_answer(number % 5, words), base=number)
        backup.back_up(database, folder / "copy")
    return (folder / "copy").read_bytes()


def _logical(content: bytes) -> object:
    """Every row of every table and the schema, whatever pages they lie on; None where they cannot be read."""
    connection = sqlite3.connect(":memory:")
    connection.text_factory = bytes
    try:
        connection.deserialize(content)
        schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        rows = {
            name: sorted(connection.execute(f"SELECT * FROM {name.decode()} NOT INDEXED"), key=repr)  # noqa: S608 - its own
            for kind, name, *_ in schema
            if kind == b"table"
        }
    except (sqlite3.Error, OverflowError):
        return None
    else:
        return schema, rows
    finally:
        connection.close()

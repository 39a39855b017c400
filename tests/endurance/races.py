"""Writers who race for the same questions: nothing is lost, and each collision is shown to one loser."""

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from app.core.assessment.journal import Conflict, SubjectKind
from app.services.saving import StaleError
from app.storage import entries
from app.storage.database import Database
from tests import postgresql
from tests.builders import TINY, a_mutation, an_answer, answered, opened_database, started

QUESTIONS = [question.id for _, _, question in TINY.questions()]
WRITERS = 8
SAVES = 10_000


@dataclass
class Told:
    """What one writer was told: what was saved, as (question, revision), and what came too late."""

    saved: dict[str, tuple[str, int]] = field(default_factory=dict)
    late: dict[str, str] = field(default_factory=dict)


def race(servers: list[Database], saves: int) -> list[Told]:
    """So many saves in all, by writers spread over the servers; raises AssertionError for any lost one."""
    assessment = started(servers[0])
    barrier = threading.Barrier(WRITERS)

    def write(writer: int) -> Told:
        chance, told, known = random.Random(writer), Told(), dict.fromkeys(QUESTIONS, 0)
        barrier.wait()
        for number in range(saves // WRITERS):
            # Half of the time all race for one question, half of the time each has many to choose from.
            question = QUESTIONS[0] if number % 2 else chance.choice(QUESTIONS)
            words = f"{writer}-{number}"
            mutation = a_mutation()
            database = servers[writer % len(servers)]
            answer = an_answer(number % 5, words)
            try:
                entry = answered(
                    database, assessment, question, answer, base=known[question], mutation=mutation
                )
            except StaleError as stale:
                told.late[stale.mine.comment] = str(stale.conflict)
                known[question] = stale.theirs.revision
            else:
                told.saved[words] = (question, entry.revision)
                known[question] = entry.revision
        return told

    with ThreadPoolExecutor(WRITERS) as pool:
        every = list(pool.map(write, range(WRITERS)))
    check(servers[0], assessment, every)
    return every


def check(database: Database, assessment: str, every: list[Told]) -> None:
    """The journal holds exactly what the writers were told."""
    with database.reading() as connection:
        history = [entry for entry, _ in entries.every(connection, assessment)]
    assert [entry.position for entry in history] == list(range(1, len(history) + 1))
    saved = {
        entry.content.comment: (entry.subject.key, entry.revision)
        for entry in history
        if entry.subject.kind is SubjectKind.ANSWER
    }
    late = {
        entry.content.mine.comment: str(entry.subject)
        for entry in history
        if isinstance(entry.content, Conflict)
    }
    assert saved == {words: place for told in every for words, place in told.saved.items()}
    assert late == {words: conflict for told in every for words, conflict in told.late.items()}
    assert len(history) == 1 + len(saved) + len(late)
    assert set(Counter(saved.values()).values()) == {1}


def main(saves: int) -> None:
    """Both databases, PostgreSQL with two servers; prints what happened."""
    with tempfile.TemporaryDirectory() as folder, postgresql.running() as server, server.empty() as url:
        place = Path(folder)
        with (
            opened_database(f"sqlite:///{place / 'cied.sqlite'}", place) as file,
            opened_database(url, place) as one,
            opened_database(url, place) as other,
        ):
            for name, servers in (("SQLite", [file]), ("PostgreSQL, two servers", [one, other])):
                begun = time.monotonic()
                every = race(servers, saves)
                seconds = time.monotonic() - begun
                saved, late = (sum(len(getattr(told, kind)) for told in every) for kind in ("saved", "late"))
                print(
                    f"{name}: {saved + late:,} saves by {WRITERS} writers in {seconds:.0f} s: {saved:,} "
                    f"saved, {late:,} collisions, each shown to one loser and kept; 0 lost.",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else SAVES)

"""Answers saved over HTTP by many people at once, beside the bare commits of a single writer."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from app.answers import body
from tests import builders
from tests.bench import databases, subject
from tests.bench.measuring import Goal, Row, Sizes, alternating, milliseconds, percentile, rate, seconds
from tests.serving import served

TIMEOUT_SECONDS = 60
SEE_OTHER = 303
LEVELS = 5


class Client:
    """One person who saves answers to questions of their own, one after the other."""

    def __init__(self, address: str, path: str, questions: list[str]) -> None:
        parts = urlsplit(address)
        self._connection = HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
        self._path = path
        # All of them are answered once already.
        self._revisions = dict.fromkeys(questions, 1)
        self._saved = 0

    def save(self, times: int) -> list[float]:
        """Seconds of each save."""
        return [self._save() for _ in range(times)]

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _save(self) -> float:
        question = list(self._revisions)[self._saved % len(self._revisions)]
        self._saved += 1
        form = {
            "base": self._revisions[question],
            "mutation": builders.a_mutation(),
            "value": self._saved % LEVELS,
            "comment": f"Agreed in meeting {self._saved} of the working group.",
            "evidence-0-grade": "documented",
            "evidence-0-title": "Standing order on stocks, second edition",
            "evidence-0-dated": "2025-05",
            "then": "next",
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter()
        self._connection.request("POST", f"{self._path}/{question}", urlencode(form), headers)
        answer = self._connection.getresponse()
        text = answer.read()
        taken = time.perf_counter() - begun
        if answer.status != SEE_OTHER:
            raise RuntimeError(f"A save is answered with {answer.status}: {text.decode()}")
        self._revisions[question] += 1
        return taken


def rows(sizes: Sizes) -> Iterator[Row]:
    """Their rate, and how much longer than the others the slowest ones take, on each database."""
    for kind in databases.BOTH:
        yield from _rows_on(kind, sizes)


def _rows_on(kind: databases.Kind, sizes: Sizes) -> Iterator[Row]:
    asked = subject.questionnaire(sizes.domains)
    whole = subject.assessment(asked)
    questions = list(whole.answers)
    text = body(next(iter(whole.answers.values())))
    saves = sizes.clients * sizes.saves
    latencies: list[list[float]] = []
    with tempfile.TemporaryDirectory() as place, kind.opened(Path(place)) as url:
        data = Path(place)
        with builders.opened_database(url, data) as database:
            # Each run has an assessment of its own, so that none finds a longer journal than the others.
            begun = [subject.begun(database, asked, whole) for _ in range(sizes.runs)]
        environment = {"CIED_QUESTIONNAIRES": str(builders.QUESTIONNAIRES)} | kind.setting(
            "DATABASE_URL", url
        )
        with served(data, **environment) as address, ThreadPoolExecutor(sizes.clients) as people:

            def together() -> float:
                path = f"/assessments/{begun[len(latencies)]}/questions"
                clients = [
                    Client(address, path, questions[number :: sizes.clients])
                    for number in range(sizes.clients)
                ]
                for client in clients:
                    client.save(1)
                since = time.perf_counter()
                taken = list(people.map(lambda client: client.save(sizes.saves), clients))
                latencies.append([one for each in taken for one in each])
                rate_of_all = saves / (time.perf_counter() - since)
                for client in clients:
                    client.close()
                return rate_of_all

            def alone() -> float:
                return 1 / seconds(lambda: kind.committed(url, text, saves), 1) * saves

            pair = alternating(sizes.runs, together, alone)
    yield Row(
        name=f"An answer saved over HTTP, {sizes.clients} clients, {kind.name}; floor: one writer, bare",
        measured=rate(pair.measured),
        floor=rate(pair.floor),
        ratio=pair.ratio,
        goal=Goal(at_least=1 / 3),
    )
    slow = [(percentile(run, 0.99), median(run)) for run in latencies]
    yield Row(
        name=f"The slowest hundredth of these saves, {kind.name}; floor: the median",
        measured=milliseconds(median(one for one, _ in slow)),
        floor=milliseconds(median(other for _, other in slow)),
        ratio=median(one / other for one, other in slow),
        goal=Goal(at_most=4),
    )

"""All results from the API, beside the bare reading of the same rows."""

import tempfile
from collections.abc import Iterator
from math import ceil
from pathlib import Path

from app.catalogue import hash_of
from app.core.copies.masking import masked
from app.core.method.scoring import score
from app.storage import results, sqlite
from app.storage.database import Database
from app.storage.result_line import ResultLine
from tests.bench import asking, subject
from tests.bench.measuring import Goal, Row, Sizes, alternating, milliseconds, seconds

BARE = (
    "SELECT json_text FROM result WHERE is_newest AND NOT is_demonstration"
    " ORDER BY questionnaire, version, country_code, assessment, edition, place"
)


def rows(sizes: Sizes) -> Iterator[Row]:
    """As NDJSON, which hands out all of them in one answer."""
    with tempfile.TemporaryDirectory() as place, asking.product(Path(place)) as app:
        number = _fill(app.state.parts.database, sizes)
        answer = asking.body(app, "/api/v1/results", "format=ndjson")
        assert answer.count(b"\n") == number
        connection = sqlite.library.connect(Path(place) / "cied.sqlite")
        sqlite._set_up(connection, None)
        pair = alternating(
            sizes.runs,
            lambda: asking.seconds(app, "/api/v1/results", 1, "format=ndjson"),
            lambda: seconds(lambda: sum(1 for _ in connection.execute(BARE)), 1),
        )
        connection.close()
    yield Row(
        name=f"{number:,} results as NDJSON, {len(answer) / 1e6:.0f} MB; floor: reading these rows with SQL",
        measured=milliseconds(pair.measured),
        floor=milliseconds(pair.floor),
        ratio=pair.ratio,
        goal=Goal(at_most=1.2),
    )


def _fill(database: Database, sizes: Sizes) -> int:
    """The rows of as many assessments as it takes."""
    asked = subject.questionnaire(sizes.domains)
    own = subject.assessment(asked)
    result = score(asked, masked(asked, own))
    nodes = (result.overall, *result.domains, *result.components)
    number = ceil(sizes.result_rows / len(nodes))
    begun = [subject.begun(database, asked, own) for _ in range(number)]
    with database.writing() as connection:
        for assessment in begun:
            results.add(
                connection,
                [
                    ResultLine(
                        assessment=assessment,
                        edition=1,
                        questionnaire=asked.id,
                        version=asked.version,
                        questionnaire_hash=hash_of(asked),
                        is_demonstration=False,
                        country=own.country,
                        reference_date=own.reference_date,
                        scope=own.scope,
                        node=node.id,
                        kind=node.kind,
                        score=node.score,
                        claimed=node.claimed,
                        level=node.level,
                        coverage=node.coverage,
                    )
                    for node in nodes
                ],
            )
    return number * len(nodes)

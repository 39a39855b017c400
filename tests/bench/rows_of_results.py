"""All results from the API, beside the bare reading of the same rows."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path

from app.catalogue import hash_of
from app.core.copies.masking import masked
from app.core.method.result_row import result_rows
from app.exports.result_rows import worded
from app.storage import results, sqlite
from app.storage.database import Database
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
    rows = result_rows(
        asked,
        masked(asked, own),
        assessment="",
        edition=1,
        questionnaire_hash=hash_of(asked),
        is_demonstration=False,
    )
    number = ceil(sizes.result_rows / len(rows))
    begun = [subject.begun(database, asked, own) for _ in range(number)]
    with database.writing() as connection:
        for assessment in begun:
            results.add(connection, worded(replace(row, assessment=assessment) for row in rows))
    return number * len(rows)

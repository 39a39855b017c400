"""Small builders: a database, a moment, and an assessment on the tiny questionnaire."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from app.catalogue import read_catalogue
from app.core.assessment.act import Act
from app.core.assessment.answer import Answer, Level
from app.core.assessment.assessment import Assessment, Country, Scope
from app.core.assessment.journal import (
    About,
    Earlier,
    Entry,
    Subject,
    SubjectKind,
)
from app.services import assessments, finishing, saving
from app.settings import DATABASE
from app.storage import portable, results
from app.storage.database import Database
from app.storage.results import Wanted
from tests.prepared import put_database_into

QUESTIONNAIRES = Path(__file__).parent / "questionnaires"
CATALOGUE = read_catalogue(QUESTIONNAIRES)
TINY = CATALOGUE.find("tiny", "0.1")
ABOUT = About(country=Country(code="XA", name="Xandoria"), reference_date=date(2026, 10, 31))

_number = itertools.count(1)


def a_mutation() -> str:
    """A word that no other save has."""
    return f"mutation-{next(_number)}"


def now() -> datetime:
    """A moment, each later than the one before."""
    return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=next(_number))


def an_act(by: str = "Ana", *, mutation: str = "", at: datetime | None = None) -> Act:
    """Somebody does something now, in a try of its own unless it has a mutation."""
    return Act(by=by, at=at or now(), mutation=mutation or a_mutation())


def a_database(folder: Path) -> Database:
    """A new database in a folder."""
    database = Database(put_database_into(folder))
    database.migrate()
    return database


@contextmanager
def opened_database(url: str, folder: Path) -> Iterator[Database]:
    """The database of an address, brought up to date and closed after the block."""
    if url == f"sqlite:///{folder / DATABASE}":
        put_database_into(folder)
    database = Database(url, folder=folder)
    try:
        database.migrate()
        yield database
    finally:
        database.close()


def an_assessment(**parts) -> Assessment:
    """An assessment on the tiny questionnaire that holds these parts."""
    return Assessment(
        questionnaire="tiny",
        version="0.1",
        country=ABOUT.country,
        reference_date=ABOUT.reference_date,
        **parts,
    )


def started(database: Database, scope: Scope = "full") -> str:
    """The id of a new assessment on the tiny questionnaire."""
    about = replace(ABOUT, scope=scope)
    return assessments.start(database, TINY, about, an_act())


def started_from(database: Database, before: str, edition: int = 1, **about) -> str:
    """The id of a new assessment that starts from an edition of another, two years later."""
    later = ABOUT.reference_date.replace(year=ABOUT.reference_date.year + 2)
    from_it = Earlier(assessment=before, edition=edition)
    chosen = replace(ABOUT, **({"reference_date": later, "earlier": from_it} | about))
    return assessments.start(database, TINY, chosen, an_act())


def finished(database: Database, assessment_id: str) -> int:
    """Finish an assessment, and give the number of its edition."""
    return finishing.finish(database, assessment_id, an_act())


def an_answer(level: int, comment: str = "") -> Answer:
    """An answer with one level."""
    return Answer(value=Level(level), comment=comment)


def answered(
    database: Database,
    assessment_id: str,
    question: str,
    answer: Answer,
    *,
    base: int = 0,
    mutation: str = "",
    author: str = "Ana",
) -> Entry | None:
    """Save an answer."""
    return saving.save(
        database,
        assessment_id,
        Subject(SubjectKind.ANSWER, question),
        an_act(author, mutation=mutation),
        base=base,
        content=answer,
    )


def result_rows(database: Database, **wanted) -> list[dict]:
    """The results as they are handed out, as JSON."""
    return [
        json.loads(text) for page in results.pages(database, Wanted(**wanted), "json") for text in page.texts
    ]


def rows_of_tables(database: Database) -> dict[str, int]:
    """How many rows each table of a database has."""
    with database.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in portable.tables(connection)
        }

"""Results are read in their order by an index, from wherever a page begins."""

import pytest

from app.services import finishing
from app.storage import results
from app.storage.results import ResultKey, Wanted
from tests.builders import a_database, an_act, result_rows, started

AFTER = ResultKey("tiny", "0.1", "XA", "a", 1, 3)


@pytest.fixture
def database(tmp_path):
    database = a_database(tmp_path)
    finishing.finish(database, started(database), an_act(""))
    yield database
    database.close()


def plans(database, wanted, text, *, is_first):
    """How SQLite goes about the ends and the texts of a page."""
    place = AFTER._asdict() | {"limit": 5, "before_last": 4}
    for statement in results._statements(wanted, text, is_first=is_first):
        with database.reading() as connection:
            compiled = statement.params(place).compile(connection, compile_kwargs={"literal_binds": True})
            (row,) = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").fetchall()
        yield row[-1]


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        (Wanted(), "is_newest=? AND (questionnaire,version,country_code,assessment,edition,place)>"),
        (Wanted(year=2026), "is_newest=? AND (questionnaire,version,country_code,assessment,edition,place)>"),
        (
            Wanted(questionnaire="tiny"),
            "is_newest=? AND questionnaire=? AND (version,country_code,assessment,edition,place)>",
        ),
        (
            Wanted(questionnaire="tiny", version="0.1", kind="domain"),
            "is_newest=? AND questionnaire=? AND version=? AND (country_code,assessment,edition,place)>",
        ),
    ],
)
def test_the_index_leads_to_the_row_where_a_page_begins(database, wanted, leads):
    ends, texts = plans(database, wanted, "json", is_first=False)
    assert ends.startswith(f"SEARCH result USING COVERING INDEX result_aggregate ({leads}")
    assert texts.startswith(f"SEARCH result USING INDEX result_aggregate ({leads}")


def test_the_first_page_is_read_in_the_order_of_the_index(database):
    ends, texts = plans(database, Wanted(), "csv", is_first=True)
    assert ends == "SEARCH result USING COVERING INDEX result_aggregate (is_newest=?)"
    assert texts == "SEARCH result USING INDEX result_aggregate (is_newest=?)"


def test_the_state_changes_with_every_edition_alone(database):
    before = results.state(database)
    other = started(database)
    assert results.state(database) == before
    finishing.finish(database, other, an_act(""))
    assert results.state(database) != before
    assert len(result_rows(database)) == 14

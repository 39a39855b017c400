"""PostgreSQL does what SQLite does, for any number of server processes."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, ProgrammingError

from app.core.errors import BusyError, UnusableError
from app.services import assessments, finishing
from app.storage import assessments as stored
from app.storage import results
from app.storage.database import Database, WrongEncodingError
from app.storage.results import Wanted
from tests.builders import ABOUT, TINY, an_act, an_answer, answered, now, opened_database, started
from tests.serving import free_port


@pytest.fixture
def url(postgresql_server):
    with postgresql_server.current() as url:
        yield url


@pytest.fixture
def database(url, tmp_path):
    with opened_database(url, tmp_path) as database:
        yield database


@pytest.fixture
def another(url, tmp_path):
    """The same database as another server process opens it."""
    with opened_database(url, tmp_path) as database:
        yield database


def test_text_is_ordered_by_its_code_points_whatever_language_the_database_speaks(database):
    collations = text(
        "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND data_type IN ('text', 'character varying')"
    )
    with database.reading() as connection:
        assert connection.scalars(collations).all() == ["C"]


def test_a_database_that_cannot_hold_every_script_is_refused_with_a_sentence(postgresql_server):
    with postgresql_server.empty("ENCODING 'LATIN1' LOCALE 'C'") as url:
        database = Database(url)
        with pytest.raises(WrongEncodingError, match="ENCODING 'UTF8'"):
            database.migrate()
        database.close()


def test_the_name_of_a_database_holds_no_password():
    database = Database("postgresql://someone:secret@127.0.0.1/cied")
    assert database.name == "cied on 127.0.0.1"
    database.close()


def test_a_server_that_cannot_be_reached_is_told_as_busy():
    database = Database(f"postgresql://someone:secret@127.0.0.1:{free_port()}/cied")
    with pytest.raises(BusyError) as told:
        database.check()
    assert "secret" not in str(told.value)
    database.close()


def test_two_servers_that_begin_at_once_make_one_schema(postgresql_server):
    with postgresql_server.empty() as url, ThreadPoolExecutor(4) as pool:
        several = [Database(url) for _ in range(4)]
        list(pool.map(lambda one: one.migrate(), several))
        assert all(one.is_current for one in several)
        for one in several:
            one.close()


def test_a_start_that_two_servers_are_told_at_once_begins_one_assessment(database, another):
    barrier = threading.Barrier(4)

    def start(one: Database) -> str:
        barrier.wait()
        return assessments.start(one, TINY, ABOUT, an_act("", mutation="once"))

    with ThreadPoolExecutor(4) as pool:
        begun = set(pool.map(start, [database, another] * 2))
    assert len(begun) == 1


def test_what_one_server_saved_the_other_shows(database, another):
    assessment = started(database)
    for number in range(6):
        saving, showing = (database, another) if number % 2 else (another, database)
        assert assessments.opened(showing, assessment).journal.position == number + 1
        answered(saving, assessment, "1.1.1", an_answer(1, str(number)), base=number)
        shown = assessments.opened(showing, assessment).assessment.answers["1.1.1"]
        assert shown == an_answer(1, str(number))


def test_demonstrations_go_although_somebody_writes_in_one(database, another):
    id_ = "00000000-0000-0000-0000-000000000001"
    with database.writing() as connection:
        questionnaire = stored.find(connection, started(another)).questionnaire_hash
        stored.add(
            connection, id_, questionnaire_hash=questionnaire, is_demonstration=True, mutation="d", now=now()
        )
    removed = []
    with database.writing() as connection:
        stored.locked(connection, id_)

        def remove() -> None:
            with another.writing() as other:
                removed.append(stored.remove_demonstrations(other))

        waiting = threading.Thread(target=remove)
        waiting.start()
        connection.execute(
            text(
                "INSERT INTO entry VALUES (:id, 'about', 1, 1, '{}', '', '2026-11-24T00:00:00.000Z', 'm', '')"
            ),
            {"id": id_},
        )
    waiting.join()
    assert removed == [1]


def test_a_row_that_stays_locked_is_told_as_busy(url, database, monkeypatch):
    monkeypatch.setattr("app.storage.postgresql.LONGEST_WAIT_SECONDS", 0.05)
    impatient = Database(url)
    assessment, other = started(database), started(database)
    with database.writing() as connection:
        stored.locked(connection, assessment)
        with pytest.raises(BusyError):
            answered(impatient, assessment, "1.1.1", an_answer(1))
        # Only the writers of that one assessment wait.
        assert answered(impatient, other, "1.1.1", an_answer(1))
        assert assessments.opened(impatient, assessment)
    assert answered(impatient, assessment, "1.1.1", an_answer(1))
    impatient.close()


def test_a_server_that_only_lets_read_is_told_and_reading_goes_on(url, database, postgresql_server):
    assessment = started(database)
    name = make_url(url).database
    postgresql_server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        standby = Database(url)
        assert assessments.opened(standby, assessment).journal.position == 1
        for act in (
            standby.check,
            standby.migrate,
            lambda: answered(standby, assessment, "1.1.1", an_answer(1)),
        ):
            with pytest.raises(BusyError, match="can only be read at present: it stands by for another"):
                act()
            assert assessments.opened(standby, assessment).journal.position == 1
        standby.close()
    finally:
        postgresql_server.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")


def test_a_session_that_the_server_ends_is_told_as_busy_and_saving_goes_on(database):
    assessment = started(database)

    def save_after(ending: str) -> None:
        with database.writing() as connection:
            connection.execute(text(ending))
            time.sleep(0.3)
            stored.locked(connection, assessment)

    for ending in (
        "SET LOCAL idle_in_transaction_session_timeout = '20ms'",
        "SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(1)",
        "SELECT pg_terminate_backend(pg_backend_pid())",
    ):
        with pytest.raises(BusyError):
            save_after(ending)
    assert answered(database, assessment, "1.1.1", an_answer(1))


@pytest.mark.parametrize(
    ("state", "told"),
    [
        *((state, BusyError) for state in ("08006", "25006", "25P03", "40001", "53100", "55P03", "57P03")),
        *((state, UnusableError) for state in ("42501", "42P01", "XX001")),
        *((state, ProgrammingError) for state in ("42601",)),
        *((state, DataError) for state in ("22012",)),
    ],
)
def test_what_passes_is_busy_and_what_does_not_is_not(database, state, told):
    raising = text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
    with pytest.raises(told), database.writing() as connection:
        connection.execute(raising)


def test_a_server_that_crashes_under_load_loses_nothing_that_was_acknowledged(database):
    ids = [started(database) for _ in range(4)]
    acknowledged = dict.fromkeys(ids, 0)
    refused: list[str] = []
    stop = threading.Event()

    def write(assessment: str) -> None:
        number = 0
        while not stop.is_set():
            answer, mutation = an_answer(1, str(number)), f"{assessment}-{number}"
            try:
                answered(database, assessment, "1.1.1", answer, base=number, mutation=mutation)
            except BusyError as busy:
                refused.append(str(busy))
                stop.wait(0.05)
            else:
                number += 1
                acknowledged[assessment] = number

    def wait_until_all_saved(more: int) -> None:
        before = dict(acknowledged)
        until = time.monotonic() + 60
        while any(acknowledged[one] < before[one] + more for one in ids):
            assert time.monotonic() < until
            time.sleep(0.01)

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, assessment) for assessment in ids]
        try:
            for _ in range(2):
                wait_until_all_saved(5)
                crash(database)
            wait_until_all_saved(5)
        finally:
            stop.set()
        for writer in writers:
            writer.result()
    assert refused
    for assessment in ids:
        opened = assessments.opened(database, assessment)
        assert opened.journal.position == 1 + acknowledged[assessment]


def crash(database: Database) -> None:
    """End one process of the server by force: it ends all others, and starts again from its log."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("The server of TEST_DATABASE_URL is not ours to end.")

    def end() -> None:
        with database.reading() as connection:
            os.kill(connection.scalar(text("SELECT pg_backend_pid()")), signal.SIGKILL)
            connection.execute(text("SELECT pg_sleep(30)"))

    with pytest.raises(BusyError):
        end()


def test_the_index_leads_to_the_row_where_a_page_begins(database):
    finishing.finish(database, started(database), an_act(""))
    place = results.page(database, Wanted(), "json", limit=2).last._asdict() | {"limit": 5, "before_last": 4}
    for statement in results._statements(Wanted(), "json", is_first=False):
        with database.writing() as connection:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            compiled = statement.params(place).compile(connection, compile_kwargs={"literal_binds": True})
            plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {compiled}").scalars())
        assert "using result_aggregate on result" in plan
        assert "Sort" not in plan
        assert "ROW(" in plan.partition("Index Cond: ")[2].partition("Filter")[0]

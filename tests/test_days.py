"""Days come from one clock: that of the times which stand beside them."""

import time
from datetime import UTC, date, datetime

from app.answers import day_of
from app.rendering.language import language
from tests import builders
from tests.edges import database_of, finish, opened


def test_the_day_of_a_moment_is_that_of_the_times_beside_it(monkeypatch):
    late = datetime(2026, 12, 1, 9, 1, tzinfo=UTC)
    for zone, day in (("Etc/GMT+12", date(2026, 11, 30)), ("Etc/GMT-14", date(2026, 12, 1))):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert day_of(late) == day
        assert language("en").day(late) == language("en").day(day)
        assert language("en").moment(late).startswith(language("en").day(day))
    monkeypatch.undo()
    time.tzset()


def test_a_report_names_the_day_of_finishing_that_the_history_names(client, monkeypatch):
    assessment = builders.started(database_of(client))
    finish(client, assessment)
    (edition,) = opened(client, assessment).editions
    zone = "Etc/GMT+12" if edition.finished_at.hour < 12 else "Etc/GMT-14"
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    day = language("en").day(day_of(edition.finished_at))
    assert day != language("en").day(edition.finished_at.date())
    for page in ("history", "report", "report/read"):
        assert day in client.get(f"/assessments/{assessment}/{page}").text
    monkeypatch.undo()
    time.tzset()

"""Of a hundred people who save at once nobody hangs and nothing is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor

from app.core.assessment.journal import SubjectKind
from tests import builders
from tests.edges import database_of, opened
from tests.web.answering import LAMP


def test_of_a_hundred_people_who_save_at_once_none_hangs_and_none_is_lost(client):
    ids = [builders.started(database_of(client)) for _ in range(10)]
    gate = threading.Barrier(100, timeout=60)

    def one(number):
        gate.wait()
        question = [question.id for _, _, question in builders.TINY.questions()][number // 10 % 8]
        return client.post(
            f"/assessments/{ids[number % 10]}/questions/{question}",
            data={"value": "2", "comment": f"Person {number}", "base": "0", "mutation": f"person-{number}"},
        ).status_code

    with ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(one, range(100), timeout=120))
    assert set(statuses) <= {303, 409}
    kept = []
    for id_ in ids:
        journal = opened(client, id_).journal
        kept += [
            entry.content.comment
            for entry in journal.newest.values()
            if entry.subject.kind is SubjectKind.ANSWER
        ]
        kept += [
            entry.content.mine.comment
            for entry in journal.newest.values()
            if entry.subject.kind is SubjectKind.CONFLICT
        ]
    assert sorted(kept) == sorted(f"Person {number}" for number in range(100))
    assert statuses.count(409) == 20


def test_of_a_hundred_people_at_one_question_one_wins_and_each_other_is_told(client, assessment, here):
    gate = threading.Barrier(100, timeout=60)

    def one(number):
        gate.wait()
        sent = {"value": "2", "comment": f"Person {number}", "base": "0", "mutation": f"person-{number}"}
        return client.post(f"{here}{LAMP}", data=sent).status_code

    with ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(one, range(100), timeout=120))
    assert (statuses.count(303), statuses.count(409)) == (1, 99)
    assert len(opened(client, assessment).journal.conflicts_of("1.1.1")) == 99

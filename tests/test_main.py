"""However many ask at once, as many are served as one interpreter can serve, and the others wait in line."""

from concurrent.futures import ThreadPoolExecutor

from anyio import to_thread

from app.main import AT_ONCE


def test_all_are_answered_and_few_are_in_work(client):
    async def limit():
        return to_thread.current_default_thread_limiter().total_tokens

    assert client.portal.call(limit) == AT_ONCE
    with ThreadPoolExecutor(4 * AT_ONCE) as people:
        answers = list(people.map(lambda _: client.get("/"), range(4 * AT_ONCE)))
    assert {answer.status_code for answer in answers} == {200}

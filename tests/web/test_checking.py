"""The page of what is missing calls each by its name, and finishes once."""

from tests import builders
from tests.builders import an_answer
from tests.edges import finish, form, opened
from tests.web.answering import save


def test_what_another_person_finished_meanwhile_is_shown_as_its_result(client, assessment, here):
    for _, _, question in builders.TINY.questions():
        save(client, assessment, question.id, an_answer(2))
    sent = form(client, f"{here}/check", f"{here}/finish").filled()
    finish(client, assessment)
    assert client.post(f"{here}/finish", data=sent).headers["location"] == f"{here}/result"
    assert len(opened(client, assessment).editions) == 1


def test_the_check_page_calls_facts_and_scenarios_by_their_names(client, here):
    page = client.get(f"{here}/check").text
    assert builders.TINY.facts[0].short in page
    assert builders.TINY.scenarios[0].title in page
    assert f"<bdi>{builders.TINY.facts[0].id}</bdi>" not in page

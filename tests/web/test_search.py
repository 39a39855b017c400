"""The search page, and what the way through says of time, offices and what blocks."""

import pytest

from app.core.assessment.answer import Answer, NotApplicable
from app.services import finishing
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of


def asked(client, here, query):
    return client.get(f"{here}/search", params={"q": query})


def test_the_search_finds_questions_with_what_is_said_to_them(client, assessment, here):
    question = builders.TINY.question_by_id["1.1.1"]
    answered(database_of(client), assessment, "1.1.1", an_answer(2))
    page = asked(client, here, question.short).text
    assert f'href="{here}/questions/1.1.1"' in page
    assert question.text in page
    assert f"<b>2</b> {builders.TINY.scale.levels[2].name}" in page
    assert f'value="{question.short}"' in page


def test_a_word_of_the_guidance_is_shown_where_it_stands(client, here):
    question = builders.TINY.question_by_id["1.1.1"]
    page = asked(client, here, question.levels[0].descriptor).text
    assert f'href="{here}/questions/1.1.1"' in page
    assert question.levels[0].descriptor in page


def test_words_of_the_glossary_are_found(client, here):
    term = builders.TINY.glossary[0]
    page = asked(client, here, term.term).text
    assert f"<dt>{term.term}</dt><dd>{term.meaning}</dd>" in page


@pytest.mark.parametrize("query", ["", "  ", "<script>alert(1)</script>", "(.*", "zzzz"])
def test_what_is_empty_or_found_nowhere_says_what_to_do(client, here, query):
    answer = asked(client, here, query)
    assert answer.status_code == 200
    assert ("Nothing found" in answer.text) == bool(query.strip())
    assert ("or a code such as 1.1.1" in answer.text) == (not query.strip())
    assert "<script>" not in answer.text


def test_a_search_for_too_much_is_refused_with_the_mend(client, here):
    answer = asked(client, here, "word " * 50)
    assert answer.status_code == 422
    assert "Search for fewer words: 200 characters at most." in answer.text


def test_every_page_of_an_assessment_leads_to_the_search_and_the_next_open_question(client, assessment, here):
    answered(database_of(client), assessment, "1.1.1", an_answer(2))
    for address in (here, f"{here}/domains/D1", f"{here}/check", f"{here}/search", f"{here}/history"):
        page = client.get(address).text
        assert f'href="{here}/search"' in page
        assert f'href="{here}/questions"' in page
    assert f'href="{here}/questions?after=1.1.2"' in client.get(f"{here}/questions/1.1.2").text
    assert client.get(f"{here}/questions?after=1.1.2").headers["location"] == f"{here}/questions/1.1.3"
    assert client.get(f"{here}/questions?after=nothing").headers["location"] == f"{here}/questions/1.1.2"


def test_the_way_through_says_how_long_and_who_should_be_in_the_room(client, assessment, here):
    question = builders.TINY.question_by_id["1.1.1"]
    domain = client.get(f"{here}/domains/D1").text
    assert "Who should be in the room" in domain
    assert f"In the room: {question.lead}" in domain
    for address in (here, f"{here}/domains/D1"):
        page = client.get(address).text
        assert "minutes to read and answer what is open." in page
        assert "Finding documents and agreeing takes longer." in page
    finishing.finish(database_of(client), assessment, builders.an_act("", mutation="f"))
    assert "minutes to read" not in client.get(here).text


def test_what_blocks_and_what_only_warns_are_told_apart(client, assessment, here):
    page = client.get(f"{here}/check").text
    assert "Nothing blocks finishing." in page
    assert "None of it blocks." in page
    assert "Open: the result shows a range: " in page
    answered(database_of(client), assessment, "1.1.3", Answer(value=NotApplicable("")))
    page = client.get(f"{here}/check").text
    assert "Nothing blocks finishing." not in page
    assert page.index("1 thing has to be mended before finishing") < page.index("To know before finishing")
    assert "It is refused until everything at the top of this page is mended." in page
    assert client.post(f"{here}/finish").status_code == 409

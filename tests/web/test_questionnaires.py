"""The page of a questionnaire shows which paragraph has which questions."""

from tests import builders


def test_every_paragraph_and_every_question_of_a_questionnaire_stands_on_its_page(client):
    page = client.get("/questionnaires/tiny/0.1/paragraphs").text
    for paragraph in builders.TINY.source.paragraphs:
        assert f'id="{paragraph.id}"' in page
    for question in builders.TINY.question_by_id:
        assert f'id="q-{question}"' in page
    excused = client.get("/questionnaires/health-capacities/1.0/paragraphs").text
    assert "Not assessable: It only sets a date." in excused
    assert client.get("/questionnaires/tiny/9.9/paragraphs").status_code == 404

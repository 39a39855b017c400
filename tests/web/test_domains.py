"""All questions of a domain on one page: each form is saved alone, and leads back to its place."""

import re
from collections import Counter

from app.core.assessment.assessment import FactAnswer
from app.core.assessment.journal import Subject, SubjectKind
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, enter, form, forms, opened
from tests.web.answering import save

ALL = "/domains/D1/questions"


def test_every_question_asked_has_a_form_that_is_sent_to_its_own_address(client, assessment, here):
    answered(database_of(client), assessment, "1.1.1", an_answer(3, "Said."))
    page = client.get(f"{here}{ALL}")
    assert page.status_code == 200
    found = forms(page.text)
    questions = [
        one.id for one in opened(client, assessment).questionnaire.domains[0].components[0].questions
    ]
    assert {f"{here}/questions/{one}" for one in questions} <= found.keys()
    lamp = found[f"{here}/questions/1.1.1"]
    assert (lamp.one("value"), lamp.one("comment"), lamp.one("base")) == ("3", "Said.", "1")
    assert len({one.one("mutation") for one in found.values()}) == len(found)


def test_no_id_stands_twice_on_the_page(client, here):
    ids = Counter(re.findall(r'\bid="([^"]+)"', client.get(f"{here}{ALL}").text))
    assert [one for one, times in ids.items() if times > 1] == []


def test_a_form_of_the_page_is_saved_alone_and_leads_back_to_its_place(client, assessment, here):
    action = f"{here}/questions/1.1.2"
    sent = form(client, f"{here}{ALL}", action).filled(value="2", then="domain")
    answer = client.post(action, data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{here}{ALL}#q-1.1.2")
    assert opened(client, assessment).assessment.answer("1.1.2") == an_answer(2)
    assert 'id="q-1.1.2"' in client.get(f"{here}{ALL}").text


def test_a_question_whose_answers_met_leads_to_its_own_page(client, assessment, here):
    action = f"{here}/questions/1.1.1"
    sent = form(client, f"{here}{ALL}", action).filled(value="2", then="domain")
    answered(database_of(client), assessment, "1.1.1", an_answer(4))
    assert client.post(action, data=sent).status_code == 409
    assert "Two answers to this question" in client.get(f"{here}{ALL}").text


def test_a_question_that_the_profile_hides_has_no_form_there(client, assessment, here):
    address = f"{here}/domains/D2/questions"
    before = len(forms(client.get(address).text))
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("none",)))
    assert len(forms(client.get(address).text)) < before


def test_the_domain_leads_there_and_back_and_without_javascript_the_page_says_its_limit(client, here):
    assert f'href="{here}{ALL}"' in client.get(f"{here}/domains/D1").text
    page = client.get(f"{here}{ALL}").text
    assert f'href="{here}/domains/D1"' in page
    assert "Save one before you go on to the next" in page.partition("<noscript>")[2]


def test_a_domain_that_was_changed_after_its_mark_is_marked_anew(client, assessment, here):
    for level in (1, 2):
        sent = form(client, f"{here}/questions/1.1.1").filled(value=str(level))
        assert client.post(f"{here}/questions/1.1.1", data=sent).status_code == 303
        assert ("Needs you" in client.get(here).text) is (level == 2)
        client.post(f"{here}/domains/D1", data=form(client, f"{here}/domains/D1").filled(finished="yes"))
        assert "Needs you" not in client.get(here).text


def test_a_domain_is_marked_as_finished_and_the_mark_is_taken_back(client, assessment, here):
    for _, _, question in builders.TINY.questions():
        save(client, assessment, question.id, an_answer(2))
    for word, is_finished in (("yes", True), ("no", False)):
        sent = form(client, f"{here}/domains/D1").filled(finished=word)
        assert client.post(f"{here}/domains/D1", data=sent).headers["location"] == here
        mark = opened(client, assessment).journal.newest[Subject(SubjectKind.DOMAIN, "D1")].content
        assert mark.is_finished is is_finished

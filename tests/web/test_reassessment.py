"""An assessment that starts from an earlier one, in the pages: what was said then, and what changed."""

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotKnown,
)
from app.core.assessment.assessment import FactAnswer, Rating, Relevance
from app.core.assessment.journal import Subject, SubjectKind
from tests import builders
from tests.builders import an_answer, answered, finished, started_from
from tests.edges import database_of, enter, form, forms, opened, written_down

DECREE = EvidenceItem(grade="documented", title="Decree 118", dated="2023-03")
SAID = Answer(value=Level(2), evidence=(DECREE,), comment="It holds <b>.")


@pytest.fixture
def earlier(client):
    """A finished assessment of October 2026."""
    database = database_of(client)
    begun = builders.started(database)
    answered(database, begun, "1.1.1", SAID)
    answered(database, begun, "1.1.2", Answer(value=Level(1), withheld=True))
    answered(database, begun, "1.1.3", Answer(value=NotKnown()))
    enter(client, begun, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",)))
    enter(client, begun, Subject(SubjectKind.RATING, "S1"), Rating(relevance=Relevance.HIGH))
    finished(database, begun)
    return begun


@pytest.fixture
def assessment(client, earlier):
    """One that starts from it, of October 2028."""
    return started_from(database_of(client), earlier)


# --- the start ------------------------------------------------------------------------------------


def start(client, address="/assessments/new", **values):
    sent = form(client, address, "/assessments").filled(**values)
    return client.post("/assessments", data=sent)


def test_the_start_offers_finished_assessments_and_none_is_chosen(client, earlier):
    unfinished = builders.started(database_of(client))
    page = client.get("/assessments/new").text
    assert "Start from an earlier assessment?" in page
    assert f'value="{earlier}/1"' in page
    assert unfinished not in page
    assert forms(page)["/assessments"].one("earlier") == ""


def test_where_nothing_is_finished_nothing_is_offered(client):
    builders.started(database_of(client))
    assert "earlier" not in forms(client.get("/assessments/new").text)["/assessments"].fields


def test_a_link_fills_in_what_it_shares_with_the_earlier_one(client, earlier):
    address = f"/assessments/new?earlier={earlier}/1"
    assert address in client.get(f"/assessments/{earlier}").text
    typed = forms(client.get(address).text)["/assessments"]
    shared = {
        "country_name": "Xandoria",
        "country_code": "XA",
        "questionnaire": "tiny/0.1",
        "scope": "full",
        "earlier": f"{earlier}/1",
    }
    assert {name: typed.one(name) for name in shared} == shared
    answer = start(client, address, reference_date="2028-10-31")
    begun = opened(client, answer.headers["location"].split("/")[2])
    assert begun.earlier.assessment_id == earlier
    assert begun.assessment.answers == {}


def test_without_a_choice_it_starts_from_nothing(client, earlier):
    answer = start(
        client, country_name="Xandoria", country_code="XA", reference_date="2028-10-31", earlier=""
    )
    assert opened(client, answer.headers["location"].split("/")[2]).earlier is None
    assert earlier


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"country_code": "XB"}, "The earlier assessment is of Xandoria (XA)."),
        ({"reference_date": "2020-01-01"}, "speaks of a later day, 2026-10-31"),
        ({"questionnaire": "health-capacities/1.0"}, "answers another questionnaire"),
        ({"earlier": "none/1"}, "Choose one of the assessments listed, or none."),
        ({"earlier": "x"}, "Choose one of the assessments listed, or none."),
    ],
)
def test_a_start_that_cannot_be_is_refused_at_its_field_and_keeps_what_was_typed(
    client, earlier, values, words
):
    before = written_down(client)
    chosen = {"reference_date": "2028-10-31", "author": "Ana"} | values
    answer = start(client, f"/assessments/new?earlier={earlier}/1", **chosen)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'href="#earlier"' in answer.text
    again = forms(answer.text)["/assessments"]
    assert again.one("author") == "Ana"
    assert again.one("reference_date") == chosen["reference_date"]
    assert written_down(client) == before


# --- a question -----------------------------------------------------------------------------------


def test_beside_a_question_stands_what_was_said_then_and_nothing_is_chosen(client, here):
    page = client.get(f"{here}/questions/1.1.1").text
    assert "Then (31 October 2026)" in page
    assert "Decree 118" in page
    assert "It holds &lt;b&gt;." in page
    assert forms(page)[f"{here}/questions/1.1.1"].one("value") == ""


def test_what_was_withheld_then_shows_with_its_mark(client, here):
    page = client.get(f"{here}/questions/1.1.2").text
    assert "<b>1</b>" in page
    assert "withheld from copies that leave" in page


def test_confirmed_it_is_saved_as_it_was_and_goes_on(client, assessment, here):
    address = f"{here}/questions/1.1.1"
    sent = form(client, address, f"{address}/confirm").fields
    answer = client.post(f"{address}/confirm", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{here}/questions/1.1.2")
    assert opened(client, assessment).assessment.answers == {"1.1.1": SAID}
    page = client.get(address).text
    assert f"{address}/confirm" not in forms(page)
    assert "Then (31 October 2026)" in page
    # Sent again, it is saved once.
    before = written_down(client)
    assert client.post(f"{address}/confirm", data=sent).status_code == 303
    assert written_down(client) == before


def test_a_confirmation_that_meets_another_answer_is_kept_as_a_conflict(client, assessment, here):
    address = f"{here}/questions/1.1.1"
    sent = form(client, address, f"{address}/confirm").fields
    answered(database_of(client), assessment, "1.1.1", an_answer(4))
    answer = client.post(f"{address}/confirm", data=sent)
    assert answer.status_code == 409
    assert "Two answers to this question" in answer.text
    assert opened(client, assessment).assessment.answer("1.1.1") == an_answer(4)


def test_a_confirmation_after_finishing_is_refused_and_shown(client, assessment, here):
    address = f"{here}/questions/1.1.1"
    sent = form(client, address, f"{address}/confirm").fields
    finished(database_of(client), assessment)
    answer = client.post(f"{address}/confirm", data=sent)
    assert answer.status_code == 409
    assert list(forms(answer.text)) == [f"{address}/confirm"]
    assert "<b>2</b>" in answer.text
    assert f"{address}/confirm" not in forms(client.get(address).text)


def test_there_is_nothing_to_confirm_where_nothing_was_said(client, here):
    assert "Then (" not in client.get(f"{here}/questions/1.2.1").text
    before = written_down(client)
    assert client.post(f"{here}/questions/1.2.1/confirm").status_code == 404
    assert written_down(client) == before


def test_an_assessment_that_starts_from_none_has_no_then(client, earlier):
    fresh = f"/assessments/{builders.started(database_of(client))}"
    assert earlier
    for page in ("", "/profile", "/questions/1.1.1", "/result"):
        text = client.get(fresh + page).text
        assert "Then (" not in text, page
        assert "said before" not in text, page
    assert client.post(f"{fresh}/questions/1.1.1/confirm").status_code == 404


# --- tasks and profile ----------------------------------------------------------------------------


def test_the_tasks_say_how_many_answers_wait_to_be_confirmed(client, assessment, here):
    page = client.get(here).text
    assert "Starts from the assessment of 31 October 2026, edition 1." in page
    assert "3 answers said before, not yet confirmed." in page
    answered(database_of(client), assessment, "1.1.1", an_answer(4))
    answered(database_of(client), assessment, "1.1.2", an_answer(4))
    page = client.get(here).text
    assert "1 answer said before, not yet confirmed." in page
    assert f"{here}/questions/1.1.3" in page
    finished(database_of(client), assessment)
    assert "said before" not in client.get(here).text


def test_the_profile_says_what_was_said_then_and_chooses_nothing(client, here):
    page = client.get(f"{here}/profile").text
    assert page.count("Then (31 October 2026)") == 2
    assert "Unchanged: confirm the 2 that are open, and save" in page
    assert forms(page)[f"{here}/profile"].one("fact:coast") == ""


def test_a_confirmed_profile_fills_in_what_is_open_and_keeps_what_was_chosen(client, assessment, here):
    address = f"{here}/profile"
    sent = form(client, address).filled(**{"fact:coast": "rough", "confirm": "yes"})
    assert client.post(address, data=sent).status_code == 303
    said = opened(client, assessment).assessment
    assert said.facts == {"coast": FactAnswer(options=("rough",))}
    assert said.ratings == {"S1": Rating(relevance=Relevance.HIGH)}
    assert "Unchanged: confirm" not in client.get(address).text


def test_a_profile_saved_without_confirming_takes_nothing_over(client, assessment, here):
    assert client.post(f"{here}/profile", data=form(client, f"{here}/profile").fields).status_code == 303
    assert opened(client, assessment).assessment.facts == {}


# --- the comparison -------------------------------------------------------------------------------


def test_the_comparison_says_what_changed_in_a_sentence_a_picture_and_words(client, assessment, here):
    database = database_of(client)
    for question in ("1.1.1", "1.1.2", "1.1.3", "1.2.1"):
        evidence = (EvidenceItem(grade="demonstrated", title="A record", dated="2028-01"),)
        answered(database, assessment, question, Answer(value=Level(4), evidence=evidence))
    page = client.get(f"{here}/comparison").text
    assert "Since 31 October 2026, of 2 domains compared, <b>2</b> are not distinguishable." in page
    assert "not distinguishable; better known" in page
    assert page.count('<svg class="range"') == 4
    assert "DRAFT: not finished" in page
    assert "Own copy" in page
    assert f"{here}/comparison" in client.get(f"{here}/result").text


def test_what_improved_and_what_fell_is_named_with_its_numbers(client):
    database = database_of(client)
    begun = builders.started(database)
    first, second = (builders.TINY.component_by_id[one].questions for one in ("1.2", "2.1"))
    for question in first:
        answered(database, begun, question.id, an_answer(0))
    for question in second:
        answered(database, begun, question.id, an_answer(2))
    finished(database, begun)
    now = started_from(database, begun)
    evidence = (EvidenceItem(grade="demonstrated", title="A record", dated="2028-01"),)
    for question in first:
        answered(database, now, question.id, Answer(value=Level(4), evidence=evidence))
    for question in second:
        answered(database, now, question.id, an_answer(1))
    page = " ".join(client.get(f"/assessments/{now}/comparison").text.split())
    assert "<b>Improved</b>: score up, level up" in page
    assert "<b>Fell</b>: score down, level down" in page


def test_the_masked_comparison_is_the_same_for_every_value_withheld(client, assessment, here):
    pages = []
    for base, level in enumerate((0, 4)):
        answered(
            database_of(client),
            assessment,
            "1.1.1",
            Answer(value=Level(level), withheld=True),
            base=base,
        )
        pages.append(client.get(f"{here}/comparison?copy=masked").text)
    assert pages[0] == pages[1]
    assert "Masked copy" in pages[0]
    own = client.get(f"{here}/comparison").text
    assert own != pages[1]
    assert client.get(f"{here}/comparison?copy=other").status_code == 422


def test_what_cannot_be_compared_says_why(client, earlier):
    quick = f"/assessments/{started_from(database_of(client), earlier, scope='quick')}"
    page = client.get(f"{quick}/comparison")
    assert page.status_code == 200
    assert "A quick scan is compared only with a quick scan" in page.text
    assert "Why this is not compared with the last assessment" in client.get(f"{quick}/result").text
    alone = client.get(f"/assessments/{earlier}/comparison")
    assert "starts from no earlier one" in alone.text


def test_questions_that_are_not_compared_stand_with_their_reasons(client, assessment, here, earlier):
    coast = Subject(SubjectKind.FACT, "coast")
    enter(client, assessment, coast, FactAnswer(options=("none",)))
    found = opened(client, assessment)
    assert found.earlier.assessment_id == earlier
    page = client.get(f"{here}/comparison").text
    assert "not compared" in page
    assert "not asked now (" in " ".join(page.split())

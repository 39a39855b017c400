"""Every page of the main job answers, and the job is done from its start to its second edition."""

from app.core.assessment.answer import Answer, Level
from tests import builders
from tests.edges import form, opened
from tests.web.answering import DECREE, save


def test_every_page_of_the_main_job_answers_with_its_language_and_direction(client, assessment, here):
    save(client, assessment, "1.1.1", Answer(value=Level(3), evidence=(DECREE,)))
    for address in (
        "/",
        "/assessments/new",
        here,
        f"{here}/profile",
        f"{here}/domains/D1",
        f"{here}/domains/D2",
        *(f"{here}/questions/{question.id}" for _, _, question in builders.TINY.questions()),
        f"{here}/check",
        f"{here}/result",
        f"{here}/result/D1",
        f"{here}/result/1.1",
        f"{here}/components/1.1",
        f"{here}/components/2.2",
        f"{here}/plan",
        f"{here}/report",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert '<html lang="en" dir="ltr"' in answer.text, address


def test_an_assessment_is_started_answered_finished_reopened_and_finished_again(client):
    start = form(client, "/assessments/new", "/assessments")
    sent = start.filled(
        country_name="Xandoria",
        country_code="xa",
        questionnaire="tiny/0.1",
        reference_date="2026-10-31",
        author="Ana",
    )
    started = client.post("/assessments", data=sent)
    assert started.status_code == 303
    here = started.headers["location"].removesuffix("/profile")
    assert client.post("/assessments", data=sent).headers["location"] == f"{here}/profile"
    profile = form(client, f"{here}/profile").filled(**{"fact:coast": "calm", "fact:fleet": ["motor"]})
    assert client.post(f"{here}/profile", data=profile).headers["location"] == here
    for _, _, question in builders.TINY.questions():
        address = f"{here}/questions/{question.id}"
        assert client.post(address, data=form(client, address).filled(value="2")).status_code == 303
    check = form(client, f"{here}/check", f"{here}/finish")
    for _ in range(2):
        done = client.post(f"{here}/finish", data=check.filled())
        assert (done.status_code, done.headers["location"]) == (303, f"{here}/result")
    reopen = form(client, f"{here}/check", f"{here}/reopen")
    assert client.post(f"{here}/reopen", data=reopen.filled()).status_code == 422
    assert client.post(f"{here}/reopen", data=reopen.filled(reason="x" * 5000)).status_code == 422
    again = client.post(f"{here}/reopen", data=reopen.filled(reason="The decree changed."))
    assert again.headers["location"] == here
    assert client.post(f"{here}/finish", data={}).status_code == 303
    assert [one.number for one in opened(client, here.split("/")[-1]).editions] == [1, 2]

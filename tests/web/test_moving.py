"""The pages that move a whole assessment, and delete one; a demonstration stays deleted."""

import json

import pytest

from app.answers import content_hash, encoded_answers
from app.core.assessment.assessment import Country
from app.core.assessment.journal import ABOUT
from app.services import assessments, finishing, moving, saving
from tests import builders
from tests.builders import an_act, an_answer, answered
from tests.edges import database_of, edge, form, opened

OUT = "/move-out"


@pytest.fixture
def file(client, assessment, here):
    """The file of an assessment that was finished once."""
    answered(database_of(client), assessment, "1.1.1", an_answer(2, "A secret"))
    finishing.finish(database_of(client), assessment, builders.an_act(mutation="f"))
    answer = client.get(f"{here}/move-out.json")
    assert answer.headers["content-type"] == "application/json"
    name = 'attachment; filename="Xandoria-2026-10-31-assessment.json"'
    assert answer.headers["content-disposition"] == name
    return answer.content


def brought(client, content):
    return client.post("/move-in", files={"file": ("assessment.json", content, "application/json")})


def test_a_file_taken_here_is_brought_in_there_with_everything(client, assessment, here, file, tmp_path):
    before = opened(client, assessment)
    (tmp_path / "there").mkdir()
    with edge(tmp_path / "there") as there:
        assert "Bring an assessment from another machine" in there.get("/").text
        assert 'type="file"' in there.get("/move-in").text
        answer = brought(there, file)
        assert (answer.status_code, answer.headers["location"]) == (303, here)
        after = opened(there, assessment)
        assert after == before
        assert content_hash(after.assessment) == after.editions[0].content_hash
        assert there.get(f"{here}/move-out.json").content == file
        assert there.get(f"{here}/history").status_code == 200
        assert there.get(f"{here}/result").status_code == 200


def test_a_bad_file_is_told_with_its_errors_and_brings_nothing(client, file):
    bad = json.loads(file)
    bad["id"], bad["mutation"] = "12", "not one"
    answer = brought(client, json.dumps(bad))
    assert answer.status_code == 422
    assert "Nothing was brought in." in answer.text
    assert "&#34;12&#34; is not the id of an assessment" in answer.text
    assert "is on this machine already" in brought(client, file).text
    assert len(assessments.listed(database_of(client))) == 1


def test_of_a_file_full_of_errors_some_are_listed_and_the_rest_counted(client, file):
    bad = json.loads(file)
    bad["entries"] = [{}] * 10
    answer = brought(client, json.dumps(bad))
    assert answer.text.count("is missing") < 50
    assert "more errors of this file" in answer.text


@pytest.mark.parametrize("sent", [{}, {"files": {"file": ("empty.json", b"")}}, {"data": {"file": "text"}}])
def test_without_a_file_the_page_asks_for_one(client, sent):
    answer = client.post("/move-in", **sent)
    assert answer.status_code == 422
    assert "Choose the file that the other machine wrote." in answer.text


def test_bytes_that_are_no_text_are_refused(client):
    assert "Byte 1 is not UTF-8" in brought(client, b"\xff\xfe").text


def test_a_file_larger_than_other_requests_may_come_in_up_to_its_own_limit(client, monkeypatch):
    from app.http import guard

    monkeypatch.setattr(guard, "LARGEST_BODY", 1000)
    answer = brought(client, b"[" + b" " * 5000 + b"]")
    assert answer.status_code == 422
    assert client.post("/assessments", data={"country_name": "x" * 5000}).status_code == 413
    monkeypatch.setattr(moving, "LARGEST", 1000)
    assert "at most 1,000 bytes can be read" in brought(client, b"[" + b" " * 5000 + b"]").text


def test_one_that_is_too_large_to_be_moved_says_so(client, here, monkeypatch):
    monkeypatch.setattr(moving, "LARGEST", 1000)
    answer = client.get(f"{here}/move-out.json")
    assert answer.status_code == 422
    assert "at most 1,000 can be moved" in answer.text


def test_a_name_in_another_script_gives_the_file_the_code_of_the_country(client, assessment, here):
    from dataclasses import replace

    about = replace(builders.ABOUT, country=Country(code="XA", name="شنضورية"))
    now = builders.now()
    saving.save(
        database_of(client), assessment, ABOUT, an_act("", mutation="m", at=now), base=1, content=about
    )
    name = client.get(f"{here}/move-out.json").headers["content-disposition"]
    assert name == 'attachment; filename="XA-2026-10-31-assessment.json"'


def test_it_is_deleted_with_its_reports_after_the_name_of_the_country_is_typed(
    client, assessment, here, tmp_path
):
    answered(database_of(client), assessment, "1.1.1", an_answer(2))
    other = builders.started(database_of(client))
    report = tmp_path / "reports" / assessment / "of-it.pdf"
    report.parent.mkdir(parents=True)
    report.write_text("A report")
    refused = client.post(f"{here}/delete", data={"confirmed": "<Elsewhere>"})
    assert refused.status_code == 422
    assert "Type the name of the country exactly as it stands here." in refused.text
    assert 'value="&lt;Elsewhere&gt;"' in refused.text
    assert client.get(here).status_code == 200
    assert report.exists()
    sent = form(client, here + OUT, f"{here}/delete").filled(confirmed="Xandoria")
    answer = client.post(f"{here}/delete", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get(here).status_code == 404
    assert client.post(f"{here}/delete", data=sent).status_code == 404
    assert not report.exists()
    assert [one.id for one in assessments.listed(database_of(client))] == [other]


def test_a_demonstration_that_was_deleted_does_not_come_back(tmp_path):
    import shutil

    questionnaires = shutil.copytree(builders.QUESTIONNAIRES, tmp_path / "questionnaires")
    (questionnaires / "tiny/0.1/demonstrations").mkdir()
    said = builders.an_assessment(answers={"1.1.1": an_answer(2)})
    (questionnaires / "tiny/0.1/demonstrations/xa.json").write_text(encoded_answers(said))
    with edge(tmp_path, questionnaires=questionnaires) as client:
        (demonstration,) = assessments.listed(database_of(client))
        page = client.get(f"/assessments/{demonstration.id}/move-out").text
        assert "This demonstration does not come back by itself." in page
        client.post(f"/assessments/{demonstration.id}/delete", data={"confirmed": "Xandoria"})
        assert assessments.listed(database_of(client)) == ()
    with edge(tmp_path, questionnaires=questionnaires) as client:
        assert assessments.listed(database_of(client)) == ()

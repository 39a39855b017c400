"""What was typed is still in the form when an assessment was finished meanwhile or the database is busy."""

from app.core.assessment.answer import Answer
from app.core.assessment.assessment import ComponentEntry, FactAnswer
from app.core.assessment.journal import Subject, SubjectKind
from app.storage import sqlite
from tests import builders
from tests.builders import an_answer
from tests.edges import database_of, edge, enter, finish, form, forms, written_down
from tests.web.answering import LAMP, answer_of, busy, save


def filled_forms(client, here):
    """A form of each kind, filled in, with the text that has to survive."""
    question = form(client, f"{here}{LAMP}").filled(
        value="3",
        comment="Typed long.",
        evidence__0__title="Decree 118",
        positions__0__agency="Coast guard",
    )
    component = form(client, f"{here}/components/1.1").filled(target="3", commitment="Typed long.")
    profile = form(client, f"{here}/profile").filled(**{"fact:coast": "rough", "rating:S1": "high"})
    return {f"{here}{LAMP}": question, f"{here}/components/1.1": component, f"{here}/profile": profile}


def is_kept(page, action, sent):
    """The form of the page holds what was sent; only its mutation and a further blank row are new."""

    def typed(fields):
        left_out = ("mutation", "-grade")
        return {name: value for name, value in fields.items() if any(value) and not name.endswith(left_out)}

    assert typed(forms(page)[action].fields) == typed(sent)


def test_what_was_typed_is_still_in_the_form_when_another_person_finished_meanwhile(client, assessment, here):
    for _, _, question in builders.TINY.questions():
        save(client, assessment, question.id, an_answer(2))
    filled = filled_forms(client, here)
    finish(client, assessment)
    before = written_down(client)
    for action, sent in filled.items():
        answer = client.post(action, data=sent)
        assert answer.status_code == 409
        assert "Not saved: the assessment is finished" in answer.text
        is_kept(answer.text, action, sent)
    assert client.post(f"{here}/domains/D1", data={"finished": "yes"}).status_code == 409
    assert written_down(client) == before


def test_what_was_typed_is_still_in_the_form_when_the_database_is_busy(client, here, monkeypatch):
    for action, sent in filled_forms(client, here).items():
        with busy(monkeypatch):
            answer = client.post(action, data=sent)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert "Not saved yet" in answer.text
        is_kept(answer.text, action, sent)
        # Sent once more from that page, it is saved.
        assert client.post(action, data=forms(answer.text)[action].filled()).status_code == 303


def test_a_database_that_another_program_has_locked_is_told_and_the_text_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MILLISECONDS", 50)
    with edge(tmp_path) as client:
        assessment = builders.started(database_of(client))
        action = f"/assessments/{assessment}{LAMP}"
        sent = form(client, action).filled(value="3", comment="Typed long.")
        other = sqlite.library.connect(tmp_path / "cied.sqlite", isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            answer = client.post(action, data=sent)
        finally:
            other.close()
        assert answer.status_code == 503
        kept = forms(answer.text)[action]
        assert (kept.one("value"), kept.one("comment")) == ("3", "Typed long.")
        assert answer_of(client, assessment) == Answer()
        assert client.post(action, data=kept.filled()).status_code == 303


def test_a_form_shown_again_stays_on_the_revisions_that_it_was_written_on(
    client, assessment, here, monkeypatch
):
    filled = filled_forms(client, here)
    save(client, assessment, "1.1.1", an_answer(1, "Theirs."))
    enter(client, assessment, Subject(SubjectKind.COMPONENT, "1.1"), ComponentEntry(commitment="Theirs."))
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",)))
    for action, sent in filled.items():
        with busy(monkeypatch):
            answer = client.post(action, data=sent)
        again = client.post(action, data=forms(answer.text)[action].filled())
        assert again.status_code == 409
        assert "Theirs" in again.text


def test_a_refused_component_form_stays_on_the_revision_that_it_was_written_on(client, assessment, here):
    action = f"{here}/components/1.1"
    sent = form(client, action).filled(commitment="x" * 5000)
    enter(client, assessment, Subject(SubjectKind.COMPONENT, "1.1"), ComponentEntry(commitment="Theirs."))
    refused = client.post(action, data=sent)
    assert refused.status_code == 422
    shortened = forms(refused.text)[action].filled(commitment="Mine.")
    assert client.post(action, data=shortened).status_code == 409

"""What is entered about a component arrives exactly as it was typed."""

import pytest

from app.core.assessment.assessment import ComponentEntry, FactAnswer, Move, Plan
from app.core.assessment.journal import Subject, SubjectKind
from tests import builders
from tests.edges import database_of, enter, form, forms, opened, written_down

COMPONENTS = {
    "all of it": ComponentEntry(
        target=0,
        commitment="Convention “12” <b>",
        plan=Plan(
            owner="Ministry",
            due="2027-06",
            cost_band="low",
            assistance_kind="advice",
            assistance="Two\nlines",
        ),
        move=Move(place=3, reason="It is <b>urgent</b>."),
        not_applicable="The harbour is closed.",
        withheld=True,
    ),
    "not applicable without a reason": ComponentEntry(not_applicable=""),
    "a target": ComponentEntry(target=4),
    "a plan in the bands": ComponentEntry(
        plan=Plan(owner="Ministry", due="2027-06-30", cost_band="large", assistance_kind="none")
    ),
    "an own place": ComponentEntry(move=Move(place=1, reason="It is urgent.")),
    "nothing": ComponentEntry(),
}


@pytest.mark.parametrize("kind", COMPONENTS)
def test_the_component_form_keeps_what_is_saved_exactly(client, assessment, here, kind):
    enter(client, assessment, Subject(SubjectKind.COMPONENT, "2.2"), COMPONENTS[kind])
    before = written_down(client)
    action = f"{here}/components/2.2"
    assert client.post(action, data=form(client, action).filled()).status_code == 303
    assert written_down(client) == before
    # Typed into another assessment, the same is saved there.
    other = builders.started(database_of(client))
    typed = form(client, action).fields | {"base": ["0"]}
    assert client.post(f"/assessments/{other}/components/2.2", data=typed).status_code == 303
    assert opened(client, other).assessment.component("2.2") == COMPONENTS[kind]


def test_a_component_that_does_not_apply_needs_a_reason_and_then_leaves(client, assessment, here):
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",)))
    action = f"{here}/components/2.2"
    answer = client.post(action, data=form(client, action).filled(applies="no"))
    assert answer.headers["location"] == action
    assert "Say why this does not apply." in client.get(action).text
    assert client.post(f"{here}/finish", data={}).status_code == 409
    sent = form(client, action).filled(reason="The harbour is closed.")
    assert client.post(action, data=sent).headers["location"] == action
    assert client.get(f"{here}/questions/2.2.1").status_code == 200
    for address in ("/result", "/result/2.2", "/check", "/domains/D2", ""):
        assert client.get(f"{here}{address}", follow_redirects=True).status_code == 200
    assert client.get(f"{here}/result/2.2").headers["location"] == action
    assert "The harbour is closed." in client.get(f"{here}/check").text


def test_a_component_that_always_applies_cannot_be_declared_away(client, assessment, here):
    sent = {"applies": "no", "reason": "We would rather not.", "withheld": "yes"}
    assert client.post(f"{here}/components/1.1", data=sent).status_code == 303
    assert opened(client, assessment).assessment.component("1.1") == ComponentEntry()


def test_a_stale_component_form_shows_mine_theirs_and_before(client, assessment, here):
    subject, action = Subject(SubjectKind.COMPONENT, "1.1"), f"{here}/components/1.1"
    enter(client, assessment, subject, ComponentEntry(commitment="The old one."), author="Ana")
    sent = form(client, action).filled(commitment="Mine.")
    enter(client, assessment, subject, ComponentEntry(commitment="The new one."), base=1)
    answer = client.post(action, data=sent)
    assert answer.status_code == 409
    mine, theirs, before = (
        answer.text.partition('class="versions"')[2].partition("</table>")[0].split("<tr>")[1:]
    )
    assert "Mine." in mine
    assert "The new one." in theirs
    assert "Ben" in theirs
    assert "The old one." in before
    assert forms(answer.text)[action].one("commitment") == "Mine."
    assert client.post(action, data=forms(answer.text)[action].filled()).status_code == 303
    assert opened(client, assessment).assessment.component("1.1").commitment == "Mine."

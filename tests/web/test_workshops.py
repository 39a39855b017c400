"""In a workshop positions are entered, seen large, and agreed on with a reason; the other view stays."""

from dataclasses import replace

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    Position,
    Positions,
)
from app.services import finishing
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, form, forms, opened

HELD = {
    "positions-0-agency": "Navy",
    "positions-0-level": "1",
    "positions-0-note": "Two lamps.",
    "positions-1-agency": "Police",
    "positions-1-level": "3",
}


@pytest.fixture
def question(here):
    return f"{here}/questions/1.1.1/workshop"


def post(client, address, then, **fields):
    sent = form(client, address).fields | HELD | fields | {"then": then}
    return client.post(address, data=sent)


def answer(client, assessment):
    return opened(client, assessment).assessment.answer("1.1.1")


def test_positions_are_saved_and_their_spread_is_said_in_words(client, assessment, question):
    assert post(client, question, "positions").headers["location"] == question
    assert answer(client, assessment).value == Positions(
        (Position(agency="Navy", level=1, note="Two lamps."), Position(agency="Police", level=3))
    )
    assert "Agencies are split." in client.get(question).text
    post(client, question, "positions", **{"positions-1-level": "2"})
    assert "All within one level." in client.get(question).text


def test_an_agreed_level_has_its_reason_and_keeps_the_other_view_and_the_evidence(
    client, assessment, question
):
    item = EvidenceItem(grade="stated", title="Log")
    positions = Positions(
        (
            Position(agency="Navy", level=1, note="Two lamps.", evidence=(item,)),
            Position(agency="Police", level=3),
        )
    )
    answered(database_of(client), assessment, "1.1.1", Answer(value=positions, comment="Asked in May."))
    post(client, question, "agree", agreed="3", reason="The log was shown.")
    assert answer(client, assessment) == Answer(
        value=Level(3),
        evidence=(item,),
        comment="Asked in May.\nAgreed in the workshop on level 3: The log was shown.\n"
        "Navy held 1: Two lamps.",
    )
    assert "The log was shown." in client.get(question).text


def test_what_is_missing_is_said_and_what_was_typed_stays(client, assessment, question):
    refused = post(client, question, "agree")
    assert refused.status_code == 422
    assert "Choose the level that was agreed." in refused.text
    assert "Say in up to 500 characters why." in refused.text
    assert 'value="Navy"' in refused.text
    alone = post(client, question, "positions", **{"positions-1-agency": "", "positions-1-level": ""})
    assert "Enter the positions of at least two agencies" in alone.text
    assert answer(client, assessment) == Answer()


def test_a_position_that_met_another_answer_waits_on_the_question(client, assessment, here, question):
    sent = form(client, question).fields | HELD | {"then": "positions"}
    answered(database_of(client), assessment, "1.1.1", an_answer(4))
    met = client.post(question, data=sent)
    assert met.headers["location"] == f"{here}/questions/1.1.1"
    assert len(opened(client, assessment).journal.conflicts) == 1


def test_a_finished_assessment_keeps_what_was_typed_in_the_page(client, assessment, question):
    sent = form(client, question).fields | HELD | {"then": "positions"}
    finishing.finish(database_of(client), assessment, builders.an_act(""))
    late = client.post(question, data=sent)
    assert late.status_code == 409
    assert 'value="Navy"' in late.text


def test_the_papers_of_the_facilitator_are_pages(client, here):
    kit = client.get(f"{here}/workshop").text
    assert f"{here}/workshop" in client.get(here).text
    for sheet in ("invitation", "agenda", "rules"):
        assert f"{here}/workshop/{sheet}" in kit
        assert client.get(f"{here}/workshop/{sheet}").status_code == 200
    assert "Xandoria" in client.get(f"{here}/workshop/invitation").text
    lead = builders.TINY.question_by_id["1.1.1"].lead
    read = client.get(f"{here}/workshop/reading", params={"office": lead}).text
    assert builders.TINY.question_by_id["1.1.1"].text in read
    assert "No question names such an office." in client.get(f"{here}/workshop/reading?office=zzz").text
    assert client.get(f"{here}/workshop/other").status_code == 422


def test_a_position_that_gets_another_name_keeps_what_the_form_does_not_show(client, assessment, question):
    document = EvidenceItem(grade="stated", title="Log", owner="Harbour", place="Safe", marking="SECRET")
    unseen = EvidenceItem(grade="stated", seen_by="Cabinet")
    was = (
        Position(agency="Navy", level=1, evidence=(document, unseen)),
        Position(agency="Police", level=3),
    )
    answered(database_of(client), assessment, "1.1.1", Answer(value=Positions(was)))
    renamed = {"positions-0-agency": "Police", "positions-1-agency": "Navy", "positions-0-note": ""}
    post(client, question, "positions", **renamed)
    assert answer(client, assessment).value == Positions(
        (replace(was[0], agency="Police"), replace(was[1], agency="Navy"))
    )


def test_a_refused_form_still_knows_which_position_a_row_shows(client, assessment, question):
    document = EvidenceItem(grade="stated", title="Log", owner="Harbour", marking="SECRET")
    was = (Position(agency="Navy", level=1), Position(agency="Police", level=3, evidence=(document,)))
    answered(database_of(client), assessment, "1.1.1", Answer(value=Positions(was)))
    changed = {"positions-1-agency": "Customs", "positions-1-level": "", "positions-0-note": ""}
    refused = post(client, question, "positions", **changed)
    again = forms(refused.text)[question].filled(positions__1__level="2", then="positions")
    client.post(question, data=again)
    saved = Position(agency="Customs", level=2, evidence=(document,))
    assert answer(client, assessment).value == Positions((was[0], saved))

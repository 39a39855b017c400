"""An answer of each kind arrives exactly as it was typed, or is refused with all of it kept."""

from dataclasses import replace

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.journal import SubjectKind
from tests import builders
from tests.builders import an_answer
from tests.edges import database_of, form, forms, revision, written_down
from tests.web.answering import DECREE, LAMP, MIRROR, answer_of, save


def test_the_questions_of_an_assessment_begin_with_the_next_open_one(client, assessment, here):
    assert client.get(f"{here}/questions").headers["location"] == f"{here}/questions/1.1.1"
    save(client, assessment, "1.1.1", an_answer(2))
    assert client.get(f"{here}/questions").headers["location"] == f"{here}/questions/1.1.2"
    for _, _, question in builders.TINY.questions():
        if question.id != "1.1.1":
            save(client, assessment, question.id, Answer(value=NotKnown()))
    assert client.get(f"{here}/questions").headers["location"] == f"{here}/questions/1.1.1"


ANSWERS = {
    "open": Answer(),
    "level": Answer(value=Level(0)),
    "the top level": Answer(value=Level(4), comment="  two\nlines \n\n& “quotes” <b>", evidence=(DECREE,)),
    "range": Answer(value=Range(1, 3), withheld=True),
    "not known": Answer(value=NotKnown(), comment="\nbegins with an empty line"),
    "not applicable": Answer(value=NotApplicable("No mirror."), withheld=True, evidence=(DECREE,)),
    "not applicable without a reason": Answer(value=NotApplicable("")),
    "positions": Answer(
        value=Positions(
            (
                Position(agency="Coast guard", level=3, note="Seen & noted", evidence=(DECREE, DECREE)),
                Position(agency="Ministry", level=0),
                Position(agency="Ωmega <b>", level=4, evidence=(EvidenceItem(grade="stated", title="x"),)),
            )
        ),
        evidence=(DECREE,),
    ),
    "evidence alone": Answer(evidence=(DECREE, EvidenceItem(grade="stated", title="Told", dated="2020"))),
    "as many documents as can be": Answer(
        value=Level(1),
        evidence=tuple(replace(DECREE, title=f"Document {number}") for number in range(50)),
    ),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_saved_answer_stands_in_its_form_exactly_and_saving_it_unchanged_changes_nothing(
    client, assessment, here, kind
):
    answer = ANSWERS[kind]
    save(client, assessment, "1.1.3", answer)
    before = written_down(client)
    kept = form(client, f"{here}{MIRROR}")
    assert client.post(f"{here}{MIRROR}", data=kept.filled()).status_code == 303
    assert answer_of(client, assessment, "1.1.3") == answer
    assert written_down(client) == before


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_that_is_typed_in_the_form_is_the_one_that_is_saved(client, assessment, here, kind):
    # What the form of another assessment with this answer sends is typed into an empty one.
    other = builders.started(database_of(client))
    save(client, other, "1.1.3", ANSWERS[kind])
    typed = form(client, f"/assessments/{other}{MIRROR}").fields | {"base": ["0"], "mutation": ["typed"]}
    assert client.post(f"{here}{MIRROR}", data=typed).status_code == 303
    saved = answer_of(client, assessment, "1.1.3")
    expected = ANSWERS[kind]
    if kind == "positions":  # the form shows the documents of a position by title, date and grade
        shown = EvidenceItem(grade="documented", title=DECREE.title, dated=DECREE.dated)
        first, *others = expected.value.positions
        expected = replace(expected, value=Positions((replace(first, evidence=(shown, shown)), *others)))
    assert saved == expected


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value": "5"}, "value-0"),
        ({"value": "-1"}, "value-0"),
        ({"value": "02"}, "value-0"),
        ({"value": "\u0662"}, "value-0"),
        ({"value": "not_applicable", "reason": "No lamp."}, "value-0"),
        ({"value": "range", "range_low": "3", "range_high": "1"}, "range_low"),
        ({"value": "range", "range_low": "2", "range_high": "2"}, "range_low"),
        ({"value": "range"}, "range_low"),
        ({"value": "positions"}, "positions-0-agency"),
        (
            {
                "value": "positions",
                "positions-0-agency": "A",
                "positions-0-level": "1",
                "positions-1-agency": "B",
            },
            "positions-1-level",
        ),
        ({"value": "2", "comment": "x" * 40_001}, "comment"),
        ({"value": "2", "evidence-0-title": "x" * 5000}, "evidence-0-title"),
        ({"value": "2", "evidence-0-title": "Decree", "evidence-0-dated": "05/2024"}, "evidence-0-dated"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_everything_typed_still_in_the_form(
    client, assessment, here, typed, field
):
    before = written_down(client)
    answer = client.post(f"{here}{LAMP}", data={"comment": "Kept.", "base": "0"} | typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    kept = forms(answer.text)[f"{here}{LAMP}"]
    for name, value in ({"comment": "Kept."} | typed).items():
        if name not in {"value", "reason"}:
            assert kept.one(name) == value
    assert written_down(client) == before


def test_not_applicable_without_a_reason_is_kept_and_the_page_asks_for_it(client, assessment, here):
    answer = client.post(f"{here}{MIRROR}", data={"value": "not_applicable", "base": "0"})
    assert answer.headers["location"] == f"{here}{MIRROR}"
    assert "Say why this does not apply." in client.get(f"{here}{MIRROR}").text
    assert client.post(f"{here}/finish", data={}).status_code == 409


def test_after_a_save_the_page_goes_where_the_person_chose(client, here):
    for then, place in (
        ("next", f"{here}/questions/1.1.2"),
        ("tasks", here),
        ("evidence", f"{here}{LAMP}?document=another#evidence"),
    ):
        answer = client.post(f"{here}{LAMP}", data=form(client, f"{here}{LAMP}").filled(value="2", then=then))
        assert answer.headers["location"] == place
    last = f"{here}/questions/1.2.2"
    assert client.post(last, data={"value": "2"}).headers["location"] == f"{here}/domains/D1"


def test_the_same_form_sent_twice_saves_once(client, assessment, here):
    sent = form(client, f"{here}{LAMP}").filled(value="2", comment="Once.")
    for _ in range(3):
        assert client.post(f"{here}{LAMP}", data=sent).status_code == 303
    assert revision(client, assessment, SubjectKind.ANSWER, "1.1.1") == 1
    # It is known again when another answer has been saved in between, and does not undo that one.
    save(client, assessment, "1.1.1", an_answer(3), base=1)
    assert client.post(f"{here}{LAMP}", data=sent).status_code == 303
    assert answer_of(client, assessment) == an_answer(3)


@pytest.mark.parametrize(("then", "onward"), [("next", "/questions/1.1.2"), ("tasks", "")])
def test_a_question_left_without_an_answer_is_named_on_the_next_page_while_it_is_open(
    client, here, then, onward
):
    gone_on = client.post(f"{here}{LAMP}", data={"comment": "Asked.", "then": then})
    assert gone_on.headers["location"] == f"{here}{onward}?left_open=1.1.1"
    told = "<bdi>1.1.1</bdi> stays open."
    assert told in client.get(gone_on.headers["location"]).text
    for other in ("9.9.9", "%3Cb%3E", ""):
        assert "stays open." not in client.get(f"{here}{onward}?left_open={other}").text
    answered_now = client.post(f"{here}{LAMP}", data={"value": "2", "base": "1", "then": then})
    assert answered_now.headers["location"] == f"{here}{onward}"
    assert told not in client.get(gone_on.headers["location"]).text


def test_a_question_explains_the_words_of_the_glossary_that_it_uses(client, here):
    page = client.get(f"{here}/questions/1.1.1").text
    words = page.partition("<summary>Words</summary>")[2].partition("</details>")[0]
    assert "lamp" in words

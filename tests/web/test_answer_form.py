"""What stands in any row of a form is read, wherever the filled rows are."""

from dataclasses import replace

import pytest
from starlette.datastructures import FormData

from app.answers import MOST_ITEMS, dated
from app.core.assessment.answer import (
    OPEN,
    Answer,
    EvidenceItem,
    Position,
    Positions,
)
from app.web.answer_form import AnswerForm
from app.web.answer_rows import EvidenceRow, PositionRow
from tests.builders import TINY


def test_rows_are_read_wherever_they_stand():
    last = MOST_ITEMS - 1
    form = FormData(
        {
            "value": "2",
            "evidence-0-grade": "stated",
            "evidence-3-title": "Decree",
            f"evidence-{last}-dated": "2024",
            "positions-1-agency": "Police",
        }
    )
    typed = AnswerForm.posted(form)
    assert typed.evidence == (EvidenceRow(title="Decree"), EvidenceRow(dated="2024"))
    assert typed.positions == (PositionRow(agency="Police"),)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("evidence-{}-title", "evidence-50-title", "These are 51 documents, and 50 can be kept."),
        ("positions-{}-agency", "positions-50-agency", "These are 51 positions, and 50 can be kept."),
        ("positions-0-{}-title", "positions-0-50-title", "These are 52 documents, and 50 can be kept."),
    ],
)
def test_a_row_beyond_the_last_is_read_and_refused_with_the_count(row, field, words):
    rows = {row.format(place): "X" for place in range(MOST_ITEMS + 1)}
    typed = AnswerForm.posted(FormData({"value": "1", "positions-0-title": "X", **rows}))
    _, errors = typed.answer(TINY, TINY.question_by_id["1.1.1"], OPEN, str)
    assert [error.message.startswith(words) for error in errors if error.field == field] == [True]


def test_rows_are_in_the_order_of_their_numbers_however_they_are_sent():
    typed = AnswerForm.posted(
        FormData({"evidence-10-title": "B", "evidence-9-title": "A", "evidence-x-title": "C"})
    )
    assert [row.title for row in typed.evidence] == ["A", "B"]


@pytest.mark.parametrize(
    "written", ["2024-05-06 ", "\u00a02024-05-06", "٢٠٢٤-٠٥-٠٦", "२०२४-०५-०६", "２０２４－０５－０６"]
)
def test_a_date_is_kept_in_ascii_whatever_its_digits_and_blanks(written):
    form = FormData({"value": "1", "evidence-0-title": "Decree", "evidence-0-dated": written})
    answer, errors = AnswerForm.posted(form).answer(TINY, TINY.question_by_id["1.1.1"], OPEN, str)
    assert (answer.evidence[0].dated, errors) == ("2024-05-06", ())
    assert dated(written) == "2024-05-06"


def test_what_is_no_date_stays_as_it_was_typed():
    assert dated(" spring ٢٠٢٤ ") == "spring ٢٠٢٤"


def a_document(name: str) -> EvidenceItem:
    return EvidenceItem(
        grade="stated",
        title=name,
        dated="2024",
        owner=f"Office {name}",
        place=f"Box {name}",
        marking="SECRET",
    )


POLICE = Position(agency="Police", level=1, evidence=(a_document("A"),))
ARMY = Position(agency="Army", level=3, evidence=(a_document("B"), a_document("C")))
UNTITLED = Position(agency="Navy", level=2, evidence=(EvidenceItem(grade="stated", seen_by="Cabinet"),))


def sent(answer: Answer, **changed: str) -> FormData:
    """The form of an answer as a page sends it, after a person changed these fields; `__` is `-`."""
    typed = AnswerForm.of(answer)
    fields = {"value": typed.value, "was-positions": typed.places}
    for place, row in enumerate(typed.positions):
        name = f"positions-{place}"
        fields |= {f"{name}-{one}": getattr(row, one) for one in ("agency", "level", "note")}
        for item, document in enumerate((row, *row.further)):
            inner = f"{name}-{item}" if item else name
            fields |= {f"{inner}-{one}": getattr(document, one) for one in ("grade", "title", "dated")}
    return FormData(fields | {name.replace("__", "-"): value for name, value in changed.items()})


def positions(form: FormData, was: Answer) -> tuple[Position, ...]:
    answer, errors = AnswerForm.posted(form).answer(TINY, TINY.question_by_id["1.1.1"], was, str)
    assert errors == ()
    return answer.positions


def of(*held: Position) -> Answer:
    return Answer(value=Positions(held))


@pytest.mark.parametrize(
    ("was", "changed", "saved"),
    [
        (
            (POLICE, ARMY, UNTITLED),
            {"positions__1__agency": "The Army", "positions__2__agency": "Fleet"},
            (POLICE, replace(ARMY, agency="The Army"), replace(UNTITLED, agency="Fleet")),
        ),
        (
            (POLICE, ARMY),
            {"positions__0__agency": "Army", "positions__1__agency": "Police"},
            (replace(POLICE, agency="Army"), replace(ARMY, agency="Police")),
        ),
        (
            (POLICE, replace(ARMY, agency="Police")),
            {"positions__1__note": "New."},
            (POLICE, replace(ARMY, agency="Police", note="New.")),
        ),
        (
            (POLICE, ARMY, UNTITLED),
            {f"positions__0__{one}": "" for one in ("agency", "level", "title", "dated")},
            (ARMY, UNTITLED),
        ),
        (
            (POLICE, ARMY),
            {"positions__2__agency": "Police", "positions__2__level": "2"},
            (POLICE, ARMY, Position(agency="Police", level=2)),
        ),
    ],
    ids=["renamed", "names exchanged", "one name twice", "a row removed", "a row added"],
)
def test_what_a_form_does_not_show_of_a_position_stays_with_its_row(was, changed, saved):
    assert positions(sent(of(*was), **changed), of(*was)) == saved


@pytest.mark.parametrize("places", ["7 0.0", "0.0 0.0.1", "x ²", "1.9.9 999999999999", "", " . - "])
def test_a_place_that_is_none_or_is_named_twice_is_a_new_row(places):
    was = of(POLICE, ARMY)
    saved = positions(sent(was, **{"was-positions": places}), was)
    assert [one.agency for one in saved] == ["Police", "Army"]
    owners = [item.owner for one in saved for item in one.evidence if item.owner]
    assert len(owners) == len(set(owners))


def test_a_form_without_places_finds_each_position_of_a_name_once():
    was = of(POLICE, replace(ARMY, agency="Police"))
    form = FormData(
        [one for one in sent(was, positions__1__note="New.").items() if one[0] != "was-positions"]
    )
    assert positions(form, was) == (POLICE, replace(ARMY, agency="Police", note="New."))


def test_a_form_that_was_refused_shows_its_places_again():
    was = of(POLICE, ARMY, UNTITLED)
    emptied = {f"positions__0__{one}": "" for one in ("agency", "level", "title", "dated")}
    typed = AnswerForm.posted(sent(was, **emptied, positions__1__level=""))
    assert (typed.answer(TINY, TINY.question_by_id["1.1.1"], was, str)[1][0].field, typed.places) == (
        "positions-0-level",
        "1.0.1 2.0",
    )

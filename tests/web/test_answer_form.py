"""What stands in any row of a form is read, wherever the filled rows are."""

import pytest
from starlette.datastructures import FormData

from app.answers import MOST_ITEMS, dated
from app.core.assessment import OPEN
from app.web.answer_form import AnswerForm, EvidenceRow, PositionRow
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

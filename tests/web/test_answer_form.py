"""What stands in any row of a form is read, wherever the filled rows are."""

from starlette.datastructures import FormData

from app.web.answer_form import MOST_ROWS, AnswerForm, EvidenceRow, PositionRow


def test_rows_are_read_wherever_they_stand():
    last = MOST_ROWS - 1
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


def test_a_row_beyond_the_last_is_not_read():
    typed = AnswerForm.posted(FormData({f"evidence-{MOST_ROWS}-title": "Decree"}))
    assert typed.evidence == ()

"""A workbook is taken, shown when it comes back, and brought in; what is refused saves nothing."""

import io

import pytest
from openpyxl import load_workbook

from app.core.errors import BusyError
from app.services import finishing, workbooks
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, form, forms, opened, written_down
from tests.spreadsheets import cell_of, edited, repacked, saved


@pytest.fixture
def taken(client, here):
    answer = client.get(f"{here}/workbook.xlsx?domain=")
    assert answer.status_code == 200
    return answer.content


def look(client, here, content, author="Navy", name="w.xlsx"):
    return client.post(f"{here}/workbook", data={"author": author}, files={"file": (name, content)})


def test_a_workbook_is_taken_under_a_name_that_says_what_it_holds(client, here):
    answer = client.get(f"{here}/workbook.xlsx?domain=D1")
    assert answer.headers["content-disposition"] == ('attachment; filename="XA-2026-10-31-D1-workbook.xlsx"')
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get(f"{here}/workbook.xlsx?domain=D9").status_code == 404
    assert f"{here}/workbook?domain=D1" in client.get(f"{here}/domains/D1").text
    assert f"{here}/workbook" in client.get(here).text


def test_what_it_brings_is_shown_before_anything_is_saved_and_then_saved_under_its_author(
    client, assessment, here, taken
):
    before = written_down(client)
    content = edited(taken, ("1.1.1", "comment", "<b>Lamps</b>"), q1_1_1="3", q1_1_2="perhaps")
    shown = look(client, here, content)
    assert shown.status_code == 200
    assert "1 answer to bring in, 1 cell to mend" in shown.text
    assert "sheet D1, cell D9: “perhaps” is not in the list." in shown.text
    assert "&lt;b&gt;Lamps&lt;/b&gt;" in shown.text
    assert written_down(client) == before
    sent = forms(shown.text)[f"{here}/workbook/answers"].fields
    done = client.post(f"{here}/workbook/answers", data=sent)
    assert done.headers["location"] == f"{here}/workbook?saved=1&met=0"
    assert "1 answer was saved." in client.get(done.headers["location"]).text
    assert opened(client, assessment).assessment.answer("1.1.1") == an_answer(3, "<b>Lamps</b>")
    newest = list(opened(client, assessment).journal.newest.values())[-1]
    assert newest.author == "Navy"
    assert client.post(f"{here}/workbook/answers", data=sent).headers["location"].endswith("saved=1&met=0")
    assert "1 answer is here already." in look(client, here, content).text


def test_a_conflict_is_shown_with_all_three_answers_and_waits_on_its_question(
    client, assessment, here, taken
):
    answered(database_of(client), assessment, "1.1.1", an_answer(4, "By Ben"), author="Ben")
    shown = look(client, here, edited(taken, q1_1_1="1"))
    assert "In conflict" in shown.text
    assert "By Ben" in shown.text
    sent = forms(shown.text)[f"{here}/workbook/answers"].fields
    done = client.post(f"{here}/workbook/answers", data=sent)
    page = client.get(done.headers["location"]).text
    assert "1 met another answer; both are kept." in page
    assert f"{here}/questions/1.1.1" in page
    question = client.get(f"{here}/questions/1.1.1").text
    assert "Two answers to this question" in question
    assert "Navy" in question


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "No file was chosen."), (b"no workbook", "This is no XLSX workbook.")]
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(client, here, content, told):
    before = written_down(client)
    refused = look(client, here, content)
    assert refused.status_code == 422
    assert "<title>Error: Workbook" in refused.text
    assert told in refused.text
    assert form(client, f"{here}/workbook", f"{here}/workbook") is not None
    assert written_down(client) == before


def test_a_form_without_a_file_or_with_two_is_refused(client, here):
    assert client.post(f"{here}/workbook", data={"file": "text"}).status_code == 422
    two = [("file", ("a.xlsx", b"a")), ("file", ("b.xlsx", b"b"))]
    assert client.post(f"{here}/workbook", files=two).status_code == 400


def test_a_finished_assessment_shows_what_a_workbook_holds_and_takes_nothing(client, assessment, here, taken):
    content = edited(taken, q1_1_1="3")
    sent = forms(look(client, here, content).text)[f"{here}/workbook/answers"].fields
    finishing.finish(database_of(client), assessment, builders.an_act(""))
    late = client.post(f"{here}/workbook/answers", data=sent)
    assert late.status_code == 409
    assert "Not saved: the assessment is finished" in late.text
    assert "Open it again before you bring answers in." in look(client, here, content).text
    assert "Open it again before you bring answers in." in client.get(f"{here}/workbook").text


def test_a_busy_database_keeps_the_answers_in_the_page(client, here, taken, monkeypatch):
    sent = forms(look(client, here, edited(taken, q1_1_1="3")).text)[f"{here}/workbook/answers"].fields

    def refuse(*_args, **_more):
        raise BusyError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(workbooks, "save", refuse)
        busy = client.post(f"{here}/workbook/answers", data=sent)
    assert busy.status_code == 503
    assert busy.headers["retry-after"] == "5"
    again = forms(busy.text)[f"{here}/workbook/answers"].fields
    assert again == sent
    assert client.post(f"{here}/workbook/answers", data=again).headers["location"].endswith("saved=1&met=0")


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("answer:0:1.1.1", '{"level": 9}', 422),
        ("answer:0:1.1.1", "{", 422),
        ("answer:0:9.9.9", '{"level": 1}', 422),
        ("answer:x:1.1.1", '{"level": 1}', 303),
        ("other", "1", 303),
    ],
)
def test_a_form_that_was_tampered_with_saves_nothing(client, here, name, value, status):
    before = written_down(client)
    sent = {"digest": "0" * 64, name: value}
    assert client.post(f"{here}/workbook/answers", data=sent).status_code == status
    assert client.post(f"{here}/workbook/answers", data=sent | {"digest": "x"}).status_code == 422
    assert written_down(client) == before


def test_more_text_than_a_form_carries_is_refused_with_the_mend(client, here, taken, monkeypatch):
    monkeypatch.setattr("app.web.workbooks._LARGEST_FORM", 10)
    refused = look(client, here, edited(taken, q1_1_1="3"))
    assert refused.status_code == 422
    assert "Bring in a workbook for each domain." in refused.text


def test_a_file_damaged_on_its_way_is_refused_in_a_sentence_and_saves_nothing(client, here, taken):
    before = written_down(client)
    damaged = bytearray(taken)
    for at in range(4_000, 4_200):
        damaged[at] ^= 0xFF
    shown = look(client, here, bytes(damaged))
    assert shown.status_code == 422
    assert "The workbook is damaged." in shown.text
    foreign = b'<?xml version="1.0" encoding="nope-8"?><worksheet/>'
    shown = look(client, here, repacked(taken, **{"xl__worksheets__sheet2.xml": foreign}))
    assert shown.status_code == 422
    assert written_down(client) == before


def test_a_deleted_sheet_and_deleted_rows_are_told_before_anything_is_brought_in(client, here, taken):
    book = load_workbook(io.BytesIO(taken))
    book["D1"].delete_rows(cell_of(book, "1.1.2", "code").row, 3)
    del book["D2"]
    page = look(client, here, saved(book)).text
    assert "Not in this file: <bdi>D2</bdi>." in page
    assert "question 1.1.2: Its rows are not in the workbook as they were." in page


def test_one_bad_cell_keeps_its_own_question_back_alone(client, here, taken):
    content = edited(taken, ("1.1.2", "comment", "=1+1"), q1_1_1="3")
    page = look(client, here, content).text
    assert "1 answer to bring in, 1 cell to mend" in page
    assert "A formula stands here." in page


def test_a_note_that_holds_signs_of_the_format_comes_back_as_nothing_to_bring_in(client, assessment, here):
    answered(database_of(client), assessment, "1.1.1", an_answer(2, "keep _x000D_ literally"))
    taken = client.get(f"{here}/workbook.xlsx?domain=").content
    assert "0 answers to bring in" in look(client, here, taken).text


def test_a_name_that_is_too_long_is_refused_and_never_cut(client, here, taken):
    shown = look(client, here, taken, author="N" * 101)
    assert shown.status_code == 422
    assert "The name of who filled it in has 101 characters." in shown.text
    assert "N" * 101 in shown.text

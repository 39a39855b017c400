"""Two answers to one question: both are kept, and a person chooses."""

import pytest

from app.core.assessment.answer import Answer, Position, Positions
from app.core.errors import BusyError
from app.services import saving
from tests.builders import an_answer
from tests.edges import form, forms, written_down
from tests.web.answering import LAMP, answer_of, save


def meet(client, assessment, here, mine="3", theirs=1):
    sent = form(client, f"{here}{LAMP}").filled(value=mine, comment="Mine, typed long.")
    save(client, assessment, "1.1.1", an_answer(theirs, "Theirs."), base=int(sent["base"][0]), author="Ben")
    return client.post(f"{here}{LAMP}", data=sent), sent


def choice_of(page, here):
    return next(one for action, one in forms(page).items() if action.startswith(f"{here}{LAMP}/conflicts/"))


def test_a_stale_save_shows_mine_theirs_and_before_and_loses_none(client, assessment, here):
    save(client, assessment, "1.1.1", an_answer(0, "Before."))
    answer, sent = meet(client, assessment, here)
    assert answer.status_code == 409
    for text in ("Mine, typed long.", "Theirs.", "Before.", "Two answers to this question"):
        assert text in answer.text
    assert forms(answer.text)[f"{here}{LAMP}"].one("comment") == "Mine, typed long."
    assert answer_of(client, assessment) == an_answer(1, "Theirs.")
    # The conflict waits for whoever comes next, and sending the form again makes no second one.
    before = written_down(client)
    assert client.post(f"{here}{LAMP}", data=sent).status_code == 409
    assert written_down(client) == before
    assert "Mine, typed long." in client.get(f"{here}{LAMP}").text
    assert client.post(f"{here}/finish", data={}).status_code == 409


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("mine", an_answer(3, "Mine, typed long.")),
        ("theirs", an_answer(1, "Theirs.")),
        ("before", an_answer(0, "Before.")),
        (
            "both",
            Answer(
                value=Positions((Position(agency="Ben", level=1), Position(agency="2", level=3))),
                comment="Theirs.\n\nMine, typed long.",
            ),
        ),
    ],
)
def test_the_chosen_one_of_two_answers_stands(client, assessment, here, choice, expected):
    save(client, assessment, "1.1.1", an_answer(0, "Before."))
    answer, _ = meet(client, assessment, here)
    waiting = choice_of(answer.text, here)
    for _ in range(2):
        done = client.post(waiting.action, data=waiting.filled(choice=choice))
        assert (done.status_code, done.headers["location"]) == (303, f"{here}{LAMP}")
    assert answer_of(client, assessment) == expected
    assert "Two answers to this question" not in client.get(f"{here}{LAMP}").text


def test_a_choice_made_over_a_third_answer_is_shown_that_one(client, assessment, here):
    answer, _ = meet(client, assessment, here)
    waiting = choice_of(answer.text, here)
    save(client, assessment, "1.1.1", an_answer(4, "The third."), base=1, author="Cy")
    again = client.post(waiting.action, data=waiting.filled(choice="mine"))
    assert again.status_code == 409
    assert "The third." in again.text
    assert answer_of(client, assessment) == an_answer(4, "The third.")


def test_a_choice_that_cannot_be_is_refused(client, assessment, here):
    answer, _ = meet(client, assessment, here)
    waiting = choice_of(answer.text, here)
    assert client.post(waiting.action, data=waiting.filled(choice="none")).status_code == 422
    assert client.post(f"{here}{LAMP}/conflicts/none", data=waiting.filled()).status_code == 404
    assert answer_of(client, assessment) == an_answer(1, "Theirs.")


def test_a_choice_after_finishing_or_while_the_database_is_busy_changes_nothing(
    client, assessment, here, monkeypatch
):
    answer, _ = meet(client, assessment, here)
    waiting = choice_of(answer.text, here)

    def refuse(*_args, **_more):
        raise BusyError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(saving, "resolve", refuse)
        told = client.post(waiting.action, data=waiting.filled(choice="mine"))
    assert told.status_code == 503
    assert told.headers["retry-after"] == "5"
    assert answer_of(client, assessment) == an_answer(1, "Theirs.")

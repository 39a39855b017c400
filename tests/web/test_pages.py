"""The pages of the main job answer, and what a person types in their forms arrives exactly."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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
from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.core.assessment.journal import Kind, Subject
from app.services import saving
from app.storage import sqlite
from app.storage.database import BusyError
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import (
    database_of,
    edge,
    enter,
    finish,
    form,
    forms,
    opened,
    prints_at_once,
    revision,
    written_down,
)

LAMP = "/questions/1.1.1"
MIRROR = "/questions/1.1.3"
DECREE = EvidenceItem(
    grade="documented",
    title="Decree “118” & <annex>",
    seen_by="Ministry's office",
    dated="2024-05",
    owner="Coast guard",
    place="Gazette",
    marking="Restricted",
)
HOSTILE = "<script>alert(1)</script>{{7*7}}{% raw %}\u202egnp.exe\"'><img src=x onerror=alert(1)>"


def save(client, assessment, question, answer, **more):
    return answered(database_of(client), assessment, question, answer, **more)


def answer_of(client, assessment, question="1.1.1"):
    return opened(client, assessment).assessment.answer(question)


@contextmanager
def busy(monkeypatch):
    """Every save finds the database busy while the block lasts."""

    def refuse(*_args, **_more):
        raise BusyError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(saving, "save", refuse)
        yield


# The pages of the main job


def test_every_page_of_the_main_job_answers_with_its_language_and_direction(client, assessment, here):
    save(client, assessment, "1.1.1", Answer(value=Level(3), evidence=(DECREE,)))
    for address in (
        "/",
        "/assessments/new",
        here,
        f"{here}/profile",
        f"{here}/domains/D1",
        f"{here}/domains/D2",
        *(f"{here}/questions/{question.id}" for _, _, question in builders.TINY.questions()),
        f"{here}/check",
        f"{here}/result",
        f"{here}/result/D1",
        f"{here}/result/1.1",
        f"{here}/components/1.1",
        f"{here}/components/2.2",
        f"{here}/plan",
        f"{here}/report",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert '<html lang="en" dir="ltr"' in answer.text, address


def test_the_questions_of_an_assessment_begin_with_the_next_open_one(client, assessment, here):
    assert client.get(f"{here}/questions").headers["location"] == f"{here}/questions/1.1.1"
    save(client, assessment, "1.1.1", an_answer(2))
    assert client.get(f"{here}/questions").headers["location"] == f"{here}/questions/1.1.2"
    for _, _, question in builders.TINY.questions():
        if question.id != "1.1.1":
            save(client, assessment, question.id, Answer(value=NotKnown()))
    assert client.get(f"{here}/questions").headers["location"] == f"{here}/questions/1.1.1"


def test_an_assessment_is_started_answered_finished_reopened_and_finished_again(client):
    start = form(client, "/assessments/new", "/assessments")
    sent = start.filled(
        country_name="Xandoria",
        country_code="xa",
        questionnaire="tiny/0.1",
        reference_date="2026-10-31",
        author="Ana",
    )
    started = client.post("/assessments", data=sent)
    assert started.status_code == 303
    here = started.headers["location"].removesuffix("/profile")
    assert client.post("/assessments", data=sent).headers["location"] == f"{here}/profile"
    profile = form(client, f"{here}/profile").filled(**{"fact:coast": "calm", "fact:fleet": ["motor"]})
    assert client.post(f"{here}/profile", data=profile).headers["location"] == here
    for _, _, question in builders.TINY.questions():
        address = f"{here}/questions/{question.id}"
        assert client.post(address, data=form(client, address).filled(value="2")).status_code == 303
    check = form(client, f"{here}/check", f"{here}/finish")
    for _ in range(2):
        done = client.post(f"{here}/finish", data=check.filled())
        assert (done.status_code, done.headers["location"]) == (303, f"{here}/result")
    reopen = form(client, f"{here}/check", f"{here}/reopen")
    assert client.post(f"{here}/reopen", data=reopen.filled()).status_code == 422
    assert client.post(f"{here}/reopen", data=reopen.filled(reason="x" * 5000)).status_code == 422
    again = client.post(f"{here}/reopen", data=reopen.filled(reason="The decree changed."))
    assert again.headers["location"] == here
    assert client.post(f"{here}/finish", data={}).status_code == 303
    assert [one.number for one in opened(client, here.split("/")[-1]).editions] == [1, 2]


def test_a_start_that_lacks_something_says_all_of_it_and_keeps_what_was_typed(client):
    before = written_down(client)
    answer = client.post(
        "/assessments", data={"country_code": "X1", "reference_date": "31/10/2026", "author": "Zoë"}
    )
    assert answer.status_code == 422
    typed = forms(answer.text)["/assessments"]
    assert typed.one("country_code") == "X1"
    assert typed.one("reference_date") == "31/10/2026"
    assert typed.one("author") == "Zoë"
    for field in ("country_name", "country_code", "reference_date", "questionnaire"):
        assert f'href="#{field}"' in answer.text
    assert written_down(client) == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "２０２６-10-31", ""])
def test_a_reference_date_at_the_edge_never_breaks_the_page(client, day):
    sent = form(client, "/assessments/new", "/assessments").filled(
        country_name="X", country_code="XA", questionnaire="tiny/0.1", reference_date=day
    )
    answer = client.post("/assessments", data=sent)
    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        here = answer.headers["location"].removesuffix("/profile")
        for address in ("/", here, f"{here}/result", f"{here}/check"):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/assessments/none",
        "/assessments/none/result",
        "{here}/questions/9.9.9",
        "{here}/domains/D9",
        "{here}/components/9.9",
        "{here}/result/9.9",
        "{here}/result/overall",
        "{here}/report/none.pdf?copy=masked",
    ],
)
def test_an_address_of_nothing_says_so_on_a_page(client, here, address):
    answer = client.get(address.format(here=here))
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_an_unknown_report_leads_back_to_the_choice_of_a_copy(client, here):
    assert client.get(f"{here}/report/none?copy=own").headers["location"] == f"{here}/report"


def test_a_report_is_asked_for_watched_and_taken_under_a_plain_name(client, assessment, here):
    asked = prints_at_once(client)
    save(client, assessment, "1.1.1", Answer(value=Level(2), comment="A secret note.", withheld=True))
    for copy in ("masked", "own"):
        choice = form(client, f"{here}/report").filled(copy=copy, marking=HOSTILE[:60])
        gone = client.post(f"{here}/report", data=choice)
        assert gone.status_code == 303
        page = client.get(gone.headers["location"])
        assert page.status_code == 200
        address = f"{gone.headers['location']}.pdf"
        assert address in page.text
        taken = client.get(address)
        assert taken.content.startswith(b"%PDF-")
        assert taken.headers["content-type"] == "application/pdf"
        assert taken.headers["content-disposition"].startswith('attachment; filename="Xandoria-2026-10-31')
    assert len(asked) == 2
    for one in asked:
        assert "<script>" not in one.html


@pytest.mark.parametrize(
    "query", ["copy=all", "copy=%00", "copy=own&edition=%0d%0aX-Evil:1", "edition=%D9%A3", "name=../x"]
)
def test_a_report_address_of_any_shape_never_breaks_the_page(client, here, query):
    prints_at_once(client)
    address = client.post(f"{here}/report", data={"copy": "own"}).headers["location"]
    for asked in (address, f"{address}.pdf"):
        answer = client.get(f"{asked}?{query}")
        assert answer.status_code == 404
        assert "x-evil" not in answer.headers
        assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("edition", ["0", "2", "-1", "01", "1.0", "x", "9" * 5000, "\u0661"])
def test_a_report_of_an_edition_that_is_not_there_is_not_made(client, assessment, here, edition):
    for _, _, question in builders.TINY.questions():
        save(client, assessment, question.id, an_answer(2))
    finish(client, assessment)
    assert client.post(f"{here}/report", data={"edition": edition}).status_code == 404


def test_the_name_that_a_person_types_goes_with_what_that_browser_saves(client):
    sent = form(client, "/assessments/new", "/assessments").filled(
        country_name="X",
        country_code="XA",
        questionnaire="tiny/0.1",
        reference_date="2026-10-31",
        author="Zoë; Path=/ “Ω”",
    )
    started = client.post("/assessments", data=sent)
    cookie = started.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    here = started.headers["location"].removesuffix("/profile")
    client.post(f"{here}{LAMP}", data={"value": "2"})
    saved = opened(client, here.split("/")[-1]).journal.newest[Subject(Kind.ANSWER, "1.1.1")]
    assert saved.author == "Zoë; Path=/ “Ω”"
    assert "Zoë; Path=/ “Ω”" in client.get(f"{here}{LAMP}").text


@pytest.mark.parametrize(
    ("back", "place"),
    [
        ("/assessments/new", "/assessments/new"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("", "/"),
        ("/\\evil.example/", "/%5Cevil.example/"),
        ("/\t/evil.example/", "/%09/evil.example/"),
        ("\x00//evil.example/", "/"),
    ],
)
def test_a_person_who_gives_another_name_goes_back_to_a_page_of_this_server(client, back, place):
    before = written_down(client)
    answer = client.post("/author", data={"author": "Zoë", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert answer.headers["set-cookie"].startswith("cied_author=Zo%C3%AB;")
    assert written_down(client) == before


@pytest.mark.parametrize("cookie", ["%FF%00", "%ED%A0%80", "a" * 4000, "<script>", "%E2%80%AEx"])
def test_a_cookie_of_any_shape_never_breaks_a_save(client, assessment, here, cookie):
    answer = client.post(f"{here}{LAMP}", data={"value": "2"}, headers={"cookie": f"cied_author={cookie}"})
    assert answer.status_code == 303
    page = client.get(f"{here}{LAMP}", headers={"cookie": f"cied_author={cookie}"})
    assert page.status_code == 200
    assert "<script>" not in page.text


# Answers of every kind

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


def test_what_another_person_finished_meanwhile_is_shown_as_its_result(client, assessment, here):
    for _, _, question in builders.TINY.questions():
        save(client, assessment, question.id, an_answer(2))
    sent = form(client, f"{here}/check", f"{here}/finish").filled()
    finish(client, assessment)
    assert client.post(f"{here}/finish", data=sent).headers["location"] == f"{here}/result"
    assert len(opened(client, assessment).editions) == 1


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
    assert revision(client, assessment, Kind.ANSWER, "1.1.1") == 1
    # It is known again when another answer has been saved in between, and does not undo that one.
    save(client, assessment, "1.1.1", an_answer(3), base=1)
    assert client.post(f"{here}{LAMP}", data=sent).status_code == 303
    assert answer_of(client, assessment) == an_answer(3)


# Answers that meet


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


# Finished meanwhile, or busy


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
    enter(client, assessment, Subject(Kind.COMPONENT, "1.1"), ComponentEntry(commitment="Theirs."))
    enter(client, assessment, Subject(Kind.FACT, "coast"), FactAnswer(options=("calm",)))
    for action, sent in filled.items():
        with busy(monkeypatch):
            answer = client.post(action, data=sent)
        again = client.post(action, data=forms(answer.text)[action].filled())
        assert again.status_code == 409
        assert "Theirs" in again.text


def test_a_refused_component_form_stays_on_the_revision_that_it_was_written_on(client, assessment, here):
    action = f"{here}/components/1.1"
    sent = form(client, action).filled(commitment="x" * 5000)
    enter(client, assessment, Subject(Kind.COMPONENT, "1.1"), ComponentEntry(commitment="Theirs."))
    refused = client.post(action, data=sent)
    assert refused.status_code == 422
    shortened = forms(refused.text)[action].filled(commitment="Mine.")
    assert client.post(action, data=shortened).status_code == 409


def test_a_question_explains_the_words_of_the_glossary_that_it_uses(client, here):
    page = client.get(f"{here}/questions/1.1.1").text
    words = page.partition("<summary>Words</summary>")[2].partition("</details>")[0]
    assert "lamp" in words


# Which paragraph has which questions


def test_every_paragraph_and_every_question_of_a_questionnaire_stands_on_its_page(client):
    page = client.get("/questionnaires/tiny/0.1/paragraphs").text
    for paragraph in builders.TINY.source.paragraphs:
        assert f'id="{paragraph.id}"' in page
    for question in builders.TINY.question_by_id:
        assert f'id="q-{question}"' in page
    excused = client.get("/questionnaires/health-capacities/1.0/paragraphs").text
    assert "Not assessable: It only sets a date." in excused
    assert client.get("/questionnaires/tiny/9.9/paragraphs").status_code == 404


# Profile and components


def test_the_profile_form_keeps_what_is_saved_exactly(client, assessment, here):
    kept = {
        Subject(Kind.FACT, "coast"): FactAnswer(options=("rough",), withheld=True),
        Subject(Kind.FACT, "fleet"): FactAnswer(options=("rowing", "motor")),
        Subject(Kind.RATING, "S1"): Rating(relevance=Relevance.LOW, withheld=True),
    }
    for subject, content in kept.items():
        enter(client, assessment, subject, content)
    before = written_down(client)
    assert client.post(f"{here}/profile", data=form(client, f"{here}/profile").filled()).status_code == 303
    assert written_down(client) == before
    cleared = form(client, f"{here}/profile").filled(**{"fact:coast": "", "withheld-fact:coast": []})
    assert client.post(f"{here}/profile", data=cleared).status_code == 303
    facts = opened(client, assessment).assessment.facts
    assert facts["coast"] == FactAnswer()
    assert facts["fleet"] == kept[Subject(Kind.FACT, "fleet")]


def test_an_option_or_rating_that_the_profile_does_not_have_is_left_out(client, assessment, here):
    sent = {"fact:coast": "__class__", "fact:fleet": ["motor", "submarine"], "rating:S1": "extreme"}
    assert client.post(f"{here}/profile", data=sent).status_code == 303
    held = opened(client, assessment).assessment
    assert "coast" not in held.facts
    assert held.facts["fleet"].options == ("motor",)
    assert held.ratings == {}


def test_an_option_that_stands_alone_is_refused_beside_others_and_the_rest_is_saved(client, assessment, here):
    sent = form(client, f"{here}/profile").filled(**{"fact:fleet": ["motor", "none"], "fact:coast": "calm"})
    refused = client.post(f"{here}/profile", data=sent)
    assert refused.status_code == 422
    assert "Fleet: “No boats” rules the others out." in refused.text.replace("&#34;", "“", 1).replace(
        "&#34;", "”", 1
    )
    assert "<title>Error:" in refused.text
    assert 'href="#fact:fleet"' in refused.text
    held = opened(client, assessment).assessment
    assert held.facts["coast"].options == ("calm",)
    assert "fleet" not in held.facts
    mended = forms(refused.text)[f"{here}/profile"].filled(**{"fact:fleet": ["none"]})
    assert client.post(f"{here}/profile", data=mended).status_code == 303
    assert opened(client, assessment).assessment.facts["fleet"].options == ("none",)


def test_a_profile_clash_shows_mine_theirs_and_before_and_saves_the_rest(client, assessment, here):
    enter(client, assessment, Subject(Kind.FACT, "coast"), FactAnswer(options=("none",)), author="Ana")
    sent = form(client, f"{here}/profile").filled(**{"fact:coast": "rough", "rating:S2": "high"})
    enter(client, assessment, Subject(Kind.FACT, "coast"), FactAnswer(options=("calm",)), base=1)
    answer = client.post(f"{here}/profile", data=sent)
    assert answer.status_code == 409
    table = answer.text.partition('class="versions"')[2].partition("</table>")[0]
    mine, theirs, before = table.split("<tr>")[1:]
    assert "Rough" in mine
    assert "Calm" in theirs
    assert "Ben" in theirs
    assert "None" in before
    held = opened(client, assessment).assessment
    assert held.facts["coast"].options == ("calm",)
    assert held.ratings["S2"].relevance is Relevance.HIGH
    # Saved once more, mine stands.
    assert (
        client.post(f"{here}/profile", data=forms(answer.text)[f"{here}/profile"].filled()).status_code == 303
    )
    assert opened(client, assessment).assessment.facts["coast"].options == ("rough",)


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
    enter(client, assessment, Subject(Kind.COMPONENT, "2.2"), COMPONENTS[kind])
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
    enter(client, assessment, Subject(Kind.FACT, "coast"), FactAnswer(options=("calm",)))
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
    subject, action = Subject(Kind.COMPONENT, "1.1"), f"{here}/components/1.1"
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


def test_a_domain_that_was_changed_after_its_mark_is_marked_anew(client, assessment, here):
    for level in (1, 2):
        sent = form(client, f"{here}/questions/1.1.1").filled(value=str(level))
        assert client.post(f"{here}/questions/1.1.1", data=sent).status_code == 303
        assert ("Needs you" in client.get(here).text) is (level == 2)
        client.post(f"{here}/domains/D1", data=form(client, f"{here}/domains/D1").filled(finished="yes"))
        assert "Needs you" not in client.get(here).text


def test_a_domain_is_marked_as_finished_and_the_mark_is_taken_back(client, assessment, here):
    for _, _, question in builders.TINY.questions():
        save(client, assessment, question.id, an_answer(2))
    for word, is_finished in (("yes", True), ("no", False)):
        sent = form(client, f"{here}/domains/D1").filled(finished=word)
        assert client.post(f"{here}/domains/D1", data=sent).headers["location"] == here
        mark = opened(client, assessment).journal.newest[Subject(Kind.DOMAIN, "D1")].content
        assert mark.is_finished is is_finished


def test_the_result_says_that_it_is_the_own_copy_where_something_is_withheld(client, assessment, here):
    save(client, assessment, "1.1.1", an_answer(2))
    assert "Own copy" not in client.get(f"{here}/result").text
    save(client, assessment, "1.1.2", replace(an_answer(2), withheld=True))
    assert "Own copy, with all that is withheld" in client.get(f"{here}/result").text


def test_the_check_page_calls_facts_and_scenarios_by_their_names(client, here):
    page = client.get(f"{here}/check").text
    assert builders.TINY.facts[0].short in page
    assert builders.TINY.scenarios[0].title in page
    assert f"<bdi>{builders.TINY.facts[0].id}</bdi>" not in page


# Hostile text


def test_hostile_text_is_inert_on_every_page_that_shows_it(client):
    about = replace(builders.ABOUT, country=replace(builders.ABOUT.country, name=HOSTILE))
    from app.services import assessments

    assessment = assessments.start(
        database_of(client), builders.TINY, about, mutation="hostile", author=HOSTILE, now=builders.now()
    )
    here = f"/assessments/{assessment}"
    typed = {
        "value": "positions",
        "comment": HOSTILE,
        "positions-0-agency": f"A {HOSTILE}",
        "positions-0-level": "1",
        "positions-0-note": HOSTILE,
        "positions-0-title": HOSTILE,
        "positions-1-agency": f"B {HOSTILE}",
        "positions-1-level": "3",
    }
    typed |= {
        f"evidence-0-{name}": HOSTILE for name in ("title", "seen_by", "owner", "place", "marking", "grade")
    }
    assert client.post(f"{here}{LAMP}", data=typed).status_code == 303
    reason = {"value": "not_applicable", "reason": HOSTILE}
    assert client.post(f"{here}{MIRROR}", data=reason).status_code == 303
    names = ("commitment", "owner", "cost_band", "assistance_kind", "assistance", "move_reason", "reason")
    component = dict.fromkeys(names, HOSTILE) | {"applies": "no", "place": "1"}
    for place in ("1.1", "2.2"):
        assert client.post(f"{here}/components/{place}", data=component).status_code == 303
    assert client.post(f"{here}{LAMP}", data={**typed, "comment": f"Stale {HOSTILE}"}).status_code == 409
    for address in (
        "/",
        here,
        f"{here}/profile",
        f"{here}{LAMP}",
        f"{here}{MIRROR}",
        f"{here}/domains/D1",
        f"{here}/components/1.1",
        f"{here}/components/2.2",
        f"{here}/plan",
        f"{here}/check",
        f"{here}/result",
        f"{here}/result/1.1",
        f"{here}/result/2.2",
        f"{here}/result/D1",
        f"{here}/report",
    ):
        page = client.get(address, follow_redirects=True)
        assert page.status_code == 200, address
        assert "<script>" not in page.text, address
        assert "<img src=x" not in page.text, address
        assert "\u202e" not in page.text, address
        assert "49gnp" not in page.text, address
        inert = page.text.count("&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}")
        assert page.text.count("{{7*7}}") == inert, address
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in client.get(f"{here}{LAMP}").text


def test_hostile_text_in_a_refused_form_is_inert_too(client, here):
    refused = client.post(f"{here}{LAMP}", data={"value": HOSTILE, "comment": HOSTILE, "then": HOSTILE})
    start = client.post("/assessments", data=dict.fromkeys(("country_name", "author", "mutation"), HOSTILE))
    reason = client.post(f"{here}/reopen", data={"reason": HOSTILE * 100})
    plan = client.post(f"{here}/components/1.1", data=dict.fromkeys(("due", "cost_band", "place"), HOSTILE))
    for answer in (refused, start, reason, plan):
        assert answer.status_code == 422
        assert "<script>" not in answer.text
        assert "<img src=x" not in answer.text


# Many at once


def test_of_a_hundred_people_who_save_at_once_none_hangs_and_none_is_lost(client):
    ids = [builders.started(database_of(client)) for _ in range(10)]
    gate = threading.Barrier(100, timeout=60)

    def one(number):
        gate.wait()
        question = [question.id for _, _, question in builders.TINY.questions()][number // 10 % 8]
        return client.post(
            f"/assessments/{ids[number % 10]}/questions/{question}",
            data={"value": "2", "comment": f"Person {number}", "base": "0", "mutation": f"person-{number}"},
        ).status_code

    with ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(one, range(100), timeout=120))
    assert set(statuses) <= {303, 409}
    kept = []
    for id_ in ids:
        journal = opened(client, id_).journal
        kept += [
            entry.content.comment for entry in journal.newest.values() if entry.subject.kind is Kind.ANSWER
        ]
        kept += [
            entry.content.mine.comment
            for entry in journal.newest.values()
            if entry.subject.kind is Kind.CONFLICT
        ]
    assert sorted(kept) == sorted(f"Person {number}" for number in range(100))
    assert statuses.count(409) == 20


def test_of_a_hundred_people_at_one_question_one_wins_and_each_other_is_told(client, assessment, here):
    gate = threading.Barrier(100, timeout=60)

    def one(number):
        gate.wait()
        sent = {"value": "2", "comment": f"Person {number}", "base": "0", "mutation": f"person-{number}"}
        return client.post(f"{here}{LAMP}", data=sent).status_code

    with ThreadPoolExecutor(100) as pool:
        statuses = list(pool.map(one, range(100), timeout=120))
    assert (statuses.count(303), statuses.count(409)) == (1, 99)
    assert len(opened(client, assessment).journal.conflicts_of("1.1.1")) == 99


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

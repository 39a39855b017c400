"""The pages of the past: every earlier word, taking one back, and what changed since a moment."""

import re
from dataclasses import fields, replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.core.assessment.answer import Answer, EvidenceItem, Level
from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.core.assessment.journal import (
    Conflict,
    DomainMark,
    Subject,
    SubjectKind,
)
from app.services import finishing, saving
from app.services.history import AT_ONCE
from tests import builders, edges
from tests.builders import an_answer, answered
from tests.edges import database_of, form, forms, opened

DECREE = EvidenceItem(grade="documented", title="Decree 118", dated="2024-05")
LAMP = "/questions/1.1.1/history"


def enter(client, assessment, kind, key, content, base=0, author="Ben"):
    return edges.enter(client, assessment, Subject(kind, key), content, base, author)


@pytest.fixture
def twice(client, assessment):
    """The answer to one question was given twice."""
    first = Answer(value=Level(1), evidence=(DECREE,), comment="The <first> word")
    answered(database_of(client), assessment, "1.1.1", first, author="Ana & Co")
    answered(database_of(client), assessment, "1.1.1", an_answer(3, "The second word"), base=1, author="")
    return first


def taking(client, address):
    """What the button beside the oldest word sends."""
    form = forms(client.get(address).text)[address]
    return form.filled(revision="1")


def test_the_history_of_a_question_shows_each_word_with_who_and_when(client, here, twice):
    page = client.get(here + LAMP).text
    assert page.index("The second word") < page.index("The &lt;first&gt; word")
    for told in ("Ana &amp; Co", "without a name", "Decree 118", "24 November 2026", "Stands now"):
        assert told in page, told
    assert "Changed: the answer, what shows it, the note" in page
    assert page.count("Take this one back") == 1
    assert f'href="{here}{LAMP}"' in client.get(f"{here}/questions/1.1.1").text


def test_the_history_of_one_question_comes_in_pages_and_the_oldest_word_can_be_taken_back(
    client, assessment, here
):
    database = database_of(client)
    for base in range(121):
        answered(database, assessment, "1.1.1", an_answer(base % 5, f"word {base}."), base=base)
    newest = client.get(here + LAMP).text
    assert newest.count('class="when"') == AT_ONCE
    assert newest.count("Stands now") == 1
    seen, address = [], here + LAMP
    while address:
        page = client.get(address).text
        seen += [int(number) for number in re.findall(r"word (\d+)\.", page)]
        onward = re.search(r'href="([^"]*\?before=\d+)"', page)
        address = onward and onward.group(1)
    assert seen == [*reversed(range(121))]
    assert "Stands now" not in page
    assert "Entered for the first time" in page
    taken = forms(page)[here + LAMP].filled(revision="1")
    assert client.post(here + LAMP, data=taken).status_code == 303
    assert opened(client, assessment).assessment.answer("1.1.1").comment == "word 0."
    for odd in ("x", "0", "٣", "1_0", "9" * 30):
        assert client.get(f"{here}{LAMP}?before={odd}").status_code == 200


def test_an_earlier_word_is_taken_back_as_the_newest(client, assessment, here, twice):
    sent = taking(client, here + LAMP)
    answer = client.post(here + LAMP, data=sent)
    assert answer.headers["location"] == here + LAMP
    assert opened(client, assessment).assessment.answer("1.1.1") == twice
    client.post(here + LAMP, data=sent)
    page = client.get(here + LAMP).text
    assert page.count('class="when"') == 3
    assert "Stands now" in page


def test_a_word_taken_back_on_an_older_page_is_kept_and_the_question_asks_which_one_stands(
    client, assessment, here, twice
):
    sent = taking(client, here + LAMP)
    answered(database_of(client), assessment, "1.1.1", an_answer(0), base=2)
    answer = client.post(here + LAMP, data=sent)
    assert answer.headers["location"] == f"{here}/questions/1.1.1"
    assert "Two answers to this question" in client.get(f"{here}/questions/1.1.1").text
    assert "This answer came too late" in client.get(f"{here}/history").text


def test_what_is_no_answer_says_that_it_changed_meanwhile(client, assessment, here):
    address = f"{here}/facts/coast/history"
    for base, option in enumerate(("calm", "none")):
        enter(client, assessment, SubjectKind.FACT, "coast", FactAnswer(options=(option,)), base=base)
    sent = taking(client, address)
    enter(client, assessment, SubjectKind.FACT, "coast", FactAnswer(), base=2)
    answer = client.post(address, data=sent)
    assert answer.status_code == 409
    assert "Another person changed this meanwhile" in answer.text
    assert client.post(address, data=taking(client, address)).status_code == 303
    assert opened(client, assessment).assessment.facts["coast"] == FactAnswer(options=("calm",))


def test_a_word_that_no_longer_fits_is_refused_with_a_sentence(client, here, twice, monkeypatch):
    from app.core.errors import AnswersRefusedError, Fault

    def refuse(*_args, **_more):
        raise AnswersRefusedError(
            [Fault(place=("level",), problem="9 is not a level.", mend="Write 0 to 4.")]
        )

    sent = taking(client, here + LAMP)
    monkeypatch.setattr(saving, "save", refuse)
    answer = client.post(here + LAMP, data=sent)
    assert answer.status_code == 422
    assert "9 is not a level. Write 0 to 4." in answer.text


def test_while_finished_nothing_is_offered_to_be_taken_back(client, assessment, here, twice):
    sent = taking(client, here + LAMP)
    finishing.finish(database_of(client), assessment, builders.an_act("", mutation="f"))
    assert "Take this one back" not in client.get(here + LAMP).text
    assert client.post(here + LAMP, data=sent).status_code == 409


@pytest.mark.parametrize(
    "address", ["questions/9.9.9", "components/1.1.1", "facts/nothing", "domains/D1", "nothing/1.1.1"]
)
def test_what_the_questionnaire_lacks_has_no_history(client, here, address):
    assert client.get(f"{here}/{address}/history").status_code == 404
    assert client.post(f"{here}/{address}/history").status_code == 404


def test_a_subject_of_which_nothing_was_entered_has_an_empty_history(client, here):
    assert "Nothing was entered here yet." in client.get(f"{here}/scenarios/S1/history").text
    assert client.post(f"{here}/scenarios/S1/history", data={"revision": "1"}).status_code == 404


def everything(client, assessment):
    enter(client, assessment, SubjectKind.FACT, "coast", FactAnswer(options=("calm",), withheld=True))
    enter(client, assessment, SubjectKind.RATING, "S1", Rating(relevance=Relevance.HIGH))
    plan = Plan(owner="Coast guard", due="2027", cost_band="low", assistance="Training")
    entry = ComponentEntry(
        target=3, commitment="Treaty", plan=plan, move=Move(place=1, reason="First of all")
    )
    enter(client, assessment, SubjectKind.COMPONENT, "1.1", entry)
    enter(client, assessment, SubjectKind.COMPONENT, "1.1", ComponentEntry(), base=1)
    enter(client, assessment, SubjectKind.DOMAIN, "D1", DomainMark(is_finished=True))
    finishing.finish(database_of(client), assessment, builders.an_act("", mutation="f"))
    finishing.reopen(database_of(client), assessment, builders.an_act("", mutation="r"), reason="A <word>")


def test_the_history_of_all_tells_every_kind_of_entry(client, assessment, here, twice):
    everything(client, assessment)
    page = client.get(f"{here}/history").text
    for told in (
        "Xandoria",
        "Calm",
        "(withheld)",
        "high",
        "Treaty",
        "Coast guard",
        "First of all",
        "marked as finished",
        "finished as edition 1",
        "A &lt;word&gt;",
        "The second word",
    ):
        assert told in page, told
    for link in (LAMP, "/facts/coast/history", "/scenarios/S1/history", "/components/1.1/history"):
        assert f'href="{here}{link}"' in page
        assert client.get(here + link).status_code == 200


def test_the_history_of_all_goes_on_in_pages(client, assessment, here):
    for base in range(51):
        answered(database_of(client), assessment, "1.1.1", an_answer(base % 5, f"Word {base}."), base=base)
    first = client.get(f"{here}/history")
    assert first.text.count('class="when"') == 50
    assert "Earlier entries" in first.text
    rest = client.get(f"{here}/history?before=3").text
    assert "Word 0." in rest
    assert "Word 1." not in rest
    assert "Earlier entries" not in rest
    assert "Nothing was entered before that." in client.get(f"{here}/history?before=0").text
    assert client.get(f"{here}/history?before=nothing").text == first.text


def test_what_changed_since_a_moment_is_shown_then_and_now(client, assessment, here, twice):
    at = opened(client, assessment).journal.newest[Subject(SubjectKind.ANSWER, "1.1.1")].at
    typed = (at - timedelta(milliseconds=1)).astimezone().strftime("%Y-%m-%dT%H:%M:%S.%f")
    page = client.get(f"{here}/changes", params={"at": typed}).text
    assert "1 thing says something else" in page
    assert page.index("The &lt;first&gt; word") < page.index("The second word")
    later = client.get(f"{here}/changes", params={"at": "2999-01-01T00:00"}).text
    assert "Nothing says anything else" in later


def test_what_changed_is_shown_between_editions(client, assessment, here, twice):
    everything(client, assessment)
    answered(database_of(client), assessment, "1.1.2", an_answer(4, "After the edition"))
    (edition,) = opened(client, assessment).editions
    since = client.get(f"{here}/changes?since={edition.position}").text
    assert "1 thing says something else" in since
    assert "After the edition" in since
    until = client.get(f"{here}/changes?since=0&until={edition.position}").text
    assert "Treaty" not in until
    assert "The second word" in until
    assert "After the edition" not in until


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"at": "yesterday"}, "Write the day and time"),
        ({"at": "0001-01-01T00:00"}, "Write the day and time"),
        ({"since": "x"}, "Choose one of the moments listed."),
        ({"since": "0", "until": "9" * 30}, "Choose one of the moments listed."),
        ({"since": "2", "until": "1"}, "Choose a later moment"),
    ],
)
def test_a_moment_that_is_none_is_refused_with_the_mend(client, here, asked, told):
    answer = client.get(f"{here}/changes", params=asked)
    assert answer.status_code == 422
    assert told in answer.text
    assert asked.get("at", "") in answer.text


def test_what_an_address_holds_comes_back_without_marks_that_turn_the_text(client, here):
    asked = {"at": "yester\u202eday", "since": "\u2066x", "until": "\u202dy"}
    page = client.get(f"{here}/changes", params=asked).text
    assert 'value="yesterday"' in page
    assert not {"\u202e", "\u202d"} & set(page)


def test_before_anything_is_chosen_nothing_is_compared(client, here):
    page = client.get(f"{here}/changes").text
    assert "Show what changed" in page
    assert 'id="found"' not in page


def test_a_conflict_that_is_resolved_says_so(client, assessment, here, twice):
    with pytest.raises(saving.StaleError) as stale:
        enter(client, assessment, SubjectKind.ANSWER, "1.1.1", an_answer(0, "Too late"), base=1)
    assert isinstance(opened(client, assessment).journal.newest[stale.value.conflict].content, Conflict)
    saving.resolve(
        database_of(client),
        assessment,
        stale.value.conflict,
        builders.an_act("", mutation="chosen"),
        choice="mine",
        base=2,
    )
    assert "it was chosen which one stands" in client.get(f"{here}/history").text


def test_the_present_state_is_named_and_compared_with_later(client, assessment, here, twice):
    sent = form(client, f"{here}/changes", f"{here}/milestones").filled(name="Before the <workshop>")
    answer = client.post(f"{here}/milestones", data=sent)
    assert answer.headers["location"] == f"{here}/changes#milestones"
    client.post(f"{here}/milestones", data=sent)
    answered(database_of(client), assessment, "1.1.2", an_answer(4, "After it"))
    milestone = next(iter(opened(client, assessment).journal.milestones.values()))
    position, day = milestone.position, f"{milestone.at.day} {milestone.at:%B %Y}"
    page = client.get(f"{here}/changes").text
    assert page.count(f'href="{here}/changes?since={position}#found"') == 1
    assert f'<option value="{position}">Before the &lt;workshop&gt;, {day}' in page
    compared = client.get(f"{here}/changes?since={position}").text
    assert f'<option value="{position}" selected>' in compared
    assert "After it" in compared
    assert "The second word" not in compared
    assert "Before the &lt;workshop&gt;" in client.get(f"{here}/history").text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (" ", "Write a name for the present state."),
        ("n" * 101, "Shorten the name to 100 characters."),
        ("taken", "There is a milestone of this name already."),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_kept(client, here, name, told):
    client.post(f"{here}/milestones", data={"name": "taken"})
    answer = client.post(f"{here}/milestones", data={"name": name})
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{name.strip()}"' in answer.text


def test_while_finished_the_edition_is_the_name(client, assessment, here):
    finishing.finish(database_of(client), assessment, builders.an_act("", mutation="f"))
    page = client.get(f"{here}/changes").text
    assert "Edition 1" in page
    assert f'action="{here}/milestones"' not in page
    assert client.post(f"{here}/milestones", data={"name": "late"}).status_code == 409


FILLED = Plan(
    owner="Coast guard",
    due="2027-06",
    cost_band="present_budget",
    assistance_kind="training",
    assistance="Lamps",
)
PLAN_WORDS = {
    "owner": "Coast guard",
    "due": "2027-06",
    "cost_band": "within the present budget",
    "assistance_kind": "training",
    "assistance": "Lamps",
}


def test_every_field_of_a_plan_is_told_in_words_in_the_history(client, assessment, here):
    assert PLAN_WORDS.keys() == {field.name for field in fields(Plan)}
    of_it, told = Subject(SubjectKind.COMPONENT, "1.1"), []
    for base, name in enumerate(PLAN_WORDS):
        plan = replace(Plan(), **{name: getattr(FILLED, name)})
        edges.enter(client, assessment, of_it, ComponentEntry(plan=plan), base=base)
        page = client.get(f"{here}/components/1.1/history").text
        told.append(re.search(r"<p>(?:(?!</p>).)*" + re.escape(PLAN_WORDS[name]) + ".*?</p>", page)[0])
        assert getattr(FILLED, name) == PLAN_WORDS[name] or getattr(FILLED, name) not in page
    assert len(set(told)) == len(told)


def test_every_field_of_a_plan_is_told_in_words_on_the_page_of_the_plan_and_in_the_table(
    client, assessment, here
):
    edges.enter(client, assessment, Subject(SubjectKind.COMPONENT, "1.1"), ComponentEntry(plan=FILLED))
    page = client.get(f"{here}/plan").text
    row = page[page.index('id="line-1.1"') :].partition("</tr>")[0]
    archive = client.get(f"{here}/report/tables.zip", params={"copy": "own"}).content
    with ZipFile(BytesIO(archive)) as tables:
        (name,) = (one for one in tables.namelist() if "priorities" in one)
        (line,) = (one for one in tables.read(name).decode().splitlines() if ",1.1," in one)
    for words in PLAN_WORDS.values():
        assert words in row
        assert words in line

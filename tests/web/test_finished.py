"""A finished assessment is read, not edited: its pages say in words what was entered, and draw no form."""

import re

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
from app.core.assessment.journal import DomainMark, Subject, SubjectKind
from app.services import finishing
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, enter, finish, form, forms, opened, written_down

LAMP = "/questions/1.1.1"
DECREE = EvidenceItem(
    grade="documented",
    title="Decree 118",
    seen_by="Auditor",
    dated="2024-05",
    owner="Coast guard",
    place="Gazette",
    marking="Restricted",
)
LEFT = {"reopen", "delete", "report", "paper", "author"}
"""The last word of the addresses of forms that a finished assessment still takes."""


def pages(here):
    """Every page on which something is entered while an assessment is open, and what stands beside them."""
    places = ("", "/profile", "/check", "/plan", "/result", "/report", "/history", "/changes", "/workbook")
    asked = [question.id for _, _, question in builders.TINY.questions()]
    return [
        *(here + place for place in places),
        *(f"{here}/questions/{id_}{part}" for id_ in asked for part in ("", "/workshop", "/history")),
        *(f"{here}/components/{id_}{part}" for id_ in ("1.1", "2.2") for part in ("", "/history")),
        *(f"{here}/domains/{id_}{part}" for id_ in ("D1", "D2") for part in ("", "/questions")),
        f"{here}/paper",
        f"{here}/workshop",
        f"{here}/search?q=lamp",
        f"{here}/move-out",
        f"{here}/facts/coast/history",
        f"{here}/scenarios/S1/history",
    ]


def words(page):
    """A page as it is read: without marks."""
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def test_no_page_draws_a_form_that_can_only_be_refused_and_each_says_that_it_is_finished(
    client, assessment, here
):
    answered(database_of(client), assessment, "1.1.1", an_answer(1))
    answered(database_of(client), assessment, "1.1.1", an_answer(2), base=1)
    enter(client, assessment, Subject(SubjectKind.COMPONENT, "1.1"), ComponentEntry(target=3))
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("rough",)))
    finish(client, assessment)
    said = "Finished as edition 1 , 24 November 2026, "
    for address in pages(here):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert said in words(answer.text), address
        assert f'href="{here}/check#reopen"' in answer.text, address
        assert "Next open question" not in answer.text, address
        for action, one in forms(answer.text).items():
            is_read_only = 'method="get"' in answer.text.partition(f'action="{action}"')[0][-40:]
            assert is_read_only or action.rpartition("/")[2] in LEFT, (address, action, one)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            Answer(value=Level(3), evidence=(DECREE,), comment="First.\nSecond."),
            ["3", "Decree 118", "First."],
        ),
        (Answer(value=Level(3), evidence=(DECREE,)), ["Auditor", "Coast guard", "Gazette", "Restricted"]),
        (Answer(value=Level(3), evidence=(DECREE,)), ["claims level 3", "Date: 2024-05"]),
        (Answer(value=Level(2), withheld=True), ["Yes: it stays in your own copy alone"]),
        (Answer(value=Range(1, 3)), ["between 1 and 3", "lies between 1 and 3"]),
        (
            Answer(
                value=Positions(
                    (
                        Position(agency="Navy", level=1, note="Two lamps.", evidence=(DECREE,)),
                        Position(agency="Port", level=4),
                    )
                )
            ),
            ["Navy : 1", "Two lamps.", "Port : 4", "Navy : Decree 118"],
        ),
        (Answer(value=NotKnown()), ["not known"]),
        (Answer(comment="Only a note."), ["open", "Only a note.", "no document"]),
    ],
)
def test_an_answer_is_read_in_words_with_who_and_when(client, assessment, here, answer, told):
    answered(database_of(client), assessment, "1.1.1", answer, author="Ana")
    finish(client, assessment)
    for address in (f"{here}{LAMP}", f"{here}/domains/D1/questions", f"{here}{LAMP}/workshop"):
        page = client.get(address).text
        main = page.partition("<main")[2].partition('<aside class="guidance"')[0]
        for one in told:
            if not (one.startswith(("claims", "lies")) and address.endswith("/workshop")):
                assert one in words(main), (address, one)
        assert "Ana" in main
        assert not re.search('<(input|textarea|select|button)(?! class="second" type="button")', main), (
            address
        )


def test_a_reason_is_read_with_its_answer(client, assessment, here):
    answered(database_of(client), assessment, "1.1.3", Answer(value=NotApplicable("No <mirror>.")))
    finish(client, assessment)
    assert "not applicable: No &lt;mirror&gt;." in words(client.get(f"{here}/questions/1.1.3").text)


def test_a_component_is_read_in_words(client, assessment, here):
    plan = Plan(
        owner="Navy",
        due="2027-06",
        cost_band="small",
        assistance_kind="training",
        assistance="Two courses.",
    )
    said = ComponentEntry(
        target=3, commitment="Programme of Action", plan=plan, move=Move(place=1, reason="It is the season.")
    )
    enter(client, assessment, Subject(SubjectKind.COMPONENT, "1.1"), said, author="Ana")
    finish(client, assessment)
    main = words(client.get(f"{here}/components/1.1").text)
    for one in (
        "Target 3",
        "Binding commitment Programme of Action",
        "Office that acts Navy",
        "Until when 2027-06",
        "small: one agency can meet it",
        "training",
        "Two courses.",
        "Place 1, because: It is the season.",
        ", Ana",
    ):
        assert one in main, one
    other = words(client.get(f"{here}/components/2.2").text)
    assert "As relevance gives it" in other
    assert "nothing was entered" in other


def test_the_profile_is_read_in_words(client, assessment, here):
    enter(
        client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("rough",), withheld=True)
    )
    enter(client, assessment, Subject(SubjectKind.RATING, "S1"), Rating(relevance=Relevance.HIGH))
    finish(client, assessment)
    page = client.get(f"{here}/profile").text
    option = next(one.name for one in builders.TINY.fact_by_id["coast"].options if one.id == "rough")
    assert f"{option} (withheld)" in words(page)
    assert "high" in words(page)
    assert f'href="{here}/facts/coast/history"' in page
    assert "<form" not in page


def test_a_domain_says_whether_it_was_marked(client, assessment, here):
    enter(client, assessment, Subject(SubjectKind.DOMAIN, "D1"), DomainMark(is_finished=True))
    finish(client, assessment)
    assert "This domain was marked as finished." in client.get(f"{here}/domains/D1").text
    assert "This domain was not marked as finished." in client.get(f"{here}/domains/D2").text


def test_opened_again_every_form_is_back(client, assessment, here):
    finish(client, assessment)
    finishing.reopen(database_of(client), assessment, builders.an_act(), reason="More.")
    for address in (LAMP, "/components/1.1", "/profile", "/domains/D1"):
        page = client.get(here + address).text
        assert f"{here}{address}" in forms(page)
        assert "Finished as edition" not in page


def test_what_met_a_finished_assessment_is_given_back_in_words_and_saved_when_it_is_open_again(
    client, assessment, here
):
    sent = form(client, f"{here}{LAMP}").filled(
        value="3", comment="Written\nlate.", evidence__0__title="Decree 118", evidence__0__dated="2024"
    )
    finish(client, assessment)
    before = written_down(client)
    late = client.post(f"{here}{LAMP}", data=sent)
    assert late.status_code == 409
    assert "It was finished before" not in late.text
    for one in ("Not saved: the assessment is finished", "3", "Written late.", "Decree 118"):
        assert one in words(late.text)
    again = forms(late.text)[f"{here}{LAMP}"]
    assert client.post(again.action, data=again.fields).status_code == 409
    assert written_down(client) == before
    reason = {"reason": "Something came late."}
    assert client.post(f"{here}/reopen", data=reason).status_code == 303
    assert client.post(again.action, data=again.fields).status_code == 303
    answer = opened(client, assessment).assessment.answer("1.1.1")
    assert (answer.value, answer.comment) == (Level(3), "Written\nlate.")


@pytest.mark.parametrize(
    ("address", "typed", "kept"),
    [
        (LAMP, {"value": "range", "comment": "Half a thought, and no ends."}, "Half a thought, and no ends."),
        ("/components/1.1", {"due": "soon, perhaps"}, "soon, perhaps"),
        ("/components/1.1/place", {"move_reason": "The season begins."}, "The season begins."),
        (f"{LAMP}/workshop", {"then": "agree", "reason": "All have seen it."}, "All have seen it."),
        ("/milestones", {"name": "Before the workshop"}, "Before the workshop"),
        ("/profile", {"fact:coast": "rough"}, "fact:coast"),
    ],
)
def test_a_form_that_is_wrong_too_is_given_back_as_it_was_typed(
    client, here, assessment, address, typed, kept
):
    finish(client, assessment)
    late = client.post(here + address, data=typed)
    assert late.status_code == 409
    assert kept in late.text
    again = forms(late.text)[here + address]
    assert {name: again.one(name) for name in typed} == typed


def test_the_button_that_finishes_is_drawn_only_where_nothing_blocks_it(client, assessment, here):
    assert f"{here}/finish" in forms(client.get(f"{here}/check").text)
    answered(database_of(client), assessment, "1.1.3", Answer(value=NotApplicable("")))
    page = client.get(f"{here}/check").text
    assert f"{here}/finish" not in forms(page)
    assert "It is refused until everything at the top of this page is mended." in page

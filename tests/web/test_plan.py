"""The plan page and its form: what is entered for a priority, its own place, and what is refused."""

import pytest

from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
)
from app.core.assessment.journal import DomainMark, Subject, SubjectKind
from app.core.errors import BusyError
from app.core.method.priorities import Tier
from app.core.reports.choice import ReportChoice
from app.services import saving
from app.services.reports import report_of
from tests import builders, edges
from tests.builders import an_answer, answered
from tests.edges import database_of, finish, form, forms, opened

LIGHT = Subject(SubjectKind.COMPONENT, "1.1")
PLANNED = {
    "owner": "Harbour master",
    "due": "2027-06",
    "cost_band": "medium",
    "assistance_kind": "advice",
    "assistance": "A model rule",
}


def enter(client, assessment, content, base=0, subject=LIGHT):
    return edges.enter(client, assessment, subject, content, base)


def entry(client, assessment, component="1.1"):
    return opened(client, assessment).assessment.component(component)


def line(client, assessment, component="1.1"):
    report = report_of(opened(client, assessment), ReportChoice(copy="own"))
    return report.priorities.line_by_component[component]


def move(client, here, component="1.1", **typed):
    action = f"{here}/components/{component}/place"
    return client.post(action, data=form(client, f"{here}/plan", action).filled(**typed))


def row(page, component):
    return page.partition(f'id="line-{component}"')[2].partition("</tr>")[0]


def test_the_plan_counts_what_has_an_office_and_a_date_and_says_what_is_not_planned(client, assessment, here):
    page = client.get(f"{here}/plan").text
    ahead = len(report_of(opened(client, assessment), ReportChoice(copy="own")).priorities.to_act_on)
    assert f"0 of {ahead} priorities have an office and a date." in page
    assert "Not yet planned" in row(page, "1.1")
    enter(client, assessment, ComponentEntry(plan=Plan(owner="Harbour master")))
    assert "0 of" in client.get(f"{here}/plan").text
    enter(client, assessment, ComponentEntry(plan=Plan(owner="Harbour master", due="2027")), base=1)
    page = client.get(f"{here}/plan").text
    assert f"1 of {ahead} priorities have" in page
    assert "Not yet planned" not in row(page, "1.1")
    assert "Not yet planned" in row(page, "1.2")


def test_what_is_kept_at_its_target_counts_as_no_priority(client, assessment, here):
    enter(client, assessment, ComponentEntry(target=0, plan=Plan(owner="Harbour master", due="2027")))
    for question in ("1.1.1", "1.1.2"):
        answered(database_of(client), assessment, question, an_answer(2))
    assert line(client, assessment).tier is Tier.KEEP
    page = client.get(f"{here}/plan").text
    assert "0 of" in page
    assert "Review it on its cycle." in row(page, "1.1")


def test_a_person_plans_a_component_from_the_plan_page_and_comes_back(client, assessment, here):
    address = f"{here}/components/1.1"
    assert f'href="{address}?back=plan"' in client.get(f"{here}/plan").text
    sent = form(client, f"{address}?back=plan", address).filled(**PLANNED)
    assert client.post(address, data=sent).headers["location"] == f"{here}/plan#line-1.1"
    assert entry(client, assessment).plan == Plan(**PLANNED)
    shown = row(client.get(f"{here}/plan").text, "1.1")
    for words in (
        "Harbour master",
        "2027-06",
        "medium: needs a budget line",
        "advice or drafting",
        "A model rule",
    ):
        assert words in shown
    for address in ("/result", "/result/1.1"):
        assert "Harbour master" in client.get(f"{here}{address}").text


def test_a_plan_that_was_entered_leads_to_its_history(client, assessment, here):
    link = f'href="{here}/components/1.1/history"'
    assert link not in client.get(f"{here}/components/1.1").text
    client.post(f"{here}/components/1.1", data=form(client, f"{here}/components/1.1").filled(target="3"))
    assert link in client.get(f"{here}/components/1.1").text


def test_no_other_address_is_gone_back_to(client, here):
    address = f"{here}/components/1.1"
    assert "evil" not in client.get(f"{address}?back=https://evil.example").text
    sent = form(client, address).filled(back="https://evil.example")
    assert client.post(address, data=sent).headers["location"] == f"{here}/result/1.1"


def test_that_nothing_is_asked_for_is_said_too(client, assessment, here):
    enter(
        client, assessment, ComponentEntry(plan=Plan(owner="A", assistance_kind="none", assistance="Done."))
    )
    assert "No assistance wanted. <bdi>Done.</bdi>" in row(client.get(f"{here}/plan").text, "1.1")
    enter(client, assessment, ComponentEntry(plan=Plan(assistance_kind="funding")), base=1)
    shown = row(client.get(f"{here}/plan").text, "1.1")
    assert "Assistance wanted: funding." in shown
    assert "No office yet" in shown
    enter(client, assessment, ComponentEntry(plan=Plan(assistance="A boat")), base=2)
    assert "Assistance wanted: <bdi>A boat</bdi>" in row(client.get(f"{here}/plan").text, "1.1")


def test_a_cost_in_own_words_from_a_file_stays_a_choice_until_another_is_made(client, assessment, here):
    enter(client, assessment, ComponentEntry(plan=Plan(cost_band="under 50,000 US dollars", due="soon")))
    address = f"{here}/components/1.1"
    sent = form(client, address)
    assert sent.one("cost_band") == "under 50,000 US dollars"
    assert client.post(address, data=sent.filled(owner="Harbour master")).status_code == 303
    kept = Plan(owner="Harbour master", cost_band="under 50,000 US dollars", due="soon")
    assert entry(client, assessment).plan == kept
    client.post(address, data=form(client, address).filled(cost_band="small"))
    assert entry(client, assessment).plan.cost_band == "small"


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"due": "next spring"}, "due", "Write the date as a year, a month or a day"),
        ({"due": "2027-13"}, "due", "Write the date as a year, a month or a day"),
        ({"owner": "O" * 501}, "owner", "Shorten this text to 500 characters."),
        ({"cost_band": "C" * 501}, "cost_band", "Shorten this text to 500 characters."),
        ({"place": "2"}, "move_reason", "Say why it stands at another place than the rules give."),
        ({"move_reason": "It is urgent."}, "place", "Write the place as a whole number from 1 to"),
        (
            {"place": "0", "move_reason": "It is urgent."},
            "place",
            "Write the place as a whole number from 1 to",
        ),
        ({"place": "1.5", "move_reason": "Urgent."}, "place", "Write the place as a whole number from 1 to"),
        ({"place": "999", "move_reason": "Urgent."}, "place", "Write the place as a whole number from 1 to"),
        ({"place": "1", "move_reason": "R" * 501}, "move_reason", "Shorten this text to 500 characters."),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field_and_nothing_typed_is_lost(
    client, assessment, here, typed, field, says
):
    address = f"{here}/components/1.1"
    sent = form(client, address).filled(assistance="A boat", **typed)
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text
    again = forms(answer.text)[address]
    assert again.one("assistance") == "A boat"
    for name, value in typed.items():
        assert again.one(name) == value
    assert entry(client, assessment) == ComponentEntry()


def test_an_unknown_kind_of_assistance_or_target_is_none(client, assessment, here):
    sent = {"assistance_kind": "money", "target": "9", "owner": "Harbour master"}
    assert client.post(f"{here}/components/1.1", data=sent).status_code == 303
    assert entry(client, assessment) == ComponentEntry(plan=Plan(owner="Harbour master"))


# The own order


def test_a_line_is_moved_with_its_reason_both_places_stay_and_it_is_taken_back(client, assessment, here):
    enter(
        client,
        assessment,
        ComponentEntry(plan=Plan(owner="Pilots")),
        subject=Subject(SubjectKind.COMPONENT, "2.1"),
    )
    before = line(client, assessment, "2.1").rule_place
    assert before != 1
    answer = move(client, here, "2.1", place="1", move_reason="The season begins.")
    assert answer.headers["location"] == f"{here}/plan#line-2.1"
    moved = line(client, assessment, "2.1")
    assert (moved.place, moved.rule_place, moved.plan.owner) == (1, before, "Pilots")
    page = client.get(f"{here}/plan").text
    assert f"Moved from place {before}" in row(page, "2.1")
    assert "The season begins." in row(page, "2.1")
    assert page.index('id="line-2.1"') < page.index('id="line-1.1"')
    assert "Take it back" in row(page, "2.1")
    assert "Take it back" not in row(page, "1.1")
    move(client, here, "2.1", take="back")
    assert line(client, assessment, "2.1").move is None
    assert entry(client, assessment, "2.1").plan.owner == "Pilots"
    assert "Moved from place" not in client.get(f"{here}/plan").text


def test_every_line_may_be_moved(client, assessment, here):
    for number, component in enumerate(("2.1", "1.2", "1.1"), start=1):
        own = ComponentEntry(move=Move(place=number, reason="It is ours."))
        enter(client, assessment, own, subject=Subject(SubjectKind.COMPONENT, component))
    assert client.get(f"{here}/plan").status_code == 200


def test_a_move_without_a_reason_is_refused_with_what_was_typed(client, assessment, here):
    answer = move(client, here, place="2")
    assert answer.status_code == 422
    assert "Say why it stands at another place than the rules give." in answer.text
    again = forms(answer.text)[f"{here}/components/1.1"]
    assert (again.one("place"), again.one("back")) == ("2", "plan")
    assert entry(client, assessment).move is None
    # The form that it is refused in saves it.
    answer = client.post(f"{here}/components/1.1", data=again.filled(move_reason="The season begins."))
    assert answer.headers["location"] == f"{here}/plan#line-1.1"
    assert entry(client, assessment).move == Move(place=2, reason="The season begins.")


def test_a_move_and_a_plan_that_another_person_wrote_meanwhile_both_stand(client, assessment, here):
    enter(client, assessment, ComponentEntry(plan=Plan(owner="The old office")))
    action = f"{here}/components/1.1/place"
    sent = form(client, f"{here}/plan", action).filled(place="2", move_reason="The season begins.")
    enter(client, assessment, ComponentEntry(plan=Plan(owner="The new office")), base=1)
    assert client.post(action, data=sent).headers["location"] == f"{here}/plan#line-1.1"
    both = ComponentEntry(plan=Plan(owner="The new office"), move=Move(place=2, reason="The season begins."))
    assert entry(client, assessment) == both


def test_two_moves_of_one_line_overwrite_nothing_and_are_shown_with_what_was_before(client, assessment, here):
    action = f"{here}/components/1.1/place"
    sent = form(client, f"{here}/plan", action).filled(place="2", move_reason="The season begins.")
    theirs = ComponentEntry(plan=Plan(owner="The new office"), move=Move(place=3, reason="It can wait."))
    enter(client, assessment, theirs)
    answer = client.post(action, data=sent)
    assert answer.status_code == 409
    versions = answer.text.partition('class="versions"')[2].partition("</table>")[0]
    mine, other, before = versions.split("<tr>")[1:]
    assert "place 2" in mine
    assert "The season begins." in mine
    assert "It can wait." in other
    assert "Ben" in other
    assert "nothing" in before
    # Only what both changed is told; the plan is theirs alone, and stands in the form.
    assert "The new office" not in versions
    assert entry(client, assessment) == theirs
    again = forms(answer.text)[f"{here}/components/1.1"]
    assert again.one("owner") == "The new office"
    assert client.post(f"{here}/components/1.1", data=again.filled()).status_code == 303
    mine = ComponentEntry(plan=Plan(owner="The new office"), move=Move(place=2, reason="The season begins."))
    assert entry(client, assessment) == mine


def test_a_repeated_move_is_answered_as_the_first_time(client, assessment, here):
    action = f"{here}/components/1.1/place"
    sent = form(client, f"{here}/plan", action).filled(place="2", move_reason="The season begins.")
    assert [client.post(action, data=sent).status_code for _ in range(2)] == [303, 303]
    assert opened(client, assessment).journal.revision(LIGHT) == 1


def test_a_move_after_finishing_is_refused_and_keeps_the_text(client, assessment, here):
    action = f"{here}/components/1.1/place"
    sent = form(client, f"{here}/plan", action).filled(place="2", move_reason="The season begins.")
    finish(client, assessment)
    answer = client.post(action, data=sent)
    assert answer.status_code == 409
    assert "Not saved: the assessment is finished" in answer.text
    assert forms(answer.text)[action].one("move_reason") == "The season begins."
    page = client.get(f"{here}/plan").text
    assert "Finished as edition 1" in page
    assert "<form" not in page


def test_a_move_while_the_database_is_busy_keeps_the_text(client, here, monkeypatch):
    def refuse(*_args, **_more):
        raise BusyError("locked")

    action = f"{here}/components/1.1/place"
    sent = form(client, f"{here}/plan", action).filled(place="2", move_reason="The season begins.")
    monkeypatch.setattr(saving, "save", refuse)
    answer = client.post(action, data=sent)
    assert answer.status_code == 503
    assert forms(answer.text)[f"{here}/components/1.1"].one("place") == "2"


# Commitments, and finished domains


def test_the_page_says_what_a_commitment_does_where_it_is_entered(client, assessment, here):
    for question in builders.TINY.component_by_id["1.2"].questions:
        answered(database_of(client), assessment, question.id, an_answer(1))
    address = f"{here}/components/1.2"
    page = client.get(address).text
    assert "this moves the component to “Close now”, as a commitment to check" in page
    assert "At present the supported level is 1." in page
    client.post(address, data=form(client, address).filled(commitment="The harbour treaty"))
    assert line(client, assessment, "1.2").tier is Tier.CLOSE_NOW
    assert "It stands in “Close now”." in client.get(address).text
    shown = row(client.get(f"{here}/plan").text, "1.2")
    assert "The harbour treaty" in shown


def test_a_target_and_a_plan_leave_a_finished_domain_finished_and_a_declaration_does_not(
    client, assessment, here
):
    enter(client, assessment, FactAnswer(options=("calm",)), subject=Subject(SubjectKind.FACT, "coast"))
    enter(client, assessment, DomainMark(is_finished=True), subject=Subject(SubjectKind.DOMAIN, "D2"))
    address = f"{here}/components/2.2"
    client.post(address, data=form(client, address).filled(target="3", **PLANNED))
    assert "Needs you" not in client.get(here).text
    client.post(address, data=form(client, address).filled(applies="no", reason="The harbour is closed."))
    assert "Needs you" in client.get(here).text

"""Two people on one page: what one did not touch wipes nothing of the other; only a true clash is told."""

from dataclasses import replace

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    Position,
    Positions,
)
from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.core.assessment.journal import Subject, SubjectKind
from tests import builders
from tests.builders import an_answer, answered
from tests.edges import database_of, enter, finish, form, forms, opened, revision, written_down

LAMP = "/questions/1.1.1"
COAST, FLEET, FOG = (
    Subject(SubjectKind.FACT, "coast"),
    Subject(SubjectKind.FACT, "fleet"),
    Subject(SubjectKind.RATING, "S1"),
)
BY_ITSELF = {"accept": "application/json"}
BOTH_STAND = "meanwhile; both stand."


def answer_now(client, assessment):
    return opened(client, assessment).assessment.answer("1.1.1")


def component_now(client, assessment):
    return opened(client, assessment).assessment.component("2.2")


def blocks(client, here):
    return "has to be mended before finishing" in client.get(f"{here}/check").text


class OpenPage:
    """A form that saves by itself, as `saving.js` keeps it: its fields, and its marks as it is told them."""

    def __init__(self, client, address: str) -> None:
        self.client, self.address = client, address
        self.fields = form(client, address).filled()

    def type(self, **values) -> None:
        self.fields |= {name.replace("__", "-"): [value] for name, value in values.items()}
        self.fields = {name: value for name, value in self.fields.items() if value != [None]}

    def save(self, **values):
        self.type(**values)
        sent = self.fields | {"mutation": [builders.a_mutation()]}
        told = self.client.post(self.address, data=sent, headers=BY_ITSELF).json()
        self.fields |= {name: [text] for name, text in (told["bases"] | told["agreed"]).items()}
        return told


# --- the profile ---------------------------------------------------------------------------------


@pytest.fixture
def profile(here):
    return f"{here}/profile"


def profile_now(client, assessment):
    now = opened(client, assessment).assessment
    return now.facts, now.ratings


def test_two_people_who_choose_different_facts_both_stand(client, assessment, here, profile):
    hers = form(client, profile).filled(**{"fact:coast": "rough"})
    enter(client, assessment, FLEET, FactAnswer(options=("motor",)))
    enter(client, assessment, FOG, Rating(relevance=Relevance.HIGH))
    answer = client.post(profile, data=hers)
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    facts, ratings = profile_now(client, assessment)
    assert facts == {"coast": FactAnswer(options=("rough",)), "fleet": FactAnswer(options=("motor",))}
    assert ratings == {"S1": Rating(relevance=Relevance.HIGH)}


def test_of_one_fact_the_choice_and_the_mark_of_two_people_both_stand(client, assessment, here, profile):
    hers = form(client, profile).filled(**{"withheld-fact:coast": "yes"})
    enter(client, assessment, COAST, FactAnswer(options=("calm",)))
    answer = client.post(profile, data=hers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{profile}?merged=fact:coast")
    assert f"Another person changed “Coast” {BOTH_STAND}" in client.get(answer.headers["location"]).text
    assert profile_now(client, assessment)[0] == {"coast": FactAnswer(options=("calm",), withheld=True)}


def test_a_clash_of_one_fact_leaves_what_another_person_chose_elsewhere(client, assessment, here, profile):
    sent = form(client, profile).filled(**{"fact:coast": "rough", "rating:S2": "low"})
    enter(client, assessment, COAST, FactAnswer(options=("calm",)))
    enter(client, assessment, FLEET, FactAnswer(options=("motor",)))
    answer = client.post(profile, data=sent)
    assert answer.status_code == 409
    clash = answer.text.partition('class="versions"')[2].partition("</section>")[0]
    assert ("Rough" in clash, "Calm" in clash, "Motor" in clash) == (True, True, False)
    # Saved once more, mine stands where we clashed, and theirs wherever I chose nothing.
    again = forms(answer.text)[profile]
    assert again.fields["fact:fleet"] == ["motor"]
    assert client.post(profile, data=again.filled()).status_code == 303
    facts, ratings = profile_now(client, assessment)
    assert facts == {"coast": FactAnswer(options=("rough",)), "fleet": FactAnswer(options=("motor",))}
    assert ratings == {"S2": Rating(relevance=Relevance.LOW)}


def test_what_is_wrong_in_one_fact_leaves_what_another_person_chose_elsewhere(
    client, assessment, here, profile
):
    sent = form(client, profile).filled(**{"fact:fleet": ["rowing", "none"], "rating:S2": "low"})
    enter(client, assessment, COAST, FactAnswer(options=("calm",)))
    answer = client.post(profile, data=sent)
    assert answer.status_code == 422
    again = forms(answer.text)[profile]
    assert again.fields["fact:fleet"] == ["rowing", "none"]
    assert client.post(profile, data=again.filled(**{"fact:fleet": "rowing"})).status_code == 303
    facts, ratings = profile_now(client, assessment)
    assert facts == {"coast": FactAnswer(options=("calm",)), "fleet": FactAnswer(options=("rowing",))}
    assert ratings == {"S2": Rating(relevance=Relevance.LOW)}


def test_what_met_a_finished_profile_is_what_was_changed_and_not_what_another_person_chose(
    client, assessment, profile
):
    sent = form(client, profile).filled(**{"fact:coast": "rough"})
    enter(client, assessment, FLEET, FactAnswer(options=("motor",)))
    finish(client, assessment)
    answer = client.post(profile, data=sent)
    assert answer.status_code == 409
    told = answer.text.partition("<h1")[2].partition("<form")[0]
    assert ("Rough" in told, "Fleet" in told) == (True, False)


def test_one_page_of_the_profile_goes_on_saving_by_itself_beside_another_person(client, assessment, profile):
    page = OpenPage(client, profile)
    assert page.save(**{"fact:coast": "rough"})["state"] == "saved"
    enter(client, assessment, FLEET, FactAnswer(options=("motor",)))
    enter(client, assessment, COAST, FactAnswer(options=("rough",), withheld=True), base=1)
    told = page.save(**{"rating:S1": "high"})
    assert (told["state"], told["merged"]) == ("saved", "")
    # What was not touched since it was saved takes the other's word, again and again.
    assert told["agreed"]["was-fact:fleet"]
    assert page.save(**{"rating:S1": "low"})["state"] == "saved"
    facts, ratings = profile_now(client, assessment)
    assert facts["fleet"] == FactAnswer(options=("motor",))
    assert facts["coast"] == FactAnswer(options=("rough",), withheld=True)
    # Undone, it is my change once more.
    assert page.save(**{"fact:coast": ""})["state"] == "saved"
    assert profile_now(client, assessment)[0]["coast"] == FactAnswer(withheld=True)
    assert ratings == {"S1": Rating(relevance=Relevance.LOW)}


def test_a_confirmed_profile_leaves_what_another_person_chose_meanwhile(client):
    before = builders.started(database_of(client))
    for subject, option in ((COAST, "calm"), (FLEET, "motor")):
        enter(client, before, subject, FactAnswer(options=(option,)))
    finish(client, before)
    now = builders.started_from(database_of(client), before)
    address = f"/assessments/{now}/profile"
    sent = form(client, address).filled(confirm="yes")
    enter(client, now, COAST, FactAnswer(options=("rough",)))
    assert client.post(address, data=sent).status_code == 303
    facts, _ = profile_now(client, now)
    assert facts == {"coast": FactAnswer(options=("rough",)), "fleet": FactAnswer(options=("motor",))}


def test_after_a_part_was_refused_what_was_saved_of_a_profile_is_no_clash_with_oneself(client, profile):
    page = OpenPage(client, profile)
    page.fields["fact:fleet"] = ["rowing", "none"]
    assert page.save(**{"fact:coast": "rough"})["state"] == "wrong"
    assert page.save(**{"fact:coast": "calm"})["state"] == "wrong"
    page.fields["fact:fleet"] = ["rowing"]
    assert page.save()["state"] == "saved"


# --- a question ----------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [None, an_answer(2, "Before.")])
def test_a_page_on_which_nothing_was_touched_enters_nothing_and_goes_on(client, assessment, here, before):
    if before:
        answered(database_of(client), assessment, "1.1.1", before)
    untouched = form(client, f"{here}{LAMP}").filled()
    answered(database_of(client), assessment, "1.1.1", an_answer(3, "Theirs."), base=1 if before else 0)
    count = written_down(client)
    answer = client.post(f"{here}{LAMP}", data=untouched)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{here}/questions/1.1.2")
    assert written_down(client) == count
    assert answer_now(client, assessment) == an_answer(3, "Theirs.")
    assert not blocks(client, here)


def test_a_level_and_a_note_of_two_people_both_stand_and_the_page_says_so(client, assessment, here):
    hers = form(client, f"{here}{LAMP}").filled(value="3")
    answered(database_of(client), assessment, "1.1.1", Answer(comment="His note.", withheld=True))
    answer = client.post(f"{here}{LAMP}", data=hers)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert f"Another person changed whether it is withheld, the note {BOTH_STAND}" in page
    assert forms(page)[f"{here}{LAMP}"].one("comment") == "His note."
    both = Answer(value=Level(3), comment="His note.", withheld=True)
    assert answer_now(client, assessment) == both
    assert not blocks(client, here)


def test_a_kept_answer_carries_what_the_other_changed_beside_it(client, assessment, here):
    answered(database_of(client), assessment, "1.1.1", an_answer(1, "Before."))
    hers = form(client, f"{here}{LAMP}").filled(value="3")
    answered(database_of(client), assessment, "1.1.1", an_answer(2, "His note."), base=1)
    answer = client.post(f"{here}{LAMP}", data=hers)
    assert answer.status_code == 409
    assert forms(answer.text)[f"{here}{LAMP}"].one("comment") == "His note."
    # A third one writes on while it waits, and is not wiped by the choice either.
    answered(database_of(client), assessment, "1.1.1", an_answer(2, "A third note."), base=2)
    (action, choice), *_ = (
        one for one in forms(client.get(f"{here}{LAMP}").text).items() if "/conflicts/" in one[0]
    )
    assert client.post(action, data=choice.filled(choice="mine")).status_code == 303
    assert answer_now(client, assessment) == an_answer(3, "A third note.")


def test_what_was_typed_beside_another_choice_is_still_in_the_form_of_a_clash(client, assessment, here):
    hers = form(client, f"{here}{LAMP}").filled(value="3", range_low="1", positions__0__agency="Army")
    answered(database_of(client), assessment, "1.1.1", an_answer(2))
    again = forms(client.post(f"{here}{LAMP}", data=hers).text)[f"{here}{LAMP}"]
    typed = [again.one(name) for name in ("value", "range_low", "positions-0-agency")]
    assert typed == ["3", "1", "Army"]


def test_an_open_page_saves_on_and_undoes_beside_another_person_in_every_order(client, assessment, here):
    page = OpenPage(client, f"{here}{LAMP}")
    assert page.save(value="1")["state"] == "saved"
    answered(database_of(client), assessment, "1.1.1", an_answer(1, "His note."), base=1)
    told = page.save(value="2")
    assert (told["state"], told["merged"]) == ("saved", f"Another person changed the note {BOTH_STAND}")
    assert page.save(value="1")["state"] == "saved"
    assert answer_now(client, assessment) == an_answer(1, "His note.")
    told = page.save(withheld="yes")
    assert told["state"] == "saved"
    assert answer_now(client, assessment) == replace(an_answer(1, "His note."), withheld=True)
    # The note that the page never showed is theirs: another one is a clash, and is told.
    told = page.save(comment="My note.")
    assert (told["state"], told["is_kept"]) == ("stale", True)
    assert answer_now(client, assessment).comment == "His note."


def test_what_an_open_page_agreed_on_is_still_known_after_a_refusal_as_a_page(client, assessment, here):
    page = OpenPage(client, f"{here}{LAMP}")
    answered(database_of(client), assessment, "1.1.1", an_answer(1, "His note."))
    assert page.save(withheld="yes")["state"] == "saved"
    page.type(value="range")
    refused = client.post(f"{here}{LAMP}", data=page.fields)
    assert refused.status_code == 422
    again = forms(refused.text)[f"{here}{LAMP}"]
    assert client.post(f"{here}{LAMP}", data=again.filled(range_low="2", range_high="3")).status_code == 409
    assert answer_now(client, assessment) == replace(an_answer(1, "His note."), withheld=True)


@pytest.mark.parametrize("was", ["{", "[]", '{"level": "x"}', "\0", "null"])
def test_what_a_form_says_of_what_it_was_is_passed_over_where_it_is_none(client, assessment, here, was):
    sent = form(client, f"{here}{LAMP}").filled(value="2", was=was)
    assert client.post(f"{here}{LAMP}", data=sent).status_code == 303
    assert answer_now(client, assessment) == an_answer(2)


def test_what_a_form_cannot_show_exactly_is_no_change_of_whoever_saves_it(client, assessment, here):
    held = Positions(
        (Position(agency="Army\nNorth", level=1, note="a\nb"), Position(agency="Police", level=2))
    )
    paper = EvidenceItem(grade="stated", title="Two\nlines")
    first = Answer(value=held, evidence=(paper, EvidenceItem(grade="documented")))
    answered(database_of(client), assessment, "1.1.1", first)
    hers = form(client, f"{here}{LAMP}").filled(comment="Hers.")
    rule = EvidenceItem(grade="stated", title="His")
    theirs = replace(first, value=Level(3), evidence=(*first.evidence, rule))
    answered(database_of(client), assessment, "1.1.1", theirs, base=1)
    assert client.post(f"{here}{LAMP}", data=hers).status_code == 303
    assert answer_now(client, assessment) == replace(theirs, comment="Hers.")


def test_a_confirmation_leaves_what_another_person_noted_meanwhile(client):
    before = builders.started(database_of(client))
    answered(database_of(client), before, "1.1.1", an_answer(2))
    finish(client, before)
    now = builders.started_from(database_of(client), before)
    address = f"/assessments/{now}{LAMP}"
    sent = form(client, address, f"{address}/confirm").filled()
    answered(database_of(client), now, "1.1.1", Answer(comment="His note."))
    assert client.post(f"{address}/confirm", data=sent).status_code == 303
    assert answer_now(client, now) == an_answer(2, "His note.")


def test_positions_of_a_workshop_leave_what_another_person_noted_meanwhile(client, assessment, here):
    action = f"{here}{LAMP}/workshop"
    rows = {
        "positions__0__agency": "A",
        "positions__0__level": "1",
        "positions__1__agency": "B",
        "positions__1__level": "3",
    }
    sent = form(client, action).filled(**rows)
    answered(database_of(client), assessment, "1.1.1", Answer(comment="His note."))
    answer = client.post(action, data=sent)
    assert answer.headers["location"] == f"{action}?merged=comment"
    assert f"Another person changed the note {BOTH_STAND}" in client.get(answer.headers["location"]).text
    now = answer_now(client, assessment)
    assert (now.comment, len(now.value.positions)) == ("His note.", 2)


def test_an_earlier_word_taken_back_leaves_what_another_person_noted_meanwhile(client, assessment, here):
    for base, level in enumerate((1, 2)):
        answered(database_of(client), assessment, "1.1.1", an_answer(level), base=base)
    action = f"{here}{LAMP}/history"
    sent = form(client, action).filled(revision="1")
    answered(database_of(client), assessment, "1.1.1", an_answer(2, "His note."), base=2)
    answer = client.post(action, data=sent)
    assert answer.headers["location"] == f"{action}?merged=comment"
    assert f"Another person changed the note {BOTH_STAND}" in client.get(answer.headers["location"]).text
    assert answer_now(client, assessment) == an_answer(1, "His note.")


def test_another_earlier_word_taken_back_by_the_same_form_is_refused(client, assessment, here):
    for base, option in enumerate(("calm", "none", "rough")):
        enter(client, assessment, COAST, FactAnswer(options=(option,)), base=base)
    action = f"{here}/facts/coast/history"
    sent = form(client, action).filled(revision="1")
    for _ in range(2):
        assert client.post(action, data=sent).status_code == 303
    answer = client.post(action, data=sent | {"revision": ["2"]})
    assert answer.status_code == 409
    assert "This form was sent before, and took back another word" in answer.text
    assert profile_now(client, assessment)[0]["coast"] == FactAnswer(options=("calm",))


# --- a component ---------------------------------------------------------------------------------


def test_every_line_of_a_component_is_of_whoever_wrote_it(client, assessment, here):
    subject, action = Subject(SubjectKind.COMPONENT, "2.2"), f"{here}/components/2.2"
    enter(client, assessment, subject, ComponentEntry(plan=Plan(owner="Old", due="2027"), target=1))
    hers = form(client, action).filled(owner="Hers", commitment="A treaty")
    his = ComponentEntry(
        not_applicable="No pilots.",
        withheld=True,
        target=2,
        plan=Plan(owner="Old", due="2028", cost_band="small"),
        move=Move(place=1, reason="His."),
    )
    enter(client, assessment, subject, his, base=1)
    answer = client.post(action, data=hers)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "Another person changed whether it applies, the target, the date of the plan, the cost, " in page
    both = replace(his, commitment="A treaty", plan=replace(his.plan, owner="Hers"))
    assert component_now(client, assessment) == both


def test_an_open_component_page_saves_on_beside_another_person(client, assessment, here):
    subject, page = Subject(SubjectKind.COMPONENT, "2.2"), OpenPage(client, f"{here}/components/2.2")
    assert page.save(owner="Hers")["state"] == "saved"
    enter(client, assessment, subject, ComponentEntry(target=2, plan=Plan(owner="Hers")), base=1)
    assert page.save(due="2027")["merged"] == f"Another person changed the target {BOTH_STAND}"
    assert page.save(due="")["state"] == "saved"
    assert page.save(commitment="A treaty")["state"] == "saved"
    wanted = ComponentEntry(target=2, commitment="A treaty", plan=Plan(owner="Hers"))
    assert component_now(client, assessment) == wanted
    told = page.save(target="3")
    assert (told["state"], told["is_kept"]) == ("stale", False)


# --- one try, two contents -----------------------------------------------------------------------


def test_an_answer_sent_again_with_another_text_is_refused_and_both_are_shown(client, assessment, here):
    first = form(client, f"{here}{LAMP}").filled(comment="First text.")
    assert client.post(f"{here}{LAMP}", data=first).status_code == 303
    second = first | {"comment": ["Second text."]}
    for _ in range(2):
        answer = client.post(f"{here}{LAMP}", data=second)
        assert answer.status_code == 409
        assert "First text." in answer.text
        again = forms(answer.text)[f"{here}{LAMP}"]
        assert again.one("comment") == "Second text."
        assert again.one("mutation") != first["mutation"][0]
    assert client.post(f"{here}{LAMP}", data=second, headers=BY_ITSELF).json()["state"] == "stale"
    assert len(opened(client, assessment).journal.conflicts_of("1.1.1")) == 1
    # The first one sent again is still the first one.
    assert client.post(f"{here}{LAMP}", data=first).status_code == 303
    assert answer_now(client, assessment) == Answer(comment="First text.")


def test_what_is_undone_before_a_try_is_sent_again_is_refused_too(client, assessment, here):
    empty = form(client, f"{here}{LAMP}").filled()
    assert client.post(f"{here}{LAMP}", data=empty | {"value": ["2"]}).status_code == 303
    assert client.post(f"{here}{LAMP}", data=empty).status_code == 409
    assert answer_now(client, assessment) == an_answer(2)


def test_a_component_sent_again_with_another_text_says_that_the_form_was_saved_before(
    client, assessment, here
):
    action = f"{here}/components/2.2"
    first = form(client, action).filled(owner="First")
    assert client.post(action, data=first).status_code == 303
    answer = client.post(action, data=first | {"owner": ["Second"]})
    assert answer.status_code == 409
    assert "This form was saved before, with something else in it" in answer.text
    assert "Another person" not in answer.text
    assert component_now(client, assessment).plan.owner == "First"
    again = forms(answer.text)[action]
    assert again.one("owner") == "Second"
    assert client.post(action, data=again.filled()).status_code == 303
    assert component_now(client, assessment).plan.owner == "Second"


def test_a_profile_sent_again_with_another_fact_is_refused_where_it_differs_and_saved_elsewhere(
    client, assessment, here, profile
):
    first = form(client, profile).filled(**{"fact:coast": "rough", "rating:S1": "high"})
    assert client.post(profile, data=first).status_code == 303
    second = first | {"fact:coast": ["calm"], "rating:S1": [""], "fact:fleet": ["motor"]}
    answer = client.post(profile, data=second)
    assert answer.status_code == 409
    assert "This form was saved before, with something else in it" in answer.text
    facts, ratings = profile_now(client, assessment)
    assert facts == {"coast": FactAnswer(options=("rough",)), "fleet": FactAnswer(options=("motor",))}
    assert ratings == {"S1": Rating(relevance=Relevance.HIGH)}
    assert client.post(profile, data=forms(answer.text)[profile].filled()).status_code == 303
    facts, ratings = profile_now(client, assessment)
    assert facts["coast"] == FactAnswer(options=("calm",))
    assert ratings == {"S1": Rating()}


def test_a_move_sent_again_to_another_place_is_refused(client, assessment, here):
    action = f"{here}/components/1.1/place"
    first = form(client, f"{here}/plan", action).filled(place="2", move_reason="Because.")
    assert client.post(action, data=first).status_code == 303
    assert client.post(action, data=first | {"place": ["3"]}).status_code == 409
    assert opened(client, assessment).assessment.component("1.1").move.place == 2


def test_another_choice_between_two_answers_sent_again_changes_nothing_and_says_so(client, assessment, here):
    answered(database_of(client), assessment, "1.1.1", an_answer(1))
    meet = form(client, f"{here}{LAMP}").filled(value="3", base="0")
    answer = client.post(f"{here}{LAMP}", data=meet)
    action, choice = next(one for one in forms(answer.text).items() if "/conflicts/" in one[0])
    for _ in range(2):
        assert client.post(action, data=choice.filled(choice="mine")).status_code == 303
    answer = client.post(action, data=choice.filled(choice="theirs"))
    assert answer.status_code == 409
    assert "This was chosen already" in answer.text
    assert answer_now(client, assessment) == an_answer(3)


def test_a_start_sent_again_for_another_country_starts_nothing_and_keeps_what_was_typed(client):
    first = form(client, "/assessments/new", "/assessments").filled(
        country_name="Alphaland", country_code="XD", reference_date="2026-11-24"
    )
    started = client.post("/assessments", data=first)
    assert client.post("/assessments", data=first).headers["location"] == started.headers["location"]
    count = written_down(client)
    for changed in (
        {"country_name": ["Betaland"], "country_code": ["XE"]},
        {"reference_date": ["2026-11-25"]},
    ):
        answer = client.post("/assessments", data=first | changed)
        assert answer.status_code == 409
        assert written_down(client) == count
        assert "Another assessment was started with this form" in answer.text
        assert "Alphaland" in answer.text
        again = forms(answer.text)["/assessments"]
        assert {name: again.fields[name] for name in changed} == changed
        assert again.one("mutation") != first["mutation"][0]
    other = client.post("/assessments", data=again.filled())
    assert other.status_code == 303
    assert other.headers["location"] != started.headers["location"]


def test_a_milestone_sent_again_under_another_name_names_nothing_and_says_so(client, assessment, here):
    sent = form(client, f"{here}/changes", f"{here}/milestones").filled(name="Before")
    for _ in range(2):
        assert client.post(f"{here}/milestones", data=sent).status_code == 303
    answer = client.post(f"{here}/milestones", data=sent | {"name": ["After"]})
    assert answer.status_code == 422
    assert "This form named a moment “Before” before." in answer.text
    assert list(opened(client, assessment).journal.milestones) == ["Before"]
    again = forms(answer.text)[f"{here}/milestones"]
    assert again.one("name") == "After"
    assert client.post(f"{here}/milestones", data=again.filled()).status_code == 303


def test_a_reopening_sent_again_for_another_reason_says_which_one_stands(client, assessment, here):
    finish(client, assessment)
    sent = form(client, f"{here}/check", f"{here}/reopen").filled(reason="An error.")
    for _ in range(2):
        assert client.post(f"{here}/reopen", data=sent).headers["location"] == here
    answer = client.post(f"{here}/reopen", data=sent | {"reason": ["Another one."]})
    assert answer.status_code == 409
    assert "opened the assessment for the reason “An error.”" in answer.text
    assert "“Another one.”" in answer.text
    assert opened(client, assessment).journal.standing.reopened == "An error."


def test_a_domain_marked_twice_by_one_form_is_marked_once_and_can_be_marked_otherwise(
    client, assessment, here
):
    sent = form(client, f"{here}/domains/D1").filled(finished="yes")
    for _ in range(2):
        assert client.post(f"{here}/domains/D1", data=sent).headers["location"] == here
    assert revision(client, assessment, SubjectKind.DOMAIN, "D1") == 1
    client.post(f"{here}/domains/D1", data=sent | {"finished": ["no"]})
    mark = opened(client, assessment).journal.newest[Subject(SubjectKind.DOMAIN, "D1")].content
    assert not mark.is_finished

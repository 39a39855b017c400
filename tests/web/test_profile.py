"""The profile arrives exactly as it was typed, and shows what another person typed meanwhile."""

from app.core.assessment.assessment import FactAnswer, Rating, Relevance
from app.core.assessment.journal import Subject, SubjectKind
from tests.edges import enter, form, forms, opened, written_down


def test_the_profile_form_keeps_what_is_saved_exactly(client, assessment, here):
    kept = {
        Subject(SubjectKind.FACT, "coast"): FactAnswer(options=("rough",), withheld=True),
        Subject(SubjectKind.FACT, "fleet"): FactAnswer(options=("rowing", "motor")),
        Subject(SubjectKind.RATING, "S1"): Rating(relevance=Relevance.LOW, withheld=True),
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
    assert facts["fleet"] == kept[Subject(SubjectKind.FACT, "fleet")]


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
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("none",)), author="Ana")
    sent = form(client, f"{here}/profile").filled(**{"fact:coast": "rough", "rating:S2": "high"})
    enter(client, assessment, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("calm",)), base=1)
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

"""Hostile text is inert on every page that shows it."""

from dataclasses import replace

from app.services import assessments
from tests import builders
from tests.edges import database_of
from tests.web.answering import HOSTILE, LAMP, MIRROR


def test_hostile_text_is_inert_on_every_page_that_shows_it(client):
    about = replace(builders.ABOUT, country=replace(builders.ABOUT.country, name=HOSTILE))
    assessment = assessments.start(
        database_of(client), builders.TINY, about, builders.an_act(HOSTILE, mutation="hostile")
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

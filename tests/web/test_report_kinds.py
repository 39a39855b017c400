"""The page of a report offers its kinds in words, and keeps what was typed when it refuses."""

import re

import pytest

from app.core.reports.choice import KIND_IDS
from app.rendering.imprint import read_imprint
from tests.builders import TINY
from tests.edges import form, forms, prints_at_once


def test_the_page_says_of_each_kind_what_it_holds_and_for_whom(client, here):
    page = client.get(f"{here}/report").text
    sentences = re.findall(r'name="kind" value="(\w+)".*?<b>([^<]+)</b><br>([^<]+)', page)
    assert tuple(kind for kind, _, _ in sentences) == KIND_IDS
    assert (
        len({name for _, name, _ in sentences}) == len({about for _, _, about in sentences}) == len(KIND_IDS)
    )
    assert 'value="full" checked' in page


@pytest.mark.parametrize("kind", KIND_IDS)
def test_the_chosen_kind_is_made_and_named(client, here, kind):
    asked = prints_at_once(client)
    page = client.post(f"{here}/report", data={"kind": kind, "copy": "masked"}, follow_redirects=True)
    [name] = re.findall(f'name="kind" value="{kind}".*?<b>([^<]+)</b>', client.get(f"{here}/report").text)
    assert f"<b>{name}.</b>" in page.text
    assert f'"kind": "{kind}"' in asked[0].attachments[-1].text
    ending = "-copy.pdf" if kind == "full" else f"-copy-{kind}.pdf"
    assert ending in page.text


def test_a_sheet_of_no_component_is_refused_and_what_was_typed_stays(client, here):
    typed = {"kind": "assistance", "copy": "own", "marking": "SECRET", "sheets": "1.1, 9.9"}
    answer = client.post(f"{here}/report", data=typed)
    assert answer.status_code == 422
    assert "There is no component 9.9 here." in answer.text
    again = forms(answer.text)[f"{here}/report"]
    assert {name: again.one(name) for name in typed} == typed


def test_components_typed_for_sheets_do_not_disturb_another_kind(client, here):
    asked = prints_at_once(client)
    client.post(
        f"{here}/report", data={"kind": "full", "copy": "masked", "sheets": "9.9"}, follow_redirects=False
    )
    assert len(asked) == 1


def test_a_shareable_copy_keeps_the_domains_that_are_ticked(client, here):
    page = client.get(f"{here}/report").text
    offered = forms(page)[f"{here}/report"].fields["released"]
    assert offered == [domain.id for domain in TINY.domains]
    asked = prints_at_once(client)
    chosen = {"copy": "shareable", "released": ["D1"]}
    client.post(f"{here}/report", data=chosen, follow_redirects=False)
    imprint = read_imprint(asked[0].attachments[-1].text)
    assert (imprint.copy, imprint.released) == ("shareable", ("D1",))
    assert "Shareable copy" in client.get(f"{here}/report/read", params=chosen).text
    assert client.get(f"{here}/report/tables.xlsx", params=chosen).status_code == 200


@pytest.mark.parametrize(
    ("released", "sentence"), [([], "Tick at least one."), (["D77"], "There is no domain D77 here.")]
)
def test_a_shareable_copy_of_no_domain_is_refused_and_every_choice_stays(client, here, released, sentence):
    chosen = {"copy": "shareable", "released": released, "marking": "SECRET"}
    answer = client.post(f"{here}/report", data=chosen)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'href="#released"' in answer.text
    assert forms(answer.text)[f"{here}/report"].one("marking") == "SECRET"
    for address in ("read", "tables.xlsx", "tables.zip"):
        refused = client.get(f"{here}/report/{address}", params=chosen)
        assert refused.status_code == 422
        assert sentence in refused.text


def test_a_marking_that_is_too_long_is_refused_and_never_cut(client, here):
    refused = client.post(f"{here}/report", data=form(client, f"{here}/report").filled(marking="M" * 61))
    assert refused.status_code == 422
    assert "The marking has 61 characters. Shorten it to 60." in refused.text
    assert "M" * 61 in refused.text

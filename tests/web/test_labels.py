"""What a printed file is comes from the file: no address makes an own copy a masked one."""

import re
from itertools import product

import pytest

from app.core.copies.copies import COPIES
from app.core.reports.choice import KIND_IDS
from app.services import finishing
from tests.builders import an_act, finished
from tests.edges import database_of, prints_at_once
from tests.sampled import sampled

EACH, SOME = 1, 10
"""Of so many files one is asked for under every other name."""


def printed_as(client, here, **chosen):
    """The address of what was asked for, and what the file is called."""
    address = client.post(f"{here}/report", data=chosen).headers["location"]
    assert "?" not in address
    return address, name_of(client.get(f"{address}.pdf"))


def name_of(taken):
    assert taken.status_code == 200
    return re.fullmatch('attachment; filename="([^"]+)"', taken.headers["content-disposition"])[1]


@pytest.fixture
def editions(client, assessment):
    """An assessment with two editions, open again."""
    database = database_of(client)
    for _ in range(2):
        finished(database, assessment)
        finishing.reopen(database, assessment, an_act(""), reason="More.")
    prints_at_once(client)


@pytest.mark.parametrize("every", sampled([EACH, SOME], [SOME]))
def test_every_kind_copy_and_edition_has_a_name_of_its_own_and_no_query_gives_it_another(
    client, here, editions, every
):
    files = {}
    for kind, copy, edition in product(KIND_IDS, COPIES, ("", "1", "2")):
        address, name = printed_as(client, here, kind=kind, copy=copy, edition=edition, released="D1")
        assert f"-{copy}-copy" in name
        assert (f"-edition-{edition}-" if edition else "-draft-") in name
        files[kind, copy, edition] = address, name
    assert len({name for _, name in files.values()}) == len(files)
    for (kind, copy, edition), (address, name) in list(files.items())[::every]:
        told = {"kind": kind, "copy": copy, "edition": edition, "name": name.removesuffix(".pdf")}
        for asked in (address, f"{address}.pdf"):
            assert client.get(asked, params=told).status_code == 200
            others = [("kind", one) for one in KIND_IDS] + [("copy", one) for one in COPIES]
            others += [("edition", one) for one in ("", "1", "2", "٢")] + [("name", "x")]
            for what, other in others:
                is_true = told[what] == other
                assert client.get(asked, params={what: other}).status_code == (200 if is_true else 404)
                assert client.get(asked, params=[*told.items(), (what, other)]).status_code == (
                    200 if is_true else 404
                )


def test_the_page_before_the_file_says_what_the_file_is(client, here, editions):
    address, _ = printed_as(client, here, kind="executive", copy="own", edition="1")
    page = client.get(address).text
    assert "Executive report" in page
    assert "Own copy" in page
    assert "Edition 1" in page
    assert "DRAFT" not in page


def test_tables_of_a_finished_assessment_are_called_by_the_edition_that_they_hold(client, assessment, here):
    finished(database_of(client), assessment)
    taken = client.get(f"{here}/report/tables.xlsx")
    assert name_of(taken) == "Xandoria-2026-10-31-edition-1-masked-copy-tables.xlsx"


def test_a_paper_has_its_own_name_whatever_the_address_says(client, here, editions):
    address = client.post(f"{here}/paper", data={"what": "answers", "copy": "own"}).headers["location"]
    assert name_of(client.get(f"{address}.pdf")) == "XA-2026-10-31-draft-own-copy.pdf"
    for told in ("name=XA-2026-10-31-draft-masked-copy", "copy=masked", "kind=full", "edition=1"):
        assert client.get(f"{address}.pdf?{told}").status_code == 404
        assert client.get(f"{address}?{told}").status_code == 404


def test_a_form_has_its_own_name_whatever_the_address_says(client):
    prints_at_once(client)
    here = "/questionnaires/tiny/0.1/form"
    address = client.post(here, data={"domain": "D1"}).headers["location"]
    assert name_of(client.get(f"{address}.pdf")) == "tiny-0.1-D1-form.pdf"
    assert client.get(f"{address}.pdf?name=tiny-0.1-form").status_code == 404

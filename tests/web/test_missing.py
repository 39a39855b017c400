"""What is still missing is the same for a question, for its domain, on the check page and at the end."""

import re
from html.parser import HTMLParser

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
from app.core.assessment.assessment import ComponentEntry
from app.core.assessment.journal import Subject, SubjectKind
from tests.edges import enter, form, opened

MIRROR = "1.1.3"
UNDATED = EvidenceItem(grade="documented", title="A decree")
DATED = EvidenceItem(grade="documented", title="A decree", dated="2024")
STATED = EvidenceItem(grade="stated", title="Told")


def held(first: tuple[EvidenceItem, ...] = (), second: tuple[EvidenceItem, ...] = ()) -> Positions:
    return Positions(
        (
            Position(agency="Police", level=3, evidence=first),
            Position(agency="Customs", level=1, evidence=second),
        )
    )


SAID = {
    "open": (Answer(), []),
    "a level": (Answer(value=Level(3), evidence=(DATED, STATED)), []),
    "a level on an undated document": (
        Answer(value=Level(3), evidence=(DATED, UNDATED)),
        ["evidence-1-dated"],
    ),
    "a range on an undated document": (Answer(value=Range(1, 3), evidence=(UNDATED,)), ["evidence-0-dated"]),
    "an undated document alone": (Answer(evidence=(UNDATED,)), ["evidence-0-dated"]),
    "not known": (Answer(value=NotKnown()), []),
    "withheld with an undated document": (
        Answer(withheld=True, evidence=(UNDATED,)),
        ["evidence-0-dated"],
    ),
    "positions on an undated document": (Answer(value=held((UNDATED,))), ["positions-0-dated"]),
    "positions of which one has a second undated document": (
        Answer(value=held((DATED,), (DATED, UNDATED))),
        ["positions-1-1-dated"],
    ),
    "positions beside an undated document that does not count": (
        Answer(value=held((DATED,)), evidence=(UNDATED,)),
        [],
    ),
    "not applicable": (Answer(value=NotApplicable("There is no mirror.")), []),
    "not applicable without a reason": (Answer(value=NotApplicable("")), ["reason"]),
    "not applicable with blanks for a reason": (Answer(value=NotApplicable(" ")), ["reason"]),
    "not applicable without a reason and with an undated document": (
        Answer(value=NotApplicable(" "), evidence=(UNDATED,)),
        ["reason", "evidence-0-dated"],
    ),
}


class _Invalid(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.add(given.get("id", ""))
        if given.get("aria-invalid"):
            self.fields.append(given["id"])


def invalid(page: str) -> list[str]:
    """The fields that a page marks."""
    reader = _Invalid()
    reader.feed(page)
    # Whatever is named at the top can be reached from there.
    assert set(re.findall(r'<li><a href="#([^"]+)">', page)) <= reader.ids
    return reader.fields


@pytest.mark.parametrize("kind", SAID)
def test_what_an_answer_lacks_is_said_alike_on_every_page_and_when_it_is_saved(
    client, assessment, here, kind
):
    answer, fields = SAID[kind]
    enter(client, assessment, Subject(SubjectKind.ANSWER, MIRROR), answer)
    address = f"{here}/questions/{MIRROR}"
    assert sorted(invalid(client.get(address).text)) == sorted(fields)
    of_domain = invalid(client.get(f"{here}/domains/D1/questions").text)
    assert sorted(of_domain) == sorted(f"{MIRROR}-{field}" for field in fields)

    sent = form(client, address).filled(comment="One word more.")
    told = client.post(address, data=sent, headers={"accept": "application/json"}).json()
    assert [one["field"] for one in told["errors"]] == fields
    assert (told["next"] == address) is bool(fields)

    check = client.get(f"{here}/check").text
    blocks, _, warns = check.partition("To know before finishing")
    line = f'questions/{MIRROR}"><bdi>{MIRROR}</bdi>'
    assert (line in blocks) is ("reason" in fields)
    undated, _, _ = warns.partition("A document has no date")[2].partition("</details>")
    assert (line in undated) is any(field.endswith("dated") for field in fields)
    assert client.post(f"{here}/finish").status_code == (409 if "reason" in fields else 303)


def test_what_a_declared_component_lacks_is_said_alike_on_its_page_and_on_the_check_page(
    client, assessment, here
):
    component = next(one for _, one in opened(client, assessment).questionnaire.components() if one.may_be_na)
    address, base = f"{here}/components/{component.id}", 0
    for reason, is_lacking in (("", True), (" ", True), ("There is none.", False)):
        entry = enter(
            client,
            assessment,
            Subject(SubjectKind.COMPONENT, component.id),
            ComponentEntry(not_applicable=reason, commitment=f"Number {base}"),
            base=base,
        )
        base = entry.revision
        assert invalid(client.get(address).text) == (["reason"] if is_lacking else [])
        blocks, _, _ = client.get(f"{here}/check").text.partition("To know before finishing")
        assert (f'components/{component.id}"><bdi>' in blocks) is is_lacking
        sent = form(client, address).filled(commitment=f"Typed {base}")
        told = client.post(address, data=sent, headers={"accept": "application/json"}).json()
        assert [one["field"] for one in told["errors"]] == (["reason"] if is_lacking else [])
        base += 1


def test_the_date_of_any_document_of_a_position_can_be_given_and_the_rest_of_it_is_kept(
    client, assessment, here
):
    second = EvidenceItem(grade="documented", title="Order 7", owner="Customs", place="Archive")
    enter(
        client, assessment, Subject(SubjectKind.ANSWER, MIRROR), Answer(value=held((DATED,), (DATED, second)))
    )
    address = f"{here}/questions/{MIRROR}"
    sent = form(client, address).filled(**{"positions-1-1-dated": "May"})
    assert client.post(address, data=sent).status_code == 422
    sent["positions-1-1-dated"] = ["2025-05"]
    answer = client.post(address, data=sent)
    assert (answer.status_code, answer.headers["location"] != address) == (303, True)
    saved = opened(client, assessment).assessment.answer(MIRROR)
    assert saved.positions[1].evidence == (
        DATED,
        EvidenceItem(grade="documented", title="Order 7", owner="Customs", place="Archive", dated="2025-05"),
    )
    assert "Order 7" in client.get(f"{here}/check").text

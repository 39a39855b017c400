"""Everything that the server hands out of a masked or shareable copy is the same whatever a mark hides."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.answers import encoded_answers
from app.core.assessment.assessment import ComponentEntry, FactAnswer
from app.core.assessment.journal import Subject, SubjectKind
from app.services import finishing
from tests import builders
from tests.behind_a_mark import BEHIND_A_MARK, CANARY, assessments_of
from tests.edges import database_of, enter, finish

LEAVING = (
    "/api/v1/assessments/{id}",
    "/api/v1/assessments/{id}/answers",
    "/api/v1/assessments/{id}/result",
    "/assessments/{id}/report/read?kind=full&copy=masked",
    "/assessments/{id}/report/read?kind=executive&copy=masked",
    "/assessments/{id}/report/read?kind=full&copy=shareable&released=D1&released=D2",
    "/assessments/{id}/report/tables.zip?copy=masked",
    "/assessments/{id}/report/tables.xlsx?copy=shareable&released=D2",
)


@pytest.mark.parametrize("what", BEHIND_A_MARK)
def test_each_route_of_a_copy_that_leaves_gives_the_same_bytes(client, what):
    answers = {address: set() for address in LEAVING}
    for stated in assessments_of(what):
        begun = client.post("/api/v1/assessments", content=encoded_answers(stated)).json()["id"]
        for address, found in answers.items():
            answer = client.get(address.format(id=begun))
            assert answer.status_code == 200
            found.add(answer.content.replace(begun.encode(), b"ID"))
    assert {address: len(found) for address, found in answers.items()} == dict.fromkeys(LEAVING, 1)
    assert all(CANARY.encode() not in content for found in answers.values() for content in found)


def test_the_hash_of_an_edition_is_the_same_whatever_is_withheld_since(client):
    found = set()
    for level in (0, 4):
        begun = builders.started(database_of(client))
        answer = builders.an_answer(level)
        enter(client, begun, Subject(SubjectKind.ANSWER, "1.1.1"), answer)
        finish(client, begun)
        finishing.reopen(database_of(client), begun, builders.an_act(), reason="A secret.")
        enter(client, begun, Subject(SubjectKind.ANSWER, "1.1.1"), replace(answer, withheld=True), 1)
        (edition,) = client.get(f"/api/v1/assessments/{begun}").json()["editions"]
        listed = client.get("/api/v1/assessments").json()["assessments"]
        assert [one["editions"] for one in listed if one["id"] == begun] == [[edition]]
        result = client.get(f"/api/v1/assessments/{begun}/result?edition=1").json()
        assert edition["hash"] == result["content_hash"]
        found.add(edition["hash"])
    assert len(found) == 1


def test_a_damaged_edition_has_no_hash_and_takes_no_other_assessment_from_the_list(client):
    database = database_of(client)
    begun, other = builders.started(database), builders.started(database)
    finish(client, begun)
    finishing.reopen(database, begun, builders.an_act(), reason="Wrong.")
    with database.writing() as connection:
        connection.execute(text("UPDATE edition SET content = '{}'"))
    listed = {one["id"]: one for one in client.get("/api/v1/assessments").json()["assessments"]}
    assert listed.keys() == {begun, other}
    assert [one["hash"] for one in listed[begun]["editions"]] == [""]


OF_AN_EDITION = (
    "/api/v1/assessments/{id}/answers?copy=masked&edition=1",
    "/api/v1/assessments/{id}/result?copy=masked&edition=1",
    "/assessments/{id}/report/read?kind=full&copy=masked&edition=1",
    "/assessments/{id}/report/tables.zip?copy=masked&edition=1",
)
AWAY = {
    "2.1.3": (Subject(SubjectKind.FACT, "fleet"), FactAnswer(options=("none",))),
    "2.2.1": (Subject(SubjectKind.COMPONENT, "2.2"), ComponentEntry(not_applicable="No more.")),
}


@pytest.mark.parametrize("question", AWAY)
def test_an_edition_says_nothing_of_what_is_withheld_since_also_where_it_is_asked_no_more(client, question):
    found = {address: set() for address in OF_AN_EDITION}
    for level in (0, 4):
        begun = builders.started(database_of(client))
        enter(client, begun, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("rough",)))
        enter(client, begun, Subject(SubjectKind.FACT, "fleet"), FactAnswer(options=("motor",)))
        answer = builders.an_answer(level, comment=f"{CANARY}{level}")
        enter(client, begun, Subject(SubjectKind.ANSWER, question), answer)
        finish(client, begun)
        finishing.reopen(database_of(client), begun, builders.an_act(), reason="A secret.")
        enter(client, begun, Subject(SubjectKind.ANSWER, question), replace(answer, withheld=True), 1)
        subject, content = AWAY[question]
        enter(client, begun, subject, content, 1 if subject.kind is SubjectKind.FACT else 0)
        for address, texts in found.items():
            answered = client.get(address.format(id=begun))
            assert answered.status_code == 200
            texts.add(answered.text.replace(begun, "ID"))
    assert all(CANARY not in one for texts in found.values() for one in texts)
    assert len(found[OF_AN_EDITION[0]]) == 1

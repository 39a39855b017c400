"""Everything that the server hands out of a masked or shareable copy is the same whatever a mark hides."""

import pytest

from app.answers import written
from tests.rendering.test_copies import BEHIND_A_MARK, CANARY, assessments_of

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
        begun = client.post("/api/v1/assessments", content=written(stated)).json()["id"]
        for address, found in answers.items():
            answer = client.get(address.format(id=begun))
            assert answer.status_code == 200
            found.add(answer.content.replace(begun.encode(), b"ID"))
    assert {address: len(found) for address, found in answers.items()} == dict.fromkeys(LEAVING, 1)
    assert all(CANARY.encode() not in content for found in answers.values() for content in found)

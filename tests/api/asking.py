"""What tests ask of the JSON edge, what they expect to get, and finished assessments to ask about."""

from datetime import date

from app.core.assessment.answer import Answer, EvidenceItem, Level
from app.core.assessment.assessment import Country
from app.core.assessment.journal import About
from app.services import assessments, finishing
from tests import builders
from tests.edges import database_of

API = "/api/v1"
SECRET = EvidenceItem(grade="demonstrated", title="A secret title", dated="2026-01-01")
EVERY = [question.id for _, _, question in builders.TINY.questions()]


def floats_in(value):
    """Every number in JSON that is no whole one."""
    if isinstance(value, dict):
        return [found for one in value.values() for found in floats_in(one)]
    if isinstance(value, list):
        return [found for one in value for found in floats_in(one)]
    return [value] if isinstance(value, float) else []


def got(client, address, **parameters):
    """The JSON of an answer that has to be good, and to hold no float."""
    answer = client.get(API + address, params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert floats_in(answer.json()) == []
    return answer.json()


def refused(answer, status):
    """The problem document of an answer."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert set(said) == {"type", "title", "status", "detail", "faults"}
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    for fault in said["faults"]:
        assert set(fault) == {"place", "problem", "mend"}
        assert fault["problem"]
    return said


def answer_all(client, assessment, withheld=()):
    """Level 2 everywhere, and level 4 with the best evidence where it is withheld."""
    for question in EVERY:
        answer = Answer(value=Level(2))
        if question in withheld:
            answer = Answer(value=Level(4), withheld=True, comment="A secret note", evidence=(SECRET,))
        builders.answered(database_of(client), assessment, question, answer)


def finish(client, assessment):
    return finishing.finish(database_of(client), assessment, builders.an_act())


def finished(client, withheld=(), country="XA", day=date(2026, 10, 31)):
    """The id of a finished assessment."""
    about = About(country=Country(code=country, name=country), reference_date=day)
    id_ = assessments.start(database_of(client), builders.TINY, about, builders.an_act())
    answer_all(client, id_, withheld)
    finish(client, id_)
    return id_

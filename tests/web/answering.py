"""Two questions of the tiny questionnaire, and what is answered to them behind a client."""

from contextlib import contextmanager

from app.core.assessment.answer import EvidenceItem
from app.core.errors import BusyError
from app.services import saving
from tests.builders import answered
from tests.edges import database_of, opened

LAMP = "/questions/1.1.1"
MIRROR = "/questions/1.1.3"
HOSTILE = "<script>alert(1)</script>{{7*7}}{% raw %}\u202egnp.exe\"'><img src=x onerror=alert(1)>"
DECREE = EvidenceItem(
    grade="documented",
    title="Decree “118” & <annex>",
    seen_by="Ministry's office",
    dated="2024-05",
    owner="Coast guard",
    place="Gazette",
    marking="Restricted",
)


def save(client, assessment, question, answer, **more):
    return answered(database_of(client), assessment, question, answer, **more)


def answer_of(client, assessment, question="1.1.1"):
    return opened(client, assessment).assessment.answer(question)


@contextmanager
def busy(monkeypatch):
    """Every save finds the database busy while the block lasts."""

    def refuse(*_args, **_more):
        raise BusyError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(saving, "save", refuse)
        yield

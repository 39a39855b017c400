"""An assessment with every kind of entry and two editions, open again."""

import pytest

from app.core.assessment.answer import Answer, EvidenceItem, Level
from app.core.assessment.assessment import ComponentEntry, FactAnswer, Rating, Relevance
from app.core.assessment.journal import DomainMark, Kind, Subject
from app.services import finishing, history, saving
from app.services.saving import StaleError
from tests.builders import a_mutation, an_answer, answered, now, started

DECREE = EvidenceItem(grade="documented", title="Decree 118 é ✓", dated="2024-05")


def saved(database, assessment, kind, key, content, base=0):
    saving.save(
        database,
        assessment,
        Subject(kind, key),
        base=base,
        content=content,
        mutation=a_mutation(),
        author="Ben",
        now=now(),
    )


def written_in(here):
    """The id of an assessment with every kind of entry and two editions, open again."""
    assessment = started(here)
    secret = Answer(value=Level(3), withheld=True, evidence=(DECREE,), comment="A secret\nof two lines")
    answered(here, assessment, "1.1.1", secret)
    answered(here, assessment, "1.1.1", an_answer(2), base=1)
    with pytest.raises(StaleError) as stale:
        answered(here, assessment, "1.1.1", an_answer(4), base=1, author="Cleo")
    saved(here, assessment, Kind.FACT, "coast", FactAnswer(options=("calm",)))
    saved(here, assessment, Kind.RATING, "S1", Rating(relevance=Relevance.HIGH))
    saved(here, assessment, Kind.COMPONENT, "1.1", ComponentEntry(target=3))
    saved(here, assessment, Kind.DOMAIN, "D1", DomainMark(is_finished=True))
    saving.resolve(
        here,
        assessment,
        stale.value.conflict,
        choice="mine",
        base=2,
        mutation=a_mutation(),
        author="Ana",
        now=now(),
    )
    answered(here, assessment, "1.1.2", an_answer(1))
    answered(here, assessment, "1.1.2", Answer(), base=1)
    history.name_moment(here, assessment, "before the workshop", mutation="m", author="Ana", now=now())
    finishing.finish(here, assessment, mutation="f1", author="Dan", now=now())
    finishing.reopen(here, assessment, reason="A word", mutation="r1", author="Dan", now=now())
    answered(here, assessment, "1.1.3", an_answer(4), mutation="on-its-way")
    finishing.finish(here, assessment, mutation="f2", author="Eve", now=now())
    finishing.reopen(here, assessment, reason="Another", mutation="r2", author="Eve", now=now())
    return assessment

"""An assessment with every kind of entry and two editions, open again."""

import pytest

from app.core.assessment.answer import Answer, EvidenceItem, Level
from app.core.assessment.assessment import ComponentEntry, FactAnswer, Rating, Relevance
from app.core.assessment.journal import DomainMark, Subject, SubjectKind
from app.services import finishing, history, saving
from app.services.saving import StaleError
from tests.builders import an_act, an_answer, answered, started

DECREE = EvidenceItem(grade="documented", title="Decree 118 é ✓", dated="2024-05")


def saved(database, assessment, kind, key, content, base=0):
    saving.save(database, assessment, Subject(kind, key), an_act("Ben"), base=base, content=content)


def written_in(here):
    """The id of an assessment with every kind of entry and two editions, open again."""
    assessment = started(here)
    secret = Answer(value=Level(3), withheld=True, evidence=(DECREE,), comment="A secret\nof two lines")
    answered(here, assessment, "1.1.1", secret)
    answered(here, assessment, "1.1.1", an_answer(2), base=1)
    with pytest.raises(StaleError) as stale:
        answered(here, assessment, "1.1.1", an_answer(4), base=1, author="Cleo")
    saved(here, assessment, SubjectKind.FACT, "coast", FactAnswer(options=("calm",)))
    saved(here, assessment, SubjectKind.RATING, "S1", Rating(relevance=Relevance.HIGH))
    saved(here, assessment, SubjectKind.COMPONENT, "1.1", ComponentEntry(target=3))
    saved(here, assessment, SubjectKind.DOMAIN, "D1", DomainMark(is_finished=True))
    saving.resolve(here, assessment, stale.value.conflict, an_act(), choice="mine", base=2)
    answered(here, assessment, "1.1.2", an_answer(1))
    answered(here, assessment, "1.1.2", Answer(), base=1)
    history.name_moment(here, assessment, "before the workshop", an_act(mutation="m"))
    finishing.finish(here, assessment, an_act("Dan", mutation="f1"))
    finishing.reopen(here, assessment, an_act("Dan", mutation="r1"), reason="A word")
    answered(here, assessment, "1.1.3", an_answer(4), mutation="on-its-way")
    finishing.finish(here, assessment, an_act("Eve", mutation="f2"))
    finishing.reopen(here, assessment, an_act("Eve", mutation="r2"), reason="Another")
    return assessment

"""A published version is frozen: its hash is recorded beside it, and another text is refused."""

from collections.abc import Iterator
from pathlib import Path

from app.catalogue.canonical import hash_of
from app.core.errors import Fault, QuestionnaireRefusedError
from app.core.questionnaire.questionnaire import Questionnaire

RECORD = "published.sha256"
"""The file in the folder of a published version: the hash of its canonical text, and a line feed."""

_LONGER_THAN_A_HASH = 100


def faults_of_record(folder: Path, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A published version has a record, and is the text that it records; a draft has none."""
    record = folder / RECORD
    is_published = questionnaire.status == "published"
    if not record.exists():
        if is_published:
            mend = "Freeze this version with: cied publish, and its folder."
            yield Fault(place=(RECORD,), problem="is missing.", mend=mend)
    elif not is_published:
        mend = "Take the change back, or make a new version."
        yield Fault(place=(RECORD,), problem="says that this version was published.", mend=mend)
    elif _beginning(record).strip() != hash_of(questionnaire):
        mend = "A published version never changes: take the change back, or make a new version."
        yield Fault(place=(RECORD,), problem="is the hash of another text.", mend=mend)


def _beginning(record: Path) -> str:
    with record.open("rb") as file:
        return file.read(_LONGER_THAN_A_HASH).decode(errors="replace")


def freeze(folder: Path, questionnaire: Questionnaire) -> str:
    """Record the hash of a published version, and give it; done twice it changes nothing.

    Raises QuestionnaireRefusedError where it is a draft, or another text was published.
    """
    if questionnaire.status != "published":
        mend = 'Write status = "published" when it is ready.'
        raise QuestionnaireRefusedError([Fault(place=("status",), problem="is draft.", mend=mend)])
    if (folder / RECORD).exists():
        faults = tuple(faults_of_record(folder, questionnaire))
        if faults:
            raise QuestionnaireRefusedError(faults)
    else:
        (folder / RECORD).write_text(hash_of(questionnaire) + "\n")
    return hash_of(questionnaire)

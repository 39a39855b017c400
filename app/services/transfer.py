"""What a person can do with answers files: take one out, bring one in; and the demonstrations."""

from datetime import datetime
from pathlib import Path

from app.answers import decoded, encoded_answers, named, parsed_answers, text_hash, unknown_questionnaire
from app.catalogue import Catalogue
from app.core.assessment.act import Act
from app.core.assessment.assessment import Assessment
from app.core.assessment.journal import Earlier, contents_of
from app.core.copies.copies import UncutCopy
from app.core.errors import AnswersRefusedError, BlockedError, Fault
from app.core.questionnaire.questionnaire import Questionnaire
from app.services.assessments import Opened
from app.services.finishing import finish
from app.services.reports import stated
from app.services.writing import begin
from app.storage import assessments, questionnaires
from app.storage.database import Database

DEMONSTRATIONS = "*/*/demonstrations/*.json"


def exported(opened: Opened, *, copy: UncutCopy, edition: int | None = None) -> str:
    """The answers file of the present state, or of an edition; the owner's own copy or the masked one.

    Raises LookupError where there is no such edition.
    """
    frozen = None if edition is None else opened.edition(edition)
    if frozen is not None and copy == "own":
        return frozen.content
    return encoded_answers(stated(opened, copy, frozen))


def import_answers(
    database: Database,
    catalogue: Catalogue,
    text: str,
    act: Act,
    *,
    is_demonstration: bool = False,
) -> str:
    """The id of a new assessment with everything that an answers file holds.

    A repeated mutation gives the one it began before. It
    starts from no earlier assessment: the file may come from elsewhere. Raises AnswersRefusedError
    with every error of the file, BegunOtherwiseError where the mutation brought another file before, and
    BusyError.
    """
    questionnaire, assessment = _read(catalogue, text)
    return begin(
        database,
        questionnaire,
        contents_of(assessment),
        act,
        is_demonstration=is_demonstration,
    )


def _read(catalogue: Catalogue, text: str) -> tuple[Questionnaire, Assessment]:
    name = named(text)
    questionnaire = catalogue.find(*name)
    if questionnaire is None:
        raise unknown_questionnaire(name, catalogue)
    return questionnaire, parsed_answers(text, questionnaire)


def load_demonstrations(
    database: Database, catalogue: Catalogue, folder: Path, *, now: datetime
) -> tuple[str, ...]:
    """Load and finish the demonstrations beside the questionnaires of `folder`, and give their ids.

    In the order of their reference dates: one of a country that has an older one starts from that.
    Only into a database in which nothing ever was: one whose demonstrations were removed stays
    without them. Raises AnswersRefusedError, with the file first in each place, and BusyError.
    """
    with database.reading() as connection:
        if not questionnaires.holds_no_text(connection):
            return ()
    read_in = []
    for file in sorted(folder.glob(DEMONSTRATIONS)):
        try:
            text = decoded(file.read_bytes())
            read_in.append((text, *_read(catalogue, text)))
        except AnswersRefusedError as refused:
            name = str(file.relative_to(folder))
            raise AnswersRefusedError(
                Fault(place=(name, *fault.place), problem=fault.problem, mend=fault.mend)
                for fault in refused.faults
            ) from None
    loaded = []
    finished: dict[tuple[str, str], Earlier] = {}
    for text, questionnaire, assessment in sorted(read_in, key=lambda one: one[2].reference_date):
        of = (questionnaire.id, assessment.country.code)
        assessment_id = begin(
            database,
            questionnaire,
            contents_of(assessment, finished.get(of)),
            Act(by="", at=now, mutation=text_hash(text)),
            is_demonstration=True,
        )
        loaded.append(assessment_id)
        try:
            edition = finish(database, assessment_id, Act(by="", at=now, mutation="demonstration"))
        except BlockedError:
            continue  # it shows an assessment that still waits for somebody
        finished[of] = Earlier(assessment=assessment_id, edition=edition)
    return tuple(loaded)


def remove_demonstrations(database: Database) -> int:
    """Remove every demonstration with all that belongs to it, and give their number.

    They do not come back at the next start. Raises BusyError.
    """
    with database.writing() as connection:
        removed = assessments.remove_demonstrations(connection)
    database.forget_deleted()
    return removed

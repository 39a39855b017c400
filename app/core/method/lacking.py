"""What is still missing in what was entered: it is kept as it is, and counts for less until it is there.

The one rule of it: the page of a question, of a domain and of a component, the check page and finishing
all ask here, by `progress.lacking`. Ends of a range and names of agencies never are: an answer
without them is not stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.assessment.answer import Answer, EvidenceItem
from app.core.assessment.assessment import ComponentEntry
from app.core.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True)
class Lack:
    """One thing that is missing.

    missing_reason: declared not applicable, and nothing says why; until it does, nothing can be finished.
    undated_evidence: an item above the weakest grade has no date, and counts as the weakest.
    `id` is of the question or component; `item` and `position`, from 0, the item of evidence and the
    position that it stands at, None where it stands at none.
    """

    why: Literal["missing_reason", "undated_evidence"]
    id: str
    position: int | None = None
    item: int | None = None


def lacks_of_answer(questionnaire: Questionnaire, question_id: str, answer: Answer) -> Iterator[Lack]:
    """What an answer lacks: of its evidence, that which counts is looked at."""
    if answer.declared_reason == "":
        yield Lack(why="missing_reason", id=question_id)
    weakest = questionnaire.evidence.grades[0].id
    for position, items in _counting(answer):
        for place, item in enumerate(items):
            if item.grade != weakest and item.last_day is None:
                yield Lack(why="undated_evidence", id=question_id, position=position, item=place)


def lacks_of_declaration(component_id: str, entry: ComponentEntry) -> Iterator[Lack]:
    """What the declaration of a component lacks."""
    if entry.declared_reason == "":
        yield Lack(why="missing_reason", id=component_id)


def _counting(answer: Answer) -> Iterator[tuple[int | None, Sequence[EvidenceItem]]]:
    """The evidence that counts, with the place of its position: beside them its own does not."""
    if answer.positions:
        yield from ((place, held.evidence) for place, held in enumerate(answer.positions))
    else:
        yield None, answer.evidence

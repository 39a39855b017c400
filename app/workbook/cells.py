"""What the cells of one question say, and the answer that they mean."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from typing import assert_never

from app.answers.validation import faults_of_answer
from app.core.assessment.answer import (
    Answer,
    AnswerValue,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Positions,
    Range,
)
from app.core.errors import Fault
from app.core.questionnaire.questionnaire import Question, Questionnaire
from app.workbook.book import LONGEST_CELL
from app.workbook.escaping import clipped, units

_MORE = " […]"
"""Ends what is shown of a note that is longer than a cell; all of it is kept."""


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One question in a workbook, in ids and never in the words of a language.

    `answer`: a level's number, `not_known`, `not_applicable` or `positions`; empty is open. `upper`: the
    upper level of a range. Of positions only that they are there can be said in a workbook.
    """

    answer: str = ""
    upper: str = ""
    reason: str = ""
    evidence: tuple[EvidenceItem, ...] = ()
    comment: str = ""
    withheld: bool = False


def cells_of(answer: Answer) -> Cells:
    """The cells that show an answer."""
    cells = Cells(evidence=answer.evidence, comment=_fitting(answer.comment), withheld=answer.withheld)
    match answer.value:
        case None:
            return cells
        case Level(level):
            return replace(cells, answer=str(level))
        case Range(low, high):
            return replace(cells, answer=str(low), upper=str(high))
        case Positions():
            return replace(cells, answer="positions")
        case NotKnown():
            return replace(cells, answer="not_known")
        case NotApplicable(reason):
            return replace(cells, answer="not_applicable", reason=reason)
        case _:  # pragma: no cover - the type checker proves it
            assert_never(answer.value)


def _fitting(comment: str) -> str:
    """As much of a note as a cell holds."""
    if units(comment) <= LONGEST_CELL:
        return comment
    return clipped(comment, LONGEST_CELL - len(_MORE)) + _MORE


def is_untouched(cells: Cells, before: Answer) -> bool:
    """Whether the cells still say what they said when the workbook was made of `before`."""
    return _trimmed(cells) == _trimmed(cells_of(before))


def answer_of(
    cells: Cells, before: Answer, question: Question, questionnaire: Questionnaire
) -> tuple[Answer, tuple[Fault, ...]]:
    """The answer that the cells mean, and what must be mended; a fault's place is the field of the cells.

    `before` is what the workbook was made of: what a cell cannot show, and was not touched, is kept.
    """
    shown_before = _trimmed(cells_of(before))
    typed = _trimmed(cells)
    faults: list[Fault] = []
    is_same_value = (typed.answer, typed.upper, typed.reason) == (
        shown_before.answer,
        shown_before.upper,
        shown_before.reason,
    )
    if typed.comment != shown_before.comment and units(before.comment) > LONGEST_CELL:
        faults.append(
            Fault(
                place=("comment",),
                problem="The note is longer than a cell holds; only its beginning stands here.",
                mend="Put the cell back as it was, and change the note on the question’s page.",
            )
        )
    answer = Answer(
        value=before.value if is_same_value else _value(cells, question, questionnaire, faults),
        evidence=before.evidence if typed.evidence == shown_before.evidence else cells.evidence,
        comment=before.comment if typed.comment == shown_before.comment else cells.comment,
        withheld=cells.withheld,
    )
    return answer, (*faults, *_placed(faults_of_answer(question, answer, questionnaire)))


def _value(
    cells: Cells, question: Question, questionnaire: Questionnaire, faults: list[Fault]
) -> AnswerValue | None:
    levels = {str(level) for level in range(questionnaire.scale.top + 1)}
    refused = _refusal(cells, question, levels)
    if refused:
        faults.append(refused)
        return None
    match cells.answer:
        case "":
            return None
        case "not_known":
            return NotKnown()
        case "not_applicable":
            return NotApplicable(cells.reason.strip())
        case low if cells.upper in {"", low}:
            return Level(int(low))
        case low:
            return Range(int(low), int(cells.upper))


def _refusal(cells: Cells, question: Question, levels: Collection[str]) -> Fault | None:
    """What keeps answer, upper level and reason from meaning one thing."""
    answer, upper = cells.answer, cells.upper
    if upper and answer not in levels:
        place, problem, mend = "upper", "It stands without a lower level.", "Choose that as the answer."
    elif upper and (upper not in levels or int(upper) < int(answer)):
        place, problem, mend = "upper", "It is not above the answer.", "Choose the lower level as the answer."
    elif cells.reason.strip() and answer != "not_applicable":
        place, problem, mend = "reason", "This answer needs no reason.", "Empty it, or say it as a note."
    elif answer == "not_applicable" and not question.may_be_na:
        place, problem, mend = "answer", "This question always applies.", "Choose a level, or not known."
    elif answer == "positions":
        place, problem = "answer", "Positions of agencies cannot be entered in a workbook."
        mend = "Choose one level or two, or enter them on the question’s page."
    else:
        return None
    return Fault(place=(place,), problem=problem, mend=mend)


def _placed(faults: tuple[Fault, ...]) -> Iterator[Fault]:
    """Faults of an answer in the fields of the cells: `evidence 2 dated`, `comment`, `reason`."""
    for fault in faults:
        match fault.place:
            case ("evidence", item, name):
                place = f"evidence {item.removeprefix('item ')} {name}"
            case ("not_applicable",):
                place = "reason"
            case (name, *_) if name in ("comment", "evidence"):
                place = name
            case _:
                place = "answer"
        yield replace(fault, place=(place,))


def _trimmed(cells: Cells) -> Cells:
    """Without the white space at either end, which spreadsheets may change."""
    return replace(
        cells,
        reason=cells.reason.strip(),
        comment=cells.comment.strip(),
        evidence=tuple(
            EvidenceItem(**{name: text.strip() for name, text in asdict(item).items()})
            for item in cells.evidence
        ),
    )

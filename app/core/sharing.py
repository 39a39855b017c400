"""The copy that can be handed on: chosen domains, no words of a person, and then scored again.

Like the masked copy (docs/method.md, section 2) it is made by replacing and leaving out, never by hiding
figures of the full result. Whatever was written in free text is gone; what counts stays what it counted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from app.core.alike import masked_alike
from app.core.assessment import (
    ASSISTANCE_KINDS,
    COST_BANDS,
    OPEN,
    Answer,
    AnswerValue,
    Assessment,
    ComponentEntry,
    EvidenceItem,
    Level,
    Move,
    NotApplicable,
    Plan,
    Positions,
    Range,
    last_day,
)
from app.core.comparison import Comparison, comparison, question_then
from app.core.condition import facts_read
from app.core.cutting import cut
from app.core.errors import ChoiceRefusedError
from app.core.masking import masked
from app.core.question_result import question_result
from app.core.questionnaire import Question, Questionnaire
from app.core.quick_scan import as_asked

LEFT_OUT = "left out of this copy"
"""Stands where the format wants a text: the reason of what does not apply, or of a move."""

_SENSITIVE: Mapping[str, tuple[str, ...]] = {"a-res-75-59": ("D2", "D3", "D9")}
"""Under the ids of questionnaires, the domains that leave only where they are named: what they show can
help an attacker (threat information, ammunition, response)."""


def released_domains(questionnaire: Questionnaire, named: Iterable[str] = ()) -> tuple[str, ...]:
    """The domains that a shareable copy keeps, in order; all but the sensitive ones where none is named.

    ChoiceRefusedError for a domain that is none.
    """
    domains, wanted = list(questionnaire.domain_by_id), set(named)
    if unknown := sorted(wanted.difference(domains)):
        raise ChoiceRefusedError(
            "released",
            f"There is no domain {' or '.join(unknown)} here. They go from {domains[0]} to {domains[-1]}.",
        )
    sensitive = _SENSITIVE.get(questionnaire.id, ())
    return tuple(one for one in domains if (one in wanted if wanted else one not in sensitive))


def as_released(questionnaire: Questionnaire, released: Collection[str]) -> Questionnaire:
    """The questionnaire with these domains alone, and without the facts that only the others ask for."""
    return _keeping(
        questionnaire,
        {question.id for domain, _, question in questionnaire.questions() if domain.id in released},
    )


def as_released_then(released: Questionnaire, whole_then: Questionnaire) -> Questionnaire:
    """An earlier version with those questions alone that stand in the released part of the newer one."""
    before = (question_then(whole_then, question) for _, _, question in released.questions())
    return _keeping(whole_then, {one.id for one in before if one is not None})


def _keeping(questionnaire: Questionnaire, kept: Collection[str]) -> Questionnaire:
    left = cut(questionnaire, kept)
    only_elsewhere = _facts_read(questionnaire) - _facts_read(left)
    return replace(left, facts=tuple(fact for fact in left.facts if fact.id not in only_elsewhere))


def _facts_read(questionnaire: Questionnaire) -> set[str]:
    """The facts that conditions read."""
    return {
        fact
        for _, component, question in questionnaire.questions()
        for one in (component, question)
        for fact in facts_read(one.when)
    }


def shareable(questionnaire: Questionnaire, released: Questionnaire, assessment: Assessment) -> Assessment:
    """The shareable copy: the same for every withheld value, for every word, and for all that is cut.

    `released` is what is left of `questionnaire`, by `as_released` or `as_released_then`.
    """
    left = as_asked(released, assessment)
    # What is withheld is replaced in the whole tree first, and then what is cut is left out.
    mask = masked(left, masked(questionnaire, assessment))
    answers = {
        name: _answer(left, left.question_by_id[name], one, mask) for name, one in mask.answers.items()
    }
    components = {name: _entry(one) for name, one in mask.components.items()}
    # What held nothing but words is as if it had never been entered.
    return replace(
        mask,
        answers={name: one for name, one in answers.items() if one != OPEN},
        components={name: one for name, one in components.items() if one != ComponentEntry()},
    )


def _answer(left: Questionnaire, question: Question, answer: Answer, assessment: Assessment) -> Answer:
    """The same set of levels and the same grade, with nothing that anybody wrote."""
    result = question_result(left, question, answer, assessment.reference_date)
    value: AnswerValue | None = answer.value
    if isinstance(value, Positions):
        # Who differs is not told, nor whether they are agencies or one range.
        is_one = result.least == result.high
        value = Level(result.high) if is_one else Range(result.least, result.high)
    elif isinstance(value, NotApplicable):
        value = NotApplicable(LEFT_OUT if answer.declared_reason else "")
    weakest = left.evidence.grades[0].id
    evidence = () if result.grade in (None, weakest) else (_evidence(str(result.grade), assessment),)
    return Answer(value=value, withheld=answer.withheld, evidence=evidence)


def _evidence(grade: str, assessment: Assessment) -> EvidenceItem:
    """One item of the grade that counts, after ageing; of the reference date, so that it counts again."""
    return EvidenceItem(grade=grade, dated=assessment.reference_date.isoformat())


def _entry(entry: ComponentEntry) -> ComponentEntry:
    """What was chosen from a list, and the dates; a commitment, which is a text, is not in it."""
    plan, move = entry.plan, entry.move
    return ComponentEntry(
        not_applicable=LEFT_OUT if entry.declared_reason else entry.declared_reason,
        withheld=entry.withheld,
        target=entry.target,
        plan=Plan(
            due=plan.due if last_day(plan.due) else "",
            cost_band=plan.cost_band if plan.cost_band in COST_BANDS else "",
            assistance_kind=plan.assistance_kind if plan.assistance_kind in ASSISTANCE_KINDS else "",
        ),
        move=move and Move(place=move.place, reason=LEFT_OUT),
    )


def compared(
    whole: Questionnaire,
    now: Assessment,
    whole_then: Questionnaire,
    then: Assessment,
    released: Collection[str] = (),
    *,
    leaves: bool = False,
) -> Comparison:
    """Two copies of one kind beside each other, in a shareable copy on the released domains alone.

    `leaves`: they are masked copies, and what is withheld in either is in neither; of shareable copies that
    always holds. Raises NotComparableError.
    """
    if released:
        whole = as_released(whole, released)
        whole_then = as_released_then(whole, whole_then)
    if released or leaves:
        now, then = masked_alike(whole, now, whole_then, then)
    return comparison(whole, now, whole_then, then)

"""The copy that can be handed on: chosen domains, no words of a person, and then scored again.

Like the masked copy (docs/method.md, section 2) it is made by replacing and leaving out, never by hiding
figures of the full result. Whatever was written in free text is gone; what counts stays what it counted.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import assert_never

from app.core.assessment.answer import (
    OPEN,
    Answer,
    AnswerValue,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Positions,
    Range,
)
from app.core.assessment.assessment import (
    ASSISTANCE_KINDS,
    COST_BANDS,
    Assessment,
    ComponentEntry,
    Move,
    Plan,
)
from app.core.assessment.quick_scan import as_asked
from app.core.copies.alike import masked_alike
from app.core.copies.masking import masked
from app.core.dates import last_day
from app.core.errors import ChoiceRefusedError
from app.core.method.comparison import Comparison, comparison, question_then
from app.core.method.question_result import question_result
from app.core.questionnaire.condition import facts_read
from app.core.questionnaire.questionnaire import Domain, Question, Questionnaire
from app.core.questionnaire.subset import cut

LEFT_OUT = "left out of this copy"
"""Stands where the format wants a text: the reason of what does not apply, or of a move."""

_SENSITIVE_IN_0_9 = ("D2", "D3", "D9")
_HASH_OF_0_9 = "21d73b64a36e4b1af54a2da3dac7661e184f65457476b0b320231e0c5606bc97"
"""Version 0.9 of a-res-75-59 was published before the format could say which domains are sensitive (threat
information, ammunition, response). It is known by its hash, for no other text may borrow that."""


def released_domains(questionnaire: Questionnaire, named: Iterable[str] = ()) -> tuple[str, ...]:
    """The ids of what a shareable copy keeps, in order: domains, then components that are named themselves.

    Where nothing is named, the domains that the questionnaire says are not sensitive, which may be none.
    ChoiceRefusedError for an id that is none.
    """
    wanted = set(named) or {one.id for one in questionnaire.domains if _is_open(questionnaire, one)}
    domains, components = list(questionnaire.domain_by_id), questionnaire.component_by_id
    if unknown := sorted(wanted.difference(domains, components)):
        raise ChoiceRefusedError(
            "released",
            f"There is no domain {' or '.join(unknown)} here. They go from {domains[0]} to {domains[-1]}.",
        )
    return tuple(one for one in (*domains, *components) if one in wanted)


def _is_open(questionnaire: Questionnaire, domain: Domain) -> bool:
    if domain.sensitive is None and questionnaire.version == "0.9" and questionnaire.hash == _HASH_OF_0_9:
        return domain.id not in _SENSITIVE_IN_0_9
    return domain.sensitive is False


def as_released(questionnaire: Questionnaire, released: Collection[str]) -> Questionnaire:
    """The questionnaire with these parts alone, and without the facts that only the others ask for.

    A sensitive component is in none of its domains: it is kept where it is named itself. ChoiceRefusedError
    where nothing is left.
    """
    kept = {
        question.id
        for domain, component, question in questionnaire.questions()
        if component.id in released or (domain.id in released and not component.sensitive)
    }
    if not kept:
        raise ChoiceRefusedError("released", _ALL_SENSITIVE if released else _NOTHING_NAMED)
    return _keeping(questionnaire, kept)


_NOTHING_NAMED = (
    "The questionnaire does not say of any domain that it may be handed on. "
    "Name those that a shareable copy keeps."
)
_ALL_SENSITIVE = (
    "All that is named is sensitive component by component. Name the components too that may be handed on."
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


def shareable(
    questionnaire: Questionnaire,
    released: Questionnaire,
    assessment: Assessment,
    requests: Collection[str] = (),
) -> Assessment:
    """The shareable copy: the same for every withheld value, for every word, and for all that is cut.

    `released` is what is left of `questionnaire`, by `as_released` or `as_released_then`. `requests`: the
    components whose request for assistance was chosen to be handed on, with its words and its office.
    """
    left = as_asked(released, assessment)
    # What is withheld is replaced in the whole tree first, and then what is cut is left out.
    mask = masked(left, masked(questionnaire, assessment))
    answers = {
        name: _answer(left, left.question_by_id[name], one, mask) for name, one in mask.answers.items()
    }
    components = {name: _entry(one, is_requested=name in requests) for name, one in mask.components.items()}
    # What held nothing but words is as if it had never been entered.
    return replace(
        mask,
        answers={name: one for name, one in answers.items() if one != OPEN},
        components={name: one for name, one in components.items() if one != ComponentEntry()},
    )


def _answer(left: Questionnaire, question: Question, answer: Answer, assessment: Assessment) -> Answer:
    """The same set of levels and the same grade, with nothing that anybody wrote."""
    result = question_result(left, question, answer, assessment.reference_date)
    value: AnswerValue | None
    match answer.value:
        case None | Level() | Range() | NotKnown():
            value = answer.value
        case Positions():
            # Who differs is not told, nor whether they are agencies or one range.
            is_one = result.least == result.high
            value = Level(result.high) if is_one else Range(result.least, result.high)
        case NotApplicable():
            value = NotApplicable(LEFT_OUT if answer.declared_reason else "")
        case _:  # pragma: no cover - the type checker proves it
            assert_never(answer.value)
    weakest = left.evidence.grades[0].id
    evidence = () if result.grade in (None, weakest) else (_evidence(str(result.grade), assessment),)
    return Answer(value=value, withheld=answer.withheld, evidence=evidence)


def _evidence(grade: str, assessment: Assessment) -> EvidenceItem:
    """One item of the grade that counts, after ageing; of the reference date, so that it counts again."""
    return EvidenceItem(grade=grade, dated=assessment.reference_date.isoformat())


def _entry(entry: ComponentEntry, *, is_requested: bool) -> ComponentEntry:
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
            owner=plan.owner if is_requested else "",
            assistance=plan.assistance if is_requested else "",
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

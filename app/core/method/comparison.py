"""This assessment beside an earlier one: what changed for certain (docs/method.md, section 7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from app.core.assessment.assessment import Assessment
from app.core.assessment.quick_scan import as_asked
from app.core.errors import NotComparableError
from app.core.method.exclusion import Leaving, leaving
from app.core.method.scoring import NodeResult, Result, score
from app.core.questionnaire.questionnaire import Question, Questionnaire

Movement = Literal["up", "down", "none"]
"""Where a score or level went for certain."""

ChangeVerdict = Literal["improved", "fell", "mixed", "not_distinguishable"]


@dataclass(frozen=True, kw_only=True)
class NodeChange:
    """One node then and now, scored on the questions of both.

    `level`: None for the whole. `is_better_known`, `is_better_documented`: said only of what is not
    distinguishable.
    """

    then: NodeResult
    now: NodeResult
    score: Movement
    level: Movement | None
    verdict: ChangeVerdict
    is_better_known: bool = False
    is_better_documented: bool = False

    @property
    def id(self) -> str:
        """The id of the node."""
        return self.now.id


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Why a question is not compared: its version lacks it, or it left. `reason` as in a Leaving."""

    why: Literal["missing", "not_asked", "not_applicable"]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NotCompared:
    """A question that is not asked and applicable in both; `then` or `now` None: there it is."""

    question: Question
    then: Absence | None
    now: Absence | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that follows from two assessments beside each other.

    `questionnaire` is the newer version cut down to the questions compared; nodes and
    `not_compared` stand in its order, and what only the earlier version asked stands last.
    `then`, `now`: the assessments as they were given.
    """

    questionnaire: Questionnaire
    then: Assessment
    now: Assessment
    overall: NodeChange
    domains: tuple[NodeChange, ...]
    components: tuple[NodeChange, ...]
    not_compared: tuple[NotCompared, ...]

    def verdicts(self, verdict: ChangeVerdict) -> tuple[NodeChange, ...]:
        """The domains with that verdict."""
        return tuple(change for change in self.domains if change.verdict == verdict)


def comparison(
    whole: Questionnaire, now: Assessment, whole_then: Questionnaire, then: Assessment
) -> Comparison:
    """`now` beside the earlier `then`, both already the wanted copy: masked both, or neither.

    Both are scored again on the questions of both, by the weights and rules of `whole`, the newer
    version. Raises NotComparableError.
    """
    _refuse_incomparable(whole, now, whole_then, then)
    asked, asked_then = as_asked(whole, now), as_asked(whole_then, then)
    absent, absent_then = _absences(asked, now), _absences(asked_then, then)
    pairs: dict[str, str] = {}
    not_compared: list[NotCompared] = []
    matched = set()
    for _, _, question in asked.questions():
        before = question_then(asked_then, question)
        gone_then = Absence(why="missing") if before is None else absent_then[before.id]
        if before is not None:
            matched.add(before.id)
        if before is not None and gone_then is None and absent[question.id] is None:
            pairs[question.id] = before.id
        else:
            not_compared.append(NotCompared(question=question, then=gone_then, now=absent[question.id]))
    not_compared += [
        NotCompared(question=question, then=absent_then[question.id], now=Absence(why="missing"))
        for _, _, question in asked_then.questions()
        if question.id not in matched
    ]
    if not pairs:
        raise NotComparableError("nothing")
    compared = _cut(asked, pairs)
    # Each with its own evidence dates: its reference date stays.
    result = score(compared, _answers_alone(now, {name: name for name in pairs}))
    result_then = score(compared, _answers_alone(then, pairs))
    return Comparison(
        questionnaire=compared,
        then=then,
        now=now,
        overall=_change(compared, result_then, result, result.overall),
        domains=tuple(_change(compared, result_then, result, node) for node in result.domains),
        components=tuple(_change(compared, result_then, result, node) for node in result.components),
        not_compared=tuple(not_compared),
    )


def question_then(earlier: Questionnaire, question: Question) -> Question | None:
    """The question of an earlier version with the same id, or the one that this one rewords."""
    return earlier.question_by_id.get(question.id) or earlier.question_by_id.get(question.rewords or "")


def _refuse_incomparable(
    whole: Questionnaire, now: Assessment, whole_then: Questionnaire, then: Assessment
) -> None:
    if now.country.code != then.country.code:  # no ranking: a State stands beside itself alone
        raise NotComparableError("country")
    if whole.id != whole_then.id:
        raise NotComparableError("questionnaire")
    # What is published under a name never changes: of two such texts one is not what it says.
    is_published = "published" in {whole.status, whole_then.status}
    if is_published and whole.version == whole_then.version and whole != whole_then:
        raise NotComparableError("text")
    # A quick scan is compared only with a quick scan.
    if now.scope != then.scope:
        raise NotComparableError("scope")
    # The newer rules have to know every level and every grade that was given then.
    grades = {grade.id for grade in whole_then.evidence.grades}
    if whole.scale.top != whole_then.scale.top or not grades <= whole.grade_by_id.keys():
        raise NotComparableError("scale")


# --- only questions asked and applicable in both --------------------------------------------------


def _absences(questionnaire: Questionnaire, assessment: Assessment) -> Mapping[str, Absence | None]:
    gone = leaving(questionnaire, assessment)
    return {
        question.id: _absence(gone.get(component.id) or gone.get(question.id))
        for _, component, question in questionnaire.questions()
    }


def _absence(gone: Leaving | None) -> Absence | None:
    return None if gone is None else Absence(why=gone.why, reason=gone.reason)


def _cut(questionnaire: Questionnaire, kept: Collection[str]) -> Questionnaire:
    """The tree with these questions alone, of which none leaves any more; shares are of what is left."""
    domains = []
    for domain in questionnaire.domains:
        components = []
        for component in domain.components:
            questions = tuple(
                replace(question, when=None, may_be_na=False)
                for question in component.questions
                if question.id in kept
            )
            if questions:
                components.append(replace(component, when=None, may_be_na=False, questions=questions))
        if components:
            domains.append(replace(domain, components=tuple(components)))
    return replace(questionnaire, domains=tuple(domains))


def _answers_alone(assessment: Assessment, pairs: Mapping[str, str]) -> Assessment:
    """Its answers to the questions compared, under their newer ids, and nothing else."""
    answers = {name: assessment.answer(known_as) for name, known_as in pairs.items()}
    return replace(assessment, answers=answers, facts={}, ratings={}, components={})


# --- what is certain ------------------------------------------------------------------------------


def _change(questionnaire: Questionnaire, then: Result, now: Result, node: NodeResult) -> NodeChange:
    before = then.node_by_id[node.id]
    moved = _movement((before.score.low, before.score.high), (node.score.low, node.score.high))
    level: Movement | None = None
    if before.level is not None and node.level is not None:
        level = _movement((before.level.low, before.level.high), (node.level.low, node.level.high))
    verdict = _verdict({moved, level or "none"})
    is_open = verdict == "not_distinguishable"
    return NodeChange(
        then=before,
        now=node,
        score=moved,
        level=level,
        verdict=verdict,
        # better known where unknown shrank
        is_better_known=is_open and node.causes.unknown < before.causes.unknown,
        is_better_documented=is_open and _is_better_documented(questionnaire, then, now, node),
    )


def _movement(
    then: tuple[Fraction | int, Fraction | int], now: tuple[Fraction | int, Fraction | int]
) -> Movement:
    """Up for certain iff the low end now is above the high end then; down the other way round."""
    if now[0] > then[1]:
        return "up"
    return "down" if now[1] < then[0] else "none"


def _verdict(movements: Collection[Movement]) -> ChangeVerdict:
    """Improved iff one is up and the other not down, fell likewise, mixed iff one up and one down."""
    is_up, is_down = "up" in movements, "down" in movements
    if is_up and is_down:
        return "mixed"
    if is_up:
        return "improved"
    return "fell" if is_down else "not_distinguishable"


def _is_better_documented(questionnaire: Questionnaire, then: Result, now: Result, node: NodeResult) -> bool:
    """Whether a question answered both times has a higher grade and the same greatest value."""
    for result in now.questions:
        before = then.question_by_id[result.question.id]
        component = questionnaire.component_of[result.question.id].id
        domain = questionnaire.domain_of[result.question.id].id
        if (
            (node.kind == "overall" or node.id in {component, domain})
            and before.grade is not None
            and result.grade is not None
            and before.high == result.high
            and questionnaire.grade_by_id[result.grade] > questionnaire.grade_by_id[before.grade]
        ):
            return True
    return False

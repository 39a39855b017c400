"""What is to be done, in the questionnaire's words."""

from dataclasses import dataclass

from app.core.method.priorities import Line
from app.core.method.trace import Mover
from app.core.questionnaire.questionnaire import Grade, Question, Step
from app.core.reports.scored import Scored


@dataclass(frozen=True, kw_only=True)
class Action:
    """A mover in words that the questionnaire holds.

    *Raise it* has the next steps; *document it* the grade and the evidence line of the level; `office` is
    who can do it. `is_withheld`: in this copy the answer is withheld, so there is nothing to find out.
    """

    mover: Mover
    question: Question
    office: str
    steps: tuple[Step, ...] = ()
    evidence: str | None = None
    grade: Grade | None = None
    is_withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class FirstAction:
    """A line that is not Keep, with its first action."""

    line: Line
    action: Action


def action_of(scored: Scored, component_id: str, mover: Mover) -> Action:
    """What a mover asks for."""
    questionnaire, assessment = scored.questionnaire, scored.assessment
    question = questionnaire.question_by_id[mover.question]
    owner = assessment.component(component_id).plan.owner
    steps: tuple[Step, ...] = ()
    if mover.want == "raise":
        # the next steps from h up to the level below n
        high = scored.result.question_by_id[question.id].high
        steps = tuple(step for level in question.levels[high : mover.level] for step in level.steps)
    return Action(
        mover=mover,
        question=question,
        office=owner or (steps[0].office if steps else question.lead),
        steps=steps,
        evidence=question.levels[mover.level].evidence if mover.want == "document" else None,
        grade=next((grade for grade in questionnaire.evidence.grades if grade.id == mover.grade), None),
        is_withheld=mover.want == "answer" and assessment.answer(question.id).withheld,
    )


def first_action(scored: Scored, line: Line) -> Action:
    """The first of a line that has any; what is withheld in this copy only where nothing else is left."""
    actions = [action_of(scored, line.component, mover) for mover in line.actions]
    return next((one for one in actions if not one.is_withheld), actions[0])

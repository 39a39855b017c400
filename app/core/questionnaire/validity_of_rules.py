"""What makes the constants of a questionnaire valid: scale, targets, evidence, facts, scenarios."""

from collections.abc import Iterator

from app.core.errors import Fault
from app.core.questionnaire.place import member_names
from app.core.questionnaire.questionnaire import Questionnaire

FEWEST_LEVELS = 2
FEWEST_OPTIONS = 2
MOST_FACTS = 15
LARGEST_PART = 1000
"""Of the numerator and denominator of a weight or share, so that exact arithmetic stays quick."""


def faults_of_rules(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault in what the whole questionnaire fixes."""
    yield from _faults_of_scale(questionnaire)
    if len(questionnaire.scale.levels) >= FEWEST_LEVELS:
        yield from _faults_of_phases(questionnaire)
        yield from _faults_of_targets(questionnaire)
        yield from _faults_of_evidence(questionnaire)
    yield from _faults_of_facts(questionnaire)
    yield from _faults_of_scenarios(questionnaire)
    if not questionnaire.directions:
        yield Fault(place=("directions",), problem="none is given.", mend="Write at least one.")
    if not questionnaire.source.paragraphs:
        yield Fault(place=("source", "paragraphs"), problem="none is given.", mend="Write at least one.")


# The adequate level; the level rule's share (2/3) and lag (2; another questionnaire may set none).
def _faults_of_scale(questionnaire: Questionnaire) -> Iterator[Fault]:
    scale = questionnaire.scale
    if len(scale.levels) < FEWEST_LEVELS:
        yield Fault(
            place=("scale", "levels"),
            problem=f"{len(scale.levels)} given, at least {FEWEST_LEVELS} wanted.",
            mend="Write one for each level, from 0 up.",
        )
    elif not 1 <= scale.adequate <= scale.top:
        yield Fault(
            place=("scale", "adequate"),
            problem=f"is {scale.adequate}.",
            mend=f"Choose a level from 1 to {scale.top}.",
        )
    if not 0 < scale.share <= 1 or scale.share.denominator > LARGEST_PART:
        yield Fault(
            place=("scale", "share"),
            problem=f"is {scale.share}.",
            mend='Write a fraction above 0 and at most 1, such as "2/3".',
        )
    if scale.lag is not None and scale.lag < 0:
        yield Fault(
            place=("scale", "lag"),
            problem=f"is {scale.lag}.",
            mend="Write 0 or more, or take the key out.",
        )


# For each level its name, its word in the short result and, below the top, its phase.
def _faults_of_phases(questionnaire: Questionnaire) -> Iterator[Fault]:
    scale = questionnaire.scale
    for number, level in enumerate(scale.levels):
        place = ("scale", f"level {number}", "phase")
        if number < scale.top and level.phase is None:
            yield Fault(
                place=place,
                problem="is missing.",
                mend="Write the word of the next step, such as Design.",
            )
        if number == scale.top and level.phase is not None:
            yield Fault(
                place=place,
                problem="is given at the top level.",
                mend="Take it out: no step follows.",
            )


# Default targets by relevance.
def _faults_of_targets(questionnaire: Questionnaire) -> Iterator[Fault]:
    targets, top = questionnaire.targets, questionnaire.scale.top
    named = (("high", targets.high), ("medium", targets.medium), ("low", targets.low))
    for name, target in named:
        if not 0 <= target <= top:
            yield Fault(
                place=("targets", name),
                problem=f"is {target}.",
                mend=f"Choose a level from 0 to {top}.",
            )
    if not targets.high >= targets.medium >= targets.low:
        yield Fault(
            place=("targets",),
            problem="rise as relevance falls.",
            mend="Let high be the highest and low the lowest; they may be equal.",
        )


# Caps do not fall as the grade rises, and the highest is K; the shelf-life is in whole years.
def _faults_of_evidence(questionnaire: Questionnaire) -> Iterator[Fault]:
    grades, top = questionnaire.evidence.grades, questionnaire.scale.top
    names = member_names("grades", [grade.id for grade in grades])
    for grade, name in zip(grades, names, strict=True):
        if not 0 <= grade.cap <= top:
            yield Fault(
                place=("evidence", name, "cap"),
                problem=f"is {grade.cap}.",
                mend=f"Choose a level from 0 to {top}.",
            )
    for weaker, stronger, name in zip(grades, grades[1:], names[1:], strict=False):
        if stronger.cap < weaker.cap:
            yield Fault(
                place=("evidence", name, "cap"),
                problem=f"falls from {weaker.cap} to {stronger.cap}.",
                mend="Order the grades from the weakest to the strongest.",
            )
    if not grades:
        yield Fault(place=("evidence", "grades"), problem="none is given.", mend="Write at least one.")
    elif grades[-1].cap < top:
        yield Fault(
            place=("evidence", names[-1], "cap"),
            problem=f"is {grades[-1].cap}, so no answer could support level {top}.",
            mend=f"Give the strongest grade the cap {top}.",
        )
    if not 1 <= questionnaire.evidence.shelf_life_years <= LARGEST_PART:
        yield Fault(
            place=("evidence", "shelf_life_years"),
            problem=f"is {questionnaire.evidence.shelf_life_years}.",
            mend="Write a number of whole years, 1 or more.",
        )


def _faults_of_facts(questionnaire: Questionnaire) -> Iterator[Fault]:
    if len(questionnaire.facts) > MOST_FACTS:
        yield Fault(
            place=("facts",),
            problem=f"{len(questionnaire.facts)} given, at most {MOST_FACTS} wanted.",
            mend="Ask only what a condition or a reader needs.",
        )
    names = member_names("facts", [fact.id for fact in questionnaire.facts])
    for fact, name in zip(questionnaire.facts, names, strict=True):
        if len(fact.options) < FEWEST_OPTIONS:
            yield Fault(
                place=(name, "options"),
                problem=f"{len(fact.options)} given, at least {FEWEST_OPTIONS} wanted.",
                mend="Write everything that can be said, also none.",
            )
        for option, option_name in zip(
            fact.options, member_names("options", [option.id for option in fact.options]), strict=True
        ):
            if option.alone and not fact.many:
                yield Fault(
                    place=(name, option_name, "alone"),
                    problem="stands where only one option can hold.",
                    mend="Take it out, or write many = true.",
                )


def _faults_of_scenarios(questionnaire: Questionnaire) -> Iterator[Fault]:
    names = member_names("scenarios", [scenario.id for scenario in questionnaire.scenarios])
    for scenario, name in zip(questionnaire.scenarios, names, strict=True):
        yield from faults_of_names(
            (name, "essential"), scenario.essential, set(questionnaire.component_by_id), "component"
        )


def faults_of_names(
    place: tuple[str, ...], written: tuple[str, ...], known: set[str], kind: str
) -> Iterator[Fault]:
    """Faults of a list that names others: what is not there, and what is named twice."""
    for name in dict.fromkeys(written):
        if name not in known:
            yield Fault(
                place=place,
                problem=f'"{name}" is not the id of a {kind} here.',
                mend=f"Write the id of a {kind}, or take it out.",
            )
        elif written.count(name) > 1:
            yield Fault(place=place, problem=f'"{name}" is named twice.', mend="Take one out.")

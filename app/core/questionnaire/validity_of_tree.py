"""What makes domains, components and questions valid: levels, links, gates, prerequisites."""

from collections.abc import Iterator, Mapping

from app.core.errors import Fault
from app.core.questionnaire.paragraphs import linked_paragraphs
from app.core.questionnaire.place import (
    ID,
    Place,
    member_names,
    placed_components,
    placed_domains,
    placed_questions,
)
from app.core.questionnaire.questionnaire import (
    Component,
    Domain,
    Question,
    Questionnaire,
)
from app.core.questionnaire.validity_of_rules import LARGEST_PART, faults_of_names
from app.core.questionnaire.validity_of_words import folded


def faults_of_tree(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault in the tree, what may leave it apart."""
    if not questionnaire.domains:
        yield Fault(place=("domains",), problem="none is given.", mend="Write at least one.")
    for place, domain in placed_domains(questionnaire):
        yield from _faults_of_presence(place, "leads", domain.leads)
        yield from _faults_of_presence(place, "components", domain.components)
    for place, component in placed_components(questionnaire):
        yield from _faults_of_component(questionnaire, place, component)
    for place, question in placed_questions(questionnaire):
        yield from _faults_of_links(questionnaire, place, question)
        yield from _faults_of_levels(questionnaire, place, question)
    nodes: list[tuple[Place, Domain | Component | Question]] = [
        *placed_domains(questionnaire),
        *placed_components(questionnaire),
        *placed_questions(questionnaire),
    ]
    for place, node in nodes:
        # Weights are positive integers or fractions; zero and negative ones are refused.
        if node.weight <= 0 or max(node.weight.numerator, node.weight.denominator) > LARGEST_PART:
            yield Fault(
                place=(*place, "weight"),
                problem=f"is {node.weight}.",
                mend=f'Write a whole number from 1 to {LARGEST_PART}, or a fraction such as "3/2".',
            )
    yield from _faults_of_rewordings(questionnaire)
    yield from _faults_of_prerequisites(questionnaire)
    yield from _faults_of_coverage(questionnaire)


def _faults_of_presence(place: Place, key: str, members: tuple[object, ...]) -> Iterator[Fault]:
    if not members:
        yield Fault(place=(*place, key), problem="none is given.", mend="Write at least one.")


def _faults_of_component(questionnaire: Questionnaire, place: Place, component: Component) -> Iterator[Fault]:
    yield from _faults_of_presence(place, "questions", component.questions)
    directions = {direction.id for direction in questionnaire.directions}
    yield from faults_of_names((*place, "direction"), (component.direction,), directions, "direction")
    known = set(questionnaire.component_by_id)
    yield from faults_of_names((*place, "needs"), component.needs, known, "component")
    if component.id in component.needs:
        yield Fault(place=(*place, "needs"), problem="names the component itself.", mend="Take it out.")
    # Section 4: the quick scan has one core question per core component, and every critical one.
    for name, number in (
        ("core", sum(question.core for question in component.questions)),
        ("critical", sum(question.critical for question in component.questions)),
    ):
        if number > 1:
            yield Fault(
                place=place,
                problem=f"has {number} {name} questions, at most 1 wanted.",
                mend=f"Choose the one that is {name}.",
            )


def _faults_of_links(questionnaire: Questionnaire, place: Place, question: Question) -> Iterator[Fault]:
    yield from _faults_of_presence(place, "paragraphs", question.paragraphs)
    lenses = {lens.id for lens in questionnaire.lenses}
    linked = tuple(link.paragraph for link in question.paragraphs)
    yield from faults_of_names(
        (*place, "paragraphs"), linked, set(questionnaire.paragraph_by_id), "paragraph"
    )
    yield from faults_of_names(
        (*place, "standards"), question.standards, set(questionnaire.reference_by_id), "reference"
    )
    yield from faults_of_names((*place, "lens"), question.lens, lenses, "lens")


# --- what it was called in an earlier version (section 7): each earlier question has one heir -----


def _faults_of_rewordings(questionnaire: Questionnaire) -> Iterator[Fault]:
    heirs: dict[str, str] = {}
    for place, question in placed_questions(questionnaire):
        if question.rewords is None:
            continue
        if question.rewords in questionnaire.question_by_id:
            problem = f'"{question.rewords}" is a question of this version.'
            mend = "Take it out: the same id is compared as it is."
        elif question.rewords in heirs:
            problem = f'"{question.rewords}" is reworded by {heirs[question.rewords]} already.'
            mend = "Name it once."
        elif ID.fullmatch(question.rewords) is None:
            problem, mend = "is not an id.", "Write the id of the question in the earlier version."
        else:
            heirs[question.rewords] = question.id
            continue
        yield Fault(place=(*place, "rewords"), problem=problem, mend=mend)


# --- one descriptor a level; next steps below the top; evidence lines -----------------------------


def _faults_of_levels(questionnaire: Questionnaire, place: Place, question: Question) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, level in enumerate(question.levels):
        same = " ".join(folded(level.descriptor).split())
        if same and same in seen:
            yield Fault(
                place=(*place, f"level {number}", "descriptor"),
                problem=f"is the same as at level {seen[same]}.",
                mend="Write what one would see at this level and not below.",
            )
        seen.setdefault(same, number)
    wanted = len(questionnaire.scale.levels)
    if len(question.levels) == wanted:
        yield from _faults_of_each_level(questionnaire, place, question)
    else:
        yield Fault(
            place=(*place, "levels"),
            problem=f"{len(question.levels)} given, {wanted} wanted.",
            mend="Write one for each level of the scale, from 0 up.",
        )


def _faults_of_each_level(questionnaire: Questionnaire, place: Place, question: Question) -> Iterator[Fault]:
    scale = questionnaire.scale
    has_grades = len(questionnaire.evidence.grades) > 1
    for number, level in enumerate(question.levels):
        where = (*place, f"level {number}")
        if number < scale.top and not level.steps:
            yield Fault(
                place=(*where, "steps"),
                problem="none is given.",
                mend="Write one or two acts of a named office that lead to the level above.",
            )
        if number == scale.top and level.steps:
            yield Fault(
                place=(*where, "steps"),
                problem="are given at the top level.",
                mend="Take them out: no level follows.",
            )
        if has_grades and number >= scale.adequate and level.evidence is None:
            yield Fault(
                place=(*where, "evidence"),
                problem="is missing.",
                mend="Write the document or record that would show this level.",
            )


# --- prerequisites, which have no cycle -----------------------------------------------------------


def _faults_of_prerequisites(questionnaire: Questionnaire) -> Iterator[Fault]:
    places = {component.id: place for place, component in placed_components(questionnaire)}
    needs = {
        name: {other for other in component.needs if other in places and other != name}
        for name, component in questionnaire.component_by_id.items()
    }
    while left := _in_or_behind_a_cycle(needs):
        cycle = _one_cycle(left)
        yield Fault(
            place=(*places[cycle[0]], "needs"),
            problem=f"Components need each other in a circle: {' > '.join((*cycle, cycle[0]))}.",
            mend="Take one of these needs out.",
        )
        needs = {name: others for name, others in left.items() if name not in cycle}


def _in_or_behind_a_cycle(needs: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What is left when every component whose needs are all met is taken away, again and again."""
    left = dict(needs)
    waiting = {name: {other for other in others if other in left} for name, others in needs.items()}
    needed_by: dict[str, list[str]] = {name: [] for name in left}
    for name, others in waiting.items():
        for other in others:
            needed_by[other].append(name)
    ready = [name for name, others in waiting.items() if not others]
    while ready:
        met = ready.pop()
        del left[met]
        for name in needed_by[met]:
            waiting[name].discard(met)
            if not waiting[name]:
                ready.append(name)
    return {name: waiting[name] for name in left}


def _one_cycle(left: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The first cycle met on the way along needs, from the first component in the order given."""
    path: list[str] = []
    name = next(iter(left))
    while name not in path:
        path.append(name)
        name = min(left[name])
    return tuple(path[path.index(name) :])


# --- every paragraph has questions, or says why none can be asked ---------------------------------


def _faults_of_coverage(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Of a draft only contradictions; a published questionnaire leaves no paragraph out."""
    names = member_names("paragraphs", [paragraph.id for paragraph in questionnaire.source.paragraphs])
    for covered, name in zip(linked_paragraphs(questionnaire), names, strict=True):
        reason = covered.paragraph.not_assessable
        if covered.links and reason:
            yield Fault(
                place=("source", name, "not_assessable"),
                problem=f"is said, and {covered.links[0].question.id} asks about it.",
                mend="Take out the link, or the reason.",
            )
        if questionnaire.status == "published" and not covered.links and not reason:
            yield Fault(
                place=("source", name),
                problem="has no question, and the questionnaire is published.",
                mend="Link a question to it, or write not_assessable with the reason.",
            )

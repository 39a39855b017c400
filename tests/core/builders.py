"""Small questionnaires and assessments in code; what a test does not say has a default that is valid."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from app.core.assessment.answer import (
    Answer,
    AnswerValue,
    EvidenceItem,
    Level,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    Country,
    FactAnswer,
    Rating,
)
from app.core.assessment.journal import (
    ABOUT,
    About,
    Content,
    Entry,
    Journal,
    Subject,
)
from app.core.method.scoring import Result, score
from app.core.questionnaire.questionnaire import (
    Component,
    Domain,
    EvidenceRules,
    Fact,
    Grade,
    Link,
    Named,
    Option,
    Paragraph,
    Question,
    QuestionLevel,
    Questionnaire,
    Scale,
    ScaleLevel,
    Scenario,
    Source,
    Step,
    Targets,
)

Node = TypeVar("Node", Domain, Component, Question)
Edits = Mapping[str, Mapping[str, Any]]
"""Fields and their new values under the id of a node."""

NO_EDITS: Edits = {}
REFERENCE = date(2026, 6, 30)
SHELF_LIFE = 5
COAST = Fact(
    id="coast",
    short="Coast",
    question="What kind of coast is there?",
    options=(
        Option(id="none", name="None"),
        Option(id="calm", name="Calm"),
        Option(id="rough", name="Rough"),
    ),
)
HOLDERS = Fact(
    id="holders",
    short="Holders",
    question="Who holds stocks?",
    many=True,
    options=(Option(id="army", name="Army"), Option(id="police", name="Police")),
)
LENSES = (Named(id="gender", name="Gender"), Named(id="victims", name="Victims"))


# --- a questionnaire ------------------------------------------------------------------------------


def question_levels(top: int) -> tuple[QuestionLevel, ...]:
    return tuple(
        QuestionLevel(
            descriptor=f"One sees {level}.",
            steps=() if level == top else (Step(office="Ministry", act=f"Go on from {level}."),),
            evidence=f"the record of {level}",
        )
        for level in range(top + 1)
    )


def question(
    question_id: str,
    *,
    top: int = 4,
    weight: Fraction | int = 1,
    core: bool = False,
    critical: bool = False,
    may_be_na: bool = False,
    when: str | None = None,
    lens: tuple[str, ...] = (),
) -> Question:
    return Question(
        id=question_id,
        short=f"Short {question_id}",
        text=f"Is {question_id} there?",
        why="It matters.",
        lead="Ministry",
        paragraphs=(Link(paragraph="OP1", link="direct"),),
        core=core,
        critical=critical,
        may_be_na=may_be_na,
        when=when,
        lens=lens,
        weight=Fraction(weight),
        levels=question_levels(top),
    )


def component(
    component_id: str,
    questions: Sequence[Question] | int = 1,
    *,
    weight: Fraction | int = 1,
    needs: tuple[str, ...] = (),
    may_be_na: bool = False,
    when: str | None = None,
    sensitive: bool = False,
) -> Component:
    """`questions` as a number: so many plain ones, `1.1.1` and on."""
    if isinstance(questions, int):
        questions = [question(f"{component_id}.{number}") for number in range(1, questions + 1)]
    return Component(
        id=component_id,
        title=f"Component {component_id}",
        short=f"Short {component_id}",
        direction="upstream",
        needs=needs,
        may_be_na=may_be_na,
        when=when,
        sensitive=sensitive,
        weight=Fraction(weight),
        questions=tuple(questions),
    )


def domain(
    domain_id: str,
    components: Sequence[Component],
    *,
    weight: Fraction | int = 1,
    always_relevant: bool = False,
    sensitive: bool | None = False,
) -> Domain:
    return Domain(
        id=domain_id,
        title=f"Domain {domain_id}",
        short=f"Short {domain_id}",
        about="What it is about.",
        leads=("Ministry",),
        always_relevant=always_relevant,
        sensitive=sensitive,
        weight=Fraction(weight),
        components=tuple(components),
    )


def scale(top: int = 4, *, adequate: int = 2, share: Fraction = Fraction(2, 3), lag: int | None = 2) -> Scale:
    return Scale(
        levels=tuple(
            ScaleLevel(
                name=f"Level {level}", word=f"at {level}", phase=None if level == top else f"Step {level}"
            )
            for level in range(top + 1)
        ),
        adequate=adequate,
        share=share,
        lag=lag,
    )


def grades(*caps: int) -> tuple[Grade, ...]:
    """Grades `g0`, `g1`… with these caps."""
    return tuple(
        Grade(id=f"g{place}", name=f"Grade {place}", about="How strong.", cap=cap)
        for place, cap in enumerate(caps)
    )


def questionnaire(
    *domains: Domain,
    rule: Scale | None = None,
    caps: Sequence[int] | None = None,
    targets: Targets | None = None,
    scenarios: Mapping[str, tuple[str, ...]] | None = None,
    facts: tuple[Fact, ...] = (COAST, HOLDERS),
    lenses: tuple[Named, ...] = LENSES,
) -> Questionnaire:
    """`scenarios`: essential components under the id of each."""
    rule = rule or scale()
    top = rule.top
    return Questionnaire(
        id="small",
        version="1.0",
        status="draft",
        title="A small questionnaire",
        short="Small",
        about="For tests.",
        source=Source(
            symbol="S/1",
            title="A document",
            date="2020-01-01",
            url="https://example.org/s-1",
            paragraphs=(Paragraph(id="OP1", kind="operative", number=1, about="Do it."),),
        ),
        scale=rule,
        targets=targets or Targets(high=top, medium=max(top - 1, 0), low=max(top - 2, 0)),
        evidence=EvidenceRules(
            grades=grades(*(caps or (max(top - 2, 0), max(top - 1, 0), top))), shelf_life_years=SHELF_LIFE
        ),
        directions=(Named(id="upstream", name="Upstream"),),
        lenses=lenses,
        scenarios=tuple(
            Scenario(id=name, title=name, about="A threat.", essential=essential)
            for name, essential in (scenarios or {}).items()
        ),
        facts=facts,
        domains=domains,
    )


def of_components(*components: Component, **parts: object) -> Questionnaire:
    """A questionnaire with one domain D."""
    return questionnaire(domain("D", components), **parts)  # type: ignore[arg-type]


def of_questions(*questions: Question, **parts: object) -> Questionnaire:
    """A questionnaire with one domain D and in it one component C."""
    return of_components(component("C", questions), **parts)


def edited(
    whole: Questionnaire,
    *,
    domains: Edits = NO_EDITS,
    components: Edits = NO_EDITS,
    questions: Edits = NO_EDITS,
) -> Questionnaire:
    """The same tree with other values in the nodes of these ids."""

    def changed(node: Node, edits: Edits) -> Node:
        return replace(node, **edits.get(node.id, {}))

    return replace(
        whole,
        domains=tuple(
            replace(
                changed(one, domains),
                components=tuple(
                    replace(
                        changed(inner, components),
                        questions=tuple(changed(asked, questions) for asked in inner.questions),
                    )
                    for inner in one.components
                ),
            )
            for one in whole.domains
        ),
    )


# --- an assessment --------------------------------------------------------------------------------


def item(grade: int, dated: str = "2026-01") -> EvidenceItem:
    return EvidenceItem(grade=f"g{grade}", title="A record", dated=dated)


def said(value: AnswerValue | int | tuple[int, int] | None, grade: int = 0, **parts: object) -> Answer:
    """A level, a range (a pair) or any value, with one fresh item of the grade."""
    if isinstance(value, int):
        value = Level(value)
    elif isinstance(value, tuple):
        value = Range(*value)
    return Answer(value=value, evidence=(item(grade),), **parts)  # type: ignore[arg-type]


def differing(*held: tuple[int, int]) -> Answer:
    """Positions as pairs of level and evidence grade."""
    return Answer(
        value=Positions(
            tuple(
                Position(agency=f"Agency {number}", level=level, evidence=(item(grade),))
                for number, (level, grade) in enumerate(held, start=1)
            )
        )
    )


def assessment(
    answers: Mapping[str, Answer] | None = None,
    *,
    facts: Mapping[str, FactAnswer] | None = None,
    ratings: Mapping[str, Rating] | None = None,
    components: Mapping[str, ComponentEntry] | None = None,
    reference_date: date = REFERENCE,
) -> Assessment:
    return Assessment(
        questionnaire="small",
        version="1.0",
        country=Country(code="XA", name="Exland"),
        reference_date=reference_date,
        facts=facts or {},
        ratings=ratings or {},
        components=components or {},
        answers=answers or {},
    )


def certain(levels: Sequence[int], *, component_id: str = "C", grade: int = 2) -> dict[str, Answer]:
    """Answers to `C.1` and on with these levels, on evidence that carries them."""
    return {f"{component_id}.{number}": said(level, grade) for number, level in enumerate(levels, start=1)}


def scored(whole: Questionnaire, answers: Mapping[str, Answer], **parts: object) -> Result:
    return score(whole, assessment(answers, **parts))  # type: ignore[arg-type]


# --- a journal ------------------------------------------------------------------------------------


def journal(*entered: tuple[Subject, Content]) -> Journal:
    """A journal with these entries after its first, in order; revisions are counted."""
    about = About(country=Country(code="XA", name="Exland"), reference_date=REFERENCE)
    revisions: dict[Subject, int] = {}
    entries = []
    for position, (subject, content) in enumerate([(ABOUT, about), *entered], start=1):
        revisions[subject] = revisions.get(subject, 0) + 1
        entries.append(
            Entry(
                subject=subject,
                revision=revisions[subject],
                position=position,
                content=content,
                author="",
                at=datetime(2026, 6, 30, tzinfo=UTC),
            )
        )
    return Journal.folded(entries)

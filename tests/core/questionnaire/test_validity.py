"""A questionnaire is refused for every fault at once, each with its place and the mend."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import checked
from app.core.questionnaire.place import member_names
from app.core.questionnaire.questionnaire import (
    Grade,
    Link,
    Option,
    QuestionLevel,
    Questionnaire,
    Scale,
    Step,
    Targets,
    Term,
)
from app.core.questionnaire.validity import (
    MOST_COMPONENTS,
    MOST_DOMAINS,
    MOST_QUESTIONS,
    faults,
)

TINY = checked(Path(__file__).parent.parent.parent / "questionnaires/tiny/0.1")

Edit = Callable[[Questionnaire], Questionnaire]


def in_domain(domain_id: str, **changes: object) -> Edit:
    return lambda whole: replace(
        whole,
        domains=tuple(replace(one, **changes) if one.id == domain_id else one for one in whole.domains),
    )


def in_component(component_id: str, **changes: object) -> Edit:
    def edited(whole: Questionnaire) -> Questionnaire:
        domain = whole.domain_of[component_id]
        components = tuple(
            replace(one, **changes) if one.id == component_id else one for one in domain.components
        )
        return in_domain(domain.id, components=components)(whole)

    return edited


def in_question(question_id: str, **changes: object) -> Edit:
    def edited(whole: Questionnaire) -> Questionnaire:
        component = whole.component_of[question_id]
        questions = tuple(
            replace(one, **changes) if one.id == question_id else one for one in component.questions
        )
        return in_component(component.id, questions=questions)(whole)

    return edited


def in_level(question_id: str, number: int, **changes: object) -> Edit:
    def edited(whole: Questionnaire) -> Questionnaire:
        levels = list(whole.question_by_id[question_id].levels)
        levels[number] = replace(levels[number], **changes)
        return in_question(question_id, levels=tuple(levels))(whole)

    return edited


def in_whole(**changes: object) -> Edit:
    return lambda whole: replace(whole, **changes)


def in_scale(**changes: object) -> Edit:
    return in_whole(scale=replace(TINY.scale, **changes))


def in_scale_level(number: int, **changes: object) -> Edit:
    levels = list(TINY.scale.levels)
    levels[number] = replace(levels[number], **changes)
    return in_scale(levels=tuple(levels))


def with_caps(*caps: int) -> Edit:
    grades = tuple(replace(grade, cap=cap) for grade, cap in zip(TINY.evidence.grades, caps, strict=True))
    return in_whole(evidence=replace(TINY.evidence, grades=grades))


def in_fact(fact_id: str, **changes: object) -> Edit:
    return in_whole(
        facts=tuple(replace(fact, **changes) if fact.id == fact_id else fact for fact in TINY.facts)
    )


def in_paragraph(paragraph_id: str, **changes: object) -> Edit:
    return in_whole(
        source=replace(
            TINY.source,
            paragraphs=tuple(
                replace(paragraph, **changes) if paragraph.id == paragraph_id else paragraph
                for paragraph in TINY.source.paragraphs
            ),
        )
    )


def with_paragraph(**changes: object) -> Edit:
    def edited(whole: Questionnaire) -> Questionnaire:
        added = replace(whole.source.paragraphs[0], **changes)
        return replace(whole, source=replace(whole.source, paragraphs=(*whole.source.paragraphs, added)))

    return edited


def one_after_the_other(*edits: Edit) -> Edit:
    def edited(whole: Questionnaire) -> Questionnaire:
        for edit in edits:
            whole = edit(whole)
        return whole

    return edited


STEP = Step(office="Ministry", act="Write it.")
LEVELS = TINY.question_by_id["1.1.2"].levels
FACT = TINY.facts[0]
COAST = (Option(id="none", name="None"), Option(id="calm", name="Calm"))

# What is wrong; the edit; where; words of the problem and of the mend.
REFUSED: list[tuple[str, Edit, str, str]] = [
    # words and ids
    ("an empty title", in_whole(title=" "), "title", "is empty"),
    ("an empty descriptor", in_level("1.1.2", 3, descriptor=""),
     "domain D1, component 1.1, question 1.1.2, level 3, descriptor", "is empty"),
    ("a hint of blanks", in_question("1.1.2", hint=" "), "question 1.1.2, hint", "is empty"),
    ("a long text", in_domain("D1", about="x" * 4001), "domain D1, about", "4000 at most"),
    ("a null character", in_domain("D1", about="a\0b"), "domain D1, about", "control character"),
    ("a reordering sign", in_domain("D1", about="a\u202eb"), "domain D1, about", "control"),
    ("half a character", in_domain("D1", about="a\ud800b"), "domain D1, about", "control"),
    ("a blank of no width", in_domain("D1", about="a\u200bb"), "domain D1, about", "holds U+200B"),
    ("a sign of private use", in_domain("D1", about="a\ue000b"), "domain D1, about", "holds U+E000"),
    ("a tag", in_domain("D1", about="a\U000e0041b"), "domain D1, about", "holds U+E0041"),
    ("a tower of marks", in_domain("D1", about="a" + "\u0316" * 100), "domain D1, about",
     "more than 4 combining marks"),
    ("a script as address", in_whole(source=replace(TINY.source, url="javascript:alert(1)")),
     "source, url", "https://"),
    ("a long short name", in_domain("D1", short="x" * 25), "domain D1, short", "24 at most"),
    ("a long short name below", in_component("1.1", short="x" * 25), "component 1.1, short",
     "24 at most"),
    ("capitals in its id", in_whole(id="Tiny"), "id", "small letters"),
    ("a version of words", in_whole(version="new"), "version", '"0.9"'),
    ("a language in words", in_whole(language="English please"), "language", '"en"'),
    ("a date in words", in_whole(source=replace(TINY.source, date="soon")), "source, date",
     "2020-12-07"),
    ("an id with a blank", in_question("1.1.2", id="1.1 2"), "question 2, id", "is not an id"),
    ("an id given twice", in_question("1.1.2", id="1.1.1"), "question 2 (1.1.1), id", "twice"),
    ("an id in other capitals", in_component("1.2", id="d2"), "component d2, id", "twice"),
    ("an id in look-alike digits", in_component("1.2", id="１.1"), "component 2, id", "twice"),
    ("an id of two kinds", in_component("1.2", id="D1"), "component D1, id", "twice"),
    ("the id of the whole", in_component("1.2", id="overall"), "component overall, id",
     "Choose another"),
    ("a lens given twice", in_whole(lenses=(*TINY.lenses, TINY.lenses[0])),
     "lens 3 (gender-age), id", "twice"),
    ("a level name given twice", in_scale_level(1, name="Designed"), "scale, level 2, name",
     "twice"),
    ("a term given twice", in_whole(glossary=(Term(term="Lamp", meaning="a"),
     Term(term="lamp ", meaning="b"))), "term 2, term", "twice"),
    ("an option given twice", in_fact("coast", options=(*FACT.options, FACT.options[0])),
     "fact coast, option 4 (none), id", "twice"),
    ("a fact that is a word of conditions", in_fact("coast", id="not"), "fact not, id",
     "Begin it with a letter"),
    # scale, targets, evidence, facts, scenarios
    ("one level", in_scale(levels=TINY.scale.levels[:1]), "scale, levels", "at least 2"),
    ("no level", in_scale(levels=()), "scale, levels", "at least 2"),
    ("an adequate level 0", in_scale(adequate=0), "scale, adequate", "from 1 to 4"),
    ("an adequate level off the scale", in_scale(adequate=5), "scale, adequate", "from 1 to 4"),
    ("a share of nothing", in_scale(share=Fraction(0)), "scale, share", '"2/3"'),
    ("a share above 1", in_scale(share=Fraction(4, 3)), "scale, share", '"2/3"'),
    ("a share of a million", in_scale(share=Fraction(1, 10**6)), "scale, share", '"2/3"'),
    ("a lag below 0", in_scale(lag=-1), "scale, lag", "0 or more"),
    ("no phase", in_scale_level(2, phase=None), "scale, level 2, phase", "is missing"),
    ("a phase at the top", in_scale_level(4, phase="Rest"), "scale, level 4, phase", "Take it out"),
    ("a target off the scale", in_whole(targets=Targets(high=5, medium=3, low=2)),
     "targets, high", "from 0 to 4"),
    ("a target below 0", in_whole(targets=Targets(high=4, medium=3, low=-1)), "targets, low",
     "from 0 to 4"),
    ("targets that rise", in_whole(targets=Targets(high=2, medium=3, low=2)), "targets",
     "rise as relevance falls"),
    ("a cap above K", with_caps(2, 3, 5), "evidence, grade demonstrated, cap", "from 0 to 4"),
    ("caps that fall", with_caps(3, 2, 4), "evidence, grade documented, cap", "falls from 3 to 2"),
    ("a highest cap below K", with_caps(2, 3, 3), "evidence, grade demonstrated, cap",
     "the cap 4"),
    ("no grades", in_whole(evidence=replace(TINY.evidence, grades=())), "evidence, grades",
     "at least one"),
    ("no shelf-life", in_whole(evidence=replace(TINY.evidence, shelf_life_years=0)),
     "evidence, shelf_life_years", "1 or more"),
    ("an endless shelf-life", in_whole(evidence=replace(TINY.evidence, shelf_life_years=10**6)),
     "evidence, shelf_life_years", "whole years"),
    ("16 facts", in_whole(facts=(*TINY.facts, *(replace(FACT, id=f"f{n}") for n in range(14)))),
     "facts", "at most 15"),
    ("a fact with one option", in_fact("coast", options=COAST[:1]), "fact coast, options",
     "at least 2"),
    ("an option alone where only one holds", in_fact("coast", options=(replace(COAST[0], alone=True),
     COAST[1])), "fact coast, option none, alone", "many = true"),
    ("a paragraph that is asked about and not assessable", in_paragraph("OP1", not_assessable="Why."),
     "source, paragraph OP1, not_assessable", "Take out the link"),
    ("a published questionnaire that leaves a paragraph out", one_after_the_other(
     in_whole(status="published"), with_paragraph(id="OP9", number=9)),
     "source, paragraph OP9", "not_assessable with the reason"),
    ("a scenario of nothing known", in_whole(scenarios=(replace(TINY.scenarios[0],
     essential=("9.9",)),)), "scenario S1, essential", '"9.9" is not the id of a component'),
    ("no direction", in_whole(directions=()), "directions", "at least one"),
    ("no paragraph", in_whole(source=replace(TINY.source, paragraphs=())), "source, paragraphs",
     "at least one"),
    # the tree
    ("no domain", in_whole(domains=()), "domains", "at least one"),
    ("a domain without components", in_domain("D1", components=()), "domain D1, components",
     "at least one"),
    ("a domain without leads", in_domain("D1", leads=()), "domain D1, leads", "at least one"),
    ("a component without questions", in_component("1.2", questions=()),
     "component 1.2, questions", "at least one"),
    ("an unknown direction", in_component("1.2", direction="up"), "component 1.2, direction",
     '"up" is not the id of a direction'),
    ("an unknown prerequisite", in_component("1.2", needs=("9.9",)), "component 1.2, needs",
     '"9.9" is not the id of a component'),
    ("a prerequisite named twice", in_component("1.2", needs=("1.1", "1.1")),
     "component 1.2, needs", "named twice"),
    ("a need of itself", in_component("1.2", needs=("1.2",)), "component 1.2, needs", "itself"),
    ("a circle of needs", in_component("1.1", needs=("2.1",)), "component 1.1, needs",
     "1.1 > 2.1 > 1.2 > 1.1"),
    ("two core questions", in_question("1.1.2", core=True), "component 1.1", "2 core questions"),
    ("two critical questions", in_question("1.1.2", critical=True), "component 1.1",
     "2 critical questions"),
    ("no link", in_question("1.1.2", paragraphs=()), "question 1.1.2, paragraphs", "at least one"),
    ("an unknown paragraph", in_question("1.1.2", paragraphs=(Link(paragraph="OP9",
     link="direct"),)), "question 1.1.2, paragraphs", '"OP9" is not the id of a paragraph'),
    ("an unknown standard", in_question("1.1.2", standards=("ISO",)), "question 1.1.2, standards",
     '"ISO" is not the id of a reference'),
    ("an unknown lens", in_question("1.1.2", lens=("age",)), "question 1.1.2, lens",
     '"age" is not the id of a lens'),
    ("four levels", in_question("1.1.2", levels=LEVELS[:4]), "question 1.1.2, levels",
     "4 given, 5 wanted"),
    ("a descriptor written twice", in_level("1.1.2", 1, descriptor="there is no  OIL."),
     "question 1.1.2, level 1, descriptor", "the same as at level 0"),
    ("no next step", in_level("1.1.2", 3, steps=()), "question 1.1.2, level 3, steps",
     "one or two acts"),
    ("a step at the top", in_level("1.1.2", 4, steps=(STEP,)), "question 1.1.2, level 4, steps",
     "no level follows"),
    ("no evidence line", in_level("1.1.2", 2, evidence=None), "question 1.1.2, level 2, evidence",
     "is missing"),
    ("a weight of 0", in_question("1.1.2", weight=Fraction(0)), "question 1.1.2, weight", "is 0"),
    ("a weight below 0", in_component("1.2", weight=Fraction(-1, 2)), "component 1.2, weight",
     "is -1/2"),
    ("a weight of a million", in_domain("D1", weight=Fraction(10**6)), "domain D1, weight",
     "1 to 1000"),
    ("a rewording of a question that is here", in_question("1.1.2", rewords="1.1.3"),
     "question 1.1.2, rewords", "the same id is compared"),
    ("a rewording of itself", in_question("1.1.2", rewords="1.1.2"),
     "question 1.1.2, rewords", "a question of this version"),
    ("two rewordings of one question", one_after_the_other(in_question("1.1.2", rewords="0.1"),
     in_question("1.1.3", rewords="0.1")), "question 1.1.3, rewords", "by 1.1.2 already"),
    ("a rewording of no id", in_question("1.1.2", rewords="the old one"),
     "question 1.1.2, rewords", "is not an id"),
    # what may leave
    ("too much that may leave", in_question("1.1.2", may_be_na=True), "component 1.1, questions",
     "1.1.2, 1.1.3 may leave and carry 2/3 of the weight, at most 1/3"),
    ("too much of a domain that may leave", in_component("2.2", weight=Fraction(2)),
     "domain D2, components", "2.2 may leave and carry 1/2"),
    ("a critical question that may leave", in_question("1.1.1", may_be_na=True),
     "question 1.1.1, may_be_na", "never leaves"),
    ("a core question with a condition", in_question("1.2.1", when='coast == "calm"'),
     "question 1.2.1, when", "never leaves"),
    ("a core component that may leave", in_component("1.2", may_be_na=True),
     "component 1.2, may_be_na", "never leaves"),
    ("a gate with a condition", in_component("1.1", when='coast == "calm"'),
     "component 1.1, when", "never leaves"),
    ("a gate without a core question", in_question("1.1.1", core=False), "component 1.1",
     "a critical question and no core one"),
    ("a domain without a core component", in_question("2.1.1", core=False), "domain D2",
     "has no core component"),
    # conditions
    ("a condition that cannot be read", in_question("2.1.3", when="fleet"),
     "question 2.1.3, when", "where"),
    ("an empty condition", in_question("2.1.3", when=""), "question 2.1.3, when", "is empty"),
    ("a condition on an answer", in_question("2.1.3", when='light == "on"'),
     "question 2.1.3, when", "profile facts only: coast, fleet"),
    ("an unknown option", in_question("2.1.3", when='"steam" in fleet'), "question 2.1.3, when",
     "Its options are: rowing, motor"),
    ("a fact with one option asked for several", in_question("2.1.3", when='"calm" in coast'),
     "question 2.1.3, when", 'write: coast == "calm"'),
    ("a fact with several options asked for one", in_question("2.1.3", when='fleet == "motor"'),
     "question 2.1.3, when", 'write: "motor" in fleet'),
    ("a condition without facts", one_after_the_other(in_component("2.2", when=None),
     in_whole(facts=())), "question 2.1.3, when", "write one under facts first"),
    # sizes
    ("too many domains", in_whole(domains=TINY.domains * (MOST_DOMAINS // 2 + 1)), "domains",
     "at most 60"),
    ("too many components", in_domain("D1", components=TINY.domains[0].components
     * (MOST_COMPONENTS // 2)), "components", "at most 500"),
    ("too many questions", in_component("1.2", questions=TINY.component_by_id["1.2"].questions
     * MOST_QUESTIONS), "questions", "at most 2000"),
    ("too many levels", in_scale(levels=TINY.scale.levels * 3), "scale levels", "at most 10"),
    ("too many terms", in_whole(glossary=TINY.glossary * 501), "glossary", "at most 500"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "place", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_is_wrong_is_refused_with_its_place_and_the_mend(edit, place, words):
    found = faults(edit(TINY))
    named = [fault for fault in found if ", ".join(fault.place).endswith(place)]
    assert any(words in f"{fault.problem} {fault.mend}" for fault in named), found
    for fault in found:
        assert fault.problem.endswith(".")
        assert fault.mend.endswith(".")


def test_a_valid_questionnaire_has_no_faults():
    assert faults(TINY) == ()


ACCEPTED: list[tuple[str, Edit]] = [
    ("no lag", in_scale(lag=None)),
    ("no lenses, scenarios, terms", one_after_the_other(in_whole(scenarios=(), glossary=()))),
    ("a lag of 0", in_scale(lag=0)),
    ("a share of 1", in_scale(share=Fraction(1))),
    ("equal targets", in_whole(targets=Targets(high=3, medium=3, low=3))),
    ("equal caps", with_caps(4, 4, 4)),
    ("a text with line breaks", in_domain("D1", about="one\n\ttwo")),
    ("a fraction as weight", in_question("1.1.2", weight=Fraction(3, 2))),
    ("a rewording of an earlier question", in_question("1.1.2", rewords="0.1.2")),
    ("no address", in_whole(references=(replace(TINY.references[0], url=None),))),
    ("a long condition", in_question("2.1.3", when='not "motor" in fleet or coast in ["calm"]')),
]  # fmt: skip


@pytest.mark.parametrize("edit", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_what_the_format_allows_is_accepted(edit):
    assert faults(edit(TINY)) == ()


def test_a_questionnaire_of_one_grade_needs_no_evidence_lines():
    grade = Grade(id="stated", name="Stated", about="Said.", cap=4)
    levels = tuple(replace(level, evidence=None) for level in LEVELS)
    edit = one_after_the_other(
        in_whole(evidence=replace(TINY.evidence, grades=(grade,))),
        in_question("1.1.2", levels=levels),
    )
    assert faults(edit(TINY)) == ()


def test_a_scale_of_two_levels_is_enough():
    def short(levels: tuple[QuestionLevel, ...]) -> tuple[QuestionLevel, ...]:
        return levels[0], replace(levels[1], steps=(), evidence="The rule.")

    scale = Scale(levels=(TINY.scale.levels[0], TINY.scale.levels[4]), adequate=1, share=Fraction(1, 2))
    edits = [in_question(question.id, levels=short(question.levels)) for _, _, question in TINY.questions()]
    edited = one_after_the_other(
        in_whole(scale=scale, targets=Targets(high=1, medium=1, low=0)), with_caps(0, 1, 1), *edits
    )
    assert faults(edited(TINY)) == ()


def test_every_fault_is_told_at_once():
    edit = one_after_the_other(
        in_scale(lag=-1),
        in_component("1.1", needs=("2.1", "2.2")),
        in_component("2.2", needs=("1.1", "7.7")),
        in_question("2.1.3", when='fleet == "steam"'),
        in_question("1.1.2", weight=Fraction(0), levels=LEVELS[:2]),
    )
    told = {", ".join(fault.place) for fault in faults(edit(TINY))}
    assert told == {
        "scale, lag",
        "domain D1, component 1.1, needs",
        "domain D1, component 1.1, question 1.1.2, levels",
        "domain D1, component 1.1, question 1.1.2, weight",
        "domain D2, component 2.2, needs",
        "domain D2, component 2.1, question 2.1.3, when",
    }


def test_two_missing_names_are_missing_and_not_the_same():
    terms = (Term(term="", meaning="a"), Term(term="", meaning="b"))
    problems = [fault.problem for fault in faults(in_whole(glossary=terms)(TINY))]
    assert problems == ["is empty.", "is empty."]


def test_two_circles_of_needs_are_both_named():
    edit = one_after_the_other(
        in_component("1.1", needs=("1.2",)), in_component("2.2", needs=("2.1", "1.1")),
        in_component("2.1", needs=("2.2",)),
    )  # fmt: skip
    problems = " ".join(fault.problem for fault in faults(edit(TINY)))
    assert "1.1 > 1.2 > 1.1" in problems
    assert "2.1 > 2.2 > 2.1" in problems


@given(st.lists(st.lists(st.sampled_from(["1.1", "1.2", "2.1", "2.2"]), unique=True), min_size=4, max_size=4))
def test_needs_are_refused_exactly_where_they_run_in_a_circle(needs):
    names = ["1.1", "1.2", "2.1", "2.2"]
    edits = [
        in_component(name, needs=tuple(one for one in others if one != name))
        for name, others in zip(names, needs, strict=True)
    ]
    edited = one_after_the_other(*edits)(TINY)
    met: set[str] = set()
    for _ in names:
        met |= {name for name in names if set(edited.component_by_id[name].needs) <= met}
    assert bool(faults(edited)) == (met != set(names))


def test_levels_are_numbered_from_0_and_all_else_from_1():
    assert member_names("levels", [None, None]) == ("level 0", "level 1")
    assert member_names("counts", [None]) == ("counts 1",)
    assert member_names("questions", ["a", "a", "b", "", 3]) == (
        "question 1 (a)",
        "question 2 (a)",
        "question b",
        "question 4",
        "question 5",
    )

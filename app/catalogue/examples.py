"""Worked cases: answers with the levels and scores they lead to, for experts and tests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, make_dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from re import compile as pattern
from typing import Any

from app.catalogue.folder import EXAMPLES, checked_text, folder_of
from app.catalogue.parsing import parsed_shape
from app.catalogue.toml_file import FileRefusedError, read_toml
from app.core.assessment.answer import ANSWER_KINDS, Answer, Position
from app.core.assessment.assessment import (
    Assessment,
    ComponentEntry,
    Country,
    FactAnswer,
)
from app.core.errors import Fault, QuestionnaireRefusedError
from app.core.method.scoring import LevelSpan, Span, score
from app.core.questionnaire.place import Place, member_names
from app.core.questionnaire.questionnaire import (
    OVERALL,
    Fact,
    Question,
    Questionnaire,
    Strict,
)
from app.records.parsing import Parser
from app.records.wire import written_type

REFERENCE_DATE = date(2025, 6, 30)
"""Of every case; its evidence is of the same day, so that none is old."""

_FRACTION = pattern(r"[0-9]{1,9}(/0*[1-9][0-9]{0,8})?")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a node should be worth; None where the case says nothing of it."""

    level: LevelSpan | None
    score: Span | None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A worked case: what is answered, and what each named node should be worth."""

    name: str
    why: str
    assessment: Assessment
    expected: Mapping[str, Expected]


def read_examples(path: Path) -> tuple[Case, ...]:
    """The worked cases of the questionnaire at `path`; none where it has no examples.toml.

    Raises QuestionnaireRefusedError with every fault in the questionnaire, or else in the cases.
    """
    questionnaire = checked_text(path)
    folder = folder_of(path)
    if not (folder / EXAMPLES).exists():
        return ()
    try:
        raw = read_toml(folder, EXAMPLES)
    except FileRefusedError as refused:
        raise QuestionnaireRefusedError([refused.fault]) from None
    read = parsed_shape(raw, _Examples)
    faults = [
        Fault(place=(EXAMPLES, *fault.place), problem=fault.problem, mend=fault.mend) for fault in read.faults
    ]
    if read.value is not None and not faults:
        names = member_names("cases", [None] * len(read.value.cases))
        for case, name in zip(read.value.cases, names, strict=True):
            faults += _faults(questionnaire, (EXAMPLES, name), case)
    if read.value is None or faults:
        raise QuestionnaireRefusedError(faults)
    return tuple(_case(questionnaire, case) for case in read.value.cases)


def differences(questionnaire: Questionnaire, cases: tuple[Case, ...]) -> tuple[Fault, ...]:
    """Where the method gives other levels or scores than the cases expect; empty where none."""
    names = member_names("cases", [None] * len(cases))
    return tuple(
        fault
        for case, name in zip(cases, names, strict=True)
        for fault in _differences(questionnaire, (EXAMPLES, name), case)
    )


def _differences(questionnaire: Questionnaire, place: Place, case: Case) -> Iterator[Fault]:
    nodes = score(questionnaire, case.assessment).node_by_id
    mend = "Correct the case, or the weights and marks that lead to it."
    for node_id, expected in case.expected.items():
        where = (*place, "expected", node_id)
        node = nodes.get(node_id)
        if node is None:
            yield Fault(place=where, problem="leaves the tree in this case.", mend=mend)
            continue
        if expected.level is not None and node.level is not None and expected.level != node.level:
            yield Fault(
                place=(*where, "level"),
                problem=f"is {node.level.low} to {node.level.high}.",
                mend=mend,
            )
        if expected.score is not None and expected.score != node.score:
            yield Fault(
                place=(*where, "score"),
                problem=f"is {node.score.low} to {node.score.high}.",
                mend=mend,
            )


# --- as written -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Position(Strict):
    agency: str = ""
    level: int
    grade: str


_IN_A_CASE = {tuple[Position, ...]: tuple[_Position, ...]}

_Answer = make_dataclass(
    "_Answer",
    [
        *(
            (kind, written_type(kind, {tuple[Position, ...]: tuple[_Position, ...]}) | None, None)
            for kind in ANSWER_KINDS
        ),
        ("grade", str | None, None),
    ],
    bases=(Strict,),
    frozen=True,
    kw_only=True,
)
"""An answer as in an answers file, with the grade alone of the one document that shows it."""


@dataclass(frozen=True, kw_only=True)
class _Node(Strict):
    level: tuple[int, int] | None = None
    score: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class _Case(Strict):
    name: str
    why: str
    facts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, _Answer] = field(default_factory=dict)  # type: ignore[valid-type]  # made above
    expected: Mapping[str, _Node]


@dataclass(frozen=True, kw_only=True)
class _Examples(Strict):
    cases: tuple[_Case, ...]


# --- what has to fit the questionnaire ------------------------------------------------------------


def _faults(questionnaire: Questionnaire, place: Place, case: _Case) -> Iterator[Fault]:
    for fact_id, written in case.facts.items():
        fact = questionnaire.fact_by_id.get(fact_id)
        yield from _faults_of_fact(fact, (*place, "facts", fact_id), written)
    for component_id in case.not_applicable:
        component = questionnaire.component_by_id.get(component_id)
        if component is None or not component.may_be_na:
            yield Fault(
                place=(*place, "not_applicable", component_id),
                problem="is not a component that may be not applicable.",
                mend="Take it out.",
            )
    for question_id, answer in case.answers.items():
        where = (*place, "answers", question_id)
        question = questionnaire.question_by_id.get(question_id)
        answers, faults = _answers(answer)
        yield from _faults_of_question(question, where, answers)
        yield from _faults_of_answers(questionnaire, where, answers, answer)
        yield from (replace(fault, place=(*where, *fault.place)) for fault in faults)
    for node_id, node in case.expected.items():
        yield from _faults_of_node(questionnaire, (*place, "expected", node_id), node)


def _faults_of_node(questionnaire: Questionnaire, place: Place, node: _Node) -> Iterator[Fault]:
    node_id = place[-1]
    known = {OVERALL, *questionnaire.domain_by_id, *questionnaire.component_by_id}
    if node_id not in known:
        yield Fault(
            place=place,
            problem="is neither a component nor a domain.",
            mend=f'Write the id of one, or "{OVERALL}".',
        )
    if node_id == OVERALL and node.level is not None:
        yield Fault(
            place=(*place, "level"),
            problem="is given.",
            mend="Take it out: the whole has a score only.",
        )
    for text in node.score or ():
        if _FRACTION.fullmatch(text) is None:
            yield Fault(
                place=(*place, "score"),
                problem=f'"{text[:20]}" is not exact.',
                mend='Write it like "50" or "25/3".',
            )


def _faults_of_question(
    question: Question | None, place: Place, answers: Sequence[Answer]
) -> Iterator[Fault]:
    reasons = [answer.declared_reason for answer in answers if answer.declared_reason is not None]
    if question is None:
        yield Fault(place=place, problem="is not a question.", mend="Write the id of one.")
    elif reasons and not question.may_be_na:
        yield Fault(
            place=place,
            problem="cannot be not applicable.",
            mend="Write may_be_na = true at the question, or another answer.",
        )
    if "" in reasons:
        yield Fault(place=place, problem="has no reason.", mend="Write why it is not applicable.")


def _faults_of_fact(fact: Fact | None, place: Place, written: str | tuple[str, ...]) -> Iterator[Fault]:
    if fact is None:
        yield Fault(place=place, problem="is not a profile fact.", mend="Write the id of one.")
        return
    options = _options(written)
    known = [option.id for option in fact.options]
    if any(option not in known for option in options):
        yield Fault(
            place=place,
            problem="has an unknown option.",
            mend=f"Its options are: {', '.join(known)}.",
        )
    if len(options) != 1 and not fact.many:
        yield Fault(place=place, problem=f"has {len(options)} options.", mend="Write one.")


def _faults_of_answers(
    questionnaire: Questionnaire, place: Place, answers: Sequence[Answer], written: Any
) -> Iterator[Fault]:
    """What is wrong with what is said to one question, which should be one thing."""
    if len(answers) != 1:
        *but_last, last = ANSWER_KINDS
        yield Fault(
            place=place,
            problem=f"says {len(answers)} things.",
            mend=f"Write one of {', '.join(but_last)} or {last}.",
        )
    takes_grade = any(answer.levels for answer in answers)
    if takes_grade != (written.grade is not None):
        yield Fault(
            place=(*place, "grade"),
            problem="is missing." if takes_grade else "is given without a level or range.",
            mend="Write it beside a level or range, and nowhere else.",
        )
    if any(answer.kind == "positions" and not answer.positions for answer in answers):
        yield Fault(place=(*place, "positions"), problem="none is given.", mend="Write at least one.")
    top = questionnaire.scale.top
    held = [position.level for answer in answers for position in answer.positions]
    if any(not 0 <= level <= top for level in (*held, *(at for answer in answers for at in answer.levels))):
        yield Fault(place=place, problem="has a level off the scale.", mend=f"Use levels 0 to {top}.")
    for answer in answers:
        if list(answer.levels) != sorted(answer.levels):
            yield Fault(place=(*place, answer.kind), problem="falls.", mend="Write the lower level first.")
    grades = {written.grade, *(item.grade for answer in answers for _, item in answer.documents)} - {None}
    if not grades <= set(questionnaire.grade_by_id):
        yield Fault(
            place=(*place, "grade"),
            problem="is not an evidence grade.",
            mend=f"The grades are: {', '.join(questionnaire.grade_by_id)}.",
        )


# --- as core values -------------------------------------------------------------------------------


def _case(questionnaire: Questionnaire, case: _Case) -> Case:
    return Case(
        name=case.name,
        why=case.why,
        assessment=Assessment(
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            country=Country(code="XA", name="Example"),
            reference_date=REFERENCE_DATE,
            facts={fact: FactAnswer(options=_options(options)) for fact, options in case.facts.items()},
            components={
                component: ComponentEntry(not_applicable=reason)
                for component, reason in case.not_applicable.items()
            },
            answers={question: _answers(answer)[0][0] for question, answer in case.answers.items()},
        ),
        expected={node_id: _expected(node) for node_id, node in case.expected.items()},
    )


def _expected(node: _Node) -> Expected:
    return Expected(
        level=None if node.level is None else LevelSpan(*node.level),
        score=None if node.score is None else Span(Fraction(node.score[0]), Fraction(node.score[1])),
    )


def _options(written: str | tuple[str, ...]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else written


def _answers(written: Any) -> tuple[list[Answer], tuple[Fault, ...]]:
    """What is said to one question as answers, one for each kind of value, and what is wrong with them."""
    parser = Parser()
    members = {name: member for name, member in asdict(written).items() if member is not None}
    kinds = [kind for kind in ANSWER_KINDS if kind in members]
    beside = {name: member for name, member in members.items() if name not in kinds}
    each = (parser.value(Answer, _cited({kind: members[kind]} | beside), ()) for kind in kinds)
    return [answer for answer in each if answer is not None], parser.faults


def _cited(written: object) -> object:
    """As an answers file has it: with a document of each grade in place of the grade."""
    if isinstance(written, tuple):
        return [_cited(one) for one in written]
    if not isinstance(written, dict):
        return written
    members = {name: _cited(member) for name, member in written.items() if name != "grade"}
    if "grade" in written:
        document = {"title": "A document", "dated": REFERENCE_DATE.isoformat()}
        members["evidence"] = [{"grade": written["grade"], **document}]
    return members

"""Each field of evidence and of a plan is wherever its fields are; of a new one the test says where not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from html import escape

import pytest

from app.answers import body, read_body
from app.core.assessment.answer import OPEN, Answer, EvidenceItem
from app.core.assessment.assessment import ComponentEntry, Plan
from app.core.assessment.journal import Content, Entry, Subject, SubjectKind
from app.exports import tables_of
from app.exports.result_json import PlanShape
from app.rendering.environment import environment, errors_by_field
from app.web.answer_form import AnswerForm
from app.web.component_form import ComponentForm
from app.web.saving import field_words
from tests.builders import TINY, an_assessment
from tests.exports.formulas import said_of
from tests.filled import filled
from tests.workbook.workbooks import blocks, workbook

QUESTION = TINY.question_by_id["1.1.1"]
COMPONENT = TINY.component_by_id["1.1"]
GRADE = TINY.evidence.grades[TINY.grade_by_id["documented"]].name


def rendered(source: str, **values: object) -> str:
    return environment("en").from_string(source).render(q=TINY, question=QUESTION, **values)


def said_in_history(kind: SubjectKind, key: str, content: Content) -> str:
    at = datetime(2026, 6, 30, tzinfo=UTC)
    entry = Entry(subject=Subject(kind, key), revision=1, position=1, content=content, author="A", at=at)
    macro = '{% import "components/entered.html" as entered %}{{ entered.in_words(q, entry) }}'
    return rendered(macro, entry=entry)


def is_shown(html: str, value: object, field: str) -> bool:
    name = getattr(value, field)
    return (GRADE.lower() if field == "grade" else escape(name)) in html.replace(GRADE, GRADE.lower())


def evidence_form(item: EvidenceItem) -> str:
    macro = '{% from "components/forms/answer_form.html" import answer_form %}'
    call = '{{ answer_form(q, question, typed, problems, "/here", "0", "m", none) }}'
    typed = AnswerForm.of(Answer(evidence=(item,)))
    return rendered(macro + call, typed=typed, problems=errors_by_field(()))


def evidence_meant(item: EvidenceItem, _: str) -> bool:
    answer = Answer(evidence=(item,))
    return AnswerForm.of(answer).answer(TINY, QUESTION, OPEN, lambda text: text) == (answer, ())


def evidence_on_paper(item: EvidenceItem, field: str) -> bool:
    macro = '{% from "paper/question.html" import asked %}{{ asked(q, question, answer, none, none) }}'
    # Who has seen it stands in place of a title that is secret.
    titled = item if field == "title" else replace(item, title="")
    return is_shown(rendered(macro, answer=Answer(evidence=(titled,))), titled, field)


def evidence_read(item: EvidenceItem, field: str) -> bool:
    macro = '{% from "components/answer_read.html" import answer_read %}'
    call = '{{ answer_read(q, question, answer, none, none, "/here") }}'
    return is_shown(rendered(macro + call, answer=Answer(evidence=(item,))), item, field)


def evidence_in_history(item: EvidenceItem, field: str) -> bool:
    return is_shown(said_in_history(SubjectKind.ANSWER, QUESTION.id, Answer(evidence=(item,))), item, field)


def evidence_in_workbook(item: EvidenceItem, _: str) -> bool:
    held = {QUESTION.id: Answer(evidence=(item,))}
    return blocks(workbook(held))[QUESTION.id].cells.evidence == (item,)


def evidence_in_json(item: EvidenceItem, _: str) -> bool:
    return read_body(SubjectKind.ANSWER, body(Answer(evidence=(item,)))) == Answer(evidence=(item,))


EVIDENCE: Mapping[str, Callable[[EvidenceItem, str], bool]] = {
    "components/forms/evidence_fields.html": lambda item, field: (
        f'name="evidence-0-{field}"' in evidence_form(item)
    ),
    "web/answer_form.py and answer_rows.py": evidence_meant,
    "components/entered.html": evidence_in_history,
    "components/answer_read.html": evidence_read,
    "paper/question.html": evidence_on_paper,
    "workbook/layout.py and domain_sheet.py": evidence_in_workbook,
    "records": evidence_in_json,
}


def plan_meant(plan: Plan, _: str) -> bool:
    entry = ComponentEntry(plan=plan)
    return ComponentForm.of(entry).entry(TINY, ComponentEntry(), lambda text: text) == (entry, ())


def plan_in_history(plan: Plan, field: str) -> bool:
    said = said_in_history(SubjectKind.COMPONENT, COMPONENT.id, ComponentEntry(plan=plan))
    return escape(getattr(plan, field)) in said


def plan_read(plan: Plan, field: str) -> bool:
    macro = '{% from "components/component_read.html" import component_read %}'
    call = '{{ component_read(component, q.scale, entry, none, none, "/here") }}'
    read = rendered(macro + call, component=COMPONENT, entry=ComponentEntry(plan=plan))
    return escape(getattr(plan, field)) in read


def plan_in_tables(plan: Plan, field: str) -> bool:
    held = an_assessment(components={COMPONENT.id: ComponentEntry(plan=plan)})
    tables = tables_of(said_of(held, copy="own"), "en").tables
    rows = next(table.rows for table in tables if table.key == "priorities")
    return any(getattr(plan, field) in row for row in rows)


def plan_in_json(plan: Plan, _: str) -> bool:
    entry = ComponentEntry(plan=plan)
    return read_body(SubjectKind.COMPONENT, body(entry)) == entry


PLAN: Mapping[str, Callable[[Plan, str], bool]] = {
    "web/component_form.py": plan_meant,
    "components/entered.html": plan_in_history,
    "components/component_read.html": plan_read,
    "exports/priorities.py": plan_in_tables,
    "exports/result_json.py": lambda _, field: field in PlanShape.model_fields,
    "web/saving.py": lambda _, field: f"plan.{field}" in field_words(str),
    "records": plan_in_json,
}


def missing_of(places, value, field: str) -> list[str]:
    """The places that lack a field of a value that has every field filled."""
    return [place for place, holds in places.items() if not _held(holds, value, field)]


def _held(holds, value, field: str) -> bool:
    try:
        return holds(value, field)
    except Exception:  # noqa: BLE001 - however it fails, the place does not know the field
        return False


@pytest.mark.parametrize("field", [field.name for field in fields(EvidenceItem)])
def test_every_field_of_evidence_is_wherever_evidence_is_entered_shown_or_kept(field):
    assert missing_of(EVIDENCE, filled(EvidenceItem), field) == []


@pytest.mark.parametrize("field", [field.name for field in fields(Plan)])
def test_every_field_of_a_plan_is_wherever_a_plan_is_entered_shown_or_kept(field):
    assert missing_of(PLAN, filled(Plan), field) == []


def test_the_page_of_a_component_has_an_input_for_every_field_of_a_plan(client, here):
    page = client.get(f"{here}/components/{COMPONENT.id}").text
    assert [one.name for one in fields(Plan) if f'name="{one.name}"' not in page] == []


@dataclass(frozen=True, kw_only=True)
class PlantedEvidence(EvidenceItem):
    """Evidence with a field that nothing knows yet."""

    planted: str = ""


@dataclass(frozen=True, kw_only=True)
class PlantedPlan(Plan):
    """A plan with a field that nothing knows yet."""

    planted: str = ""


def test_of_a_planted_field_every_place_is_named_that_does_not_know_it():
    assert missing_of(EVIDENCE, filled(PlantedEvidence), "planted") == list(EVIDENCE)
    assert missing_of(PLAN, filled(PlantedPlan), "planted") == list(PLAN)

"""Each kind of answer has all that a kind needs; for a new one the test says what is missing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, get_args

import pytest
from jsonschema import Draft202012Validator
from starlette.datastructures import FormData

from app.answers import LONGEST_ENTERED_TEXT, answers_schema, body, encoded_answers, faults_of, read_body
from app.core.assessment.answer import ANSWER_KINDS, OPEN, Answer, AnswerValue, EvidenceItem
from app.core.assessment.conflict import conflict_view
from app.core.assessment.journal import Conflict, Entry, Subject, SubjectKind
from app.core.copies.copies import copied
from app.core.method.question_result import question_result
from app.exports import tables_of
from app.rendering.environment import environment, errors_by_field
from app.rendering.language import language
from app.web.answer_form import AnswerForm
from app.workbook.cells import answer_of, cells_of
from app.workbook.hidden_sheet import Lists
from tests.builders import TINY, an_assessment
from tests.edges import forms
from tests.exports.formulas import said_of
from tests.filled import filled, has_canary

SHAPES: dict[str, type] = {shape.kind: shape for shape in get_args(AnswerValue)}
QUESTION = TINY.question_by_id["1.1.3"]
NOT_BY_WORKBOOK = {"positions"}
"""Entered on the page of the question alone; a workbook says only that they are there."""


def answer_with(value, **about) -> Answer:
    return Answer(value=value, evidence=(filled(EvidenceItem),), comment=filled(EvidenceItem).title, **about)


def rendered(source: str, **values: object) -> str:
    return environment("en").from_string(source).render(q=TINY, question=QUESTION, **values)


def words(value) -> str:
    macro = '{% from "components/answer_words.html" import answer_words %}{{ answer_words(q, answer) }}'
    return rendered(macro, answer=Answer(value=value))


def entry(content, *, kind=SubjectKind.ANSWER, key=QUESTION.id, revision=1, position=1) -> Entry:
    at = datetime(2026, 6, 30, tzinfo=UTC)
    subject = Subject(kind, key)
    return Entry(subject=subject, revision=revision, position=position, content=content, author="A", at=at)


def knows_its_worth(value) -> bool:
    answer = answer_with(value)
    result = question_result(TINY, QUESTION, answer, an_assessment().reference_date)
    return result.is_answered == answer.is_answered and 0 <= result.low <= result.high <= TINY.scale.top


def is_fit_to_be_stored(value) -> bool:
    return faults_of(Subject(SubjectKind.ANSWER, QUESTION.id), answer_with(value), TINY) == ()


def refuses_a_text_that_is_too_long(value) -> bool:
    long = Answer(value=filled(type(value), text="x" * LONGEST_ENTERED_TEXT))
    _, errors = AnswerForm.of(long).answer(TINY, QUESTION, OPEN, lambda text: text)
    return not has_canary(value) or bool(
        errors and faults_of(Subject(SubjectKind.ANSWER, QUESTION.id), long, TINY)
    )


def has_words_of_its_own(value) -> bool:
    others = [words(filled(shape)) for kind, shape in SHAPES.items() if kind != value.kind]
    return bool(words(value).strip()) and words(value) not in [*others, words(None)]


def has_a_read_view(value) -> bool:
    macro = '{% from "components/answer_read.html" import answer_read %}'
    call = '{{ answer_read(q, question, answer, none, none, "/here") }}'
    return words(value).strip() in rendered(macro + call, answer=answer_with(value))


def has_a_line_in_the_history(value) -> bool:
    macro = '{% import "components/entered.html" as entered %}{{ entered.in_words(q, entry) }}'
    return words(value).strip() in rendered(macro, entry=entry(answer_with(value)))


def form_of(value) -> str:
    macro = '{% from "components/forms/answer_form.html" import answer_form %}'
    call = '{{ answer_form(q, question, typed, problems, "/here", "0", "m", none) }}'
    return rendered(macro + call, typed=AnswerForm.of(answer_with(value)), problems=errors_by_field(()))


def has_a_control_in_the_form(value) -> bool:
    typed = AnswerForm.of(answer_with(value))
    return f'name="value" value="{typed.value}" checked' in form_of(value)


def is_meant_by_its_form(value) -> bool:
    sent = forms(form_of(value))["/here"].filled()
    posted = AnswerForm.posted(FormData([(name, text) for name, texts in sent.items() for text in texts]))
    meant, errors = posted.answer(TINY, QUESTION, OPEN, lambda text: text)
    # Of a position's document the form shows a part, so a new one holds no more.
    return errors == () and (meant.kind == "positions" == value.kind or meant.value == value)


def has_a_box_on_paper(value) -> bool:
    macro = '{% from "paper/question.html" import asked %}{{ asked(q, question, answer, none, none) }}'
    return rendered(macro, answer=Answer(value=value)).count("<title>chosen</title>") == 1


def may_be_ticked_on_paper(value) -> bool:
    macro = '{% from "paper/question.html" import asked %}{{ asked(q, question, none, none, none) }}'
    return "box" in rendered(macro)


def has_a_workbook_cell(value) -> bool:
    answer = answer_with(value)
    cells = cells_of(answer)
    is_listed = cells.answer in Lists(TINY, language("en").translations.gettext).word
    return is_listed and answer_of(cells, answer, QUESTION, TINY) == (answer, ())


def is_meant_by_its_workbook_cell(value) -> bool:
    meant, faults = answer_of(cells_of(answer_with(value)), OPEN, QUESTION, TINY)
    return bool(faults) if value.kind in NOT_BY_WORKBOOK else (meant.value, faults) == (value, ())


def is_read_back_from_json(value) -> bool:
    answer = answer_with(value)
    return read_body(SubjectKind.ANSWER, body(answer)) == answer


def is_in_the_schema(value) -> bool:
    stored = encoded_answers(an_assessment(answers={QUESTION.id: answer_with(value)}))
    Draft202012Validator(answers_schema()).validate(json.loads(stored))
    return value.kind in stored


def has_words_in_the_schema(value) -> bool:
    answer = answers_schema()["properties"]["answers"]["additionalProperties"]
    return bool(answer["properties"][value.kind]["description"])


def has_a_row_in_the_exports(value) -> bool:
    held = an_assessment(answers={QUESTION.id: Answer(value=value)})
    table = next(one for one in tables_of(said_of(held, copy="own"), "en").tables if one.key == "questions")
    code, state = ([column.key for column in table.columns].index(key) for key in ("code", "state"))
    return any(row[code] == QUESTION.id and row[state] for row in table.rows)


def meets_another(value) -> bool:
    kept = entry(
        Conflict(question=QUESTION.id, base=0, mine=answer_with(value)), kind=SubjectKind.CONFLICT, position=2
    )
    found = conflict_view(kept, [entry(answer_with(value))])
    return found.mine.value == value


def is_gone_from_a_masked_copy_where_it_is_withheld(value) -> bool:
    held = an_assessment(answers={QUESTION.id: answer_with(value, withheld=True)})
    return has_canary(held) and not has_canary(copied(TINY, held, "masked"))


def leaves_no_text_in_a_shareable_copy(value) -> bool:
    held = an_assessment(answers={QUESTION.id: answer_with(value)})
    domains = list(TINY.domain_by_id)
    return has_canary(held) and not has_canary(copied(TINY, held, "shareable", domains))


PLACES: Mapping[str, Callable[[AnswerValue], bool]] = {
    "core/method/question_result.py: what it is worth": knows_its_worth,
    "validation: what keeps it from being stored": is_fit_to_be_stored,
    "validation and web/answer_form.py: how long its texts may be": refuses_a_text_that_is_too_long,
    "components/answer_words.html: words of its own": has_words_of_its_own,
    "components/answer_read.html: to be read": has_a_read_view,
    "components/entered.html: a line in the history": has_a_line_in_the_history,
    "components/forms/other_answers.html: a control in the form": has_a_control_in_the_form,
    "web/answer_form.py: what the form means": is_meant_by_its_form,
    "paper/question.html: a box that is crossed": has_a_box_on_paper,
    "paper/question.html: a box to cross": may_be_ticked_on_paper,
    "workbook/cells.py: a cell and its word in the list": has_a_workbook_cell,
    "workbook/cells.py: what the cell means": is_meant_by_its_workbook_cell,
    "records: a member in JSON, read back": is_read_back_from_json,
    "schema of the answers file": is_in_the_schema,
    "answers/schema.py: its words in the schema": has_words_in_the_schema,
    "exports/questions.py: how it is answered": has_a_row_in_the_exports,
    "core/assessment/conflict.py: beside another": meets_another,
    "core/copies/masking.py: gone where it is withheld": is_gone_from_a_masked_copy_where_it_is_withheld,
    "core/copies/sharing.py: none of its text is handed on": leaves_no_text_in_a_shareable_copy,
}


def missing_of(kind: str) -> list[str]:
    """The places that do not know a kind of answer."""
    return [place for place, knows in PLACES.items() if not holds(knows, filled(SHAPES[kind]))]


def holds(knows, value) -> bool:
    try:
        return knows(value)
    except Exception:  # noqa: BLE001 - however it fails, the place does not know the kind
        return False


@pytest.mark.parametrize("kind", ANSWER_KINDS)
def test_every_kind_of_answer_has_all_that_a_kind_needs(kind):
    assert missing_of(kind) == []


@dataclass(frozen=True)
class Planted:
    """A kind of answer that nothing knows yet."""

    kind: ClassVar[str] = "planted"
    unanswered: ClassVar[None] = None

    text: str


@pytest.fixture
def planted(monkeypatch):
    """The kinds with one more, also in templates."""
    with monkeypatch.context() as patch:
        patch.setitem(SHAPES, "planted", Planted)
        patch.setattr("app.rendering.environment.ANSWER_KINDS", (*ANSWER_KINDS, "planted"))
        environment.cache_clear()
        yield "planted"
    environment.cache_clear()


def test_of_a_planted_kind_every_place_is_named_that_does_not_know_it(planted):
    # A masked copy leaves out the whole of an answer, whatever its kind.
    known = "core/copies/masking.py: gone where it is withheld"
    assert missing_of(planted) == [place for place in PLACES if place != known]

"""The full report says of every domain and priority what was scored, each in its place."""

from app.core.assessment.answer import Answer, Level, NotKnown, Position, Positions
from app.core.assessment.assessment import ComponentEntry, Move
from app.core.method.priorities import Tier
from app.core.reports.full import KIND, full
from tests.builders import TINY, an_answer, an_assessment
from tests.reports import a_report

COMPONENTS = [component.id for _, component in TINY.components()]


def report_of(answers=None, components=None):
    return a_report(TINY, an_assessment(answers=answers or {}, components=components or {}))


def pages(report):
    return {page.domain.id: page for page in full(report)["pages"]}


def test_every_domain_has_its_page_with_a_row_and_a_column_for_each_component():
    report = report_of({"1.1.1": an_answer(2)})
    found = pages(report)
    assert list(found) == [domain.id for domain in TINY.domains]
    for domain_id, page in found.items():
        inside = [node.id for node in report.result.components if TINY.domain_by_id[domain_id] is page.domain]
        here = [component.id for component in page.domain.components if component.id in inside]
        assert [row.node.id for row in page.rows] == [column.code for column in page.strip] == here
        assert [(column.low, column.high) for column in page.strip] == [
            (row.line.level.low, row.line.level.high) for row in page.rows
        ]
        targets = [row.line.target for row in page.rows]
        assert page.targets == (min(targets), max(targets))
        assert all(row.why.node is row.node for row in page.rows)


def test_a_question_without_a_level_is_told_by_why_it_has_none():
    page = pages(report_of({"1.1.1": Answer(value=NotKnown()), "1.1.2": Answer(withheld=True)}))["D1"]
    reasons = {why: [one.question.id for one in found] for why, found in page.unanswered.items()}
    assert reasons["not_known"] == ["1.1.1"]
    assert reasons["withheld"] == ["1.1.2"]
    assert list(reasons) == sorted(reasons)


def test_what_is_claimed_without_a_document_asks_for_the_grade_that_would_show_it():
    page = pages(report_of({"1.1.1": Answer(value=Level(3))}))["D1"]
    (wanted,) = (action for action in page.undocumented if action.question.id == "1.1.1")
    assert (wanted.mover.want, wanted.mover.level) == ("document", 3)
    assert wanted.grade is not None
    assert wanted.grade.cap >= 3


def test_agencies_that_stand_apart_are_disputed():
    apart = Positions((Position(agency="Police", level=0), Position(agency="Army", level=4)))
    page = pages(report_of({"1.1.1": Answer(value=apart)}))["D1"]
    assert [one.question.id for one in page.disputed] == ["1.1.1"]


def test_priorities_stand_by_tier_in_the_order_of_the_rules_and_what_was_moved_is_named():
    last = COMPONENTS[-1]
    report = report_of(components={last: ComponentEntry(move=Move(place=1, reason="First of all."))})
    found = full(report)
    tiers = found["tiers"]
    assert list(tiers) == [tier for tier in Tier if tier in tiers]
    assert sorted(line.component for lines in tiers.values() for line in lines) == sorted(COMPONENTS)
    for lines in tiers.values():
        assert [line.rule_place for line in lines] == sorted(line.rule_place for line in lines)
    assert found["moved"][0].component == last
    assert set(found["first_action_of"]) == {
        line.component for line in report.priorities.lines if line.actions
    }


def test_the_full_report_has_a_cover_a_page_to_read_and_the_comparison():
    assert (KIND.id, KIND.has_cover, KIND.is_read_as_page, KIND.has_comparison) == ("full", True, True, True)

"""An edition has a row for every node, with the figures of its masked copy."""

from dataclasses import replace

from app.core.assessment.quick_scan import quick_scan
from app.core.method.result_row import ResultRow, result_rows
from app.core.method.scoring import score
from tests.builders import TINY, an_answer, an_assessment

ABOUT = {"assessment": "a", "edition": 2, "questionnaire_hash": "h", "is_demonstration": True}


def test_every_node_has_a_row_with_its_own_figures_in_order():
    masked = an_assessment(answers={"1.1.1": an_answer(2), "1.1.2": an_answer(4)})
    result = score(TINY, masked)
    whole, *rest = result_rows(TINY, masked, **ABOUT)
    assert whole == ResultRow(
        assessment="a",
        country=masked.country,
        reference_date=masked.reference_date,
        scope="full",
        edition=2,
        questionnaire="tiny",
        version="0.1",
        questionnaire_hash="h",
        is_demonstration=True,
        node="overall",
        kind="overall",
        score_low=result.overall.score.low,
        score_claimed=None,
        score_high=result.overall.score.high,
        level_low=None,
        level_high=None,
        coverage=result.overall.coverage,
    )
    nodes = (*result.domains, *result.components)
    assert rest == [
        replace(
            whole,
            node=node.id,
            kind=node.kind,
            score_low=node.score.low,
            score_claimed=node.claimed,
            score_high=node.score.high,
            level_low=node.level.low,
            level_high=node.level.high,
            coverage=node.coverage,
        )
        for node in nodes
    ]


def test_a_quick_scan_has_rows_of_what_it_asks_under_the_whole_questionnaires_name():
    masked = an_assessment(scope="quick", answers={"1.1.1": an_answer(2), "1.1.2": an_answer(4)})
    rows = result_rows(TINY, masked, **ABOUT)
    assert {(row.scope, row.questionnaire, row.version) for row in rows} == {("quick", "tiny", "0.1")}
    assert [row.score_low for row in rows if row.kind == "component"] == [
        node.score.low for node in score(quick_scan(TINY), masked).components
    ]

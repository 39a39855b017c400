"""Finishing freezes what was acknowledged, and both editions remain."""

import json
import threading
import time

import pytest

from app.answers import content_hash, encoded_answers, parsed_answers, read_frozen, text_hash
from app.core.assessment.answer import Answer, Level, NotApplicable
from app.core.assessment.assessment import ComponentEntry
from app.core.assessment.journal import Standing, Subject, SubjectKind
from app.core.assessment.quick_scan import quick_scan
from app.core.copies.masking import masked
from app.core.errors import (
    AlreadyFinishedError,
    AnswersRefusedError,
    BlockedError,
    NotFinishedError,
)
from app.core.exact import exact
from app.core.method.progress import Concern
from app.core.method.scoring import LevelSpan, score
from app.core.reports.choice import ReportChoice
from app.services import assessments, finishing, saving, transfer
from app.services.finishing import ReopenedOtherwiseError
from app.services.reports import report_of
from app.services.saving import StaleError
from tests.builders import (
    ABOUT,
    TINY,
    an_act,
    an_answer,
    answered,
    result_rows,
    started,
)


def finished(database, assessment, mutation=""):
    return finishing.finish(database, assessment, an_act(mutation=mutation))


def reopened(database, assessment, reason="An error was found.", mutation=""):
    finishing.reopen(database, assessment, an_act(mutation=mutation), reason=reason)


def test_finishing_freezes_the_content_with_its_hash(database, assessment):
    answered(database, assessment, "1.1.1", an_answer(2))
    before = assessments.opened(database, assessment).assessment
    assert finished(database, assessment) == 1
    opened = assessments.opened(database, assessment)
    (edition,) = opened.editions
    assert edition.content == encoded_answers(before)
    assert edition.content_hash == text_hash(edition.content) == content_hash(before)
    assert edition.masked_hash == content_hash(masked(TINY, before))
    assert edition.assessment == parsed_answers(edition.content, TINY) == before
    assert edition.position == opened.journal.position
    assert opened.journal.is_finished
    assert opened.journal.standing == Standing(edition=1, content_hash=edition.content_hash)
    assert opened.edition(1) is edition
    with pytest.raises(LookupError):
        opened.edition(2)


def test_a_repeated_finish_is_answered_as_the_first_time(database, assessment):
    assert finished(database, assessment, "once") == 1
    assert finished(database, assessment, "once") == 1
    with pytest.raises(AlreadyFinishedError):
        finished(database, assessment, "twice")
    assert len(assessments.opened(database, assessment).editions) == 1


def test_finishing_is_refused_while_something_blocks_it(database, assessment):
    answered(database, assessment, "1.1.3", Answer(value=NotApplicable("")))
    answered(database, assessment, "1.1.1", an_answer(1))
    with pytest.raises(StaleError) as stale:
        answered(database, assessment, "1.1.1", an_answer(2))
    saving.save(
        database,
        assessment,
        Subject(SubjectKind.COMPONENT, "2.2"),
        an_act("", mutation="c"),
        base=0,
        content=ComponentEntry(not_applicable=""),
    )
    with pytest.raises(BlockedError) as blocked:
        finished(database, assessment)
    assert set(blocked.value.args) == {
        Concern(why="conflict", id="1.1.1"),
        Concern(why="missing_reason", id="1.1.3"),
        Concern(why="missing_reason", id="2.2"),
    }
    opened = assessments.opened(database, assessment)
    assert not opened.journal.is_finished
    assert opened.editions == ()
    assert result_rows(database) == []
    saving.resolve(
        database, assessment, stale.value.conflict, an_act("", mutation="r"), choice="theirs", base=1
    )
    with pytest.raises(BlockedError):
        finished(database, assessment)


def test_reopening_keeps_the_edition_and_leads_to_another(database, assessment):
    answered(database, assessment, "1.1.1", an_answer(2))
    finished(database, assessment)
    reopened(database, assessment, "  An error\u202e was found. ", "r")
    reopened(database, assessment, "An error was found.", "r")
    opened = assessments.opened(database, assessment)
    assert not opened.journal.is_finished
    assert opened.journal.standing.reopened == "An error was found."
    answered(database, assessment, "1.1.1", an_answer(4), base=1)
    assert finished(database, assessment) == 2
    first, second = assessments.opened(database, assessment).editions
    assert first.assessment.answers["1.1.1"] == an_answer(2)
    assert second.assessment.answers["1.1.1"] == an_answer(4)
    assert [first.number, second.number] == [1, 2]


def test_a_reopening_sent_again_for_another_reason_is_refused_with_the_first(database, assessment):
    finished(database, assessment)
    reopened(database, assessment, "An error was found.", "r")
    with pytest.raises(ReopenedOtherwiseError, match=r"^An error was found\.$"):
        reopened(database, assessment, "Another reason.", "r")
    standing = assessments.opened(database, assessment).journal.standing
    assert standing.reopened == "An error was found."


def test_finishing_and_reopening_by_one_mutation_are_two_acts(database, assessment):
    assert finished(database, assessment, "one") == 1
    reopened(database, assessment, "An error was found.", "one")
    assert not assessments.opened(database, assessment).journal.is_finished
    reopened_by = "another"
    finished(database, assessment)
    reopened(database, assessment, "One more.", reopened_by)
    assert finished(database, assessment, reopened_by) == 3
    assert assessments.opened(database, assessment).journal.is_finished


def test_reopening_needs_a_finished_assessment_and_a_reason(database, assessment):
    with pytest.raises(NotFinishedError):
        reopened(database, assessment)
    finished(database, assessment)
    for reason in ("", " \n\u200b", "r" * 501):
        with pytest.raises(AnswersRefusedError):
            reopened(database, assessment, reason)
    reopened(database, assessment)
    with pytest.raises(NotFinishedError):
        reopened(database, assessment)


def test_results_hold_the_masked_figures_of_the_newest_edition(database, assessment):
    answered(database, assessment, "1.1.1", Answer(value=Level(4), withheld=True))
    answered(database, assessment, "1.2.1", an_answer(2))
    finished(database, assessment)
    reopened(database, assessment)
    answered(database, assessment, "1.2.1", an_answer(1), base=1)
    # The first edition counts until there is another.
    (whole,) = result_rows(database, kind="overall")
    assert whole["edition"] == 1
    finished(database, assessment)

    rows = result_rows(database)
    content = assessments.opened(database, assessment).assessment
    result = score(TINY, masked(TINY, content))
    nodes = [result.overall, *result.domains, *result.components]
    assert [(row["node"], row["kind"]) for row in rows] == [(node.id, node.kind) for node in nodes]
    for row, node in zip(rows, nodes, strict=True):
        assert (row["score_low"], row["score_high"]) == (exact(node.score.low), exact(node.score.high))
        assert row["score_claimed"] == (None if node.claimed is None else exact(node.claimed))
        level = node.level or LevelSpan(None, None)
        assert (row["level_low"], row["level_high"]) == (level.low, level.high)
        assert row["coverage"] == exact(node.coverage)
        assert row["edition"] == 2
        assert row["country"] == {"code": ABOUT.country.code, "name": ABOUT.country.name}
        assert (row["questionnaire"], row["version"]) == ("tiny", "0.1")
    assert result.overall.score != score(TINY, content).overall.score


def test_a_quick_scan_is_finished_with_its_own_result_and_keeps_it_after_it_grew(database):
    assessment = started(database, "quick")
    answered(database, assessment, "1.1.1", an_answer(2))
    # A question beyond the scan keeps its answer, and a missing reason there blocks nothing.
    answered(database, assessment, "1.1.3", Answer(value=NotApplicable("")))
    answered(database, assessment, "1.1.2", Answer(value=Level(4), withheld=True))
    finished(database, assessment)
    opened = assessments.opened(database, assessment)
    assert result_rows(database) == []
    rows = result_rows(database, scope="quick")
    result = score(quick_scan(TINY), opened.assessment)
    nodes = [result.overall, *result.domains, *result.components]
    assert [(row["node"], row["score_low"], row["scope"]) for row in rows] == [
        (node.id, exact(node.score.low), "quick") for node in nodes
    ]
    assert opened.editions[0].masked_hash == content_hash(masked(TINY, opened.assessment))
    assert parsed_answers(opened.editions[0].content, TINY) == opened.assessment

    reopened(database, assessment)
    assessments.grow(database, assessment, an_act("", mutation="grow"))
    with pytest.raises(BlockedError):  # what was beyond the scan is asked now
        finished(database, assessment)
    answered(database, assessment, "1.1.3", an_answer(1), base=1)
    finished(database, assessment)
    assert result_rows(database, scope="quick") == []
    assert {row["scope"] for row in result_rows(database)} == {"full"}

    grown = assessments.opened(database, assessment)
    first, second = (report_of(grown, ReportChoice(copy="own", edition=number)) for number in (1, 2))
    assert (first.is_quick, list(first.result.question_by_id)) == (True, ["1.1.1", "1.2.1", "2.1.1"])
    assert (second.is_quick, second.questionnaire) == (False, TINY)
    assert json.loads(transfer.exported(grown, copy="masked", edition=1))["scope"] == "quick"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 7),
        ({"questionnaire": "tiny"}, 7),
        ({"questionnaire": "other"}, 0),
        ({"version": "0.2"}, 0),
        ({"year": 2026}, 7),
        ({"year": 2025}, 0),
        ({"kind": "domain"}, 2),
        ({"scope": "quick"}, 0),
        ({"kind": "component"}, 4),
    ],
)
def test_results_can_be_filtered(database, assessment, wanted, found):
    finished(database, assessment)
    assert len(result_rows(database, **wanted)) == found


def write_until_finished(database, assessment, question, go, acknowledged):
    go.wait()
    for number in range(20):
        try:
            answered(database, assessment, question, an_answer(1, str(number)), base=number)
        except AlreadyFinishedError:
            return
        acknowledged[question] = str(number)


@pytest.mark.parametrize("attempt", range(12))
def test_every_save_during_finishing_is_frozen_or_refused(database, assessment, attempt):
    acknowledged: dict[str, str] = {}
    go = threading.Barrier(7)
    writers = [
        threading.Thread(target=write_until_finished, args=(database, assessment, question, go, acknowledged))
        for question in ("1.1.1", "1.1.2", "1.2.1", "1.2.2", "2.1.1", "2.1.2")
    ]
    for writer in writers:
        writer.start()
    go.wait()
    time.sleep(attempt / 200)
    finished(database, assessment)
    for writer in writers:
        writer.join()

    opened = assessments.opened(database, assessment)
    frozen = read_frozen(opened.editions[0].content)
    assert {key: answer.comment for key, answer in frozen.answers.items()} == acknowledged
    assert opened.assessment == frozen
    assert opened.journal.position == opened.editions[0].position

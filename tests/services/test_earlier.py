"""An assessment that starts from an earlier one: nothing is copied, and what was said waits."""

from dataclasses import replace
from datetime import date

import pytest

from app.answers import encoded_answers
from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotKnown,
)
from app.core.assessment.assessment import (
    ComponentEntry,
    Country,
    FactAnswer,
    Rating,
    Relevance,
)
from app.core.assessment.journal import Earlier, Subject, SubjectKind
from app.core.errors import AnswersRefusedError, NotComparableError
from app.core.method.comparison import comparison
from app.core.reports.choice import ReportChoice
from app.rendering.imprint import EARLIER
from app.services import assessments, finishing, saving, transfer
from app.services.earlier import confirmable, profile_confirmable, profile_then, waiting
from app.services.reports import comparison_of, printed, report_of
from tests.builders import (
    ABOUT,
    CATALOGUE,
    TINY,
    a_database,
    an_act,
    an_answer,
    answered,
    finished,
    now,
    started,
    started_from,
)
from tests.edges import database_of, edge, enter, finish, opened

DECREE = EvidenceItem(grade="documented", title="Decree 118", dated="2023-03")


# A question, and what takes it away.
AWAY = {
    "by a fact": ("2.1.3", Subject(SubjectKind.FACT, "fleet"), FactAnswer(options=("none",))),
    "by a fact, with its component": (
        "2.2.1",
        Subject(SubjectKind.FACT, "coast"),
        FactAnswer(options=("none",)),
    ),
    "by a declaration": (
        "2.2.1",
        Subject(SubjectKind.COMPONENT, "2.2"),
        ComponentEntry(not_applicable="No more."),
    ),
}


@pytest.fixture
def database(tmp_path):
    return a_database(tmp_path)


@pytest.fixture
def earlier(database):
    """A finished assessment with three answers."""
    begun = started(database)
    answered(database, begun, "1.1.1", Answer(value=Level(2), evidence=(DECREE,), comment="It holds."))
    answered(database, begun, "1.1.2", Answer(value=Level(1), withheld=True))
    answered(database, begun, "1.1.3", Answer(value=NotKnown()))
    finished(database, begun)
    return begun


def now_open(database, earlier, **about):
    return assessments.opened(database, started_from(database, earlier, **about))


def names(questions):
    return [question.id for question in questions]


def test_nothing_is_copied_and_every_answer_that_was_given_waits(database, earlier):
    opened = now_open(database, earlier)
    assert opened.earlier.assessment_id == earlier
    assert opened.assessment.answers == {}
    assert names(waiting(opened.earlier, opened.questionnaire, opened.assessment)) == [
        "1.1.1",
        "1.1.2",
        "1.1.3",
    ]
    # Withheld is the owner's own: the value is there with its mark.
    hidden = confirmable(opened.earlier, TINY, TINY.question_by_id["1.1.2"])
    assert hidden == Answer(value=Level(1), withheld=True)


def test_what_is_answered_waits_no_more(database, earlier):
    opened = now_open(database, earlier)
    answered(database, opened.id, "1.1.1", an_answer(4))
    again = opened.again(database)
    assert names(waiting(again.earlier, again.questionnaire, again.assessment)) == ["1.1.2", "1.1.3"]


def test_an_answer_that_does_not_fit_the_newer_version_cannot_be_confirmed(database, earlier):
    opened = now_open(database, earlier)
    question = TINY.question_by_id["1.1.1"]
    low = replace(TINY, scale=replace(TINY.scale, levels=TINY.scale.levels[:2]))
    assert confirmable(opened.earlier, TINY, question) is not None
    assert confirmable(opened.earlier, low, question) is None
    assert confirmable(None, TINY, question) is None
    reworded = replace(question, id="1.9.1", rewords="1.1.1")
    assert confirmable(opened.earlier, TINY, reworded).comment == "It holds."
    assert confirmable(opened.earlier, TINY, replace(question, id="1.9.1")) is None


def test_facts_and_ratings_of_then_wait_where_they_say_something_and_fit(database):
    begun = started(database)
    said = {
        Subject(SubjectKind.FACT, "coast"): FactAnswer(options=("calm",)),
        Subject(SubjectKind.FACT, "fleet"): FactAnswer(withheld=True),
        Subject(SubjectKind.RATING, "S1"): Rating(relevance=Relevance.HIGH),
    }
    for subject, content in said.items():
        saving.save(database, begun, subject, an_act(""), base=0, content=content)
    finished(database, begun)
    opened = now_open(database, begun)
    kept = {one: said[one] for one in said if one.key != "fleet"}
    assert profile_then(opened.earlier, TINY) == profile_confirmable(opened.earlier, TINY) == kept
    assert profile_then(None, TINY) == {}
    coast, *others = TINY.facts
    narrow = replace(TINY, facts=(replace(coast, options=coast.options[:1]), *others))
    assert profile_then(opened.earlier, narrow) == kept
    assert set(profile_confirmable(opened.earlier, narrow)) == {Subject(SubjectKind.RATING, "S1")}


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"country": Country(code="XB", name="Beland")}, "is of Xandoria"),
        ({"reference_date": date(2020, 1, 1)}, "speaks of a later day, 2026-10-31"),
        ({"earlier": Earlier(assessment="none", edition=1)}, "no such finished assessment"),
    ],
)
def test_an_earlier_assessment_that_cannot_be_is_refused_with_the_mend(database, earlier, about, words):
    with pytest.raises(AnswersRefusedError, match=words) as refused:
        started_from(database, earlier, **about)
    assert {fault.place for fault in refused.value.faults} == {("earlier",)}
    assert len(assessments.listed(database)) == 1


def test_an_unfinished_edition_and_another_questionnaire_are_refused(database, earlier):
    with pytest.raises(AnswersRefusedError, match="no such finished assessment"):
        started_from(database, earlier, edition=2)
    other = CATALOGUE.find("health-capacities", "1.0")
    about = replace(ABOUT, earlier=Earlier(assessment=earlier, edition=1))
    with pytest.raises(AnswersRefusedError, match="another questionnaire"):
        assessments.start(database, other, about, an_act(""))


def test_the_comparison_is_with_the_edition_that_was_named_whatever_came_later(database, earlier):
    opened = now_open(database, earlier)
    before = comparison_of(opened, copy="own")
    finishing.reopen(database, earlier, an_act(""), reason="Wrong.")
    answered(database, earlier, "1.1.1", an_answer(4), base=1)
    finished(database, earlier)
    assert comparison_of(opened.again(database), copy="own") == before
    assert before.then == assessments.opened(database, earlier).editions[0].assessment


@pytest.mark.parametrize("copy", ["masked", "shareable"])
def test_what_is_withheld_now_leaves_in_no_earlier_value_either(database, earlier, copy):
    opened = now_open(database, earlier)
    chosen = {"released": ("D1",)} if copy == "shareable" else {}
    assert "1.1.1" in report_of(opened, ReportChoice(copy=copy, **chosen)).comparison.then.answers
    answered(database, opened.id, "1.1.1", Answer(value=Level(4), withheld=True))
    opened = opened.again(database)
    found = report_of(opened, ReportChoice(copy=copy, **chosen)).comparison
    assert found.then.answer("1.1.1") == found.now.answer("1.1.1") == Answer(withheld=True)
    assert found.overall.then.score == found.overall.now.score
    assert found == comparison_of(opened, copy=copy, **chosen)
    own = report_of(opened, ReportChoice(copy="own")).comparison
    assert own == comparison(TINY, opened.assessment, TINY, opened.earlier.assessment)


@pytest.mark.parametrize("away", AWAY)
@pytest.mark.parametrize("copy", ["masked", "shareable"])
def test_what_is_withheld_now_and_asked_no_more_is_in_no_earlier_answers_of_a_report(tmp_path, away, copy):
    question, subject, content = AWAY[away]
    chosen = {"released": ("D1", "D2")} if copy == "shareable" else {}
    with edge(tmp_path) as client:
        begun = started(database_of(client))
        enter(client, begun, Subject(SubjectKind.FACT, "coast"), FactAnswer(options=("rough",)))
        enter(client, begun, Subject(SubjectKind.FACT, "fleet"), FactAnswer(options=("motor",)))
        enter(client, begun, Subject(SubjectKind.ANSWER, question), an_answer(3, comment="CANARY"))
        finish(client, begun)
        again = started_from(database_of(client), begun)
        hidden = replace(an_answer(3), withheld=True)
        enter(client, again, Subject(SubjectKind.ANSWER, question), hidden)
        enter(client, again, subject, content)
        made = report_of(opened(client, again), ReportChoice(copy=copy, kind="full", **chosen))
    (earlier,) = [one.text for one in printed(made, "en").attachments if one.name == EARLIER]
    assert made.comparison.then.answer(question) == Answer(withheld=True)
    assert "CANARY" not in earlier


def test_what_was_withheld_in_the_earlier_assessment_after_it_was_compared_leaves_no_more(database, earlier):
    opened = now_open(database, earlier)
    answered(database, opened.id, "1.1.1", an_answer(2))
    finishing.reopen(database, earlier, an_act(""), reason="Secret.")
    answered(database, earlier, "1.1.1", Answer(value=Level(1), withheld=True), base=1)
    found = comparison_of(opened.again(database), copy="masked")
    assert found.then.answer("1.1.1") == found.now.answer("1.1.1") == Answer(withheld=True)


def test_a_finished_assessment_compares_its_edition(database, earlier):
    opened = now_open(database, earlier)
    answered(database, opened.id, "1.1.1", an_answer(3))
    finished(database, opened.id)
    opened = opened.again(database)
    assert comparison_of(opened, copy="own").now == opened.editions[0].assessment
    assert comparison_of(opened, copy="own", edition=1) == comparison_of(opened, copy="own")
    with pytest.raises(LookupError):
        comparison_of(opened, copy="own", edition=2)


def test_a_quick_scan_that_grew_keeps_where_it_starts_from_and_is_then_comparable(database, earlier):
    opened = now_open(database, earlier, scope="quick")
    with pytest.raises(NotComparableError):
        comparison_of(opened, copy="own")
    assert report_of(opened, ReportChoice(copy="own")).comparison is None
    assessments.grow(database, opened.id, an_act(""))
    grown = opened.again(database)
    assert grown.journal.about.earlier == Earlier(assessment=earlier, edition=1)
    assert comparison_of(grown, copy="own") is not None


def test_without_an_earlier_assessment_there_is_no_comparison(database, earlier):
    opened = assessments.opened(database, earlier)
    assert opened.earlier is None
    assert comparison_of(opened, copy="own") is None
    assert waiting(opened.earlier, opened.questionnaire, opened.assessment) == ()


def test_no_file_holds_where_it_starts_from_and_what_comes_from_a_file_starts_from_nothing(database, earlier):
    opened = now_open(database, earlier)
    text = transfer.exported(opened, copy="own")
    assert earlier not in text
    assert "earlier" not in text
    again = transfer.import_answers(database, CATALOGUE, text, an_act(""))
    assert assessments.opened(database, again).earlier is None


def test_the_newer_demonstration_of_a_country_starts_from_the_older_one(database, earlier, tmp_path):
    said = assessments.opened(database, earlier).assessment
    folder = tmp_path / "questionnaires/tiny/0.1/demonstrations"
    folder.mkdir(parents=True)
    days = {"a": date(2026, 1, 1), "b": date(2024, 1, 1), "c": date(2025, 1, 1)}
    for name, day in days.items():
        code = "XB" if name == "c" else "XA"
        one = replace(said, reference_date=day, country=Country(code=code, name="Invented"))
        (folder / f"{name}.json").write_text(encoded_answers(one))
    other = tmp_path / "other"
    other.mkdir()
    empty = a_database(other)
    loaded = transfer.load_demonstrations(empty, CATALOGUE, tmp_path / "questionnaires", now=now())
    oldest, alone, newest = (assessments.opened(empty, one) for one in loaded)
    assert newest.earlier.assessment_id == oldest.id
    assert newest.assessment.reference_date == days["a"]
    assert oldest.earlier is None
    assert alone.earlier is None
    # Removed, they leave what a person started from them, which then starts from nothing.
    mine = started_from(empty, newest.id)
    transfer.remove_demonstrations(empty)
    assert assessments.opened(empty, mine).earlier is None

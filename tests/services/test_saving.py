"""Nothing that a person typed is lost, whoever else saves at the same time."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotKnown,
    Positions,
)
from app.core.assessment.assessment import (
    ComponentEntry,
    FactAnswer,
    Rating,
    Relevance,
)
from app.core.assessment.journal import (
    Conflict,
    DomainMark,
    Standing,
    Subject,
    SubjectKind,
)
from app.core.errors import AlreadyFinishedError, AnswersRefusedError
from app.services import assessments, finishing, saving
from app.services.assessments import NoSuchAssessmentError
from app.services.saving import NoSuchConflictError, StaleError
from app.storage import entries
from app.storage.database import Database
from tests.builders import (
    TINY,
    a_database,
    an_act,
    an_answer,
    answered,
    started,
)

QUESTIONS = [question.id for _, _, question in TINY.questions()]
LAMP = Subject(SubjectKind.ANSWER, "1.1.1")


def history(database, assessment):
    with database.reading() as connection:
        return [entry for entry, _ in entries.every(connection, assessment)]


def resolved(database, assessment, conflict, choice, base, **more):
    saving.resolve(
        database, assessment, conflict, an_act("Cy", mutation=more.get("mutation")), choice=choice, base=base
    )


def collided(database, assessment, mine, theirs, before=None):
    """Two answers to one question meet; the conflict of the loser, Ben."""
    base = 0
    if before is not None:
        base = answered(database, assessment, "1.1.1", before).revision
    answered(database, assessment, "1.1.1", theirs, base=base)
    with pytest.raises(StaleError) as stale:
        answered(database, assessment, "1.1.1", mine, base=base, author="Ben")
    return stale.value


# --- one person ----------------------------------------------------------------------------------


def test_a_saved_answer_is_there_when_the_assessment_is_opened(database, assessment):
    entry = answered(database, assessment, "1.1.1", an_answer(3, "why"))
    opened = assessments.opened(database, assessment)
    assert opened.assessment.answers == {"1.1.1": an_answer(3, "why")}
    assert opened.journal.newest[LAMP] == entry
    assert (entry.revision, entry.position, entry.author) == (1, 2, "Ana")


@pytest.mark.parametrize(
    ("subject", "content"),
    [
        (Subject(SubjectKind.COMPONENT, "2.2"), ComponentEntry(not_applicable="No pilots.", target=3)),
        (Subject(SubjectKind.FACT, "fleet"), FactAnswer(options=("rowing",))),
        (Subject(SubjectKind.RATING, "S1"), Rating(relevance=Relevance.HIGH)),
        (Subject(SubjectKind.DOMAIN, "D1"), DomainMark(is_finished=True)),
    ],
)
def test_every_kind_of_subject_can_be_saved(database, assessment, subject, content):
    saving.save(database, assessment, subject, an_act("", mutation="m"), base=0, content=content)
    assert assessments.opened(database, assessment).journal.newest[subject].content == content


def test_a_save_that_changes_nothing_makes_no_revision(database, assessment):
    first = answered(database, assessment, "1.1.1", an_answer(3))
    assert answered(database, assessment, "1.1.1", an_answer(3), base=1) == first
    assert answered(database, assessment, "1.1.1", an_answer(3), base=0) == first
    assert answered(database, assessment, "1.1.2", Answer()) is None
    assert len(history(database, assessment)) == 2


def test_a_repeated_save_is_answered_as_the_first_time(database, assessment):
    first = answered(database, assessment, "1.1.1", an_answer(3), mutation="once")
    assert answered(database, assessment, "1.1.1", an_answer(3), mutation="once") == first
    answered(database, assessment, "1.1.1", an_answer(1), base=1)
    assert answered(database, assessment, "1.1.1", an_answer(3), mutation="once") == first
    assert len(history(database, assessment)) == 3


def test_one_mutation_may_save_several_subjects(database, assessment):
    answered(database, assessment, "1.1.1", an_answer(3), mutation="once")
    answered(database, assessment, "1.1.2", an_answer(3), mutation="once")
    assert len(history(database, assessment)) == 3


@pytest.mark.parametrize("mutation", ["", "a:b/../c", "\ud800", "x" * 5000, "' OR 1=1"])
def test_any_mutation_names_a_save(database, assessment, mutation):
    first = answered(database, assessment, "1.1.1", an_answer(3), mutation=mutation or " ")
    assert answered(database, assessment, "1.1.1", an_answer(3), mutation=mutation or " ") == first


def test_what_cannot_be_stored_is_refused(database, assessment):
    with pytest.raises(AnswersRefusedError):
        answered(database, assessment, "1.1.1", an_answer(9))
    with pytest.raises(AnswersRefusedError):
        answered(database, assessment, "9.9.9", an_answer(1))
    with pytest.raises(NoSuchAssessmentError):
        answered(database, "no-such-id", "1.1.1", an_answer(1))
    with pytest.raises(NoSuchAssessmentError):
        assessments.opened(database, "\ud800")
    with pytest.raises(TypeError):
        saving.save(
            database,
            assessment,
            Subject(SubjectKind.STANDING),
            an_act("", mutation="m"),
            base=0,
            content=Standing(edition=1, content_hash=""),
        )
    assert len(history(database, assessment)) == 1


def test_a_character_that_a_database_cannot_hold_is_taken_out_of_what_is_typed(database, assessment):
    saved = answered(
        database, assessment, "1.1.1", an_answer(1, "a\0b\ud800c"), author="An\0a", mutation="\0"
    )
    assert (saved.content.comment, saved.author) == ("abc", "Ana")
    assert assessments.opened(database, assessment).journal.newest[LAMP] == saved


def test_the_name_of_an_author_is_one_short_line(database, assessment):
    name = "  Ana\nof\tthe \u202e" + "long " * 50
    entry = answered(database, assessment, "1.1.1", an_answer(1), author=name)
    assert entry.author.startswith("Ana of the long long")
    assert len(entry.author) == 100


# --- two people ----------------------------------------------------------------------------------


def test_a_stale_answer_is_refused_and_kept_with_mine_theirs_and_before(database, assessment):
    stale = collided(database, assessment, an_answer(1), an_answer(3), before=an_answer(2))
    assert stale.mine == an_answer(1)
    assert stale.theirs.content == an_answer(3)
    assert stale.before.content == an_answer(2)
    opened = assessments.opened(database, assessment)
    assert opened.assessment.answers["1.1.1"] == an_answer(3)
    (kept,) = opened.journal.conflicts_of("1.1.1")
    assert kept.content == Conflict(question="1.1.1", base=1, mine=an_answer(1))
    assert kept.subject == stale.conflict
    (meeting,) = saving.conflicts(database, opened, "1.1.1")
    assert meeting.subject == stale.conflict
    assert (meeting.mine, meeting.author) == (an_answer(1), "Ben")
    assert meeting.theirs == stale.theirs
    assert meeting.before == stale.before
    assert saving.conflicts(database, opened, "1.1.2") == ()


def test_a_repeated_stale_save_is_refused_again_and_kept_once(database, assessment):
    answered(database, assessment, "1.1.1", an_answer(3))
    for _ in range(2):
        with pytest.raises(StaleError) as stale:
            answered(database, assessment, "1.1.1", an_answer(1), mutation="late")
    assert stale.value.conflict == Subject(SubjectKind.CONFLICT, "late")
    assert stale.value.before is None
    assert len(history(database, assessment)) == 3


def test_one_mutation_that_meets_answers_to_several_questions_keeps_each(database, assessment):
    for _ in range(2):
        for question in ("1.1.1", "1.1.2", "1.2.1"):
            if (
                assessments.opened(database, assessment).journal.revision(
                    Subject(SubjectKind.ANSWER, question)
                )
                == 0
            ):
                answered(database, assessment, question, an_answer(3))
            with pytest.raises(StaleError) as stale:
                answered(database, assessment, question, an_answer(1), mutation="late")
            assert stale.value.theirs.subject.key == question
    kept = assessments.opened(database, assessment).journal.conflicts.values()
    assert sorted(one.content.question for one in kept) == ["1.1.1", "1.1.2", "1.2.1"]


def test_a_stale_rating_is_refused_without_a_conflict(database, assessment):
    def rate(relevance, base):
        return saving.save(
            database,
            assessment,
            Subject(SubjectKind.RATING, "S1"),
            an_act(""),
            base=base,
            content=Rating(relevance=relevance),
        )

    rate(Relevance.LOW, 0)
    rate(Relevance.HIGH, 1)
    with pytest.raises(StaleError) as stale:
        rate(Relevance.MEDIUM, 1)
    assert stale.value.mine == Rating(relevance=Relevance.MEDIUM)
    assert stale.value.theirs.content == Rating(relevance=Relevance.HIGH)
    assert stale.value.before.content == Rating(relevance=Relevance.LOW)
    assert stale.value.conflict is None
    assert len(history(database, assessment)) == 3


@pytest.mark.parametrize(
    ("choice", "stands", "revision"),
    [
        ("mine", an_answer(1), 3),
        ("theirs", an_answer(3), 2),
        ("before", an_answer(2), 3),
    ],
)
def test_one_of_the_answers_that_met_stands(database, assessment, choice, stands, revision):
    stale = collided(database, assessment, an_answer(1), an_answer(3), before=an_answer(2))
    resolved(database, assessment, stale.conflict, choice, 2)
    opened = assessments.opened(database, assessment)
    assert opened.assessment.answers["1.1.1"] == stands
    assert opened.journal.revision(LAMP) == revision
    assert opened.journal.conflicts == {}


def test_before_nothing_was_answered_nothing_stands(database, assessment):
    stale = collided(database, assessment, an_answer(1), an_answer(3))
    resolved(database, assessment, stale.conflict, "before", 1)
    assert assessments.opened(database, assessment).assessment.answers["1.1.1"] == Answer()


def test_both_answers_can_stand_as_positions_of_agencies(database, assessment):
    paper = EvidenceItem(grade="documented", title="The rule", dated="2025")
    theirs = replace(an_answer(3, "They keep it."), evidence=(paper,))
    stale = collided(database, assessment, an_answer(1, "They do not."), theirs)
    (meeting,) = saving.conflicts(database, assessments.opened(database, assessment), "1.1.1")
    resolved(database, assessment, stale.conflict, "both", 1)
    stands = assessments.opened(database, assessment).assessment.answers["1.1.1"]
    assert stands == meeting.both
    assert isinstance(stands.value, Positions)
    held = [(one.agency, one.level, one.evidence) for one in stands.value.positions]
    assert held == [("Ana", 3, (paper,)), ("Ben", 1, ())]
    assert stands.comment == "They keep it.\n\nThey do not."

    again = collided_again(database, assessment)
    resolved(database, assessment, again.conflict, "both", 2)
    stands = assessments.opened(database, assessment).assessment.answers["1.1.1"]
    assert [one.agency for one in stands.value.positions] == ["Ana", "Ben", "Ben (2)"]


def collided_again(database, assessment):
    with pytest.raises(StaleError) as stale:
        answered(database, assessment, "1.1.1", an_answer(2), base=1, author="Ben")
    return stale.value


def test_answers_that_are_not_levels_cannot_both_stand(database, assessment):
    stale = collided(database, assessment, Answer(value=NotKnown()), an_answer(3))
    (meeting,) = saving.conflicts(database, assessments.opened(database, assessment), "1.1.1")
    assert meeting.both is None
    with pytest.raises(AnswersRefusedError, match="cannot be chosen"):
        resolved(database, assessment, stale.conflict, "both", 1)
    with pytest.raises(AnswersRefusedError, match="cannot be chosen"):
        resolved(database, assessment, stale.conflict, "\0", 1)
    assert len(assessments.opened(database, assessment).journal.conflicts) == 1


def test_a_choice_on_an_older_answer_is_stale_and_chooses_nothing(database, assessment):
    stale = collided(database, assessment, an_answer(1), an_answer(3))
    answered(database, assessment, "1.1.1", an_answer(4), base=1)
    with pytest.raises(StaleError) as met:
        resolved(database, assessment, stale.conflict, "mine", 1)
    assert met.value.theirs.content == an_answer(4)
    resolved(database, assessment, stale.conflict, "mine", 2, mutation="chosen")
    resolved(database, assessment, stale.conflict, "mine", 2, mutation="chosen")
    with pytest.raises(StaleError):
        resolved(database, assessment, stale.conflict, "theirs", 3)
    assert assessments.opened(database, assessment).assessment.answers["1.1.1"] == an_answer(1)


@pytest.mark.parametrize("key", ["none", "\0", "\ud800", "x" * 5000])
def test_a_conflict_that_does_not_exist_cannot_be_resolved(database, assessment, key):
    with pytest.raises(NoSuchConflictError):
        resolved(database, assessment, Subject(SubjectKind.CONFLICT, key), "mine", 0)


# --- many at once --------------------------------------------------------------------------------


def test_eight_writers_on_the_same_questions_lose_nothing(database, assessment):
    rounds, writers = 12, 8
    acknowledged, refused = [], []
    barrier = threading.Barrier(writers)

    def write(writer: int) -> None:
        for number in range(rounds):
            barrier.wait()
            question = QUESTIONS[number % 3]
            base = number // 3
            answer = an_answer(number % 5, f"{writer} in {number}")
            try:
                entry = answered(database, assessment, question, answer, base=base)
                acknowledged.append((question, entry.revision, answer))
            except StaleError as stale:
                refused.append((number, stale))

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))

    # Of the eight on one revision exactly one is saved; each of the others is told, and kept.
    assert len(acknowledged) == rounds
    assert len(refused) == rounds * (writers - 1)
    opened = assessments.opened(database, assessment)
    every = history(database, assessment)
    assert [entry.position for entry in every] == list(range(1, len(every) + 1))
    answers = {(entry.subject.key, entry.revision): entry.content for entry in every}
    for question, revision, answer in acknowledged:
        assert answers[question, revision] == answer
    kept = {entry.subject: entry.content.mine for entry in opened.journal.conflicts.values()}
    assert {stale.conflict: stale.mine for _, stale in refused} == kept
    assert len(kept) == rounds * (writers - 1)


def test_eight_writers_on_different_questions_are_all_saved(database, assessment):
    def write(question: str) -> None:
        for number in range(10):
            answered(database, assessment, question, an_answer(1, str(number)), base=number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, QUESTIONS[:8]))
    opened = assessments.opened(database, assessment)
    assert {
        question: answer.comment for question, answer in opened.assessment.answers.items()
    } == dict.fromkeys(QUESTIONS[:8], "9")
    assert opened.journal.position == 1 + 10 * len(QUESTIONS[:8])


def test_a_hundred_saves_at_once_all_end(database):
    ids = [started(database) for _ in range(10)]
    barrier = threading.Barrier(100)

    def write(number: int) -> str:
        barrier.wait()
        try:
            answered(database, ids[number % 10], QUESTIONS[number // 10 % 7], an_answer(number % 5))
        except StaleError:
            return "refused"
        assessments.opened(database, ids[number % 10])
        return "saved"

    with ThreadPoolExecutor(100) as pool:
        outcomes = list(pool.map(write, range(100), timeout=60))
    assert len(outcomes) == 100
    kept = sum(assessments.opened(database, one).journal.position - 1 for one in ids)
    # Two of the same question and level meet as one.
    same = outcomes.count("saved") + outcomes.count("refused") - kept
    assert 0 <= same <= 30


def test_a_finished_assessment_is_not_written_to(database, assessment):
    answered(database, assessment, "1.1.1", an_answer(1), mutation="early")
    finishing.finish(database, assessment, an_act("", mutation="f"))
    with pytest.raises(AlreadyFinishedError):
        answered(database, assessment, "1.1.1", an_answer(2), base=1)
    with pytest.raises(AlreadyFinishedError):
        answered(database, assessment, "1.1.1", an_answer(2), base=0)
    # What was acknowledged once stays acknowledged.
    assert answered(database, assessment, "1.1.1", an_answer(1), mutation="early").revision == 1
    assert assessments.opened(database, assessment).assessment.answers["1.1.1"] == an_answer(1)


# --- no power ------------------------------------------------------------------------------------

WRITER = """
import sys
from tests.builders import an_answer, answered
from app.storage.database import Database
database = Database(sys.argv[1])
for number in range(10_000):
    answered(database, sys.argv[2], "1.1.1", an_answer(number % 5, str(number)),
             base=number, mutation=f"{sys.argv[3]}-{number}")
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path):
    database = a_database(tmp_path)
    url = f"sqlite:///{tmp_path / 'cied.sqlite'}"
    for attempt in range(4):
        assessment = started(database)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, url, assessment, str(attempt)],
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            for _ in range(3 + 7 * attempt):
                assert writer.stdout.readline()
            os.kill(writer.pid, signal.SIGKILL)
            told = [int(line) for line in writer.stdout.read().split("\n") if line]
        last = max([2 + 7 * attempt, *told])
        revived = Database(url)
        every = history(revived, assessment)
        assert [entry.position for entry in every] == list(range(1, len(every) + 1))
        assert [entry.content.comment for entry in every[1:]] == [
            str(number) for number in range(len(every) - 1)
        ]
        assert len(every) - 1 >= last + 1
        revived.close()


def test_levels_are_the_questionnaires_own(database, assessment):
    assert answered(database, assessment, "1.1.1", Answer(value=Level(TINY.scale.top)))

"""A whole assessment goes to another machine and is the same there; a bad file is refused; one is deleted."""

import json
from copy import deepcopy

import pytest

from app.answers import assessment_file, text_hash
from app.catalogue import canonical, read_canonical
from app.core.assessment.answer import Answer
from app.core.errors import AnswersRefusedError
from app.records.json_pieces import hash_of_members
from app.services import assessments, finishing, moving
from app.services.assessments import DamagedError, NoSuchAssessmentError
from app.services.transfer import exported
from app.storage import entries
from tests.builders import TINY, a_database, an_act, an_answer, answered, result_rows, started
from tests.services.worked_on import written_in


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A database in which an assessment was worked on, its id, and its file."""
    database = a_database(tmp_path_factory.mktemp("source"))
    assessment = written_in(database)
    yield database, assessment, moving.moved_out(database, assessment)
    database.close()


@pytest.fixture
def database(tmp_path):
    """The database of another machine."""
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def assessment(database, source):
    """That assessment, moved to the other machine."""
    return moving.move_in(database, source[2])


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A database into which nothing comes."""
    database = a_database(tmp_path_factory.mktemp("empty"))
    yield database
    database.close()


@pytest.fixture
def file(source):
    return json.loads(source[2])


def signed(file):
    """A file as its own program would write it."""
    return json.dumps({**file, "hash": hash_of_members(file)})


def of_the_first_format(file):
    """A file as a program wrote it that knew no chain."""
    older = {key: value for key, value in file.items() if key != "journal_hash"}
    return signed(older | {"format": "cied-assessment/1"})


def every(database, assessment):
    with database.reading() as connection:
        return entries.every(connection, assessment)


def test_what_is_moved_in_has_the_same_history_editions_results_and_hashes(source, database):
    here, assessment, text = source
    there = database
    assert moving.move_in(there, text) == assessment
    assert every(there, assessment) == every(here, assessment)
    before, after = assessments.opened(here, assessment), assessments.opened(there, assessment)
    assert after.editions == before.editions
    assert after == before
    assert exported(after, copy="own") == exported(before, copy="own")
    assert result_rows(there) == result_rows(here)
    assert len(result_rows(there)) == 7
    assert assessments.listed(there) == assessments.listed(here)


def test_a_file_of_before_the_chain_comes_in_and_is_chained_here(source, database, file):
    here, assessment, text = source
    moving.move_in(database, of_the_first_format(file))
    assert every(database, assessment) == every(here, assessment)
    assert moving.moved_out(database, assessment) == text


def test_moving_out_in_and_out_gives_the_same_bytes(source, database, assessment):
    assert moving.moved_out(database, assessment) == source[2]


def test_a_quick_scan_that_grew_is_moved_with_its_edition(database, tmp_path):
    (tmp_path / "other").mkdir()
    here, there = database, a_database(tmp_path / "other")
    assessment = started(here, scope="quick")
    answered(here, assessment, "1.1.1", an_answer(2))
    finishing.finish(here, assessment, an_act("", mutation="f"))
    finishing.reopen(here, assessment, an_act("", mutation="r"), reason="R")
    assessments.grow(here, assessment, an_act("", mutation="g"))
    moving.move_in(there, moving.moved_out(here, assessment))
    assert result_rows(there, scope="quick") == result_rows(here, scope="quick") != []
    there.close()


def test_a_save_that_is_sent_again_on_the_other_machine_is_known_there(database, assessment):
    again = answered(database, assessment, "1.1.3", an_answer(4), mutation="on-its-way")
    assert (again.revision, again.author) == (1, "Ana")
    assert len(assessments.opened(database, assessment).journal.conflicts) == 0


def test_an_assessment_that_is_here_is_refused_and_stays_as_it_is(database, assessment):
    text = moving.moved_out(database, assessment)
    answered(database, assessment, "2.1.1", an_answer(1))
    with pytest.raises(AnswersRefusedError, match="is on this machine already"):
        moving.move_in(database, text)
    assert assessments.opened(database, assessment).assessment.answer("2.1.1") == an_answer(1)


def test_one_that_began_like_another_is_refused(database, assessment, file):
    other = of_the_first_format({**file, "id": "0" * 8 + "-0000" * 3 + "-" + "0" * 12})
    with pytest.raises(AnswersRefusedError, match="began like another one"):
        moving.move_in(database, other)


def test_one_that_is_too_large_to_come_in_does_not_leave(database, assessment, monkeypatch):
    monkeypatch.setattr(moving, "LARGEST", 1000)
    with pytest.raises(AnswersRefusedError, match="at most 1,000 can be moved"):
        moving.moved_out(database, assessment)


def test_a_history_that_is_not_what_was_entered_does_not_leave(database, assessment):
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE entry SET author = 'Zoe' WHERE position = 3")
    with pytest.raises(DamagedError, match=f"history of assessment {assessment} is not what was entered"):
        moving.moved_out(database, assessment)


def entry(file, subject, revision=1):
    return [one for one in file["entries"] if one["subject"] == subject][revision - 1]


def with_other_questionnaire(file):
    text = canonical(TINY)
    changed = text.replace('"adequate":2', '"adequate":77', 1)
    assert changed != text
    file["questionnaire"] = {"text": changed, "hash": text_hash(changed)}


def with_other_content(file):
    content = file["editions"][0]["content"].replace('"level": 4', '"level": 3')
    assert content != file["editions"][0]["content"]
    file["editions"][0]["content"] = content


def with_other_content_and_its_hash(file):
    with_other_content(file)
    for one in file["entries"]:
        if one["subject"] == "standing:" and one["content"]["edition"] == 1:
            one["content"]["content_hash"] = text_hash(file["editions"][0]["content"])


def with_unfit_content(file):
    file["editions"][0]["content"] = file["editions"][0]["content"].replace('"level": 4', '"level": 9')
    for one in file["entries"]:
        if one["subject"] == "standing:" and one["content"]["edition"] == 1:
            one["content"]["content_hash"] = text_hash(file["editions"][0]["content"])


def deep():
    nested = []
    for _ in range(200):
        nested = [nested]
    return nested


BAD = [
    (lambda f: f.update(format="cied-assessment/9"), '"cied-assessment/9" is not a format known here'),
    (lambda f: f.update(colour="red"), '"colour" is not known here'),
    (lambda f: f.pop("entries"), "entries: is missing"),
    (lambda f: f.update(entries=[]), "do not begin with about:"),
    (lambda f: f.update(questionnaire={"text": "", "hash": text_hash("")}), "questionnaire, text: is empty"),
    (lambda f: f.update(entries={}), "entries: an object is not a list"),
    (lambda f: f.update(entries=deep()), "nested too deep"),
    (lambda f: f.update(id="12"), '"12" is not the id of an assessment'),
    (lambda f: f.update(id="\ud800"), "id: holds half a character"),
    (lambda f: f.update(mutation="a b"), '"a b" is not a mutation'),
    (lambda f: f.update(created_at="2026-13-01T00:00:00.000Z"), "is not a moment"),
    (lambda f: f.update(created_at=7), "created_at: 7 is not text"),
    (lambda f: f.update(is_demonstration="yes"), "is neither true nor false"),
    (lambda f: f.pop("questionnaire"), "questionnaire: is missing"),
    (lambda f: f["questionnaire"].update(text="{}"), "questionnaire, hash: is not that of the text"),
    (lambda f: f["questionnaire"].update(text="[", hash=text_hash("[")), "This is not JSON"),
    (lambda f: f["questionnaire"].update(text=7), "questionnaire, text: 7 is not text"),
    (with_other_questionnaire, "adequate"),
    (lambda f: entry(f, "answer:1.1.1").update(subject="colour:red"), '"colour:red" is not known'),
    (lambda f: entry(f, "answer:1.1.1").pop("subject"), "subject: is missing"),
    (lambda f: entry(f, "answer:1.1.1").pop("content"), "content: is missing"),
    (lambda f: entry(f, "answer:1.1.1").update(subject="answer:9.9.9"), '"9.9.9" is not in tiny 0.1'),
    (lambda f: entry(f, "answer:1.1.1").update(content={"level": 9}), "level: 9 is not a level"),
    (lambda f: entry(f, "answer:1.1.1").update(content={"levle": 1}), '"levle" is not known here'),
    (lambda f: entry(f, "answer:1.1.1").update(at="yesterday"), 'at: "yesterday" is not a moment'),
    (lambda f: entry(f, "answer:1.1.1").update(author="A\u202eb"), "cannot be a name"),
    (lambda f: entry(f, "answer:1.1.1").update(author="a" * 101), "cannot be a name"),
    (
        lambda f: entry(f, "answer:1.1.1", 2).update(mutation=entry(f, "answer:1.1.1")["mutation"]),
        "earlier",
    ),
    (lambda f: f["entries"].insert(0, f["entries"].pop(1)), "do not begin with about:"),
    (lambda f: entry(f, "domain:D1").update(subject="milestone:x", content={"name": ""}), "is empty"),
    (lambda f: f["entries"].pop(1) and f["entries"].pop(1), "is in conflict with no answer"),
    (lambda f: f["entries"][3]["content"].update(base=7), "is in conflict with no answer"),
    (lambda f: f["editions"].pop(), "are not those that the entries finish: 1 to 2"),
    (lambda f: f["editions"].reverse(), "are not those that the entries finish"),
    (lambda f: f["editions"][0].update(number="1"), 'number: "1" is not a whole number'),
    (lambda f: f["editions"][0].update(masked_hash="0" * 64), "is not that of the masked copy"),
    (lambda f: f["editions"][0].update(masked_hash="0"), "is not a hash"),
    (with_other_content, "does not have the hash in its entry"),
    (with_other_content_and_its_hash, "is not what the entries say"),
    (with_unfit_content, "9 is not a level"),
    (
        lambda f: entry(f, "standing:").update(content={"edition": 2, "content_hash": "x"}),
        "does not follow",
    ),
    (lambda f: f.pop("journal_hash"), "journal_hash: is missing"),
    (lambda f: f.update(journal_hash="0" * 64), "journal_hash: is not that of the entries"),
    (lambda f: f.update(format="cied-assessment/1"), '"journal_hash" is not known here'),
    (lambda f: f.update(is_demonstration=True), "journal_hash: is not that of the entries"),
    (lambda f: entry(f, "answer:1.1.1").update(author="Zoe"), "journal_hash: is not that of the entries"),
    (
        lambda f: f["entries"].insert(-1, entry(f, "domain:D1") | {"mutation": "late"}),
        "while it was finished",
    ),
]


@pytest.mark.parametrize(("change", "told"), BAD, ids=range(len(BAD)))
def test_a_bad_file_is_refused_with_its_place_and_nothing_comes_in(empty, file, change, told):
    bad = deepcopy(file)
    change(bad)
    with pytest.raises(AnswersRefusedError) as refused:
        moving.move_in(empty, signed(bad))
    assert told in str(refused.value)
    assert assessments.listed(empty) == ()


def test_every_error_is_told_at_once(empty, file):
    file["id"] = "12"
    entry(file, "answer:1.1.1")["content"] = {"level": 9}
    entry(file, "fact:coast")["at"] = "x"
    del file["questionnaire"]["hash"]
    with pytest.raises(AnswersRefusedError) as refused:
        moving.move_in(empty, json.dumps(file))
    assert [", ".join(fault.place) for fault in refused.value.faults] == [
        "hash",
        "questionnaire, hash",
        "entries, entry 2, answer:1.1.1, level",
        "entries, entry 5, at",
        "id",
    ]


def test_a_file_that_was_changed_on_its_way_is_refused(source, empty):
    text = source[2].replace("of two lines", "of one line")
    with pytest.raises(AnswersRefusedError, match="it was changed or damaged on its way"):
        moving.move_in(empty, text)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"a":' * 990 + "1" + "}" * 990, "1e5"])
def test_what_is_no_assessment_file_is_refused(empty, text):
    with pytest.raises(AnswersRefusedError):
        moving.move_in(empty, text)


def test_a_questionnaire_that_this_machine_never_saw_comes_along(database, assessment):
    with database.reading() as connection:
        (text,) = connection.exec_driver_sql("SELECT text FROM questionnaire").scalars()
    assert read_canonical(text) == TINY


@pytest.mark.parametrize(
    ("bound", "most", "told"),
    [
        ("MOST_ENTRIES", 10, "more than 10 elements"),
        ("MOST_EDITIONS", 1, "editions: has 2 editions. At most 1 can be moved in."),
    ],
)
def test_more_entries_or_editions_than_can_be_moved_are_refused_here_and_there(
    source, empty, monkeypatch, bound, most, told
):
    here, assessment, text = source
    monkeypatch.setattr(assessment_file, bound, most)
    monkeypatch.setattr(moving, bound, most)
    with pytest.raises(AnswersRefusedError) as refused:
        moving.move_in(empty, text)
    assert told in str(refused.value)
    with pytest.raises(
        AnswersRefusedError, match=f"and at most {most} can be moved. Copy the whole database"
    ):
        moving.moved_out(here, assessment)


def test_of_a_file_in_which_everything_is_wrong_reading_stops_after_many_errors(empty, file):
    with pytest.raises(AnswersRefusedError) as refused:
        moving.move_in(empty, signed(file | {"entries": [{}] * 5000}))
    assert len(refused.value.faults) == 201
    assert "Reading stopped after 200 errors" in str(refused.value.faults[-1])
    one = file["entries"][1] | {
        "content": {"evidence": [{}] * 50, "positions": 5 * [{"evidence": [{}] * 50}]}
    }
    with pytest.raises(
        AnswersRefusedError, match=r"entry 2, answer:1\.1\.1, positions, position 1, agency"
    ) as refused:
        moving.move_in(empty, signed(file | {"entries": [file["entries"][0], one]}))
    assert len(refused.value.faults) == 201


# Deletion


def test_what_is_deleted_is_gone_from_every_table_and_from_the_disk(database, assessment, tmp_path):
    other = started(database)
    answered(database, other, "1.1.1", an_answer(1, "This one stays"))
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"A secret" in on_disk
    moving.delete(database, assessment, confirmed=" xandoria\n")
    with pytest.raises(NoSuchAssessmentError):
        assessments.opened(database, assessment)
    with database.reading() as connection:
        for table in ("assessment", "entry", "edition", "result"):
            column = "id" if table == "assessment" else "assessment"
            found = connection.exec_driver_sql(f"SELECT DISTINCT {column} FROM {table}").scalars()  # noqa: S608
            assert assessment not in set(found)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"A secret" not in on_disk
    assert b"This one stays" in on_disk
    assert [one.id for one in assessments.listed(database)] == [other]


@pytest.mark.parametrize("typed", ["", "Xandori", "XA", "Xandoria Xandoria"])
def test_without_the_name_of_the_country_nothing_is_deleted(database, assessment, typed):
    before = moving.moved_out(database, assessment)
    with pytest.raises(moving.NotConfirmedError):
        moving.delete(database, assessment, confirmed=typed)
    assert moving.moved_out(database, assessment) == before


def test_what_is_not_there_cannot_be_moved_or_deleted(database):
    for act in (
        lambda: moving.moved_out(database, "12"),
        lambda: moving.delete(database, "12", confirmed="Xandoria"),
    ):
        with pytest.raises(NoSuchAssessmentError):
            act()


def test_one_that_was_moved_out_and_deleted_comes_back_as_it_was(database, assessment):
    text = moving.moved_out(database, assessment)
    moving.delete(database, assessment, confirmed="Xandoria")
    moving.move_in(database, text)
    assert moving.moved_out(database, assessment) == text


def test_one_that_comes_back_with_another_history_is_read_anew(database, assessment):
    elsewhere = moving.moved_out(database, assessment)
    answered(database, assessment, "2.1.1", an_answer(1, "Said here"))
    answered(database, assessment, "2.1.2", an_answer(1, "Said here too"))
    assert assessments.opened(database, assessment).assessment.answer("2.1.1").comment == "Said here"
    moving.delete(database, assessment, confirmed="Xandoria")
    moving.move_in(database, elsewhere)
    answered(database, assessment, "2.1.1", an_answer(3, "Said there"))
    answered(database, assessment, "1.2.1", an_answer(3, "Said there too"))
    after = assessments.opened(database, assessment)
    assert after.assessment.answer("2.1.1").comment == "Said there"
    assert after.assessment.answer("2.1.2") == Answer()
    answered(database, assessment, "2.1.2", an_answer(2))
    assert assessments.opened(database, assessment).assessment.answer("2.1.2") == an_answer(2)


def test_a_demonstration_stays_one(database, file):
    moved = moving.move_in(database, of_the_first_format({**file, "is_demonstration": True}))
    assert assessments.opened(database, moved).is_demonstration
    text = moving.moved_out(database, moved)
    moving.delete(database, moved, confirmed="Xandoria")
    assert moving.moved_out(database, moving.move_in(database, text)) == text

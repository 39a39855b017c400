"""The hash of an entry is over everything that was entered until then."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers import body, hash_of_assessment, linked, moment_text
from app.core.assessment.journal import Entry
from app.core.reports.choice import ReportChoice
from app.rendering.imprint import imprint
from app.services import assessments
from app.services.finishing import reopen
from app.services.reports import printed, report_of
from app.storage import assessments as stored
from app.storage import entries
from tests.builders import a_database, an_act, an_answer, answered, finished, started

_TEXT = st.text(st.characters(), max_size=12)
_PARTS = st.fixed_dictionaries(
    {
        "position": st.integers(1, 50),
        "subject": _TEXT,
        "revision": st.integers(1, 50),
        "body": _TEXT,
        "author": _TEXT,
        "at": _TEXT,
        "mutation": _TEXT,
    }
)


@given(_TEXT, _TEXT, _PARTS, _PARTS)
def test_entries_that_differ_in_any_part_have_other_hashes(before, other, parts, others):
    assert (linked(before, **parts) == linked(other, **others)) == ((before, parts) == (other, others))
    for name, value in others.items():
        changed = parts | {name: value}
        assert (linked(before, **parts) == linked(before, **changed)) == (parts == changed)


def test_what_moves_from_one_part_into_the_next_changes_the_hash():
    parts = {"position": 1, "subject": "a:", "revision": 1, "at": "", "mutation": ""}
    assert linked("", body="ab", author="c", **parts) != linked("", body="a", author="bc", **parts)
    assert linked("", body='a","b', author="c", **parts) != linked("", body="a", author='b","c', **parts)


def test_the_first_hash_is_over_the_assessment_itself():
    of_it = {"questionnaire_hash": "q", "is_demonstration": False, "created_at": "then", "mutation": "m"}
    hashes = {hash_of_assessment("i", **of_it)}
    for change in ({"questionnaire_hash": "p"}, {"is_demonstration": True}, {"created_at": "now"}):
        hashes.add(hash_of_assessment("i", **(of_it | change)))
    hashes |= {hash_of_assessment("j", **of_it), hash_of_assessment("i", **(of_it | {"mutation": "n"}))}
    assert len(hashes) == 6


def test_every_save_goes_on_with_the_chain_and_an_edition_holds_its_head(database):
    assessment = started(database)
    first = answered(database, assessment, "1.1.1", an_answer(1, "é"))
    finished(database, assessment)
    with database.reading() as connection:
        history = entries.every(connection, assessment)
        begun = stored.find(connection, assessment)
    after = hash_of_assessment(
        assessment,
        questionnaire_hash=begun.questionnaire_hash,
        is_demonstration=False,
        created_at=moment_text(begun.created_at),
        mutation=begun.mutation,
    )
    for entry, mutation in history:
        after = _linked(after, entry, mutation)
        assert entry.hash == after
    assert [first] == [entry for entry, _ in history if entry.hash == first.hash]
    opened = assessments.opened(database, assessment)
    assert opened.editions[0].journal_hash == opened.journal.last.hash == after


def _linked(after: str, entry: Entry, mutation: str) -> str:
    return linked(
        after,
        position=entry.position,
        subject=str(entry.subject),
        revision=entry.revision,
        body=body(entry.content),
        author=entry.author,
        at=moment_text(entry.at),
        mutation=mutation,
    )


@pytest.mark.parametrize("copy", ["own", "masked", "shareable"])
def test_only_the_owners_own_report_holds_the_head_of_the_chain(tmp_path, copy):
    with closing(a_database(tmp_path)) as database:
        assessment = started(database)
        finished(database, assessment)
        reopen(database, assessment, an_act(""), reason="More")
        opened = assessments.opened(database, assessment)
    of_edition, draft = (report_of(opened, ReportChoice(copy=copy, edition=number)) for number in (1, None))
    heads = (opened.editions[0].journal_hash, opened.journal.last.hash)
    held = tuple(imprint(one, "en").journal_hash for one in (of_edition, draft))
    assert held == (heads if copy == "own" else (None, None))
    for one, head in zip((of_edition, draft), heads, strict=True):
        inside = printed(one, "en")
        groups = " ".join(head[start : start + 4] for start in range(0, len(head), 4))
        assert (head in inside.as_json(), groups[:19] in inside.html) == ((copy == "own",) * 2)

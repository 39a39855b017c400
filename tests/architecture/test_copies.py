"""Each copy has all that a copy needs; for a new one the test says what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from app.core.copies.copies import COPIES, copied
from app.core.reports.choice import KIND_IDS
from app.core.reports.making import make_report
from app.rendering.environment import environment
from app.rendering.imprint import imprint, read_imprint
from app.services import assessments
from app.services.assessments import Opened
from app.services.labels import read_label, report_label
from app.services.reports import comparison_of, printed
from tests.builders import TINY, a_database, an_answer, an_assessment, finished, started, started_from
from tests.edges import database_of, edge
from tests.filled import CANARY, has_canary
from tests.reports import a_report

HIDDEN = replace(an_answer(3, CANARY), withheld=True)
ENTERED = an_assessment(answers={"1.1.1": HIDDEN, "1.1.2": an_answer(1), "2.1.1": an_answer(2)})
RELEASED = tuple(TINY.domain_by_id)


def report_in(copy: str, **about: object):
    return a_report(TINY, ENTERED, copy=copy, released=RELEASED, **about)


def words(macro: str, copy: str) -> str:
    made: Any = environment("en").get_template("components/words.html").module
    return str(getattr(made, macro)(copy)).strip()


def are_told_apart(macro: str, copy: str) -> bool:
    """Whether a copy has words, and no other copy has the same."""
    others = {words(macro, other) for other in COPIES if other != copy}
    return bool(words(macro, copy)) and words(macro, copy) not in others


@cache
def page_of_choice() -> str:
    with TemporaryDirectory() as folder, edge(Path(folder)) as client:
        return client.get(f"/assessments/{started(database_of(client))}/report").text


@cache
def opened_beside_an_earlier_one() -> Opened:
    with TemporaryDirectory() as folder:
        database = a_database(Path(folder))
        earlier = started(database)
        finished(database, earlier)
        opened = assessments.opened(database, started_from(database, earlier))
        database.close()
    return opened


def is_among_the_copies(copy: str) -> bool:
    return copy in COPIES


def keeps_what_is_withheld_only_for_the_owner(copy: Any) -> bool:
    return has_canary(copied(TINY, ENTERED, copy, RELEASED)) == (copy == "own")


def holds_the_hash_of_the_history_only_for_the_owner(copy: str) -> bool:
    held = report_in(copy, journal_hash="a" * 64).provenance.journal_hash
    return (held is not None) == (copy == "own")


def is_beside_the_same_copy_of_an_earlier_one(copy: Any) -> bool:
    return comparison_of(opened_beside_an_earlier_one(), copy=copy, released=RELEASED) is not None


def has_a_name(copy: str) -> bool:
    return are_told_apart("copy_name", copy)


def has_a_phrase(copy: str) -> bool:
    return are_told_apart("copy", copy)


def has_words_for_the_head_of_a_page(copy: str) -> bool:
    return are_told_apart("copy_short", copy)


def has_a_sentence(copy: str) -> bool:
    return are_told_apart("copy_about", copy)


def has_a_method(copy: str) -> bool:
    return are_told_apart("copy_method", copy)


def stands_on_every_page(copy: str) -> bool:
    """The press looks for these words on each page that it made (rendering/beside_pages.py)."""
    short = words("copy_short", copy)
    return all(short in printed(report_in(copy, kind=kind), "en").stands for kind in KIND_IDS)


def is_offered(copy: str) -> bool:
    return f'name="copy" value="{copy}"' in page_of_choice()


def is_in_the_name_of_its_file(copy: str) -> bool:
    label = report_label(report_in(copy))
    return f"-{copy}-copy" in label.name and label == read_label(label.written().encode())


def is_made_again_from_what_travels_in_it(copy: str) -> bool:
    report = report_in(copy)
    found = read_imprint(imprint(report, "en").written())
    return make_report(TINY, report.assessment, found.choice, found.provenance) == report


def is_documented(copy: str) -> bool:
    [head] = (line for line in Path("docs/reports.md").read_text().splitlines() if "| Own copy |" in line)
    return f"| {words('copy_name', copy)} |" in head


PLACES: Mapping[str, Callable[[str], bool]] = {
    "core/copies/copies.py: its id": is_among_the_copies,
    "core/copies/copies.py: its rule for what is withheld": keeps_what_is_withheld_only_for_the_owner,
    "core/reports/making.py: its rule for the history": holds_the_hash_of_the_history_only_for_the_owner,
    "services/reports.py: its rule for a comparison": is_beside_the_same_copy_of_an_earlier_one,
    "components/words.html: its name": has_a_name,
    "components/words.html: its phrase": has_a_phrase,
    "components/words.html: what stands in the head of a page": has_words_for_the_head_of_a_page,
    "components/words.html: what it leaves out": has_a_sentence,
    "components/words.html: how it was made": has_a_method,
    "its mark on every page of every kind": stands_on_every_page,
    "the page on which a report is chosen": is_offered,
    "services/labels.py: the name of its file": is_in_the_name_of_its_file,
    "rendering/imprint.py: what it is made again from": is_made_again_from_what_travels_in_it,
    "docs/reports.md: its column": is_documented,
}


def missing_of(copy: str) -> list[str]:
    """The places that do not know a copy."""
    return [place for place, knows in PLACES.items() if not holds(knows, copy)]


def holds(knows: Callable[[str], bool], copy: str) -> bool:
    try:
        return knows(copy)
    except Exception:  # noqa: BLE001 - however it fails, the place does not know the copy
        return False


@pytest.mark.parametrize("copy", COPIES)
def test_every_copy_has_all_that_a_copy_needs(copy):
    missing = missing_of(copy)
    assert not missing, "\n".join(missing)


def test_of_a_planted_copy_every_place_is_named_that_does_not_know_it():
    assert missing_of("planted") == list(PLACES)

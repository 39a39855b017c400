"""Each kind of report has all that a kind needs; for a new one the test says what is missing."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.core.copies.copies import COPIES
from app.core.reports.choice import KIND_IDS, ReportKindId
from app.core.reports.kind import ReportKind
from app.core.reports.kinds import KINDS, kind_of
from app.core.reports.making import make_report
from app.core.reports.report import Report
from app.rendering.environment import environment
from app.rendering.imprint import imprint, read_imprint
from app.services.labels import read_label, report_label
from app.services.reports import printed
from tests.builders import TINY, an_answer, an_assessment, started
from tests.edges import database_of, edge
from tests.reports import a_report

ENTERED = an_assessment(answers={"1.1.1": an_answer(1), "2.1.1": an_answer(3)})


def report_of_kind(kind: ReportKind, copy: str = "masked") -> Report:
    return a_report(TINY, ENTERED, kind=kind.id, copy=copy, marking="RESTRICTED")


def words(macro: str, *given: object) -> str:
    """What a macro of the words gives."""
    made: Any = environment("en").get_template("components/words.html").module
    return str(getattr(made, macro)(*given)).strip()


def are_told_apart(macro: str, kind: ReportKind, *given: object) -> bool:
    """Whether a kind has words, and no other kind has the same."""
    others = {words(macro, other, *given) for other in KIND_IDS if other != kind.id}
    return bool(words(macro, kind.id, *given)) and words(macro, kind.id, *given) not in others


@cache
def pages() -> Mapping[str, tuple[int, str]]:
    """How the page on which a report is chosen answers, under no name, and the page of each kind."""
    with TemporaryDirectory() as folder, edge(Path(folder)) as client:
        here = f"/assessments/{started(database_of(client))}/report"
        answers = {"": client.get(here)} | {
            kind: client.get(f"{here}/read", params={"kind": kind}) for kind in KIND_IDS
        }
    return {name: (answer.status_code, answer.text) for name, answer in answers.items()}


def has_an_id(kind: ReportKind) -> bool:
    return kind.id in KIND_IDS


def is_declared(kind: ReportKind) -> bool:
    return kind_of(kind.id) is kind


def is_printed_in_every_copy(kind: ReportKind) -> bool:
    for copy in COPIES:
        html = printed(report_of_kind(kind, copy), "en").html
        assert "<section" in html
        assert words("copy_short", copy) in html
        assert "RESTRICTED" in html
    return True


def has_a_name(kind: ReportKind) -> bool:
    return are_told_apart("kind", kind)


def has_a_sentence(kind: ReportKind) -> bool:
    return are_told_apart("kind_about", kind, TINY)


def is_offered(kind: ReportKind) -> bool:
    _, page = pages()[""]
    return f'name="kind" value="{kind.id}"' in page


def is_read_as_a_page_or_says_that_it_is_not(kind: ReportKind) -> bool:
    status, page = pages()[kind.id]
    if kind.is_read_as_page:
        return status == 200 and '<section id="' in page.partition('<article class="read">')[2]
    return status == 404 and 'href="#kind"' in page


def is_taken_by_the_command_line(kind: ReportKind) -> bool:
    asked = CliRunner().invoke(app, ["report", "--kind", kind.id, "no such file", "--out", "report.pdf"])
    return asked.exit_code == 2 and "no such file" in asked.output


def has_a_file_name_of_its_own(kind: ReportKind) -> bool:
    label = report_label(report_of_kind(kind))
    others = {report_label(report_of_kind(other)).name for other in KINDS if other is not kind}
    return label == read_label(label.written().encode()) and label.name not in others


def is_made_again_from_what_travels_in_it(kind: ReportKind) -> bool:
    report = report_of_kind(kind)
    found = read_imprint(imprint(report, "en").written())
    return make_report(TINY, report.assessment, found.choice, found.provenance) == report


def is_documented(kind: ReportKind) -> bool:
    return f"| {words('kind', kind.id)} | `{kind.id}` |" in Path("docs/reports.md").read_text()


PLACES: Mapping[str, Callable[[ReportKind], bool]] = {
    "core/reports/choice.py: its id": has_an_id,
    "core/reports/kinds.py: its declaration": is_declared,
    "report/kinds/<id>.html: pages in every copy": is_printed_in_every_copy,
    "components/words.html: its name": has_a_name,
    "components/words.html: what it holds and for whom": has_a_sentence,
    "the page on which a report is chosen": is_offered,
    "the page to read, or that there is none": is_read_as_a_page_or_says_that_it_is_not,
    "cied report --kind": is_taken_by_the_command_line,
    "services/labels.py: the name of its file": has_a_file_name_of_its_own,
    "rendering/imprint.py: what it is made again from": is_made_again_from_what_travels_in_it,
    "docs/reports.md: its row": is_documented,
}


def missing_of(kind: ReportKind) -> list[str]:
    """The places that do not know a kind of report."""
    return [place for place, knows in PLACES.items() if not holds(knows, kind)]


def holds(knows: Callable[[ReportKind], bool], kind: ReportKind) -> bool:
    try:
        return knows(kind)
    except Exception:  # noqa: BLE001 - however it fails, the place does not know the kind
        return False


@pytest.mark.parametrize("kind", KIND_IDS)
def test_every_kind_of_report_has_all_that_a_kind_needs(kind: ReportKindId):
    missing = missing_of(kind_of(kind))
    assert not missing, "\n".join(missing)


def test_of_a_planted_kind_every_place_is_named_that_does_not_know_it():
    planted: Any = ReportKind(id="planted", values=lambda _report: {})  # type: ignore[arg-type]  # no kind yet
    assert missing_of(planted) == list(PLACES)

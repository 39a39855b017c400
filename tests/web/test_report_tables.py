"""The page of a report hands out its tables, of the copy and the edition that are chosen there."""

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from app.core.assessment.answer import Answer, Level
from tests import builders
from tests.edges import database_of


def texts(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_page_offers_both_kinds_of_file_with_what_is_chosen_on_it(client, here):
    page = client.get(f"{here}/report").text
    assert re.findall(r'formmethod="get" formaction="([^"]+/tables[^"]+)"', page) == [
        f"{here}/report/tables.xlsx",
        f"{here}/report/tables.zip",
    ]


@pytest.mark.parametrize("copy", ["masked", "own"])
def test_the_tables_are_those_of_the_chosen_copy_under_a_plain_name(client, assessment, here, copy):
    withheld = Answer(value=Level(3), withheld=True, comment="CANARY")
    builders.answered(database_of(client), assessment, "1.1.1", withheld)
    chosen = {"copy": copy, "edition": "", "marking": "SECRET"}
    book = client.get(f"{here}/report/tables.xlsx", params=chosen)
    files = client.get(f"{here}/report/tables.zip", params=chosen)
    for answer, ending in ((book, "xlsx"), (files, "zip")):
        assert answer.status_code == 200
        name = f"Xandoria-2026-10-31-draft-{copy}-copy-tables.{ending}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["cache-control"] == "no-store"
    whole = texts(book.content)
    assert "SECRET" in whole
    assert "DRAFT" in whole
    assert "CANARY" not in whole
    with zipfile.ZipFile(io.BytesIO(files.content)) as packed:
        (row,) = [
            line for line in packed.read("questions.csv").decode().splitlines() if ",1.1.1," in f",{line}"
        ]
    assert (",withheld,0,,4," in row) == (copy == "masked")


def test_the_tables_of_an_edition_stay_as_they_were_finished(client, assessment, here):
    database = database_of(client)
    builders.answered(database, assessment, "1.1.1", builders.an_answer(1))
    assert builders.finished(database, assessment) == 1
    finished = client.get(f"{here}/report/tables.xlsx", params={"edition": "1"})
    assert "Edition 1, finished on" in texts(finished.content)
    assert "edition-1-masked-copy" in finished.headers["content-disposition"]
    assert client.get(f"{here}/report/tables.xlsx", params={"edition": "1"}).content == finished.content


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.zip"])
def test_tables_of_an_edition_or_copy_that_is_not_there_are_refused_with_a_page(client, here, name):
    gone = client.get(f"{here}/report/{name}", params={"edition": "7"})
    assert gone.status_code == 404
    assert gone.headers["content-type"].startswith("text/html")
    assert client.get(f"{here}/report/{name}", params={"copy": "whole"}).status_code in {404, 422}


@pytest.mark.browser
def test_a_button_takes_the_tables_of_what_is_chosen_on_the_page(server, page):
    from tests.journeys.pages import demonstration_of

    page.goto(f"{server}{demonstration_of(server)}/report")
    page.get_by_label("Own copy").check()
    page.get_by_label("Marking").fill("FOR OFFICIALS")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the tables (XLSX)").click()
    assert taken.value.suggested_filename.endswith("-own-copy-tables.xlsx")
    assert "FOR OFFICIALS" in texts(taken.value.path().read_bytes())

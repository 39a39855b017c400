"""A workbook that LibreOffice opened and saved is read like one that it never saw: `make libreoffice`."""

import io
import subprocess

from openpyxl import load_workbook

from app.core.assessment.answer import Answer, EvidenceItem, Level, NotKnown
from app.workbook import answer_of, is_untouched
from tests.builders import TINY
from tests.spreadsheets import cell_of, edited
from tests.workbook.workbooks import HOSTILE, QUESTIONS, SIGNS, blocks, workbook

PATIENCE_SECONDS = 180

# LibreOffice 7.4 itself writes _x005F_ as a sign, and of two signs that share a _ only one as text.
TEXTS = [text if text != SIGNS else "_x0041_ and _x000D_" for text in HOSTILE]


def test_what_libreoffice_saved_again_says_the_same(tmp_path):
    given = {
        question.id: Answer(
            value=NotKnown(),
            comment=f"{text}\nand a second line",
            evidence=(EvidenceItem(grade="documented", title=text, dated="2024-05"),),
        )
        for question, text in zip(QUESTIONS, TEXTS, strict=True)
    }
    given["1.1.1"] = Answer(value=Level(2))
    before = tmp_path / "filled.xlsx"
    before.write_bytes(edited(workbook(given), ("1.1.1", "comment", "New"), q1_1_1="3 Implemented"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "saved"), str(before)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    content = (tmp_path / "saved" / "filled.xlsx").read_bytes()
    found = blocks(content)
    answer, faults = answer_of(found["1.1.1"].cells, given["1.1.1"], QUESTIONS[0], TINY)
    assert (answer, faults) == (Answer(value=Level(3), comment="New"), ())
    for question in QUESTIONS[1:]:
        assert is_untouched(found[question.id].cells, given[question.id]), question.id
    book = load_workbook(io.BytesIO(content))
    cell = cell_of(book, "1.1.1", "answer")
    assert not cell.protection.locked
    assert cell.parent.protection.sheet
    assert any(cell.coordinate in one.sqref for one in cell.parent.data_validations.dataValidation)

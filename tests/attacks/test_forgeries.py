"""No forgery of a report is taken for what this product prints: a small version of `make attacks`."""

import pikepdf
import pytest

from app.rendering import comparing, unpacking
from app.rendering.unpacking import Unpacked, UnpackingError
from app.services import verifying
from tests.attacks import forgeries
from tests.missing import need


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Two children for each of so many files would take minutes; what they do has tests of its own."""
    need("pango")

    def unpacked(pdf):
        try:
            return Unpacked(**unpacking.found_in(pdf))
        except (ValueError, pikepdf.PdfError):
            raise UnpackingError from None

    def difference(pdf, again):
        try:
            return comparing.parted(pdf, again)
        except (ValueError, pikepdf.PdfError):
            return "Its pages cannot be read."

    monkeypatch.setattr(verifying, "unpacked", unpacked)
    monkeypatch.setattr(verifying, "difference", difference)


@pytest.mark.slow
def test_every_forgery_is_refused_or_told_to_be_unchecked():
    done = list(forgeries.attacks(400))
    assert len(done) > 60
    assert [f"{one.name}: {one.answer}" for one in done if not one.has_held] == []


def test_the_report_that_they_are_made_of_agrees():
    assert verifying.verified(
        forgeries.genuine(), verifying.among(forgeries.CATALOGUE), forgeries.press
    ).is_complete

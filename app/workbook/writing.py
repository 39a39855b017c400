"""written(origin, asked, …) -> bytes: questions with their answers as an XLSX workbook to fill in."""

from collections.abc import Sequence
from datetime import datetime

from app.core.assessment.assessment import Country
from app.core.questionnaire.questionnaire import Questionnaire
from app.rendering.language import Language
from app.workbook.book import Book
from app.workbook.domain_sheet import DomainSheet
from app.workbook.first_sheet import explain
from app.workbook.hidden_sheet import Lists, hide
from app.workbook.layout import AskedRow, Origin

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_file(
    origin: Origin,
    asked: Sequence[AskedRow],
    questionnaire: Questionnaire,
    spoken: Language,
    *,
    country: Country,
    marking: str,
    now: datetime,
) -> bytes:
    """The workbook: a sheet that explains, one for each domain, and a hidden one that says where it is from.

    Only the cells to fill in can be changed. No text in it is a formula, whatever it begins with.
    """
    book = Book(f"{country.name}: {questionnaire.title}", now)
    book.lock()
    say = spoken.translations.gettext
    lists = Lists(questionnaire, say)
    pages = [explain(book, questionnaire, spoken, country=country, marking=marking, now=now)]
    for domain in questionnaire.domains:
        inside = [one for one in asked if one.domain.id == domain.id]
        if inside:
            pages.append(book.page(domain.id))
            DomainSheet(pages[-1], questionnaire, lists, say).fill(domain, inside)
    for page in pages:
        page.lay_out(f"{country.name} · {marking}" if marking else country.name, spoken)
        page.protect()
    hide(book, origin, asked, lists)
    return book.closed()

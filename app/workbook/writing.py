"""written(origin, asked, …) -> bytes: questions with their answers as an XLSX workbook to fill in."""

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from app.core.assessment.assessment import Country
from app.core.questionnaire.questionnaire import Questionnaire
from app.rendering.language import Language
from app.workbook.domain_sheet import DomainSheet
from app.workbook.first_sheet import explain
from app.workbook.hidden_sheet import Lists, hide
from app.workbook.layout import HIDDEN, Asked, Origin
from app.workbook.styles import furnish, sheet_title, styles

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(
    origin: Origin,
    asked: Sequence[Asked],
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
    book = Workbook()
    book.properties.creator = "C-IED Self-Assessment"
    book.properties.title = f"{country.name}: {questionnaire.title}"
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    book.security = WorkbookProtection(lockStructure=True)
    for style in styles():
        book.add_named_style(style)
    say = spoken.translations.gettext
    head = f"{country.name} · {marking}" if marking else country.name
    first = book.worksheets[0]
    explain(first, questionnaire, spoken, country=country, marking=marking, now=now)
    furnish(first, head, spoken)
    lists = Lists(questionnaire, say)
    taken = {first.title.lower(), HIDDEN}
    for domain in questionnaire.domains:
        inside = [one for one in asked if one.domain.id == domain.id]
        if inside:
            sheet = book.create_sheet(sheet_title(domain.id, taken))
            DomainSheet(sheet, questionnaire, lists, say).fill(domain, inside)
            furnish(sheet, head, spoken)
    hide(book, origin, asked, lists)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()

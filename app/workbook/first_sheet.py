"""The first sheet: whose workbook it is, how it is filled in, and how it comes back."""

from datetime import datetime

from app.core.assessment.assessment import Country
from app.core.questionnaire.questionnaire import Questionnaire
from app.rendering.language import Language
from app.workbook.book import Book, SheetWriter
from app.workbook.styles import LINE, Style, lines

_WIDE = 95
"""Characters of the second column."""


def explain(
    book: Book,
    questionnaire: Questionnaire,
    spoken: Language,
    *,
    country: Country,
    marking: str,
    now: datetime,
) -> SheetWriter:
    """The sheet, filled."""
    say = spoken.translations.gettext
    made = f"{spoken.day(now)}, {spoken.time(now)}"
    rows: list[tuple[Style, str, str]] = [
        ("title", questionnaire.title, ""),
        ("hint", say("A workbook to fill in without a network"), ""),
        ("text", say("Country"), country.name),
        ("text", say("Marking"), marking or "–"),
        ("text", say("Questionnaire"), f"{questionnaire.short}, {questionnaire.version}"),
        ("text", say("Made on"), made),
        ("component", say("How to fill it in"), ""),
        *(("text", str(number), text) for number, text in enumerate(_steps(spoken), start=1)),
        ("component", say("How it comes back"), ""),
        *(("text", name, text) for name, text in _ways_back(spoken)),
        ("component", say("Evidence"), ""),
    ]
    supports = say("Up to level %(cap)s. %(about)s")
    rows += [
        ("text", one.name, supports % {"cap": one.cap, "about": one.about})
        for one in questionnaire.evidence.grades
    ]
    page = book.page(say("Read first"))
    page.width(1, 24)
    page.width(2, _WIDE)
    for number, (style, left, right) in enumerate(rows, start=1):
        page.put(number, 1, left, "muted" if style == "text" else style)
        if right:
            page.put(number, 2, right, "text")
        tall = 30.0 if style in {"title", "component"} else 4 + LINE * lines(right, _WIDE)
        page.height(number, tall)
    return page


def _steps(spoken: Language) -> tuple[str, ...]:
    say = spoken.translations.gettext
    return (
        say("For each question that you answer, choose the highest level of which every word is true."),
        say("Where two levels are possible, choose the lower as the answer and the upper beside it."),
        say("Not known is an answer: it was asked, and nobody can say yet."),
        say("Name what shows it, one document a row: no places of sites, no persons, no technical details."),
        say("Leave a question as it is where you do not answer it. Only what you change is brought in."),
        say("Write text, not formulas. Do not add macros or links to other files."),
    )


def _ways_back(spoken: Language) -> tuple[tuple[str, str], ...]:
    say = spoken.translations.gettext
    return (
        (say("Save"), say("As an Excel workbook (.xlsx), without a password, in the same layout.")),
        (
            say("Bring in"),
            say("On the page “Workbook” of the assessment, which first shows what it would bring."),
        ),
        (
            say("Nothing is lost"),
            say("Where an answer changed there meanwhile, both are kept until a person chooses."),
        ),
        (say("Keep it safe"), say("It holds every answer, also those withheld from copies that leave.")),
    )

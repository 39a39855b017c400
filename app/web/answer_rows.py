"""The rows of the form of one answer, as typed: its evidence, and positions with their documents."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TypeVar

from starlette.datastructures import FormData

from app.answers import MOST_ITEMS, cleaned, dated
from app.core.assessment.answer import Answer, EvidenceItem, Position
from app.core.questionnaire.questionnaire import Questionnaire
from app.web.shown_places import FIELD, Places, documents_of, encoded_places, held_by, parsed_places

_ROW = re.compile("0|[1-9][0-9]{0,5}")
_Row = TypeVar("_Row", "EvidenceRow", "DocumentRow")


@dataclass(frozen=True, kw_only=True)
class EvidenceRow(EvidenceItem):
    """One evidence item as typed."""

    grade: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing but a grade is filled in."""
        return not any(value for name, value in asdict(self).items() if name != "grade")


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """What a form shows of one document of a position, as typed."""

    grade: str = ""
    title: str = ""
    dated: str = ""


@dataclass(frozen=True, kw_only=True)
class PositionRow(DocumentRow):
    """One agency's position as typed, with its first document; `further` are the ones that it has besides.

    `shows`: the position and the documents of what the form was built on; None where the form does not tell.
    """

    agency: str = ""
    level: str = ""
    note: str = ""
    further: tuple[DocumentRow, ...] = ()
    shows: Places | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing but a grade is filled in."""
        documents = (text for one in (self, *self.further) for text in (one.title, one.dated))
        return not any((self.agency, self.level, self.note, *documents))


def dated_field(position: int | None, item: int) -> str:
    """The field for the date of an item of evidence: the answer's own, or that of a position (from 0)."""
    return f"evidence-{item}-dated" if position is None else f"{document_prefix(position, item)}-dated"


def document_prefix(position: int, item: int) -> str:
    """What the names of a document's fields begin with; the first one stands in its position's own row."""
    return f"positions-{position}-{item}" if item else f"positions-{position}"


def position_row(place: int, position: Position) -> PositionRow:
    """The row that shows a position; `place`: which one it is of its answer, from 0."""
    documents = [
        DocumentRow(**in_lines({"grade": item.grade, "title": item.title, "dated": item.dated}))
        for item in position.evidence
    ] or [DocumentRow()]
    return PositionRow(
        **in_lines({"agency": position.agency, "note": position.note}),
        level=str(position.level),
        grade=documents[0].grade,
        title=documents[0].title,
        dated=documents[0].dated,
        further=tuple(documents[1:]),
        shows=Places(place, tuple(range(len(position.evidence)))),
    )


def in_lines(typed: dict[str, str]) -> dict[str, str]:
    """Each text in one line, as an input holds it; a browser would take its line ends out without a word."""
    return {name: " ".join(text.split("\n")) for name, text in typed.items()}


def position_evidence(
    row: PositionRow, held: Position | None, questionnaire: Questionnaire
) -> tuple[EvidenceItem, ...]:
    """The documents as typed, over those that its rows show: the form does not show all of a document."""
    typed, untouched = _documents(row, held, questionnaire)
    return (*filter(None, typed), *untouched)


def _documents(
    row: PositionRow, held: Position | None, questionnaire: Questionnaire
) -> tuple[list[EvidenceItem | None], list[EvidenceItem]]:
    """What each row of a document means, None where nothing, and the documents that no row shows."""
    rows = (row, *row.further)
    items, untouched = documents_of(row.shows, held, len(rows))
    meant = []
    for document, item in zip(rows, items, strict=True):
        typed = {"grade": document.grade, "title": document.title, "dated": document.dated}
        is_meant = item is not None or document.title or document.dated
        over = item or EvidenceItem(grade="")
        meant.append(replace(over, **graded(typed, questionnaire)) if is_meant else None)
    return meant, untouched


def places_after(form: FormData, questionnaire: Questionnaire, was: Answer, content: Answer) -> str:
    """What the rows of a form show of `content`, which is saved of it; it was built on `was`."""
    if not content.positions:
        return ""
    rows = {number: row for number, row in position_rows(form) if not row.is_blank}
    held = held_by(((row.agency, row.shows) for row in rows.values()), was.positions)
    after = dict.fromkeys(range(2 * MOST_ITEMS), Places())  # of more rows than a page has, none is told
    for place, ((number, row), position) in enumerate(zip(rows.items(), held, strict=True)):
        documents, _ = _documents(row, position, questionnaire)
        kept = [one is not None for one in documents]
        shows = Places(place, tuple(sum(kept[:at]) if is_kept else None for at, is_kept in enumerate(kept)))
        if number in after:
            after[number] = shows
    last = max((number for number in rows if number in after), default=-1)
    return encoded_places(after[number] for number in range(last + 1))


def graded(typed: dict[str, str], questionnaire: Questionnaire) -> dict[str, str]:
    """With the weakest grade where none, or an unknown one, was chosen."""
    known = typed["grade"] in questionnaire.grade_by_id
    return {**typed, "grade": typed["grade"] if known else questionnaire.evidence.grades[0].id}


def typed_in(form: FormData, name: str) -> str:
    """The text of one field, cleaned of what no font can print; empty where it was not sent."""
    value = form.get(name, "")
    return cleaned(value) if isinstance(value, str) else ""


def typed_rows(form: FormData, prefix: str, shape: type[_Row]) -> Iterable[_Row]:
    """The rows of which the form has any field; most forms have one or two of all that may be there."""
    for row in _sent(form, prefix):
        yield _row(form, row, shape)


def position_rows(form: FormData) -> Iterable[tuple[int, PositionRow]]:
    """Each row with its number in the form."""
    places = parsed_places(typed_in(form, FIELD)) if FIELD in form else None
    for row in _sent(form, "positions"):
        first, further = _row(form, row, DocumentRow), _sent(form, row)
        number = _number(row)
        yield (
            number,
            PositionRow(
                agency=typed_in(form, f"{row}-agency"),
                level=typed_in(form, f"{row}-level"),
                note=typed_in(form, f"{row}-note"),
                grade=first.grade,
                title=first.title,
                dated=first.dated,
                further=tuple(_row(form, one, DocumentRow) for one in further),
                shows=None if places is None else _shows(places, number, [0, *map(_number, further)]),
            ),
        )


def _shows(places: Sequence[Places], row: int, documents: Iterable[int]) -> Places:
    """Of the places of all rows those of one, for the documents that were sent of it, by their numbers."""
    own = dict(enumerate(places)).get(row, Places())
    by_number = dict(enumerate(own.documents))
    return replace(own, documents=tuple(map(by_number.get, documents)))


def _number(row: str) -> int:
    return int(row.rpartition("-")[2])


def _sent(form: FormData, prefix: str) -> list[str]:
    """What the names of each row's fields begin with, in the order of the rows, however many were sent."""
    numbers = (name.rpartition("-")[0].removeprefix(f"{prefix}-") for name in form if name.startswith(prefix))
    return [f"{prefix}-{number}" for number in sorted(set(filter(_ROW.fullmatch, numbers)), key=int)]


def _row(form: FormData, row: str, shape: type[_Row]) -> _Row:
    typed = {field.name: typed_in(form, f"{row}-{field.name}") for field in fields(shape)}
    return shape(**typed | {"dated": dated(typed["dated"])})

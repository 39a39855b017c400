"""The form of one answer: what a person typed, and the answer it means; typed text survives every refusal."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import ClassVar, TypeVar, assert_never

from starlette.datastructures import FormData

from app.answers import LONGEST_COMMENT, LONGEST_TEXT, MOST_ITEMS, cleaned, dated
from app.core.assessment.answer import (
    Answer,
    AnswerValue,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.merging import merged
from app.core.dates import last_day
from app.core.questionnaire.questionnaire import Question, Questionnaire
from app.web.errors import FieldError, Say
from app.web.shown_places import FIELD, Places, documents_of, held_by, read, written

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


@dataclass(frozen=True, kw_only=True)
class AnswerForm:
    """The whole form as typed.

    `value`: a level's number, `range`, `positions`, `not_known` or `not_applicable`; empty is open.
    """

    value: str = ""
    range_low: str = ""
    range_high: str = ""
    reason: str = ""
    withheld: bool = False
    comment: str = ""
    evidence: tuple[EvidenceRow, ...] = ()
    positions: tuple[PositionRow, ...] = ()

    blank_evidence: ClassVar = EvidenceRow()
    blank_position: ClassVar = PositionRow()

    @property
    def places(self) -> str | None:
        """The hidden field of the places that its positions show; None where a form did not tell them."""
        shows = [row.shows for row in self.positions]
        return None if None in shows else written(filter(None, shows))

    @classmethod
    def of(cls, answer: Answer) -> "AnswerForm":
        """The form that shows an answer."""
        typed = cls(
            withheld=answer.withheld,
            comment=answer.comment,
            evidence=tuple(EvidenceRow(**_in_lines(asdict(item))) for item in answer.evidence),
        )
        match answer.value:
            case None:
                return typed
            case Level(level):
                return replace(typed, value=str(level))
            case Range(low, high):
                return replace(typed, value="range", range_low=str(low), range_high=str(high))
            case Positions(positions):
                return replace(
                    typed,
                    value="positions",
                    positions=tuple(map(_position_row, range(len(positions)), positions)),
                )
            case NotKnown():
                return replace(typed, value="not_known")
            case NotApplicable(reason):
                return replace(typed, value="not_applicable", reason=reason)
            case _:  # pragma: no cover - the type checker proves it
                assert_never(answer.value)

    @classmethod
    def posted(cls, form: FormData) -> "AnswerForm":
        """What a person typed, cleaned of what no font can print, and otherwise as it is."""
        return cls(
            value=_text(form, "value"),
            range_low=_text(form, "range_low"),
            range_high=_text(form, "range_high"),
            reason=_text(form, "reason"),
            withheld=_text(form, "withheld") == "yes",
            comment=_text(form, "comment"),
            evidence=tuple(row for row in _rows(form, "evidence", EvidenceRow) if not row.is_blank),
            positions=tuple(row for _, row in _position_rows(form) if not row.is_blank),
        )

    def over(self, answer: Answer) -> "AnswerForm":
        """The form that shows an answer, and still holds what was typed for another one than was chosen.

        It is built on a newer answer than its positions, so it tells of none which one of that it shows.
        """
        shown = AnswerForm.of(answer)
        return replace(
            shown,
            range_low=shown.range_low or self.range_low,
            range_high=shown.range_high or self.range_high,
            reason=shown.reason or self.reason,
            positions=tuple(replace(row, shows=None) for row in shown.positions or self.positions),
        )

    def answer(
        self, questionnaire: Questionnaire, question: Question, was: Answer, say: Say
    ) -> tuple[Answer, tuple[FieldError, ...]]:
        """The answer it means, and what must be mended before it can be saved.

        `was` is the answer that the form was built on. What nobody changed in the form stays exactly as it
        was, and so does what it says of an agency and the form does not show.
        """
        errors = [*self._too_many(say), *self._too_long(say), *self._misdated(say)]
        meant = self._meant(questionnaire, question, was, say, errors)
        shown = AnswerForm.of(was)._meant(questionnaire, question, was, say, [])  # noqa: SLF001 - its own
        return merged(shown, meant, was).content, tuple(errors)

    def _meant(
        self,
        questionnaire: Questionnaire,
        question: Question,
        was: Answer,
        say: Say,
        errors: list[FieldError],
    ) -> Answer:
        return Answer(
            value=self._value(questionnaire, question, was, say, errors),
            withheld=self.withheld,
            comment=self.comment,
            evidence=tuple(
                EvidenceItem(**_graded(asdict(row), questionnaire))
                for row in self.evidence
                if not row.is_blank
            ),
        )

    def _value(
        self,
        questionnaire: Questionnaire,
        question: Question,
        before: Answer,
        say: Say,
        errors: list[FieldError],
    ) -> AnswerValue | None:
        top = questionnaire.scale.top
        match self.value:
            case "":
                return None
            case "not_known":
                return NotKnown()
            case "not_applicable" if question.may_be_na:
                return NotApplicable(self.reason.strip())
            case "range":
                low, high = _level(self.range_low, top), _level(self.range_high, top)
                if low is None or high is None or low >= high:
                    errors.append(
                        FieldError(
                            field="range_low",
                            message=say("Choose a lower and an upper level; the upper one must be higher."),
                            is_incomplete=low is None or high is None,
                        )
                    )
                    return None
                return Range(low, high)
            case "positions":
                return self._positions(questionnaire, before, say, errors)
            case _:
                level = _level(self.value, top)
                if level is None:
                    errors.append(FieldError(field="value-0", message=say("Choose one of the answers.")))
                    return None
                return Level(level)

    def _positions(
        self, questionnaire: Questionnaire, before: Answer, say: Say, errors: list[FieldError]
    ) -> AnswerValue | None:
        if len(self.positions) < 2:  # noqa: PLR2004 - agencies that differ are at least two
            errors.append(
                FieldError(
                    field="positions-0-agency",
                    message=say("Enter the positions of at least two agencies, or choose one level."),
                    is_incomplete=True,
                )
            )
            return None
        positions = []
        held = held_by(((row.agency, row.shows) for row in self.positions), before.positions)
        for place, row in enumerate(self.positions):
            level = _level(row.level, questionnaire.scale.top)
            if not row.agency.strip():
                errors.append(
                    FieldError(
                        field=f"positions-{place}-agency", message=say("Name the agency."), is_incomplete=True
                    )
                )
            if level is None:
                errors.append(
                    FieldError(
                        field=f"positions-{place}-level",
                        message=say("Choose the level that it holds."),
                        is_incomplete=True,
                    )
                )
                continue
            positions.append(
                Position(
                    agency=row.agency.strip(),
                    level=level,
                    note=row.note,
                    evidence=_position_evidence(row, held[place], questionnaire),
                )
            )
        return Positions(tuple(positions))

    def _too_long(self, say: Say) -> Iterable[FieldError]:
        typed = {"reason": self.reason}
        for prefix, row in self._rows():
            typed |= {f"{prefix}-{name}": text for name, text in asdict(row).items() if isinstance(text, str)}
        for field, value in typed.items():
            if len(value) > LONGEST_TEXT:
                yield FieldError(
                    field=field,
                    message=say("Shorten this text to %(most)d characters; it has %(now)d.")
                    % {"most": LONGEST_TEXT, "now": len(value)},
                )
        if len(self.comment) > LONGEST_COMMENT:
            yield FieldError(
                field="comment",
                message=say("Shorten this text to %(most)d characters; it has %(now)d.")
                % {"most": LONGEST_COMMENT, "now": len(self.comment)},
            )

    def _too_many(self, say: Say) -> Iterable[FieldError]:
        """Of documents and of positions; whatever was typed stays in the form until some are taken out."""
        documents = say("These are %(now)d documents, and %(most)d can be kept. Empty the fields of some.")
        positions = say("These are %(now)d positions, and %(most)d can be kept. Empty the fields of some.")
        listed = [
            (documents, f"evidence-{MOST_ITEMS}-title", len(self.evidence)),
            (positions, f"positions-{MOST_ITEMS}-agency", len(self.positions)),
            *(
                (documents, f"{_document_prefix(place, MOST_ITEMS)}-title", 1 + len(position.further))
                for place, position in enumerate(self.positions)
            ),
        ]
        for message, field, now in listed:
            if now > MOST_ITEMS:
                yield FieldError(field=field, message=message % {"now": now, "most": MOST_ITEMS})

    def _misdated(self, say: Say) -> Iterable[FieldError]:
        message = say("Write the date as 2024, 2024-05 or 2024-05-06.")
        for prefix, row in self._rows():
            if row.dated and last_day(row.dated) is None:
                yield FieldError(field=f"{prefix}-dated", message=message)

    def _rows(self) -> Iterable[tuple[str, EvidenceRow | DocumentRow]]:
        """Every row with the beginning of the ids of its inputs."""
        for place, evidence in enumerate(self.evidence):
            yield f"evidence-{place}", evidence
        for place, position in enumerate(self.positions):
            for item, document in enumerate((position, *position.further)):
                yield _document_prefix(place, item), document


def dated_field(position: int | None, item: int) -> str:
    """The field for the date of an item of evidence: the answer's own, or that of a position (from 0)."""
    return f"evidence-{item}-dated" if position is None else f"{_document_prefix(position, item)}-dated"


def _document_prefix(position: int, item: int) -> str:
    """What the names of a document's fields begin with; the first one stands in its position's own row."""
    return f"positions-{position}-{item}" if item else f"positions-{position}"


def _position_row(place: int, position: Position) -> PositionRow:
    documents = [
        DocumentRow(**_in_lines({"grade": item.grade, "title": item.title, "dated": item.dated}))
        for item in position.evidence
    ] or [DocumentRow()]
    return PositionRow(
        **_in_lines({"agency": position.agency, "note": position.note}),
        level=str(position.level),
        grade=documents[0].grade,
        title=documents[0].title,
        dated=documents[0].dated,
        further=tuple(documents[1:]),
        shows=Places(place, tuple(range(len(position.evidence)))),
    )


def _in_lines(typed: dict[str, str]) -> dict[str, str]:
    """Each text in one line, as an input holds it; a browser would take its line ends out without a word."""
    return {name: " ".join(text.split("\n")) for name, text in typed.items()}


def _position_evidence(
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
    shown, untouched = documents_of(row.shows, held, len(rows))
    meant = []
    for document, item in zip(rows, shown, strict=True):
        typed = {"grade": document.grade, "title": document.title, "dated": document.dated}
        is_meant = item is not None or document.title or document.dated
        over = item or EvidenceItem(grade="")
        meant.append(replace(over, **_graded(typed, questionnaire)) if is_meant else None)
    return meant, untouched


def places_after(form: FormData, questionnaire: Questionnaire, was: Answer, content: Answer) -> str:
    """What the rows of a form show of `content`, which is saved of it; it was built on `was`."""
    if not content.positions:
        return ""
    rows = {number: row for number, row in _position_rows(form) if not row.is_blank}
    held = held_by(((row.agency, row.shows) for row in rows.values()), was.positions)
    after = dict.fromkeys(range(2 * MOST_ITEMS), Places())  # of more rows than a page has, none is told
    for place, ((number, row), position) in enumerate(zip(rows.items(), held, strict=True)):
        documents, _ = _documents(row, position, questionnaire)
        kept = [one is not None for one in documents]
        shows = Places(place, tuple(sum(kept[:at]) if is_kept else None for at, is_kept in enumerate(kept)))
        if number in after:
            after[number] = shows
    last = max((number for number in rows if number in after), default=-1)
    return written(after[number] for number in range(last + 1))


def _graded(typed: dict[str, str], questionnaire: Questionnaire) -> dict[str, str]:
    """With the weakest grade where none, or an unknown one, was chosen."""
    known = typed["grade"] in questionnaire.grade_by_id
    return {**typed, "grade": typed["grade"] if known else questionnaire.evidence.grades[0].id}


def _level(typed: str, top: int) -> int | None:
    return next((level for level in range(top + 1) if typed == str(level)), None)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return cleaned(value) if isinstance(value, str) else ""


def _rows(form: FormData, prefix: str, shape: type[_Row]) -> Iterable[_Row]:
    """The rows of which the form has any field; most forms have one or two of all that may be there."""
    for row in _sent(form, prefix):
        yield _row(form, row, shape)


def _position_rows(form: FormData) -> Iterable[tuple[int, PositionRow]]:
    """Each row with its number in the form."""
    places = read(_text(form, FIELD)) if FIELD in form else None
    for row in _sent(form, "positions"):
        first, further = _row(form, row, DocumentRow), _sent(form, row)
        number = _number(row)
        yield (
            number,
            PositionRow(
                agency=_text(form, f"{row}-agency"),
                level=_text(form, f"{row}-level"),
                note=_text(form, f"{row}-note"),
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
    typed = {field.name: _text(form, f"{row}-{field.name}") for field in fields(shape)}
    return shape(**typed | {"dated": dated(typed["dated"])})

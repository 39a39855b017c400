"""The form of one answer: what a person typed, and the answer it means; typed text survives every refusal."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import ClassVar, assert_never

from starlette.datastructures import FormData

from app.answers import LONGEST_COMMENT, LONGEST_ENTERED_TEXT, MOST_ITEMS
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
from app.web.answer_rows import (
    DocumentRow,
    EvidenceRow,
    PositionRow,
    document_prefix,
    graded,
    in_lines,
    position_evidence,
    position_row,
    position_rows,
    typed_in,
    typed_rows,
)
from app.web.errors import FieldError, Say
from app.web.shown_places import encoded_places, held_by


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
        return None if None in shows else encoded_places(filter(None, shows))

    @classmethod
    def of(cls, answer: Answer) -> "AnswerForm":
        """The form that shows an answer."""
        typed = cls(
            withheld=answer.withheld,
            comment=answer.comment,
            evidence=tuple(EvidenceRow(**in_lines(asdict(item))) for item in answer.evidence),
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
                    positions=tuple(map(position_row, range(len(positions)), positions)),
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
            value=typed_in(form, "value"),
            range_low=typed_in(form, "range_low"),
            range_high=typed_in(form, "range_high"),
            reason=typed_in(form, "reason"),
            withheld=typed_in(form, "withheld") == "yes",
            comment=typed_in(form, "comment"),
            evidence=tuple(row for row in typed_rows(form, "evidence", EvidenceRow) if not row.is_blank),
            positions=tuple(row for _, row in position_rows(form) if not row.is_blank),
        )

    def over(self, answer: Answer) -> "AnswerForm":
        """The form that shows an answer, and still holds what was typed for another one than was chosen.

        It is built on a newer answer than its positions, so it tells of none which one of that it shows.
        """
        newest = AnswerForm.of(answer)
        return replace(
            newest,
            range_low=newest.range_low or self.range_low,
            range_high=newest.range_high or self.range_high,
            reason=newest.reason or self.reason,
            positions=tuple(replace(row, shows=None) for row in newest.positions or self.positions),
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
        before = AnswerForm.of(was)._meant(questionnaire, question, was, say, [])  # noqa: SLF001 - its own
        return merged(before, meant, was).content, tuple(errors)

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
                EvidenceItem(**graded(asdict(row), questionnaire))
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
                    evidence=position_evidence(row, held[place], questionnaire),
                )
            )
        return Positions(tuple(positions))

    def _too_long(self, say: Say) -> Iterable[FieldError]:
        typed = {"reason": self.reason}
        for prefix, row in self._rows():
            typed |= {f"{prefix}-{name}": text for name, text in asdict(row).items() if isinstance(text, str)}
        for field, value in typed.items():
            if len(value) > LONGEST_ENTERED_TEXT:
                yield FieldError(
                    field=field,
                    message=say("Shorten this text to %(most)d characters; it has %(now)d.")
                    % {"most": LONGEST_ENTERED_TEXT, "now": len(value)},
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
                (documents, f"{document_prefix(place, MOST_ITEMS)}-title", 1 + len(position.further))
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
                yield document_prefix(place, item), document


def _level(typed: str, top: int) -> int | None:
    return next((level for level in range(top + 1) if typed == str(level)), None)

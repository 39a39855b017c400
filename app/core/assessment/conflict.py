"""Two answers to one question that met: what each says now, and what standing beside each other would be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import assert_never

from app.core.assessment.answer import (
    Answer,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.journal import Conflict, Entry, Subject, of_kind
from app.core.assessment.merging import merged


@dataclass(frozen=True, kw_only=True)
class ConflictView:
    """Two answers that met, and wait for a person's choice.

    `subject` names the conflict. `mine` came too late: `author` wrote it, at `at`; in whatever it did not
    change it says what `theirs` says. `theirs` is the newest answer. `before` is what mine was written on,
    None where that was empty. `both` is what keeping both would save; None where they cannot stand beside
    each other as positions.
    """

    subject: Subject
    mine: Answer
    author: str
    at: datetime
    theirs: Entry
    before: Entry | None
    both: Answer | None

    def chosen(self, choice: str) -> Answer | None:
        """What stands after `mine`, `theirs`, `before` or `both` was chosen; None where that is no choice."""
        match choice:
            case "mine":
                return self.mine
            case "theirs":
                return _answer(self.theirs)
            case "before":
                return _answer(self.before)
            case "both":
                return self.both
            case _:
                return None


def conflict_view(kept: Entry, history: Sequence[Entry]) -> ConflictView:
    """A kept answer beside what stands now; `history`: the revisions of the answer, newest first."""
    conflict = of_kind(kept.content, Conflict)
    mine = merged(entry_met(kept, history).content, conflict.mine, history[0].content).content
    before = next((one for one in history if one.revision == conflict.base), None)
    return ConflictView(
        subject=kept.subject,
        mine=mine,
        author=kept.author,
        at=kept.at,
        theirs=history[0],
        before=before,
        both=_both(mine, kept.author, history[0], before),
    )


def entry_met(kept: Entry, history: Sequence[Entry]) -> Entry:
    """The entry beside which an answer was kept."""
    return next(one for one in history if one.position < kept.position)


def _answer(entry: Entry | None) -> Answer:
    return entry.content if entry and isinstance(entry.content, Answer) else Answer()


def _both(mine: Answer, author: str, theirs: Entry, before: Entry | None) -> Answer | None:
    """Both answers as positions, each under the name of its author; None where they are not levels."""
    their = _answer(theirs)
    # What only they gave as evidence shows their level, not mine.
    own = replace(mine, evidence=_answer(before).evidence) if mine.evidence == their.evidence else mine
    first, second = _held(their, theirs.author or "1"), _held(own, author or "2")
    if not first or not second:
        return None
    kept_apart = [answer.evidence for answer in (their, own) if answer.positions]
    return Answer(
        value=Positions(_apart((*first, *second))),
        evidence=tuple(chain.from_iterable(kept_apart)),
        withheld=mine.withheld or their.withheld,
        comment="\n\n".join(dict.fromkeys(filter(None, (their.comment, mine.comment)))),
    )


def _held(answer: Answer, author: str) -> tuple[Position, ...]:
    match answer.value:
        case Level(level):
            return (Position(agency=author, level=level, evidence=answer.evidence),)
        case Positions(positions):
            return positions
        case None | Range() | NotKnown() | NotApplicable():
            return ()
        case _:  # pragma: no cover - the type checker proves it
            assert_never(answer.value)


def _apart(positions: tuple[Position, ...]) -> tuple[Position, ...]:
    """With names that differ: one that is there already gets a number behind it."""
    apart: dict[str, Position] = {}
    for position in positions:
        name, number = position.agency, 1
        while name in apart:
            number += 1
            name = f"{position.agency} ({number})"
        apart[name] = replace(position, agency=name)
    return tuple(apart.values())
